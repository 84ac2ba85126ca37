/**
 * Goal: a person halts trading from any page, sees what stands unprotected, releases it, and sets the
 * engine, in a wide window and on a phone. Method: Chromium before query-api and the trading engine.
 */

import type { Browser, Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { launch, noChromium, openWindow, overhang, signIn } from './browser.ts'
import { startPage, type PageServer } from './page-server.ts'
import { tradeOn } from './trading-day.ts'

describe.skipIf(noChromium)(`trading by hand${noChromium}`, () => {
  let server: PageServer
  let browser: Browser

  beforeAll(async () => {
    server = await startPage({ isFilled: true, isTraded: true })
    await tradeOn(server.sql)
    browser = await launch()
  })
  afterAll(async () => {
    await browser?.close()
    await server?.stop()
  })

  const open = async (path: string, width: number, who?: Parameters<PageServer['link']>[0]) => {
    const window = await openWindow(browser, { width })
    await signIn(window, await server.link(who))
    await window.page.goto(server.url + path)
    return window
  }
  const says = (page: Page, words: string | RegExp) =>
    page.getByText(words).filter({ visible: true }).first().waitFor()
  const confirm = (page: Page, name: string) =>
    page.getByRole('dialog').getByRole('button', { name, exact: true }).click()

  test.each([1280, 390])('halts from any page, and releases, at %d px', async (width) => {
    const { page, faults, context } = await open('/documents', width)
    const strip = page.getByRole('banner')
    await strip.getByRole('button', { name: 'Halt trading' }).click()
    await says(page, '2 positions will stand unprotected: no stop and no target sells')
    await says(page, '1 open order will be cancelled.')
    await page.getByLabel('Reason', { exact: true }).fill('prices look wrong')
    await confirm(page, 'Halt trading')
    await says(page, /since .* by local operator: prices look wrong/)
    await page.goto(`${server.url}/orders`)
    await says(page, '2 positions stand unprotected.')
    expect(await overhang(page)).toBeLessThanOrEqual(0)
    await page.goto(`${server.url}/trading`)
    await says(page, /2 positions have stood unprotected/)
    expect(await overhang(page)).toBeLessThanOrEqual(0)
    await strip.getByRole('button', { name: 'Release trading' }).click()
    await says(page, 'Trading: halted → active')
    await page.getByLabel('Reason (needed)').fill('they are right')
    await confirm(page, 'Release trading')
    await says(page, 'Nothing holds trading back.')
    // The strip tells it at its next look.
    await page.getByLabel('Trading is halted').waitFor({ state: 'hidden' })
    expect(await server.sql`select code from trading_holds`).toEqual([])
    expect(faults).toEqual([])
    await context.close()
  })

  test('changes a setting, sees it in the history, and is told of one that is wrong', async () => {
    const { page, context } = await open('/trading', 1280)
    const field = page.getByLabel('Positions at most')
    await field.fill('0')
    await page.getByRole('button', { name: 'Save settings' }).click()
    await says(page, 'a whole number from 1 to 500')
    await field.fill('7')
    await page.getByLabel('Reason for the change').fill('fewer is calmer')
    await says(page, 'Positions at most: 10 → 7')
    await page.getByRole('button', { name: 'Save settings' }).click()
    const history = page.getByRole('list', { name: 'Versions of the settings' })
    await history.getByText('fewer is calmer').waitFor()
    await history.getByText('Positions at most: 10 → 7').waitFor()
    await context.close()
  })

  test.each([1280, 390])(
    'shows a limit and a setting that cannot be read, and has each corrected, at %d px',
    async (width) => {
      await server.sql`update risk_configs set value = '"many"' where name = 'sectors_max'`
      await server.sql`
        insert into trading_config_versions (settings, changed_by, changed_at)
        select settings || '{"siphonPct": 7, "microEnabled": "no"}', 'sql', now()
        from trading_config_versions order by version desc limit 1`
      const { page, faults, context } = await open('/trading', width)
      await says(page, 'Cannot be read: found 7, wanted a number from 0 to 1.')
      await says(page, 'Cannot be read: found "no", wanted true or false.')
      await says(page, 'Found "many"; wanted: a number above 0')
      expect(await overhang(page)).toBeLessThanOrEqual(0)
      await page.getByLabel('sectors max').fill(width === 390 ? '7' : '6')
      const reasons = page.getByLabel('Reason for the change')
      await reasons.first().fill('edited by hand')
      await page.getByRole('button', { name: 'Set limits' }).click()
      await page.getByText('Limits that cannot be read').waitFor({ state: 'detached' })
      await page.getByLabel('Profit that goes to the reserve').fill('0.2')
      await page.getByLabel('Micro-trading').selectOption('off')
      await reasons.fill('edited by hand')
      await page.getByRole('button', { name: 'Save settings' }).click()
      await page.getByText('Cannot be read').first().waitFor({ state: 'detached' })
      await says(page, 'Nothing holds trading back.')
      expect(faults).toEqual([])
      await context.close()
    },
  )

  test.each([1280, 390])(
    'sets how people are told, and sees what they were, at %d px',
    async (width) => {
      await server.sql`
      insert into notifications (notification_id, channel, kind, severity, about, subject, body, state, reason,
        made_at, planned_at) values (gen_random_uuid(), 'email', 'exit_sent', 'warning', 'AAA', ${`Exit: AAA ${width}`},
        'AAA is sold', 'failed', 'login_refused', now(), now())`
      const { page, faults, context } = await open('/trading', width)
      await says(page, 'Nobody is named to be reached by Mail.')
      await says(page, `Exit: AAA ${width}`)
      await says(page, /login refused/)
      await page.getByLabel('SMS: a day at most').fill(String(width))
      await page.getByLabel('Why people are told otherwise').fill('a busy week')
      await page.getByRole('button', { name: 'Save notifications' }).click()
      await page.getByText('Notifications, version').waitFor()
      expect(await overhang(page)).toBeLessThanOrEqual(0)
      expect(faults).toEqual([])
      await context.close()
    },
  )

  test('trips a breaker, resets it, and lowers the tier', async () => {
    const { page, context } = await open('/trading', 390)
    await page.getByRole('button', { name: 'Trip breaker' }).click()
    await page.getByLabel('Ticker').fill('aapl')
    await says(page, 'No entry of AAPL leaves until it is reset.')
    await page.getByLabel('Reason (needed)').fill('odd trades')
    await confirm(page, 'Trip breaker')
    await says(page, 'Breakers: 1 open')
    await page.getByRole('button', { name: 'Reset set by an operator' }).click()
    await page.getByLabel('Reason (needed)').fill('calm again')
    await confirm(page, 'Reset set by an operator')
    await says(page, 'No breaker is open')
    await page.getByRole('button', { name: 'Change tier' }).click()
    await page.getByLabel('Tier', { exact: true }).selectOption('conservative')
    await says(page, 'Risk tier: moderate → conservative')
    await page.getByLabel('Reason (needed)').fill('careful')
    await confirm(page, 'Change tier')
    await page.getByRole('dialog').waitFor({ state: 'detached' })
    expect(await server.sql`select risk_tier from trading_engine_config`).toMatchObject([
      { riskTier: 'conservative' },
    ])
    await context.close()
  })

  test('takes an order back, and sees that it is asked for', async () => {
    const { page, faults, context } = await open('/orders', 390)
    await says(page, 'Placed elsewhere')
    await page.getByRole('button', { name: 'Cancel buy of NVDA' }).click()
    await says(page, '3 of 3 shares are no longer asked for.')
    await page.getByLabel('Reason', { exact: true }).fill('not wanted')
    await confirm(page, 'Cancel buy of NVDA')
    await says(page, 'Taken back by local operator, being cancelled')
    await page.getByRole('button', { name: 'Cancel buy of NVDA' }).waitFor({ state: 'detached' })
    expect(await overhang(page)).toBeLessThanOrEqual(0)
    expect(faults).toEqual([])
    await context.close()
  })

  test('closes a position after it is said what would be sold', async () => {
    const { page, faults, context } = await open('/portfolio', 1280)
    await says(page, 'Exit refused 2 times')
    await page.getByRole('link', { name: 'AAPL', exact: true }).click()
    await page.getByRole('heading', { level: 1, name: 'AAPL: 3 held' }).waitFor()
    await says(page, 'target 2')
    await page.getByRole('button', { name: 'Close AAPL' }).click()
    await says(page, /Sell 3 AAPL for about \$518\.52; cash/)
    await confirm(page, 'Close AAPL')
    await page.getByRole('dialog').waitFor({ state: 'detached' })
    expect(
      await server.sql`select payload ->> 'ticker' as ticker, payload ->> 'side' as side from jobs
        where list = 'broker_orders'`,
    ).toEqual([{ ticker: 'AAPL', side: 'sell' }])
    expect(faults).toEqual([])
    await context.close()
  })

  test.each([1280, 390])('shows approvals and checks in words, at %d px', async (width) => {
    const { page, faults, context } = await open('/approvals', width)
    await says(page, 'Nothing waits for you')
    await page.goto(`${server.url}/checks`)
    await says(page, 'No check has stopped a purchase')
    expect(await overhang(page)).toBeLessThanOrEqual(0)
    expect(faults).toEqual([])
    await context.close()
  })

  test.each([
    [1280, '9'],
    [390, '8'],
  ])(
    'a limit is changed after its consequence was said, and says who did, at %d px',
    async (width, most) => {
      const { page, faults, context } = await open('/limits', width)
      const row = page.getByRole('row').filter({ hasText: 'Orders a day at most' }).last()
      await row.getByRole('button', { name: 'Change: Orders a day at most' }).click()
      await page.getByLabel('New limit').fill('0')
      await page.getByLabel('Reason for the change').fill('fewer at once')
      await page.getByRole('button', { name: 'Set the limit' }).click()
      await page.getByRole('dialog').locator('[aria-invalid="true"]').waitFor()
      await page.getByLabel('New limit').fill(most)
      await page.getByRole('button', { name: 'Set the limit' }).click()
      await page.getByRole('dialog').waitFor({ state: 'detached' })
      await row.getByText(most, { exact: true }).waitFor()
      if (width === 1280) await row.getByText(/local operator.*fewer at once/).waitFor()
      expect(await overhang(page)).toBeLessThanOrEqual(0)
      expect(faults.filter((fault) => !fault.includes('422'))).toEqual([])
      await context.close()
    },
  )

  test('a viewer sees how trading stands and is offered nothing', async () => {
    const { page, context } = await open('/trading', 1280, { name: 'Vera', role: 'viewer' })
    await says(page, 'Nothing holds trading back.')
    await says(page, 'Settings, version')
    await page.goto(`${server.url}/limits`)
    await says(page, 'A last trade is at most this old')
    expect(await page.getByRole('button', { name: /^Change/ }).count()).toBe(0)
    await page.goto(`${server.url}/trading`)
    await says(page, 'Settings, version')
    const names = await page.getByRole('button').allTextContents()
    const offered = /^(Halt|Release|Pause|Only|Close|Trip|Change|Move|Save)/
    expect(names.filter((name) => offered.test(name))).toEqual([])
    await context.close()
  })
})
