/**
 * Goal: the pages of trading can be read and used by everybody, with rows in all of them, in a wide
 * window and on a phone, by keyboard alone as well. Method: Chromium, axe-core, the product's functions.
 */

import type { Browser, Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { ids } from '../services/query-api/fixture-base.ts'
import { violations } from './axe.ts'
import { launch, noChromium, openWindow, overhang, signIn } from './browser.ts'
import { startPage, type PageServer } from './page-server.ts'
import { tradeOn } from './trading-day.ts'
import { fillApprovals, fillChecks, fillHeld } from './trading-rows.ts'

const PAGES = [
  ['/approvals', 'at the market, about $141.75 each'],
  ['/checks', 'It saved'],
  ['/orders', 'Waits at the broker to be filled'],
  [`/orders/${ids.order('AAPL')}`, 'Life line: '],
  ['/decisions', 'low_confidence'],
  ['/portfolio', 'Exit refused 2 times'],
  ['/trading/positions/AAPL', 'target 2'],
  ['/trading/positions/XOM', 'Exit refused 2 times'],
  ['/trading', 'Settings, version'],
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
})
