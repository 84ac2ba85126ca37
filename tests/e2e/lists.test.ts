/**
 * Goal: a long list is narrowed, turned, counted and saved whole, its address says how, and anything is found from
 * the keyboard. Method: Chromium before a real query-api over more documents than a page has.
 */

import { readFileSync } from 'node:fs'
import type { Browser, Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { ids } from '../services/query-api/fixture-base.ts'
import { fillDocuments } from '../services/query-api/more-documents.ts'
import { violations } from './axe.ts'
import { launch, noChromium, openWindow, overhang, signIn } from './browser.ts'
import { startPage, type PageServer } from './page-server.ts'

const MORE = 230

describe.skipIf(noChromium)(`long lists${noChromium}`, () => {
  let server: PageServer
  let browser: Browser

  beforeAll(async () => {
    server = await startPage({ isFilled: true })
    await fillDocuments(server.sql, MORE)
    browser = await launch()
  })
  afterAll(async () => {
    await browser?.close()
    await server?.stop()
  })

  async function open(width = 1280): Promise<{ page: Page; faults: string[] }> {
    const window = await openWindow(browser, { width })
    await signIn(window, await server.link())
    return window
  }

  const titles = (page: Page) => page.getByRole('table', { name: 'Documents' }).locator('tbody tr')
  const says = (page: Page, words: string) => page.getByText(words, { exact: true }).waitFor()

  test('are counted whole, and go on beyond a page and back', async () => {
    const { page, faults } = await open()
    await page.goto(`${server.url}/documents`)
    await says(page, `${MORE + 12} documents`)
    expect(await titles(page).count()).toBe(100)
    const first = await titles(page).first().textContent()
    await page.getByRole('button', { name: 'Older' }).click()
    await page.getByText('Rain again, day 89').waitFor()
    await page.getByRole('button', { name: 'Older' }).click()
    await page.getByText(`Rain again, day ${MORE}`).waitFor()
    expect(await page.getByRole('button', { name: 'Older' }).count()).toBe(0)
    await page.goBack()
    await page.goBack()
    await expect.poll(() => titles(page).first().textContent(), { timeout: 60_000 }).toBe(first)
    expect(faults).toEqual([])
  })

  test('keep in the address how they are narrowed, over a reload, a row and back', async () => {
    const { page } = await open()
    await page.goto(`${server.url}/documents`)
    await page.getByLabel('Words of the title').fill('exx refin')
    await page.getByLabel('Names ticker').fill('xom')
    await page.waitForURL(
      (url) => /words=exx.refin/.test(url.search) && /ticker=XOM/.test(url.search),
    )
    await says(page, '2 documents')
    await page.reload()
    await says(page, '2 documents')
    expect(await page.getByLabel('Words of the title').inputValue()).toBe('exx refin')
    await page.getByRole('link', { name: 'Exxon cuts its outlook' }).first().click()
    await page.getByText('Whom it names').waitFor()
    await page.goBack()
    await says(page, '2 documents')
    await page.getByLabel('Names ticker').fill('NONE')
    await page.getByText('None of the documents is like that.').waitFor()
    await says(page, '0 documents')
  })

  test('are narrowed to days, and turned by the server, not within a page', async () => {
    const { page } = await open()
    await page.goto(`${server.url}/documents`)
    await page.getByRole('button', { name: 'Published ▼' }).click()
    await page.getByText(`Rain again, day ${MORE}`).waitFor()
    expect(await titles(page).first().textContent()).toContain(`Rain again, day ${MORE}`)
    await page.getByLabel('From (ET)').fill('2024-03-12')
    await page.getByLabel('To (ET)').fill('2024-03-13')
    await says(page, '2 documents')
    expect(await titles(page).allTextContents()).toEqual([
      expect.stringContaining('Rain again, day 2'),
      expect.stringContaining('Rain again, day 1'),
    ])
  })

  test('are saved whole', async () => {
    const { page } = await open()
    await page.goto(`${server.url}/documents?words=rain`)
    await says(page, `${MORE} documents`)
    const arrives = page.waitForEvent('download')
    await page.getByRole('button', { name: 'Export CSV' }).click()
    const file = await arrives
    expect(file.suggestedFilename()).toBe('documents.csv')
    const lines = readFileSync(await file.path(), 'utf8')
      .trim()
      .split('\r\n')
    expect(lines).toHaveLength(MORE + 1)
    expect(lines.filter((line) => line.startsWith('documentId'))).toHaveLength(1)
  })

  test.each([1280, 390])(
    'keep their heads below the strip as one scrolls, at %d px',
    async (width) => {
      const { page } = await open(width)
      await page.goto(`${server.url}/documents`)
      await titles(page).nth(60).scrollIntoViewIfNeeded()
      const places = () =>
        page.evaluate<number[]>(
          `['table th', 'header'].map((each) => document.querySelector(each).getBoundingClientRect())
          .map(({ top, bottom }, place) => Math.round(place === 0 ? top : bottom))`,
        )
      expect(await page.evaluate<number>('scrollY')).toBeGreaterThan(500)
      await expect
        .poll(async () => (await places())[0]! - (await places())[1]!, { timeout: 60_000 })
        .toBe(0)
      await page.getByRole('columnheader', { name: 'Title' }).click({ trial: true })
    },
  )

  test('a table that is wider than its box keeps its head above its rows', async () => {
    const { page } = await open(320)
    await page.goto(`${server.url}/companies`)
    await says(page, '6 companies')
    const places = () =>
      page.evaluate<number[]>(
        `['th', 'tbody'].map((each) => document.querySelector('table ' + each).getBoundingClientRect())
          .map(({ top, bottom }, place) => Math.round(place === 0 ? bottom : top))`,
      )
    const over = page.locator('table').locator('xpath=..')
    await expect.poll(() => over.evaluate((box) => box.scrollWidth > box.clientWidth)).toBe(true)
    await expect.poll(async () => (await places())[0]! - (await places())[1]!).toBe(0)
  })

  test('companies are found by name and sector, with where they stand in a window', async () => {
    const { page, faults } = await open()
    await page.goto(`${server.url}/companies`)
    await says(page, '6 companies')
    await page.getByLabel('Sector').fill('tech')
    await page.waitForURL((url) => url.search === '?sector=tech')
    await page.getByRole('row', { name: /XOM/ }).waitFor({ state: 'detached' })
    await page.getByLabel('Sector').fill('')
    await page.getByLabel('Ticker or name').fill('exxon')
    await says(page, '1 company')
    const row = page.getByRole('row', { name: /XOM/ })
    await row.getByText('Bearish').waitFor()
    await page.getByLabel('Window of the trend').selectOption('90d')
    await row.getByText('Bearish').waitFor({ state: 'detached' })
    await page.reload()
    await says(page, '1 company')
    await page.goto(`${server.url}/companies`)
    await page.getByRole('button', { name: 'Ticker ▲' }).click()
    await page.waitForURL((url) => url.search === '?order=z-a')
    await page.getByRole('row').nth(1).getByText('XOM').waitFor()
    expect(faults).toEqual([])
  })

  test.each(['/orders', '/decisions', '/recommendations'])('%s too', async (path) => {
    const { page, faults } = await open(390)
    await page.goto(`${server.url}${path}?ticker=AAPL`)
    await says(page, `1 ${path.slice(1, -1)}`)
    await page.goto(`${server.url}${path}?to=2020-01-01`)
    await page.getByText(`None of the ${path.slice(1)} is like that.`).waitFor()
    expect(await overhang(page)).toBeLessThanOrEqual(0)
    expect(await violations(page)).toEqual([])
    expect(faults).toEqual([])
  })

  test.each([1280, 390])('anything is found from the keyboard, at %d px', async (width) => {
    const { page, faults } = await open(width)
    await page.goto(`${server.url}/orders`)
    await page.getByRole('button', { name: 'Find anything' }).waitFor()
    await page.keyboard.press('Control+k')
    await page.getByRole('combobox', { name: 'What to find' }).fill('exx')
    const options = page.getByRole('option')
    await options.filter({ hasText: 'Exxon Mobil Corporation' }).waitFor()
    expect(await violations(page)).toEqual([])
    await page.keyboard.press('ArrowDown')
    await page.keyboard.press('Enter')
    await page.waitForURL('**/documents?ticker=XOM')
    await page.keyboard.press('Control+k')
    await page.getByRole('combobox', { name: 'What to find' }).fill(ids.order('AAPL'))
    await options.filter({ hasText: 'AAPL' }).waitFor()
    await page.keyboard.press('Enter')
    await page.waitForURL(`**/orders/${ids.order('AAPL')}`)
    await page.keyboard.press('Control+k')
    await page.getByRole('combobox', { name: 'What to find' }).fill('no such thing anywhere')
    await page.getByText('Nothing goes by').waitFor()
    await page.keyboard.press('Escape')
    await page.getByRole('dialog').waitFor({ state: 'detached' })
    expect(faults).toEqual([])
  })

  test('a code leads to what it means, and the help to its guides', async () => {
    const { page, faults } = await open(390)
    await page.goto(server.url)
    const code = page.getByRole('link', { name: /^[a-z]+(?:_[a-z]+)+$/ }).first()
    const name = (await code.textContent())!
    await code.click()
    await page.waitForURL(`**/help?words=${name}`)
    await page.locator('dt', { hasText: name }).first().waitFor()
    expect(await violations(page)).toEqual([])
    await page.getByLabel('Look up a code or a term').fill('')
    await page.getByRole('link', { name: 'Every figure, its formula' }).click()
    await page.getByRole('heading', { name: 'Weight of one signal' }).waitFor()
    await expect.poll(() => page.title(), { timeout: 60_000 }).toMatch(/Formulas · Stonks Oracle$/)
    expect(await overhang(page)).toBe(0)
    expect(await violations(page)).toEqual([])
    await page.goto(`${server.url}/guides/runbooks/toggle#none`)
    await page.getByRole('heading', { level: 1 }).waitFor()
    await page.goto(`${server.url}/guides/nothing`)
    await page.getByRole('heading', { name: 'No such guide' }).waitFor()
    expect(faults).toEqual([])
  })
})
