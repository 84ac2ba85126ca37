/** What moves one company: what each layer brings into its trends, and what stands behind the layers. */

import { LAYER_ROWS_MAX, type CompanyLayers } from '#shared/contracts/api/company-insight.ts'
import type { Served } from '#shared/contracts/api/route.ts'
import { WINDOWS } from '#shared/contracts/sets.ts'
import { rules } from '#shared/domain/rules/versions.ts'
import { massesOf } from '#shared/domain/signal/layer-masses.ts'
import { weighAgain } from '#shared/explain/trend.ts'
import type { Db } from '#shared/sql/open.ts'
import { readStoredTrend } from '#shared/sql/provenance/evidence.ts'
import { readSignalsOf } from '#shared/sql/signals/layers.ts'

type Layers = Served<CompanyLayers>
type Window = Layers['windows'][number]

/** Undefined where the ticker is not tracked. */
export async function readCompanyLayers(
  db: Db,
  ticker: string,
  now: Date,
): Promise<Layers | undefined> {
  const [company] = await db`select from companies where ticker = ${ticker}`
  if (!company) return undefined
  const [windows, projections, macro, competitive] = await Promise.all([
    readWindows(db, ticker),
    readProjections(db, ticker, now),
    readMacro(db, ticker, now),
    readCompetitive(db, ticker, now),
  ])
  return { windows, projections, macro, competitive }
}

/** Each window's trend, its signals weighed again: only what each of them brings in tells the layers apart. */
async function readWindows(db: Db, ticker: string): Promise<Window[]> {
  const rows = await db<Omit<Window, 'layers'>[]>`
    select trend_id, trend_window, as_of, direction, sentiment_mean from trend_windows
    where ticker = ${ticker} order by array_position(${[...WINDOWS]}::text[], trend_window)`
  return Promise.all(
    rows.map(async (row) => ({ ...row, layers: await readMasses(db, row.trendId) })),
  )
}

async function readMasses(db: Db, trendId: string): Promise<Window['layers']> {
  const trend = await readStoredTrend(db, trendId)
  if (!trend || !rules.scoring.known.has(trend.scoringVersion)) return null
  const signals = await readSignalsOf(db, trend)
  return massesOf(weighAgain(trend, signals, rules.scoring))
}

function readProjections(db: Db, ticker: string, now: Date) {
  return db<Layers['projections']>`
    select distinct on (array_position(array['1d', '7d', '30d'], horizon)) horizon, as_of, direction,
      strength, confidence, low_confidence, macro_contribution_pct, diverges_from_current, components
    from trend_projections where ticker = ${ticker} and as_of <= ${now}
    order by array_position(array['1d', '7d', '30d'], horizon), as_of desc`
}

function readMacro(db: Db, ticker: string, now: Date) {
  return db<Layers['macro']>`
    select hit.macro_impact_id, events.global_event_id, events.occurred_at, d.title, events.severity,
      hit.score, hit.direction, hit.components,
      ((events.occurred_at at time zone 'America/New_York') + interval '8 hours')::date::text as day
    from macro_impact_records hit join global_events events using (global_event_id)
    join documents d on d.document_id = events.document_id
    where hit.ticker = ${ticker} and hit.is_current and hit.score > 0 and hit.computed_at <= ${now}
    order by hit.computed_at desc, hit.macro_impact_id limit ${LAYER_ROWS_MAX}`
}

function readCompetitive(db: Db, ticker: string, now: Date) {
  return db<Layers['competitive']>`
    select r.competitive_signal_id, r.source_ticker, r.target_ticker, r.document_id, d.title,
      r.catalyst, r.direction, r.strength, r.pattern_confidence, r.created_at
    from competitive_signal_records r left join documents d using (document_id)
    where (r.target_ticker = ${ticker} or r.source_ticker = ${ticker}) and r.created_at <= ${now}
    order by r.created_at desc, r.competitive_signal_id limit ${LAYER_ROWS_MAX}`
}
