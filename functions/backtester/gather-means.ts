/** How the live account is set as a run is begun: its limits and its engine's settings, by which orders are judged. */

import type { BacktestFeed } from '#shared/domain/backtest/feed.ts'
import type { LiveMeans } from '#shared/domain/backtest/recorded-state.ts'
import type { EarningsNotice } from '#shared/domain/fundamentals/earnings-dates.ts'
import type { BegunBacktest } from '#shared/sql/backtest/runs.ts'
import { readEarningsDates } from '#shared/sql/fundamentals/earnings-dates.ts'
import { readLimits } from '#shared/sql/risk/limits.ts'
import { readShadowMode } from '#shared/sql/risk/shadow-setting.ts'
import type { Sql } from '#shared/sql/open.ts'
import { readWithinApproval } from '#shared/sql/trading/entry-means.ts'
import { readTradingSettings } from '#shared/sql/trading/settings.ts'
import { companyIdOf, readSectors } from '#shared/sql/universe/companies.ts'

/** @throws RangeError where a limit or a setting is missing or unsound: live nothing would be traded either. */
export async function gatherMeans(sql: Sql, { settings }: BegunBacktest): Promise<LiveMeans> {
  const [limits, engine, withinApproval, engineMode] = await Promise.all([
    readLimits(sql),
    readTradingSettings(sql),
    readWithinApproval(sql),
    readShadowMode(sql, 'signal_engine'),
  ])
  const riskTier = settings.riskTier ?? 'moderate'
  return { riskTier, limits, withinApproval, settings: engine, engineMode }
}

/** What the record knows of the companies: sectors, and filings that told results. */
export async function gatherCompanies(
  sql: Sql,
  { settings, askedAt }: BegunBacktest,
): Promise<Pick<BacktestFeed, 'sectors' | 'earnings'>> {
  const sectors = await readSectors(sql, settings.tickers)
  const earnings = new Map<string, EarningsNotice[]>()
  for (const ticker of settings.tickers)
    earnings.set(ticker, await readEarningsDates(sql, companyIdOf(ticker), askedAt))
  // Of none known nobody can say what is in one sector.
  return { ...(sectors.size > 0 && { sectors }), earnings }
}
