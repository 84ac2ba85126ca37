/** What the signal engine said last before a moment, as scores that prices can be held against. */

import { engineScores } from '../../domain/signal-engine/scores.ts'
import type { FramedSignal } from '../../domain/technical/confluence.ts'
import type { Db } from '../open.ts'

/** Older than a long weekend it says nothing of a session. */
const HOURS_MAX = 120

type Standing = {
  ticker: string
  heuristicTotal: number | null
  up: number | null
  signals: FramedSignal[]
}

/**
 * By name, of each ticker: both pipelines, and every signal over its frames, weighted and signed; 0 where a signal did
 * not fire. A pipeline that failed has no score of the ticker.
 */
export async function readStandingOutputs(
  db: Db,
  tickers: readonly string[],
  moment: Date,
): Promise<Map<string, Map<string, number>>> {
  const since = new Date(moment.getTime() - HOURS_MAX * 3_600_000)
  const rows = await db<Standing[]>`
    select said.ticker, said.heuristic_total, said.up, said.signals
    from unnest(${[...tickers]}::text[]) as wanted(ticker)
    cross join lateral (
      select * from signal_engine_outputs output
      where output.ticker = wanted.ticker and output.evaluated_at < ${moment} and output.evaluated_at > ${since}
      order by output.evaluated_at desc limit 1) said
    order by said.ticker collate "C"`
  const scores = new Map<string, Map<string, number>>()
  for (const { ticker, ...said } of rows)
    for (const [name, score] of engineScores(said))
      scores.set(name, (scores.get(name) ?? new Map<string, number>()).set(ticker, score))
  return scores
}
