/** Table `signal_engine_outputs`, as a backtest of recommendations hears it. */

import type { PastEvaluation } from '../../domain/backtest/feed.ts'
import type { Db } from '../open.ts'

/** Evaluations of one ticker in [from, to), oldest first. */
export function readPastEvaluations(
  db: Db,
  ticker: string,
  { from, to }: { from: Date; to: Date },
): Promise<PastEvaluation[]> {
  return db<PastEvaluation[]>`
    select session_date::text as session_date, evaluated_at, heuristic_verdict, probabilistic_verdict, filters
    from signal_engine_outputs
    where ticker = ${ticker} and evaluated_at >= ${from} and evaluated_at < ${to}
    order by evaluated_at`
}

/** When the oldest evaluation that is kept was made, of whichever ticker; null where there is none. */
export async function readEngineBegun(db: Db): Promise<Date | null> {
  const [row] = await db<{ begun: Date | null }[]>`
    select min(evaluated_at) as begun from signal_engine_outputs`
  return row?.begun ?? null
}
