/**
 * Goal: an operator edits what is tracked and sees to sources by hand; a viewer reads the same and is
 * offered nothing that would be refused. Method: Chromium before query-api and the symbol registry.
 */

import type { Browser, Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { ids } from '../services/query-api/fixture-base.ts'
import { launch, noChromium, openWindow, overhang, signIn } from './browser.ts'
import { startPage, type PageServer } from './page-server.ts'

describe.skipIf(noChromium)(`the registry by hand${noChromium}`, () => {
  let server: PageServer
  let browser: Browser

  beforeAll(async () => {
    server = await startPage({ isFilled: true })
    browser = await launch()
  })
  afterAll(async () => {
    await browser?.close()
    await server?.stop()
  })

  const open = async (path: string, who?: Parameters<PageServer['link']>[0], width = 1280) => {
    const window = await openWindow(browser, { width })
    await signIn(window, await server.link(who))
    await window.page.goto(server.url + path)
    return window.page
  }
  const press = (page: Page, name: string) =>
    page.getByRole('button', { name, exact: true }).click()
  const says = (page: Page, words: string | RegExp) =>
    page.getByText(words).filter({ visible: true }).first().waitFor()

  test('sources narrow by their address, and one is paused, resumed, fetched, and set', async () => {
    const page = await open('/sources')
    await page
      .getByRole('row', { name: /Order updates the connection was lost: no connection Waits/ })
      .waitFor()
    await page.getByRole('main').getByLabel('State', { exact: true }).selectOption('failing')
    await page.waitForURL(/state=failing/)
    await says(page, '1 row')
    await page.getByRole('link', { name: 'CNBC' }).click()
    await says(page, /Failed 4 times in a row/)
    await press(page, 'Pause CNBC')
    await press(page, 'Resume CNBC')
    await press(page, 'Fetch now: CNBC')
    await says(page, 'fetching')
    await page.getByRole('button', { name: 'Fetch now: CNBC' }).waitFor({ state: 'detached' })
    await page.getByLabel('Seconds between two fetches').fill('0')
    await press(page, 'Save settings')
    await says(page, 'expected a number from 1 to 31536000, found 0')
    await page.getByLabel('Seconds between two fetches').fill('900')
    await press(page, 'Save settings')
    await says(page, '15 min')
    const [row] = await server.sql`
      select config->>'polling_interval_seconds' as seconds, config->>'url' as url, active
      from sources where source_id = ${ids.source('CNBC')}`
    // What the page was not shown of the address is still there.
    expect(row).toMatchObject({ seconds: '900', active: true })
    expect(row?.['url']).toContain('s3cr3t-token')
    await page.context().close()
  })

  test('a source is tried before it is trusted', async () => {
    const page = await open('/sources')
    await page.getByLabel('Or its text').fill('<rss/>')
    await press(page, 'Try it')
    await says(page, 'It is being tried …')
    const lines = [
      { kind: 'document', title: 'A tried headline', publisher: 'example.com', flags: ['undated'] },
      { kind: 'reject', reason: 'not_a_record', says: 'found null', item: '<b>null</b>' },
      { kind: 'summary', outcome: 'partly', items: 2, kept: 1, rejected: 1, notes: ['a note'] },
    ]
    await server.sql`update source_trials set state = 'done', ended_at = now(),
      lines = ${server.sql.json(lines)}`
    await says(page, 'A tried headline')
    await says(page, '1 of 2 would be stored, 1 refused')
    await says(page, '<b>null</b>')
    await page.context().close()
  })

  test('a company is edited by two, and the second is told', async () => {
    const [one, other] = [await open('/companies/JPM'), await open('/companies/JPM')]
    for (const page of [one, other]) await press(page, 'Edit')
    await one.getByLabel('Industry').fill('Banks')
    await press(one, 'Save')
    await says(one, 'Banks')
    await other.getByLabel('Industry').fill('Insurance')
    await press(other, 'Save')
    await says(other, /JPM was changed since/)
    expect(await server.sql`select industry from companies where ticker = 'JPM'`).toMatchObject([
      { industry: 'Banks' },
    ])
    await press(one, 'Write one')
    await one.getByLabel('Revenue by region, a line each').fill('US 70 %')
    await press(one, 'Save a new version')
    await one.getByRole('dialog').waitFor({ state: 'detached' })
    await says(one, 'US 70 %')
    await one.getByLabel('Another name').fill('Chase Manhattan')
    await press(one, 'Add name')
    await says(one, 'Chase Manhattan')
    await one.getByLabel('Competitor', { exact: true }).fill('AAPL')
    await press(one, 'Relate')
    await says(one, /direct rival, strength 0.50/)
    await one.context().close()
    await other.context().close()
  })

  test('companies are imported whole, after their changes were shown', async () => {
    const page = await open('/universe')
    const choose = (text: string) =>
      page
        .getByLabel('File to import')
        .setInputFiles({ name: 'c.csv', mimeType: 'text/csv', buffer: Buffer.from(text) })
    await choose('ticker;name\n!!;Nobody\n')
    await press(page, 'Show what it would change')
    await says(page, /^line 2, column ticker: .*found "!!"/)
    await choose('ticker;name\nORCL;Oracle\nXOM;Exxon\n')
    await press(page, 'Show what it would change')
    await press(page, 'Import 2 changes')
    await says(page, /Stored: 1 new, 1 changed/)
    await page.context().close()
  })

  test('a watchlist is made, refuses whom nobody tracks, and opens with what its companies cost', async () => {
    const page = await open('/watchlists')
    await press(page, 'Make a watchlist')
    await page.getByLabel('Name', { exact: true }).fill('Oil')
    await page.getByLabel('Tickers').fill('XOM NOPE')
    await press(page, 'Make it')
    await says(page, 'expected a tracked company, found "NOPE"')
    await page.getByLabel('Tickers').fill('xom')
    await press(page, 'Make it')
    await page.getByRole('list', { name: 'Watchlists' }).getByRole('link', { name: 'Oil' }).click()
    await page.waitForURL(/\/companies\?watchlist=/)
    await says(page, '1 company')
    await page
      .getByRole('table', { name: 'Companies' })
      .getByRole('link', { name: 'XOM' })
      .waitFor()
    await page.getByLabel('Watchlist').selectOption('all')
    await page.waitForURL((url) => !url.search.includes('watchlist'))
    await page.context().close()
  })

  test.each([1280, 390])(
    'a viewer is offered nothing that would be refused, at %d px',
    async (width) => {
      const viewer = { name: `Vera ${width}`, role: 'viewer' } as const
      const page = await open('/sources', viewer, width)
      const offered =
        /^(Add|Try|Fetch|Pause|Resume|Delete|Save|Edit|Remove|Relate|Let|Make|Write|Import|Track|Change\b)/
      for (const [path, words] of [
        ['/sources', 'CNBC'],
        [`/sources/${ids.source('CNBC')}`, 'What stands there'],
        ['/companies/AAPL', 'Exposure profile'],
        ['/universe', 'Export companies as CSV'],
      ] as const) {
        await page.goto(server.url + path)
        await says(page, words)
        await page.getByRole('status', { name: 'Loading' }).first().waitFor({ state: 'detached' })
        const names = await page.getByRole('main').getByRole('button').allTextContents()
        expect([path, names.filter((name) => offered.test(name))]).toEqual([path, []])
        expect(await overhang(page), path).toBeLessThanOrEqual(0)
      }
      await page.context().close()
    },
  )
})
