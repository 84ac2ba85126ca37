/** Table `strategy_outputs`: what each strategy said of a ticker at the close of a session. */

import type { RunningMode } from '../../contracts/shadow.ts'
import type { ShadowStrategy, StrategyLack } from '../../contracts/strategy-words.ts'
import { previousSession, sessionOf } from '../../domain/market/calendar.ts'
import type { StrategySaid } from '../../domain/strategy/shadow/say.ts'
import { deriveId } from '../../host/ids.ts'
import type { Db, Tx } from '../open.ts'
import type { StrategyWeights } from './weights.ts'

export type SaidOfTicker = {
  ticker: string
  sessionDate: string
  evaluatedAt: Date
  /** The first session that opens after it was said. */
  actsOn: string
  mode: RunningMode<'strategies'>
  closePrice: string
  bars: number
  lacks: readonly StrategyLack[]
  weights: StrategyWeights
  said: readonly StrategySaid[]
}

/** Keeps a session of a ticker. */
export async function saveStrategyOutputs(tx: Tx, evaluated: SaidOfTicker): Promise<void> {
  const { ticker, sessionDate, evaluatedAt, actsOn, mode, said } = evaluated
  const { version, weights } = evaluated.weights
  const rows = said.map(({ strategy, reading, direction, weight, why }) => ({
    output_id: deriveId('strategy-output', ticker, sessionDate, strategy),
    ticker,
    session_date: sessionDate,
    strategy,
    evaluated_at: evaluatedAt.toISOString(),
    acts_on: actsOn,
    mode,
    reading,
    direction,
    weight,
    why,
    weights_version: version,
    weights,
    close_price: evaluated.closePrice,
    bars: evaluated.bars,
    lacks: evaluated.lacks,
  }))
  await tx`
    insert into strategy_outputs
    select * from jsonb_populate_recordset(null::strategy_outputs, ${tx.json(rows as never)})`
}

/** The newest session that is kept of a ticker, and at whose close that was decided; undefined before the first. */
export async function readSaidThrough(
  db: Db,
  ticker: string,
): Promise<{ sessionDate: string; decidedOn: string } | undefined> {
  const [row] = await db<{ sessionDate: string; actsOn: string }[]>`
    select session_date::text as session_date, acts_on::text as acts_on from strategy_outputs
    where ticker = ${ticker} order by session_date desc limit 1`
  return row && { sessionDate: row.sessionDate, decidedOn: decidedBefore(row.actsOn) }
}

export type SaidAt = {
  strategy: ShadowStrategy
  decidedOn: string
  reading: number
  /** Share of equity it wanted; null where it wanted nothing changed. */
  weight: number | null
  version: number
}

/** What was said of a ticker for the opens after `from`, oldest first: by the session before that open. */
export async function readSaidFrom(db: Db, ticker: string, from: string): Promise<SaidAt[]> {
  const rows = await db<(Omit<SaidAt, 'decidedOn'> & { actsOn: string })[]>`
    select strategy, acts_on::text as acts_on, reading, weight, weights_version as version
    from strategy_outputs where ticker = ${ticker} and acts_on > ${from}::date
    order by session_date, strategy`
  return rows.map(({ actsOn, ...said }) => ({ ...said, decidedOn: decidedBefore(actsOn) }))
}

/** The session at whose close stands what may be acted on at the open of another. */
export function decidedBefore(actsOn: string): string {
  return previousSession(sessionOf(actsOn)!.opensAt).date
}
