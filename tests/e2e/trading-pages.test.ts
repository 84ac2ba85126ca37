/**
 * Goal: the pages of trading can be read and used by everybody, with rows in all of them, in a wide
 * window and on a phone, by keyboard alone as well. Method: Chromium, axe-core, the product's functions.
 */

import type { Browser, Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { ids } from '../services/query-api/fixture-base.ts'
import { fillClosedTrades, NVDA_TRADE } from '../services/query-api/fixture-closed.ts'
import { violations } from './axe.ts'
import { launch, noChromium, openWindow, overhang, signIn } from './browser.ts'
import { startPage, type PageServer } from './page-server.ts'
import { tradeOn } from './trading-day.ts'
import { fillApprovals, fillChecks, fillHeld, fillRepeats } from './trading-rows.ts'

const PAGES = [
  ['/approvals', 'at the market, about $141.75 each'],
  ['/checks', 'It saved'],
  ['/orders', 'Waits at the broker to be filled'],
  [`/orders/${ids.order('AAPL')}`, 'Life line: '],
  ['/decisions', 'low_confidence'],
  ['/trades', 'The stop was hit'],
  ['/performance', 'By how they ended'],
  [`/trades/${NVDA_TRADE}`, 'target 2'],
  ['/portfolio', 'Exit refused 2 times'],
  ['/trading/positions/AAPL', 'target 2'],
  ['/trading/positions/XOM', 'Exit refused 2 times'],
  ['/trading', 'Settings, version'],
  ['/limits', 'A last trade is at most this old'],
] as const

describe.skipIf(noChromium)(`the pages of trading${noChromium}`, () => {
  let server: PageServer
  let browser: Browser

  beforeAll(async () => {
    server = await startPage({ isFilled: true, isTraded: true })
    await tradeOn(server.sql)
    await fillApprovals(server.sql)
    await fillChecks(server.sql)
    await fillHeld(server.sql)
    await fillRepeats(server.sql)
    await fillClosedTrades(server.sql)
    browser = await launch()
  })
  afterAll(async () => {
    await browser?.close()
    await server?.stop()
  })

  const open = async (width: number, colorScheme: 'light' | 'dark' = 'light') => {
    const window = await openWindow(browser, { width, colorScheme })
    await signIn(window, await server.link())
    return window
  }
  const says = (page: Page, words: string | RegExp) =>
    page.getByText(words).filter({ visible: true }).first().waitFor()
  const settled = (page: Page) => page.locator('.skeleton').first().waitFor({ state: 'detached' })
  /** Every button of the page that a person may press lies within the window. */
  const outside = (page: Page) =>
    page.evaluate<string[]>(`[...document.querySelectorAll('main button')].filter((button) => {
      const { left, right, width } = button.getBoundingClientRect()
      return width > 0 && (left < 0 || right > window.innerWidth)
    }).map((button) => button.getAttribute('aria-label') ?? button.textContent)`)

  test.each([
    [
      '/portfolio',
      ['Buying power', 'Today, deposits included', 'Day trades in five days', '24.5 %'],
    ],
    ['/trading/positions/AAPL', ['Income DIV', 'target 1 $177.61', 'stop $167.11']],
    ['/trading', ['News gave 2 to buy; bought: 2', 'What stopped purchases:', 'closest: NVDA']],
    ['/trades', ['2 trades', '−$1.30', 'Earnings, 7d', '−1.08 R', 'Sold without an order of ours']],
    [
      `/trades/${NVDA_TRADE}`,
      [
        'NVDA: −$1.30 after fees',
        'The stop was hit.',
        'The trade before',
        'Seen on prices of minutes',
      ],
    ],
    ['/performance', ['The account', 'Profit factor', 'Sold without an order of ours', 'It saved']],
    ['/checks', ['bought smaller', '+$600.00 to +$662.00', 'Too few ended']],
    ['/approvals', ['at $143.20 at most', 'the inquiry is not over', 'ends in 3 min']],
  ] as const)('%s says what a person asks of it', async (path, all) => {
    const { page, context } = await open(1280)
    await page.goto(server.url + path)
    for (const words of all) await says(page, words)
    await context.close()
  })

  test('repeated skips are one row that opens to each, and each a row where asked', async () => {
    const { page, context } = await open(1280)
    await page.goto(`${server.url}/decisions`)
    const decisions = page.getByRole('table', { name: 'Decisions' })
    const skips = decisions.getByRole('row').filter({ hasText: 'no_position' })
    await skips.first().waitFor()
    expect(await skips.count()).toBe(1)
    await skips.getByText('2 times within 2 min').click()
    await says(page, '10:22:00')
    await says(page, '10:24:00')
    await page.getByLabel('Repeated skips').selectOption('each by itself')
    await page.waitForURL(/repeats=each/)
    await skips.nth(1).waitFor()
    expect(await skips.count()).toBe(2)
    await context.close()
  })

  test.each([
    ['open', ['NVDA']],
    ['filled', ['AAPL', 'NVDA']],
    ['rejected', []],
  ] as const)('orders narrow to %s', async (choice, tickers) => {
    const { page, context } = await open(390)
    await page.goto(`${server.url}/orders`)
    await says(page, '4 orders')
    await page.getByLabel('State', { exact: true }).selectOption(choice)
    const counted = { open: '1 order', filled: '3 orders', rejected: '0 orders' } as const
    await says(page, counted[choice])
    for (const ticker of tickers)
      await page.getByRole('link', { name: ticker, exact: true }).first().waitFor()
    await context.close()
  })

  test.each([
    [1280, 'light'],
    [1280, 'dark'],
    [390, 'light'],
    [390, 'dark'],
  ] as const)('are for everybody, at %d px, %s', async (width, scheme) => {
    const { page, faults, context } = await open(width, scheme)
    const wrong: unknown[] = []
    for (const [path, words] of PAGES) {
      await page.goto(server.url + path)
      await says(page, words)
      await settled(page)
      for (const one of [...(await violations(page)), ...(await outside(page))])
        wrong.push([path, one])
      if ((await overhang(page)) > 0) wrong.push([path, 'wider than the window'])
    }
    expect(wrong).toEqual([])
    expect(faults).toEqual([])
    await context.close()
  })

  test.each([1280, 390])('are used by keyboard alone, at %d px', async (width) => {
    const { page, context, faults } = await open(width)
    const dialog = page.getByRole('dialog')
    for (const [path, name] of [
      ['/approvals', 'Halt trading'],
      ['/approvals', 'Approve buy of AMZN'],
      ['/orders', 'Cancel buy of NVDA'],
      ['/portfolio', 'Close XOM'],
      ['/trading', 'Close all positions'],
    ] as const) {
      await page.goto(server.url + path)
      const button = page.getByRole('button', { name, exact: true }).filter({ visible: true })
      await button.first().focus()
      await page.keyboard.press('Enter')
      await dialog.waitFor()
      // Around it and back, the page behind is never reached.
      for (const key of [...Array.from({ length: 9 }, () => 'Tab'), 'Shift+Tab', 'Shift+Tab']) {
        await page.keyboard.press(key)
        expect([name, await dialog.locator(':focus').count()]).toEqual([name, 1])
      }
      await page.keyboard.press('Escape')
      await dialog.waitFor({ state: 'detached' })
      await button.and(page.locator(':focus')).waitFor()
    }
    expect(faults).toEqual([])
    await context.close()
  })

  test('an entry is denied, and an order taken back, by keyboard alone', async () => {
    const { page, context } = await open(1280)
    for (const [path, name, said] of [
      ['/approvals', 'Deny buy of JPM', '1 wait for you'],
      ['/orders', 'Cancel buy of NVDA', 'Taken back by local operator, being cancelled'],
    ] as const) {
      await page.goto(server.url + path)
      await page.getByRole('button', { name, exact: true }).filter({ visible: true }).focus()
      await page.keyboard.press('Enter')
      await page.getByRole('dialog').waitFor()
      await page.keyboard.type('not wanted')
      await page.keyboard.press('Enter')
      await says(page, said)
      // The button is gone with what it was for: the keyboard goes on at the page.
      await page.locator('main:focus').waitFor()
    }
    await context.close()
  })
})
