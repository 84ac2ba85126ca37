/**
 * Goal: the pages that explain can be read and used by everybody: companies, events, documents and
 * recommendations, in a wide window and on a phone, by keyboard as well. Method: Chromium and axe-core.
 */

import type { Browser, Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { deriveId } from '#shared/host/ids.ts'
import type { Sql } from '#shared/sql/open.ts'
import { ids, minutesAgo } from '../services/query-api/fixture-base.ts'
import { eventId } from '../services/query-api/fixture-layers.ts'
import { violations } from './axe.ts'
import { launch, noChromium, openWindow, overhang, signIn } from './browser.ts'
import { startPage, type PageServer } from './page-server.ts'

const PAGES = [
  ['/events', '1 of 3 events touch', 'Trade barrier', '2 events tell it'],
  [`/events/${eventId(10)}`, 'most hurt is AAPL', 'told'],
  ['/companies/AAPL', 'AAPL closed at', 'News of rivals', 'low confidence'],
  [
    `/documents/${ids.document(0)}`,
    'AAPL negative −0.10 → positive +0.72',
    'speaks for it',
    'prices or EDGAR say otherwise: what quotes it counts nothing',
    'up at most 2.0 % (2019-03-08), borne out from 12.0 %',
  ],
  [
    `/documents/${ids.document(1)}`,
    "The model's reply was not the JSON it was asked for",
    'It was given up in',
    'it is tried again in 1 h 56 m',
  ],
  [
    `/recommendations/${ids.recommendation('AAPL')}`,
    'It ends when',
    'this one',
    'They take 0.210 of weight from each other.',
    'A document that is no longer kept',
  ],
  ['/recommendations?action=buy', 'Confidence'],
  ['/sources', '55 % of 310', 'Half is chance'],
  [
    `/sources/${ids.source('CNBC')}`,
    'Prices bore out 40 % of 100 things it said (30.9 to 49.8 %): less than chance',
  ],
  [`/sources/${ids.source('The Daily Ledger')}`, 'No session has followed yet'],
  ['/models', 'Layers: all of them speak in trends'],
] as const

describe.skipIf(noChromium)(`the pages that explain${noChromium}`, () => {
  let server: PageServer
  let browser: Browser

  beforeAll(async () => {
    server = await startPage({ isFilled: true, isTraded: true })
    await fillMore(server.sql)
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
  const says = (page: Page, words: string) =>
    page.getByText(words).filter({ visible: true }).first().waitFor()

  test.each([
    [1280, 'light'],
    [360, 'dark'],
  ] as const)('say what they are asked at %d px, %s, to everybody', async (width, scheme) => {
    const { page, context, faults } = await open(width, scheme)
    for (const [path, ...all] of PAGES) {
      await page.goto(server.url + path)
      for (const words of all) await says(page, words)
      await page.locator('.skeleton').first().waitFor({ state: 'detached' })
      expect(await violations(page), path).toEqual([])
      expect(await overhang(page), `${path} is wider than the window`).toBeLessThanOrEqual(0)
    }
    expect(faults).toEqual([])
    await context.close()
  })

  test('a region of the map narrows the list by keyboard, and the address keeps it', async () => {
    const { page, context } = await open(1280)
    await page.goto(`${server.url}/events`)
    await page.getByText('2 rows').waitFor()
    await page.getByRole('button', { name: /^China/ }).focus()
    await page.keyboard.press('Enter')
    await page.getByText('1 row', { exact: true }).waitFor()
    expect(new URL(page.url()).search).toBe('?region=China')
    await page.reload()
    await page.getByText('1 row', { exact: true }).waitFor()
    await page.getByLabel('Hits ticker').fill('xom')
    await says(page, 'No event is like that.')
    await context.close()
  })

  test('a story is one row, and unfolds to the events that tell it by keyboard', async () => {
    const { page, context } = await open(1280)
    await page.goto(`${server.url}/events`)
    const unfold = page.getByRole('button', { name: '2 events tell it' })
    await unfold.focus()
    await page.keyboard.press('Enter')
    const told = page.locator(`[id="${await unfold.getAttribute('aria-controls')}"]`)
    await told.getByRole('link').nth(1).waitFor()
    expect(await told.getByRole('link').count()).toBe(2)
    expect(await violations(page)).toEqual([])
    await context.close()
  })

  test('a card beside a name is read once it is opened, by hovering or by keyboard, and Escape closes it', async () => {
    const { page, context } = await open(1280)
    const asked: string[] = []
    page.on('request', (request) => asked.push(request.url()))
    const cardReads = () =>
      asked.filter((url) => /companies\?ticker=|documents\?document=/.test(url))
    const card = page.getByRole('tooltip')
    /** Once the page hears its news all is read anew: a card that is open then is read twice. */
    const goAndHear = async (path: string) => {
      const live = page.waitForResponse((response) => response.url().endsWith('/api/live'))
      await page.goto(`${server.url}${path}`)
      await live
      await page.waitForTimeout(500)
    }
    await goAndHear(`/recommendations/${ids.recommendation('AAPL')}`)
    const document = page.getByRole('link', { name: 'Apple raises its dividend' }).first()
    await document.waitFor()
    expect(cardReads()).toEqual([])
    await document.hover()
    await card.getByText('The Daily Ledger').waitFor()
    await card.getByText('+0.72').waitFor()
    expect(await violations(page)).toEqual([])
    await page.keyboard.press('Escape')
    await card.waitFor({ state: 'detached' })
    await page.mouse.move(0, 0)
    await document.hover()
    await card.getByText('+0.72').waitFor()
    expect(cardReads(), 'it is kept for the next time').toHaveLength(1)
    await page.mouse.move(0, 0)
    await goAndHear(`/documents/${ids.document(0)}`)
    const ticker = page.getByRole('link', { name: 'AAPL', exact: true }).first()
    await ticker.waitFor()
    await page.keyboard.press('Tab')
    await ticker.focus()
    await card.getByText('Apple Inc.').waitFor()
    await card.getByText('close of 2024-03-13').waitFor()
    expect(await ticker.getAttribute('aria-describedby')).toBe(await card.getAttribute('id'))
    await page.keyboard.press('Tab')
    await card.filter({ hasText: 'Apple Inc.' }).waitFor({ state: 'detached' })
    expect(cardReads().filter((url) => url.endsWith('=AAPL'))).toHaveLength(1)
    await context.close()
  })

  test('a chart of prices has its table one press away, and its span in the address', async () => {
    const { page, context } = await open(1280)
    await page.goto(`${server.url}/companies/AAPL`)
    await page.getByRole('button', { name: 'The session before' }).click()
    await says(page, '2024-03-13')
    await page.getByRole('button', { name: '1M', exact: true }).click()
    expect(new URL(page.url()).search).toBe('?range=1m')
    await page.getByRole('button', { name: 'Show as table' }).click()
    const marks = page.getByRole('table', { name: 'Marks' })
    expect(await marks.getByRole('row').count()).toBeGreaterThan(4)
    await marks.getByRole('link', { name: 'Buy 3' }).click()
    await page.waitForURL(/\/orders\//)
    await context.close()
  })

  test('a layer is switched off with a reason, and every company says since when and by whom', async () => {
    const { page, context } = await open(1280)
    await page.goto(`${server.url}/models`)
    await page.getByRole('button', { name: 'Change World' }).click()
    const dialog = page.getByRole('dialog')
    await dialog.getByLabel('Weight').fill('2')
    await dialog.getByLabel('Reason').fill('tariffs all day')
    await dialog.getByRole('button', { name: 'Save' }).click()
    await says(page, 'a share from 0 to 1')
    await dialog.getByLabel('Weight').fill('0.3')
    await dialog.getByLabel('It', { exact: true }).selectOption('false')
    await dialog.getByRole('button', { name: 'Save' }).click()
    await says(page, 'Layers: World is left out of trends')
    await says(page, 'tariffs all day')
    await page.goto(`${server.url}/companies/AAPL`)
    await says(page, 'World is left out of new trends by local operator')
    expect(await violations(page)).toEqual([])
    await context.close()
  })

  test('a mark leads to its claim, and the claim to its mark', async () => {
    const { page, context } = await open(1280)
    await page.goto(`${server.url}/documents/${ids.document(0)}`)
    await page.locator('mark a').click()
    expect(await page.locator(':target').textContent()).toContain('people close to the matter')
    expect(new URL(page.url()).hash).toMatch(/^#claim-\d+$/)
    await page.locator('.claim a').first().click()
    expect(new URL(page.url()).hash).toMatch(/^#quote-\d+$/)
    await context.close()
  })
})

/** What the small day leaves out: a reading before the current one, one that failed, what comes next. */
async function fillMore(sql: Sql): Promise<void> {
  const documentId = ids.document(0)
  const readingId = deriveId('fixture', 'earlier reading')
  await sql`update document_intelligence set number = 2, model_version = 'v2' where document_id = ${documentId}`
  await sql`insert into document_intelligence (reading_id, document_id, number, is_current, model, model_version,
      prompt_version, confidence, input_sha256, input_length, extracted_at)
    select ${readingId}, document_id, 1, false, model, 'v1', prompt_version, 0.3, input_sha256, input_length,
      extracted_at from document_intelligence where document_id = ${documentId}`
  await sql`insert into document_impact_records (impact_id, reading_id, document_id, company_id, ticker, sentiment,
      sentiment_score, impact_score, confidence, published_at, extracted_at, is_current)
    values (${deriveId('fixture', 'earlier impact')}, ${readingId}, ${documentId}, ${ids.company('AAPL')}, 'AAPL',
      'negative', -0.1, 0.2, 0.3, ${minutesAgo(6)}, ${minutesAgo(6)}, false)`
  for (const place of [10, 11])
    await sql`update documents set story_id = ${ids.document(11)} where document_id = ${ids.document(place)}`
  const failed = ids.document(1)
  await sql`delete from document_intelligence where document_id = ${failed}`
  await sql`
    insert into document_claims (impact_id, kind, company_id, ticker, quote, direction, percent,
      published_at, read_at, state, says, decided_at)
    select impact_id, 'price_move', company_id, ticker, 'shares soar 30%', 1, 30, published_at, published_at,
      'refuted', 'up at most 2.0 % (2019-03-08), borne out from 12.0 %', ${minutesAgo(5)}
    from document_impact_records where document_id = ${ids.document(0)} and is_current`
  await sql`update documents set status = 'extraction_failed', status_reason = 'model_not_json',
    status_at = ${minutesAgo(4)}, extraction_tries = 2 where document_id = ${failed}`
  await sql`update jobs set payload = ${sql.json({ document_id: failed })}
    where list = 'extraction' and state = 'dead'`
  await sql`insert into trend_projections (ticker, horizon, as_of, trend_id, direction, strength, confidence,
      low_confidence, macro_contribution_pct, diverges_from_current, components)
    values ('AAPL', '7d', ${minutesAgo(3)}, ${ids.trend('AAPL')}, 'bearish', 0.3, 0.2, true, 0.4, true, '{}')`
  await sql`update recommendations set stories = 3, owners = 2, risk = 'medium', would_change =
      ${['It ends when its confidence falls under 0.5 (now 0.71).']}::text[]
    where recommendation_id = ${ids.recommendation('AAPL')}`
}
