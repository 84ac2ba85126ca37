/**
 * Goal: the page can be read and used, in a wide window and on a phone. Method: headless Chromium
 * walks through every page of a running query-api, listening for faults, and turns the switch.
 */

import { stageNames } from '#shared/pipeline.ts'
import type { Browser, Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { ids } from '../services/query-api/fixture-base.ts'
import { eventId } from '../services/query-api/fixture-layers.ts'
import { violations } from './axe.ts'
import { launch, noChromium, openWindow, overhang, signIn } from './browser.ts'
import { startPage, type PageServer } from './page-server.ts'
import { SEEDED_BACKTEST } from '../helpers/backtests.ts'
import { SAMPLE_REPORT_ID } from '../helpers/reports.ts'

const PAGES = [
  ['/', 'Equity is up'],
  ['/pipeline', 'Dead letters'],
  ['/pipeline', 'failed 3 times in a row'],
  ['/pipeline/extractor', 'Dead letters of extraction'],
  ['/pipeline/parser', 'Up to 7 waited, 0 to 2 copies of its function ran'],
  [`/traces/${ids.document(0)}`, 'Each of them'],
  ['/', 'of extraction given up'],
  ['/system', 'Largest tables'],
  ['/alerts', 'No alert fires'],
  ['/portfolio', 'Positions'],
  ['/companies', 'Exxon Mobil Corporation'],
  ['/companies/AAPL', 'AAPL closed at'],
  ['/sources', 'Sources: 1 of 7 fails'],
  [`/sources/${ids.source('CNBC')}`, 'Failed 4 times in a row'],
  ['/universe', 'Companies as a file'],
  ['/documents', 'Exxon cuts its outlook for refining margins'],
  [`/documents/${ids.document(0)}`, 'Whom it names'],
  ['/events', 'events touch'],
  [`/events/${eventId(10)}`, 'most hurt is AAPL'],
  ['/quality', 'rules-v2 reads 84 of 100 labels'],
  ['/quality', 'No publisher is shown to be right'],
  ['/edge', 'Nothing is shown to know the next session'],
  ['/backtests', 'Momentum, 2019-01-02'],
  [`/backtests/${SEEDED_BACKTEST}`, 'not told from luck'],
  ['/sql', 'A question of your own'],
  ['/reports', 'The day brought a profit'],
  [`/reports/${SAMPLE_REPORT_ID}`, 'Held to the books'],
  ['/recommendations', 'Confidence'],
  [`/recommendations/${ids.recommendation('AAPL')}`, 'Evidence against'],
  ['/signal-engine', 'The pipelines differ on 1 of 2'],
  ['/signal-engine/AAPL', 'Stack of means'],
  ['/strategies', 'Whether learning helps is not known'],
  ['/models', 'document-extractor'],
  ['/diary', 'The market opened.'],
  ['/diary?day=2024-03-10', 'No equity was recorded.'],
  ['/decisions', 'low_confidence'],
  ['/parity', '1 of 4 decisions come out another way'],
  ['/parity', 'trading was held back: paused'],
  ['/orders', 'With the broker'],
  [`/orders/${ids.order('AAPL')}`, 'Life line: '],
  [`/orders/${ids.order('AAPL')}`, 'at most 120 s'],
  [`/orders/${ids.order('AAPL')}`, '$513.75'],
  ['/keys', 'Your keys'],
  ['/keys', '● this one'],
  ['/people', 'local operator'],
  ['/tokens', 'No token yet'],
  ['/audit', 'Check the chain'],
  ['/watchlists', 'A watchlist groups companies by a name'],
  ['/help', 'The trail of changes'],
  ['/nowhere', 'No such page'],
] as const

/** Kilobytes of the shell and the first page, as they are sent. */
const FIRST_LOAD_KB = 250
/** What Chromium counts by which things jump as they come (CLS): a twentieth is good. */
const JUMPS_MOST = 0.05

/** Adds up in the page by how much things jumped that nobody pressed. */
const COUNT_JUMPS = `window.jumps = 0
  new PerformanceObserver((list) => {
    for (const { value, hadRecentInput } of list.getEntries()) if (!hadRecentInput) window.jumps += value
  }).observe({ type: 'layout-shift', buffered: true })`

/** Of the boxes of the picture axe joins the words that stand apart; their names hold them, in their order. */
const ofStage = new RegExp(
  `^label-content-name-mismatch: .*a\\[href\\$="(?:pipeline/)?(?:${stageNames.join('|')})"`,
)
const isFault = (violation: string) => !ofStage.test(violation)

describe.skipIf(noChromium)(`the page${noChromium}`, () => {
  let full: PageServer
  let empty: PageServer
  let browser: Browser

  beforeAll(async () => {
    full = await startPage({ isFilled: true, isTraded: true })
    empty = await startPage({ isFilled: false, isTraded: true })
    browser = await launch()
  })
  afterAll(async () => {
    await browser?.close()
    await Promise.all([full?.stop(), empty?.stop()])
  })

  /** A window of an admin who is signed in. */
  async function open(
    server: PageServer,
    width: number,
    colorScheme: 'light' | 'dark' = 'light',
  ): Promise<{ page: Page; faults: string[] }> {
    const window = await openWindow(browser, { width, colorScheme })
    await signIn(window, await server.link())
    return window
  }

  const modeSays = (page: Page, mode: string) =>
    page.getByLabel('Mode').filter({ hasText: mode }).waitFor()

  test.each([
    [1280, 'light'],
    [1280, 'dark'],
    [390, 'light'],
    [390, 'dark'],
  ] as const)('asks who one is before it shows anything, at %d px, %s', async (width, scheme) => {
    const { page, context } = await openWindow(browser, { width, colorScheme: scheme })
    const asked: string[] = []
    page.on('request', (request) => asked.push(new URL(request.url()).pathname))
    await page.goto(`${full.url}/orders`)
    await page.getByRole('heading', { level: 1, name: 'Sign in' }).waitFor()
    await page.getByRole('button', { name: 'Sign in with a passkey' }).waitFor()
    await page.getByRole('button', { name: 'Use a recovery code' }).click()
    await page.getByLabel('Recovery code').waitFor()
    expect(await page.getByRole('main').count()).toBe(1)
    expect(await overhang(page)).toBeLessThanOrEqual(0)
    const read = asked.filter((path) => path.startsWith('/api/') && !/access/.test(path))
    expect(read).toEqual([])
    // Nobody was signed in here, so there is nothing to renew, and nothing to refuse.
    expect(asked).not.toContain('/api/access/refresh')
    await context.close()
  })

  test.each([
    [1280, 'light'],
    [390, 'dark'],
  ] as const)('shows every address at %d px, %s', async (width, scheme) => {
    const { page, faults } = await open(full, width, scheme)
    for (const [path, words] of PAGES) {
      await page.goto(full.url + path)
      await page.getByText(words).filter({ visible: true }).first().waitFor()
      await modeSays(page, 'SIMULATED')
      expect(await page.getByRole('main').count(), path).toBe(1)
      expect(await page.getByRole('heading', { level: 1 }).count(), path).toBe(1)
      expect(await overhang(page), `${path} is wider than the window`).toBeLessThanOrEqual(0)
      const farther = width === 390 ? 320 : 1920
      await page.setViewportSize({ width: farther, height: 844 })
      const over = () => overhang(page)
      await expect.poll(over, { message: `${path} at ${farther} px` }).toBeLessThanOrEqual(0)
      await page.setViewportSize({ width, height: 844 })
      if (width === 1280) expect((await violations(page)).filter(isFault), path).toEqual([])
    }
    expect(faults).toEqual([])
    await page.context().close()
  })

  test.each([1280, 390])(
    'what comes later moves nothing that is there, at %d px',
    async (width) => {
      const { page } = await open(full, width)
      await page.addInitScript(COUNT_JUMPS)
      // Each answer comes at its own time, as over a slow line.
      await page.route(/\/(api|registry)\/(?!access|live|overview)/, async (route) => {
        await new Promise((resolve) => {
          setTimeout(resolve, 100 + ((route.request().url().length * 7_919) % 700))
        })
        await route.continue().catch(() => undefined)
      })
      for (const [path, words] of [
        ['/', 'Equity is up'],
        ['/companies', 'Exxon Mobil Corporation'],
        ['/companies/AAPL', 'AAPL closed at'],
      ] as const) {
        await page.goto(full.url + path)
        await page.getByText(words).filter({ visible: true }).first().waitFor()
        const loading = page.getByRole('status', { name: 'Loading' })
        await expect.poll(() => loading.count(), { timeout: 60_000 }).toBe(0)
        expect(await page.evaluate<number>('window.jumps'), path).toBeLessThanOrEqual(JUMPS_MOST)
      }
      await page.context().close()
    },
  )

  test('the first page needs few bytes', async () => {
    const { page } = await open(full, 1280)
    await page.goto(full.url)
    await page.getByRole('img', { name: /^Equity over time/ }).waitFor()
    const bytes = await page.evaluate<number>(
      `performance.getEntries().filter(({ name, entryType }) => entryType === 'navigation' || name.includes('/assets/'))
        .reduce((sum, { encodedBodySize }) => sum + encodedBodySize, 0)`,
    )
    expect(bytes).toBeGreaterThan(50_000)
    expect(bytes / 1_000).toBeLessThanOrEqual(FIRST_LOAD_KB)
    await page.context().close()
  })

  test('each panel says how live it is, in words too', async () => {
    const { page } = await open(full, 1280)
    await page.route(/\/api\/live\b/, (route) => route.abort())
    await page.goto(full.url)
    const panel = page.getByRole('region', { name: 'Newest documents' })
    await panel.getByText('behind', { exact: true }).waitFor()
    await page.unroute(/\/api\/live\b/)
    await panel.getByText('live', { exact: true }).waitFor()
    await page.route(/\/api\/documents\b/, (route) => route.abort())
    await full.sql`update documents set status_at = status_at + interval '1 hour' where document_id = ${ids.document(1)}`
    await panel.getByText('lost', { exact: true }).waitFor()
    await page.context().close()
  })

  test('is steered by single keys, which are shown, and not while one writes', async () => {
    const { page, faults } = await open(full, 1280)
    await page.goto(`${full.url}/orders`)
    await page.getByRole('heading', { level: 1, name: 'Orders' }).waitFor()
    await page.keyboard.press('g')
    await page.keyboard.press('c')
    await page.getByRole('heading', { level: 1, name: 'Companies' }).waitFor()
    const rows = page.getByRole('table', { name: 'Companies' }).locator('tbody tr')
    await rows.first().waitFor()
    for (const key of ['j', 'j', 'k', 'j']) await page.keyboard.press(key)
    expect(await rows.nth(1).locator(':focus').count()).toBe(1)
    await page.keyboard.press('Enter')
    await page.waitForURL(/\/companies\/[A-Z]+$/)
    await page.goBack()
    await page.getByLabel('Ticker or name').pressSequentially('gj?')
    expect(await page.getByLabel('Ticker or name').inputValue()).toBe('gj?')
    await page.getByLabel('Ticker or name').blur()
    await page.keyboard.press('?')
    const map = page.getByRole('dialog', { name: 'Keys' })
    await map.getByText('Trading control').waitFor()
    expect(await violations(page)).toEqual([])
    await map.getByRole('checkbox').click()
    await page.keyboard.press('Escape')
    await map.waitFor({ state: 'detached' })
    await page.keyboard.press('g')
    await page.keyboard.press('o')
    await page.keyboard.press('?')
    await map.waitFor()
    expect(new URL(page.url()).pathname).toBe('/companies')
    expect(faults).toEqual([])
    await page.context().close()
  })

  test('a brief is shared by its link, and printed without what stands around it', async () => {
    const { page } = await open(full, 1280)
    await page.context().grantPermissions(['clipboard-read', 'clipboard-write'])
    await page.goto(`${full.url}/recommendations/${ids.recommendation('AAPL')}`)
    await page.getByText('Evidence against').waitFor()
    await page.getByRole('button', { name: 'Copy link' }).click()
    await page.getByRole('button', { name: 'Copied' }).waitFor()
    expect(await page.evaluate<string>('navigator.clipboard.readText()')).toBe(page.url())
    await page.emulateMedia({ media: 'print' })
    expect(await page.getByRole('banner').isVisible()).toBe(false)
    expect(await page.getByRole('navigation', { name: 'Pages' }).first().isVisible()).toBe(false)
    expect(await page.getByRole('main').getByRole('button').count()).toBe(0)
    expect(await page.getByText('Evidence against').isVisible()).toBe(true)
    await page.context().close()
  })

  test('an open page on which nothing happens asks for little, and is told of it in few bytes', async () => {
    const { page } = await open(full, 1280)
    const list = page.waitForResponse((answer) => answer.url().includes('/api/recommendations'))
    await page.goto(`${full.url}/recommendations`)
    expect(await (await list).headerValue('content-encoding')).toBe('br')
    // What has not changed is not sent again.
    await page.waitForResponse(
      (answer) => answer.url().endsWith('/api/overview') && answer.status() === 304,
    )
    expect((await page.request.head(full.url)).status()).toBe(200)
    await page.context().close()
  })

  test('says once that there is no such thing, and asks for it no more', async () => {
    const { page } = await open(full, 390)
    const id = '00000000-0000-4000-8000-000000000000'
    const asked: string[] = []
    page.on('request', (request) => {
      if (request.url().endsWith(id)) asked.push(new URL(request.url()).pathname)
    })
    for (const list of ['documents', 'events', 'recommendations', 'sources', 'reports', 'orders']) {
      const name = `No such ${list.slice(0, -1)}`
      await page.goto(`${full.url}/${list}/${id}`)
      await page.getByRole('heading', { name }).waitFor()
      await expect.poll(() => page.title(), { timeout: 60_000 }).toContain(name)
    }
    // The strip is asked for twice more meanwhile.
    const told = () => page.waitForResponse((answer) => answer.url().endsWith('/api/overview'))
    await told()
    await told()
    expect(asked.filter((path) => path === `/api/orders/${id}`)).toHaveLength(1)
    await page.context().close()
  })

  test('the tab says which page it is', async () => {
    const { page } = await open(full, 1280)
    for (const [path, title] of [
      ['/orders', 'Orders · Stonks Oracle'],
      [`/orders/${ids.order('AAPL')}`, 'Buy 3 AAPL, market · Stonks Oracle'],
      ['/companies/AAPL', 'AAPL, Apple Inc. · Stonks Oracle'],
      ['/', 'Overview · Stonks Oracle'],
    ] as const) {
      await page.goto(full.url + path)
      const says = () => page.title()
      await expect.poll(says, { timeout: 60_000 }).toMatch(new RegExp(`${title}$`))
    }
    await page.context().close()
  })

  test.each([1280, 390])('is empty in words, not blank, at %d px', async (width) => {
    const { page, faults } = await open(empty, width)
    for (const [path, words] of [
      ['/', 'Nothing has come in'],
      ['/orders', 'No order yet'],
      ['/trades', 'No trade yet'],
      ['/portfolio', 'Nothing is held'],
      ['/backtests', 'No backtest yet'],
    ] as const) {
      await page.goto(empty.url + path)
      await page.getByText(words).first().waitFor()
      await modeSays(page, 'PAPER')
      expect(await overhang(page)).toBeLessThanOrEqual(0)
    }
    expect(faults).toEqual([])
    await page.context().close()
  })

  test('says above every page that the model is away, where and since when, and nothing once it answers', async () => {
    const { page } = await open(full, 1280)
    const strip = page.getByRole('banner', { name: 'State of the system' })
    const away = strip.getByText('▲ Model away')
    await page.goto(`${full.url}/orders`)
    await strip.getByText('Trading').first().waitFor()
    expect(await away.count()).toBe(0)
    await full.sql`insert into model_servers (server, kind, model, state, said, since, asked_at) values
      ('http://ollama:11434', 'ollama', 'qwen2.5:3b', 'away', 'connection refused', '2024-03-14T14:00:00Z',
       clock_timestamp())`
    await page.reload()
    await away.waitFor()
    await strip
      .getByTitle(
        /^qwen2\.5:3b at http:\/\/ollama:11434, since 14 Mar 2024, 10:00:00 ET.*: connection refused$/,
      )
      .waitFor()
    await full.sql`update model_servers set state = 'answers'`
    await page.reload()
    await strip.getByText('Trading').first().waitFor()
    await away.waitFor({ state: 'detached' })
    await full.sql`delete from model_servers`
    await page.context().close()
  })

  test('leads from the overview to a document and its marked quote, by clicks', async () => {
    const { page } = await open(full, 1280)
    await page.goto(full.url)
    await page
      .getByRole('link', { name: 'Exxon cuts its outlook for refining margins' })
      .first()
      .click()
    await page.getByRole('heading', { level: 1, name: /Exxon cuts/ }).waitFor()
    expect(await page.locator('mark').textContent()).toContain('people close to the matter')
    await page.getByRole('link', { name: 'Recommendations' }).click()
    // The page before may name the company too.
    await page.getByRole('heading', { level: 1, name: 'Recommendations' }).waitFor()
    await page.getByRole('link', { name: 'AAPL' }).click()
    await page.getByRole('heading', { name: 'Evidence for' }).waitFor()
    expect(await page.getByText('<script>alert(1)</script>').count()).toBe(0)
    await page.context().close()
  })

  test('draws every stage of the table, and reaches each by keyboard', async () => {
    const { page } = await open(full, 1280)
    await page.goto(full.url)
    const picture = page.getByRole('group', { name: 'Pipeline, stage by stage' })
    await picture
      .getByRole('link', {
        name: 'aggregation: 2 waiting, 1 in flight, 0/min, 1 replica',
        exact: true,
      })
      .waitFor()
    const names = await picture
      .getByRole('link')
      .evaluateAll((links) => links.map((link) => link.getAttribute('aria-label') ?? ''))
    expect(names).toHaveLength(stageNames.length)
    await page.keyboard.press('Tab')
    expect(await page.evaluate<string>('document.activeElement.textContent')).toBe(
      'Skip to the page',
    )
    await page.context().close()
  })

  test.each([1280, 390])(
    'pauses and resumes after saying in numbers what happens, at %d px',
    async (width) => {
      const { page } = await open(full, width)
      await page.goto(`${full.url}/orders`)
      await page.getByRole('button', { name: /^Pause/ }).click()
      const dialog = page.getByRole('dialog')
      await dialog.getByText('1 job in flight will finish.').waitFor()
      await dialog.getByText('2 jobs waiting will stay where they are; none is lost.').waitFor()
      await dialog.getByRole('textbox').fill('a test')
      await dialog.getByRole('button', { name: 'Pause pipeline' }).click()
      await page.getByText('Paused', { exact: false }).first().waitFor()
      expect(await full.sql`select enabled, reason from pipeline_control`).toMatchObject([
        { enabled: false, reason: 'a test' },
      ])
      await page.getByRole('button', { name: /^Resume/ }).click()
      await dialog.getByRole('button', { name: 'Resume pipeline' }).click()
      await page.getByRole('button', { name: /^Pause/ }).waitFor()
      expect(await full.sql`select enabled from pipeline_control`).toMatchObject([
        { enabled: true },
      ])
      await page.context().close()
    },
  )

  test('shows what changed without being asked', async () => {
    const { page } = await open(full, 1280)
    await page.goto(`${full.url}/documents`)
    await page.getByText('12 documents').waitFor()
    await full.sql`update documents set title = 'Told anew', status_at = status_at + interval '1 hour' where document_id = ${ids.document(0)}`
    await page.getByText('Told anew').first().waitFor({ timeout: 8_000 })
    await page.context().close()
  })

  test('leads from a box of the picture to its stage, which is paused with a reason and resumed by one press', async () => {
    const { page } = await open(full, 1280)
    await page.goto(`${full.url}/pipeline`)
    await page.getByRole('link', { name: /^aggregation: / }).click()
    await page.getByRole('heading', { level: 1, name: 'aggregation' }).waitFor()
    await page.getByRole('button', { name: 'Pause aggregation' }).click()
    const question = page.getByRole('dialog')
    await question.getByLabel('Reason (needed)').fill('its figures look wrong')
    await question.getByRole('button', { name: 'Pause aggregation' }).click()
    await page.getByText('its figures look wrong').waitFor()
    // On every page, for as long as it lasts.
    const strip = page.getByLabel('State of the system')
    await strip.getByText('‖ aggregation paused').waitFor()
    expect(await full.sql`select stage, paused_by, reason from paused_stages`).toMatchObject([
      { stage: 'aggregation', pausedBy: 'local operator', reason: 'its figures look wrong' },
    ])
    await page.getByRole('button', { name: 'Resume aggregation' }).click()
    await page.getByRole('button', { name: 'Pause aggregation' }).waitFor()
    await strip.getByText('‖ aggregation paused').waitFor({ state: 'detached' })
    expect(await full.sql`select from paused_stages`).toHaveLength(0)
    await page.context().close()
  })

  test('discards dead letters of a list with a reason, and tells who did and why', async () => {
    const { page } = await open(full, 1280)
    await page.goto(`${full.url}/pipeline`)
    await page.getByRole('button', { name: 'Discard 1 of ingestion' }).click()
    const question = page.getByRole('dialog')
    const confirm = question.getByRole('button', { name: 'Discard 1 of ingestion' })
    expect(await confirm.isDisabled()).toBe(true)
    await question.getByLabel('Reason (needed)').fill('the source is gone')
    await confirm.click()
    await page.getByText('the source is gone').waitFor()
    await page.getByText('discarded by local operator').waitFor()
    expect(await page.getByRole('button', { name: 'Discard 1 of ingestion' }).count()).toBe(0)
    expect(await overhang(page)).toBeLessThanOrEqual(0)
    await page.context().close()
  })
})
