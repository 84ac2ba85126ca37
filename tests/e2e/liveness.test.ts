/**
 * Goal: what stands still is seen at once, at every width. Method: Chromium before real services, which are stopped,
 * killed and let go on by signals.
 */

import type { Browser, Page } from 'playwright-core'
import { afterAll, afterEach, beforeAll, describe, expect, onTestFinished, test } from 'vitest'
import { violations } from './axe.ts'
import { launch, noChromium, openWindow, overhang, signIn } from './browser.ts'
import { startPage, type PageServer } from './page-server.ts'

describe.skipIf(noChromium)(`what stands still${noChromium}`, () => {
  let server: PageServer
  let browser: Browser

  beforeAll(async () => {
    server = await startPage({ isFilled: true, isTraded: true })
    browser = await launch()
  })
  afterEach(() => {
    for (const service of ['trading-engine', 'query-api']) server.signal(service, 'SIGCONT')
  })
  afterAll(async () => {
    await browser?.close()
    await server?.stop()
  })

  async function open(width: number): Promise<Page> {
    const window = await openWindow(browser, { width })
    await signIn(window, await server.link())
    await window.page.goto(`${server.url}/documents`)
    await window.page.getByLabel('Mode').filter({ hasText: 'SIMULATED' }).waitFor()
    return window.page
  }

  test.each([1280, 390])(
    'the trading engine: the bar says so, and what is not done, at %d px',
    async (width) => {
      const page = await open(width)
      const bar = page.getByRole('banner', { name: 'State of the system' })
      const ill = page.getByRole('status', { name: 'Not running' })
      await ill.waitFor({ state: 'detached' })
      server.signal('trading-engine', 'SIGSTOP')
      await bar.getByText(/Stopped \d+ s ago/).waitFor()
      expect(await ill.textContent()).toMatch(
        /trading-engine has not been heard for \d+ s.*nothing is bought or sold/,
      )
      expect(await overhang(page)).toBeLessThanOrEqual(0)
      expect(await violations(page)).toEqual([])
      server.signal('trading-engine', 'SIGCONT')
      await ill.waitFor({ state: 'detached' })
      await bar.getByText('Halted').waitFor()
    },
  )

  test('the API, though its connections stand: the page says for how long it has heard nothing', async () => {
    const page = await open(390)
    server.signal('query-api', 'SIGSTOP')
    const told = page.getByRole('alert').filter({ hasText: /Not updating for \d+ s/ })
    await told.waitFor()
    server.signal('query-api', 'SIGCONT')
    await told.waitFor({ state: 'detached' })
  })

  test('a round that never ends, and rounds that fail, by what was said of them', async () => {
    const page = await open(1280)
    const ill = page.getByRole('status', { name: 'Not running' })
    await server.sql`insert into service_beats (service, instance, every_ms, running_since, at)
      values ('scheduler', 'a', 1000, clock_timestamp() - interval '40 seconds', clock_timestamp())`
    // It beats on while its round never ends.
    const beats = setInterval(() => {
      server.sql`update service_beats set at = clock_timestamp() where service = 'scheduler'`.catch(
        () => undefined,
      )
    }, 1_000)
    onTestFinished(() => clearInterval(beats))
    await ill.filter({ hasText: /scheduler has been at one round for [4-9]\d s/ }).waitFor()
    await server.sql`update service_beats set running_since = null, failures = 3, said = 'the disk is full'
      where service = 'scheduler'`
    await ill.filter({ hasText: 'scheduler fails, 3 times in a row: the disk is full.' }).waitFor()
    await server.sql`update service_beats set failures = 0 where service = 'scheduler'`
    await ill.waitFor({ state: 'detached' })
  })

  test('entries that somebody paused: who, since when and why', async () => {
    const page = await open(390)
    await page.route('**/api/overview', async (route) => {
      const told = (await (await route.fetch()).json()) as { clock: { now: string } }
      const since = new Date(Date.parse(told.clock.now) - 240_000).toISOString()
      const says = 'paused by ann: results tonight'
      const holds = [{ code: 'paused', state: 'reducing', says, since, liftedBy: 'person' }]
      await route.fulfill({
        json: {
          ...told,
          trading: {
            mode: 'paper',
            state: 'reducing',
            holds,
            haltedBy: '',
            positions: 1,
            stopped: 1,
          },
        },
      })
    })
    await page.reload()
    const told = page.getByRole('status', { name: 'Nothing is bought' })
    await told.waitFor()
    expect(await told.textContent()).toContain('since 4 min ago: paused by ann: results tonight')
    expect(await overhang(page)).toBeLessThanOrEqual(0)
  })
})
