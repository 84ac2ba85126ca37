/**
 * Goal: whoever tries another model sees at a glance how it fares beside the one there is, and whoever asks
 * what trends know gets the number with how sure it is. Method: Chromium and axe-core.
 */

import type { Browser, Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { deriveId } from '#shared/host/ids.ts'
import type { Sql } from '#shared/sql/open.ts'
import { minutesAgo } from '../services/query-api/fixture-base.ts'
import { violations } from './axe.ts'
import { launch, noChromium, openWindow, overhang, signIn } from './browser.ts'
import { startPage, type PageServer } from './page-server.ts'

const LOOKS = [
  [1280, 'light'],
  [1280, 'dark'],
  [390, 'light'],
  [390, 'dark'],
] as const

describe.skipIf(noChromium)(`the pages about models${noChromium}`, () => {
  let server: PageServer
  let browser: Browser

  beforeAll(async () => {
    server = await startPage({ isFilled: true })
    await fillVariants(server.sql)
    browser = await launch()
  })
  afterAll(async () => {
    await browser?.close()
    await server?.stop()
  })

  const open = async (path: string, width: number, colorScheme: 'light' | 'dark' = 'light') => {
    const window = await openWindow(browser, { width, colorScheme })
    await signIn(window, await server.link())
    await window.page.goto(server.url + path)
    return window
  }
  const tableOf = (page: Page, label: string) => page.getByRole('table', { name: label })
  /** What the row that begins so says, by the heads of its columns. */
  const rowOf = async (page: Page, label: string, first: string) => {
    const table = tableOf(page, label)
    const row = table.getByRole('row').filter({
      has: page.getByRole('cell', { name: first, exact: true }),
    })
    await row.waitFor()
    const heads = await table.getByRole('columnheader').allInnerTexts()
    const cells = await row.getByRole('cell').allInnerTexts()
    return Object.fromEntries(
      heads.map((head, place) => [head.trim(), cells[place]?.replaceAll(/\s+/g, ' ').trim()]),
    )
  }

  test('two variants stand side by side in all that is compared of them', async () => {
    const { page, context, faults } = await open('/models', 1280)
    const label = 'Readers of document-extractor'
    expect(await rowOf(page, label, 'careful')).toMatchObject({
      Share: '30 %',
      Calls: '5',
      Failed: '1 20 %',
      'Tokens in': '2,800',
      'Tokens out': '200',
      'Half within': '3.0 s',
      '95 % within': '4.8 s',
      Agrees: '75 %',
      'Off by': '0.020',
      'This hour': '930 of 9,000',
    })
    expect(await rowOf(page, label, 'quick')).toMatchObject({
      Share: '20 %',
      Calls: '3',
      Failed: '0 0 %',
      'Tokens in': '≈ 450',
      'Tokens out': '≈ 60',
      'Half within': '400 ms',
      Agrees: '50 %',
      'Off by': 'none',
      'This hour': 'the agent’s',
    })
    expect(await rowOf(page, label, 'the agent')).toMatchObject({ Share: '50 %', Calls: '0' })
    expect(faults).toEqual([])
    await context.close()
  })

  test('what trends know is said with its interval, by stories and by catalyst', async () => {
    const { page, context, faults } = await open('/quality', 1280)
    await page.getByText('No trend is shown to know the next session').waitFor()
    await page.getByText('over 84 sessions from 2023-11-10 to 2024-03-13').waitFor()
    const windows = tableOf(page, 'Trends')
    await windows.getByText('+0.020').first().waitFor()
    const row = windows.getByRole('row').nth(1)
    for (const words of ['618 samples, 82 days', '−0.040 to +0.080', '+0.110', '+0.060 to +0.160'])
      await row.getByText(words).first().waitFor()
    const group = async (window: string, name: string) =>
      (await rowOf(page, `Trends of ${window}`, name))['Next session']
    expect(await group('7d', '1 story')).toBe('−0.010 −0.090 to +0.070')
    expect(await group('7d', '3+ stories')).toBe('+0.010 too few days')
    expect(await group('7d', 'Merger acquisition')).toBe('−0.040 −0.240 to +0.160')
    await page.getByLabel('Window').getByText('1d', { exact: true }).click()
    expect(await group('1d', '1 story')).toBe('+0.020 −0.060 to +0.100')
    expect(faults).toEqual([])
    await context.close()
  })

  test.each(LOOKS)('both are for everybody at %d px, %s', async (width, scheme) => {
    for (const [path, words] of [
      ['/models', 'careful'],
      ['/quality', 'By stories and catalyst'],
    ] as const) {
      const { page, context, faults } = await open(path, width, scheme)
      await page.getByText(words).filter({ visible: true }).first().waitFor()
      await page.locator('.skeleton').first().waitFor({ state: 'detached' })
      expect(await violations(page), path).toEqual([])
      expect(await overhang(page), `${path} is wider than the window`).toBeLessThanOrEqual(0)
      expect(faults).toEqual([])
      await context.close()
    }
  })
})

type Call = { outcome: string; latency: number; tokensIn?: number; agreed?: number }

/** Two variants of the reader: one slow and careful, calibrated, and one quick, whose server counts no tokens. */
async function fillVariants(sql: Sql): Promise<void> {
  const agentId = deriveId('agent', 'document-extractor')
  const variants = { careful: deriveId('variant', 'careful'), quick: deriveId('variant', 'quick') }
  await sql`insert into agent_variants (variant_id, agent_id, name, model, traffic_share, tokens_per_hour_max)
    values (${variants.careful}, ${agentId}, 'careful', 'large:9b', 0.3, 9000),
      (${variants.quick}, ${agentId}, 'quick', 'small:1b', 0.2, null)`
  const log = (name: keyof typeof variants, { outcome, latency, tokensIn = 0, agreed = 0 }: Call) =>
    sql`insert into agent_performance_log (agent_id, variant_id, at, outcome, model, model_version,
        prompt_version, latency_ms, tokens_in, tokens_out, compared, agreed, tokens_estimated)
      values (${agentId}, ${variants[name]}, ${minutesAgo(3)}, ${outcome}, ${name}, 'v1', 'extract-v4',
        ${latency}, ${tokensIn}, ${tokensIn === 0 ? 0 : tokensIn === 700 ? 50 : 20},
        ${tokensIn === 0 ? 0 : 2}, ${agreed}, ${name === 'quick'})`
  for (const [place, agreed] of [2, 2, 1, 1].entries())
    await log('careful', {
      outcome: 'answered',
      latency: 1_000 * (place + 1),
      tokensIn: 700,
      agreed,
    })
  await log('careful', { outcome: 'model_cut', latency: 5_000 })
  for (const latency of [300, 400, 500])
    await log('quick', { outcome: 'answered', latency, tokensIn: 150, agreed: 1 })
  await sql`insert into agent_token_hours (token_hour_id, agent_id, variant_id, hour, reserved, spent)
    values (${deriveId('hour', 'careful')}, ${agentId}, ${variants.careful},
      date_trunc('hour', ${minutesAgo(0)}::timestamptz), 30, 900)`
  await sql`insert into reader_calibrations (model, model_version, prompt_version, method, points, fitted_on,
      checked_on, ece_before, ece_after, fitted_at)
    values ('careful', 'v1', 'extract-v4', 'platt', '[[0, 0], [1, 0.8]]', 400, 200, 0.21, 0.02, ${minutesAgo(9)})`
}
