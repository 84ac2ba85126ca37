/** Table `trend_projections`: where trends go from here, and what that is made of. */

import type { Duration } from '../../domain/document/reading/reading.ts'
import type { Projection } from '../../domain/projection/projection.ts'
import { trendIdOf } from './trends.ts'
import type { Db, Tx } from '../open.ts'

export type LastingImpact = {
  impactId: string
  direction: number
  score: number
  duration: Duration
  occurredAt: Date
}

/** How long the given impacts of events last. */
export async function readLastingImpacts(
  db: Db,
  macroIds: readonly string[],
): Promise<LastingImpact[]> {
  if (macroIds.length === 0) return []
  return db<LastingImpact[]>`
    select macro_impact_id as impact_id, direction, score, duration, occurred_at
    from macro_impact_records where macro_impact_id = any(${[...macroIds]}::uuid[])
    order by macro_impact_id`
}

/** Stores the projections of trends of one moment, in place of what an earlier job said at it. */
export async function saveProjections(
  tx: Tx,
  ticker: string,
  asOf: Date,
  projections: readonly Projection[],
): Promise<void> {
  if (projections.length === 0) return
  const rows = projections.map((projection) => ({
    ticker,
    horizon: projection.horizon,
    as_of: asOf.toISOString(),
    trend_id: trendIdOf(ticker, projection.horizon, asOf),
    direction: projection.direction,
    strength: projection.strength,
    confidence: projection.confidence,
    low_confidence: projection.lowConfidence,
    macro_contribution_pct: projection.macroContributionPct,
    diverges_from_current: projection.divergesFromCurrent,
    components: projection.components,
  }))
  await tx`
    insert into trend_projections (ticker, horizon, as_of, trend_id, direction, strength, confidence,
      low_confidence, macro_contribution_pct, diverges_from_current, components)
    select ticker, horizon, as_of, trend_id, direction, strength, confidence, low_confidence,
      macro_contribution_pct, diverges_from_current, components
    from jsonb_populate_recordset(null::trend_projections, ${tx.json(rows)})
    on conflict (ticker, horizon, as_of) do update set direction = excluded.direction,
      strength = excluded.strength, confidence = excluded.confidence,
      low_confidence = excluded.low_confidence,
      macro_contribution_pct = excluded.macro_contribution_pct,
      diverges_from_current = excluded.diverges_from_current, components = excluded.components`
}
