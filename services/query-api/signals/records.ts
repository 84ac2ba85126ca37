/** What stands behind trends, row by row. */

import type { Served } from '#shared/contracts/api/route.ts'
import type {
  CompetitiveSignalRow,
  MacroImpactRow,
  TrendProjectionRow,
  TrendHistoryRow,
} from '#shared/contracts/api/signal-records.ts'
import type { Sort } from '#shared/contracts/api/words.ts'
import type { Db } from '#shared/sql/open.ts'
import { askRow, goOnAfter, inOrder, withinDays, type AskedDays } from '#shared/sql/page.ts'

type Asked = AskedDays & {
  ticker?: string | undefined
  sort: Sort
  limit: number
  after?: string | undefined
}

const history = { table: 'trend_history', as: 'trend_history', id: 'trend_id' }
const BY_TREND = ['as_of', 'trend_id'] as const

/** Every trend that is kept, by its moment. */
export async function listTrendHistory(
  db: Db,
  asked: Asked & { window?: string | undefined },
): Promise<Served<TrendHistoryRow>[]> {
  const { ticker, window, sort, limit, after } = asked
  await askRow(db, history, after)
  return db<Served<TrendHistoryRow>[]>`
    select trend_id, ticker, trend_window, as_of, direction, strength, confidence, contradiction,
      sentiment_mean, signal_count, source_count, macro_only, pattern_only, scoring_version
    from trend_history where true ${withinDays(db, 'as_of', asked)}
      ${ticker ? db`and ticker = ${ticker}` : db``}
      ${window ? db`and trend_window = ${window}` : db``}
      ${goOnAfter(db, history, BY_TREND, { after, sort })}
    ${inOrder(db, history, BY_TREND, sort)} limit ${limit}`
}

const projections = { table: 'trend_projections', as: 'trend_projections', id: 'trend_id' }

/** Every projection that is kept, by its moment. */
export async function listTrendProjections(
  db: Db,
  asked: Asked & { horizon?: string | undefined },
): Promise<Served<TrendProjectionRow>[]> {
  const { ticker, horizon, sort, limit, after } = asked
  await askRow(db, projections, after)
  return db<Served<TrendProjectionRow>[]>`
    select trend_id, ticker, horizon, as_of, direction, strength, confidence, low_confidence,
      macro_contribution_pct, diverges_from_current, components
    from trend_projections where true ${withinDays(db, 'as_of', asked)}
      ${ticker ? db`and ticker = ${ticker}` : db``}
      ${horizon ? db`and horizon = ${horizon}` : db``}
      ${goOnAfter(db, projections, BY_TREND, { after, sort })}
    ${inOrder(db, projections, BY_TREND, sort)} limit ${limit}`
}

const impacts = { table: 'macro_impact_records', as: 'macro_impact_records', id: 'macro_impact_id' }
const BY_EVENT = ['occurred_at', 'macro_impact_id'] as const

/** What events of the world mean for companies by what is known of them now, by when they happened. */
export async function listMacroImpacts(
  db: Db,
  asked: Asked & { event?: string | undefined },
): Promise<Served<MacroImpactRow>[]> {
  const { ticker, event, sort, limit, after } = asked
  await askRow(db, impacts, after)
  return db<Served<MacroImpactRow>[]>`
    select macro_impact_id, global_event_id, document_id, ticker, occurred_at, known_at, score, direction,
      duration, components
    from macro_impact_records where is_current ${withinDays(db, 'occurred_at', asked)}
      ${ticker ? db`and ticker = ${ticker}` : db``}
      ${event ? db`and global_event_id = ${event}` : db``}
      ${goOnAfter(db, impacts, BY_EVENT, { after, sort })}
    ${inOrder(db, impacts, BY_EVENT, sort)} limit ${limit}`
}

const competitive = {
  table: 'competitive_signal_records',
  as: 'competitive_signal_records',
  id: 'competitive_signal_id',
}
const BY_NEWS = ['published_at', 'competitive_signal_id'] as const

/** By when the news came out; `ticker` is whom it reaches, `source` whose news it was. */
export async function listCompetitiveSignals(
  db: Db,
  asked: Asked & { source?: string | undefined },
): Promise<Served<CompetitiveSignalRow>[]> {
  const { ticker, source, sort, limit, after } = asked
  await askRow(db, competitive, after)
  return db<Served<CompetitiveSignalRow>[]>`
    select competitive_signal_id, document_id, source_ticker, target_ticker, published_at, catalyst,
      relationship_type, relationship_strength, direction, strength, pattern_confidence, components
    from competitive_signal_records where true ${withinDays(db, 'published_at', asked)}
      ${ticker ? db`and target_ticker = ${ticker}` : db``}
      ${source ? db`and source_ticker = ${source}` : db``}
      ${goOnAfter(db, competitive, BY_NEWS, { after, sort })}
    ${inOrder(db, competitive, BY_NEWS, sort)} limit ${limit}`
}
