/** What the signal engine says of tickers at the moment entries into them are decided on. */

import type { HeardEngine, HeardOutput } from '../../contracts/api/heard-engine.ts'
import { plainText } from '../../domain/document/text/cut.ts'
import { previousSession } from '../../domain/market/calendar.ts'
import type { Db } from '../open.ts'
import { readShadowMode } from '../risk/shadow-setting.ts'

const WHY_MAX = 200

type Row = Omit<HeardOutput, 'evaluatedAt' | 'outputId'> & {
  ticker: string
  outputId: string | null
  evaluatedAt: Date
  lostAt: Date | null
  why: string
}

/** By ticker; of none while it is off. In a session the one before it is the last that was over. */
export async function readHeardEngine(
  db: Db,
  tickers: readonly string[],
  now: Date,
): Promise<Map<string, HeardEngine>> {
  const mode = await readShadowMode(db, 'signal_engine')
  if (mode === 'off' || tickers.length === 0) return new Map()
  const session = previousSession(now).date
  const rows = await db<Row[]>`
    select wanted.ticker, said.*, lost.at as lost_at, coalesce(lost.why, '') as why
    from unnest(${[...tickers]}::text[]) as wanted (ticker)
    left join lateral (
      select output_id, rule_version, session_date::text as session_date, evaluated_at, heuristic_verdict,
        heuristic_confidence, heuristic_total, heuristic_fault, probabilistic_verdict, log_odds, up, entropy,
        reward, probabilistic_fault, agreement, difference, codes, regime, filters, sentinels
      from signal_engine_outputs o
      where o.ticker = wanted.ticker and o.evaluated_at <= ${now}
      order by o.evaluated_at desc limit 1
    ) said on true
    left join lateral (
      select business_at as at, coalesce(reason, state) as why from jobs
      where list = 'signal_engine' and payload ->> 'ticker' = wanted.ticker and state in ('dead', 'cancelled')
        and business_at >= (${session}::date + 1)::timestamp at time zone 'America/New_York'
        and business_at <= ${now}
      order by business_at desc, seq desc limit 1
    ) lost on true`
  return new Map(rows.map((row) => [row.ticker, heardOf(row, { mode, session })]))
}

function heardOf(
  { ticker: _asked, lostAt, why, outputId, evaluatedAt, ...said }: Row,
  at: Pick<HeardEngine, 'mode' | 'session'>,
): HeardEngine {
  return {
    ...at,
    output:
      outputId === null ? null : { outputId, ...said, evaluatedAt: evaluatedAt.toISOString() },
    givenUp: lostAt && { at: lostAt.toISOString(), why: plainText(why, WHY_MAX) },
  }
}
