/**
 * Goal: an operator asks for a backtest, sees what came of it, and ends one that waits, on the page. Method: headless
 * Chromium over a running query-api; the stage's own code runs what was asked for.
 */

import type { Page } from 'playwright-core'
import { expect, test } from 'vitest'
import { randomOf } from '#shared/domain/statistics/chance.ts'
import { deriveId } from '#shared/host/ids.ts'
import type { Sql } from '#shared/sql/open.ts'
import { backtester } from '../../functions/backtester/handler.ts'
import { walk } from '../helpers/backtest-feed.ts'
import { putRows } from '../helpers/backtests.ts'
import { NOW } from '../services/query-api/fixture-base.ts'
import { launch, noChromium, openWindow, overhang, signIn } from './browser.ts'
import { startPage } from './page-server.ts'

test.skipIf(noChromium)(`a backtest is asked for, run, read and ended${noChromium}`, async () => {
  const server = await startPage({ isFilled: true })
  const browser = await launch()
  try {
    const random = randomOf(5)
    for (const ticker of ['AAPL', 'XOM'])
      await putRows(server.sql, ticker, walk(400, random), { from: '2022-01-03' })
    const window = await openWindow(browser, { width: 1280 })
    await signIn(window, await server.link())
    const { page, faults } = window
    await page.goto(`${server.url}/backtests`)
    await ask(page, { first: '2022-06-01', last: '2022-05-01' })
    await page.getByText('expected a day after startDate 2022-06-01, found 2022-05-01').waitFor()
    // The browser logs what was refused.
    expect(faults.splice(0)).toHaveLength(1)
    await page.getByRole('button', { name: 'Leave as it is' }).click()
    await ask(page, { first: '2022-03-01', last: '2023-06-30', sweep: 'yes' })
    await page.getByText('It waits for its turn').waitFor()
    await runAll(server.sql)
    await page.getByRole('heading', { name: /It (made|never traded)/ }).waitFor()
    for (const name of [
      /^Equity at each close, dollars, beside/,
      /^Share under the highest equity/,
    ])
      await page.getByRole('img', { name }).waitFor()
    await page.getByText('where nine of ten random entries lie').waitFor()
    await page.getByText('Checks that the past cannot answer').waitFor()
    for (const name of ['Measures', 'Costs', 'Other settings', 'Trades'])
      await page.getByRole('heading', { name, exact: true }).waitFor()
    await page.getByLabel('Ticker', { exact: true }).selectOption('AAPL')
    await page.getByText('Closes of AAPL').waitFor()
    await page.getByRole('img', { name: /^Closes of AAPL, dollars, with \d+ purchases/ }).waitFor()
    expect(await overhang(page)).toBeLessThanOrEqual(0)
    // With so little no share is bought, and each order that was wanted is told with its numbers.
    await page.goto(`${server.url}/backtests`)
    await ask(page, { first: '2022-03-01', last: '2023-06-30', dollars: '100' })
    await page.getByText('It waits for its turn').waitFor()
    await runAll(server.sql)
    const refused = page.getByRole('table', { name: /^Orders that were not traded/ })
    await refused.getByText('buys no whole share').first().waitFor()
    await page.goto(`${server.url}/backtests`)
    await ask(page, { first: '2022-03-01', last: '2023-06-30' })
    await page.getByRole('button', { name: 'Cancel it' }).click()
    await page.getByText('It was ended before it was done').waitFor()
    expect(await page.getByRole('button', { name: 'Cancel it' }).count()).toBe(0)
    expect(faults).toEqual([])
  } finally {
    await browser.close()
    await server.stop()
  }
})

type Asked = { first: string; last: string; sweep?: string; dollars?: string }

async function ask(
  page: Page,
  { first, last, sweep = 'no', dollars = '100000' }: Asked,
): Promise<void> {
  await page.getByRole('button', { name: 'Ask for one' }).click()
  await page.getByLabel('Strategy', { exact: true }).selectOption('momentum')
  await page.getByLabel('First day').fill(first)
  await page.getByLabel('Last day').fill(last)
  await page.getByLabel('Dollars', { exact: true }).fill(dollars)
  await page.getByLabel('Seconds from a decision to the market').fill('60')
  await page.getByLabel('Other settings too').selectOption(sweep)
  await page.getByLabel('Tickers', { exact: true }).fill('aapl, XOM')
  await page.getByRole('button', { name: 'Run it' }).click()
}

/** Runs what waits, as the stage does. */
async function runAll(sql: Sql): Promise<void> {
  const runs = await sql<{ runId: string }[]>`
    select run_id from backtest_runs where state = 'queued'`
  for (const { runId } of runs) {
    const signal = new AbortController().signal
    const delivery = { jobId: deriveId('test', runId), now: NOW, signal }
    const settle = await backtester({ sql }).backtest({ run_id: runId }, delivery)
    await sql.begin((tx) => settle(tx, NOW))
  }
}
