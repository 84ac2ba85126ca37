/** What the signal engine said: the newest of each ticker, and the past of one. */

import type { EngineHistory, EngineRow } from '#shared/contracts/api/signal-engine.ts'
import type { Served } from '#shared/contracts/api/route.ts'
import type { Sort } from '#shared/contracts/api/words.ts'
import { agreementOf } from '#shared/domain/technical/verdict.ts'
import type { Db } from '#shared/sql/open.ts'
import { askRow, goOnWithin, inOrderWithin } from '#shared/sql/page.ts'

const HISTORY_MAX = 100

type EngineFilter = {
  ticker?: string | undefined
  /** True: only where both were compared and said another thing; false: only where they said the same. */
  differs?: boolean | undefined
  sort: Sort
  limit: number
  after?: string | undefined
}

const listed = { table: 'signal_engine_outputs', as: 'o', id: 'output_id' }
const ORDER = ['evaluated_at', ['ticker']] as const

function columns(db: Db) {
  return db`o.output_id, o.ticker, o.evaluated_at, o.mode, o.rule_version, o.session_date::text as session_date,
    o.close_price, o.bars, o.heuristic_verdict, o.heuristic_confidence, o.heuristic_total, o.heuristic_fault,
    o.probabilistic_verdict, o.log_odds, o.up, o.entropy, o.reward, o.probabilistic_fault, o.agreement,
    o.difference, o.codes, o.regime, o.trend, o.volatility, o.macro_bias, o.competitive_bias, o.sentinels,
    o.filters, o.frames, o.signals, o.confluences, o.hit_rates, o.moved,
    o.exits`
}

/** The newest of each ticker, by when it was made. */
export async function listEngineOutputs(
  db: Db,
  { ticker, differs, sort, limit, after }: EngineFilter,
): Promise<Served<EngineRow>[]> {
  await askRow(db, listed, after)
  return db<Served<EngineRow>[]>`
    select ${columns(db)} from signal_engine_outputs o
    where not exists (select from signal_engine_outputs later
        where later.ticker = o.ticker and later.evaluated_at > o.evaluated_at)
      ${ticker ? db`and o.ticker = ${ticker}` : db``}
      ${differs === undefined ? db`` : db`and o.agreement = ${!differs}`}
      ${goOnWithin(db, listed, ORDER, { after, sort })}
    ${inOrderWithin(db, listed, ORDER, sort)} limit ${limit}`
}

/** The past of one ticker; undefined where it was never evaluated. */
export async function readEngineHistory(
  db: Db,
  ticker: string,
): Promise<Served<EngineHistory> | undefined> {
  const outputs = await db<Served<EngineRow>[]>`
    select ${columns(db)} from signal_engine_outputs o
    where o.ticker = ${ticker} order by o.evaluated_at desc limit ${HISTORY_MAX}`
  if (outputs.length === 0) return undefined
  const compared = outputs.toReversed().flatMap(({ agreement }) => agreement ?? [])
  return { ticker, agreement: agreementOf(compared), outputs }
}
