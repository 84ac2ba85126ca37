/** Recommendations as the engine comes to them: one verdict a ticker, of what its windows said last. */

import type { Rules } from '#shared/domain/rules/versions.ts'
import { youngSince } from '#shared/domain/trading/plan.ts'
import { judgeAside, type AsideInput } from '#shared/domain/trading/put-aside.ts'
import type { Sql, Tx } from '#shared/sql/open.ts'
import { decisionIdOf, type Candidate } from '#shared/sql/trading/decisions.ts'
import { readOpinions } from '#shared/sql/trading/entry-past.ts'
import { lockRound } from '#shared/sql/trading/locks.ts'
import { skip } from './orders.ts'

export type Sorted = {
  buys: Candidate[]
  /** Those that end a position: the windows' verdict stands for them. */
  sells: Candidate[]
}

type Parts = { sql: Sql; rules: Pick<Rules, 'trading'> }

/** A recommendation that is put aside, and on what. */
type Aside = {
  candidate: Candidate
  input: AsideInput
  judged: NonNullable<ReturnType<typeof judgeAside>>
}

/**
 * Puts aside what the same window said the contrary of since, for good, and each sale that another
 * window outweighs, as long as it does. What is put aside is stored with the reason.
 */
export async function sortOut(
  { sql, rules }: Parts,
  candidates: readonly Candidate[],
  now: Date,
): Promise<Sorted> {
  if (candidates.length === 0) return { buys: [], sells: [] }
  const tickers = [...new Set(candidates.map(({ ticker }) => ticker))]
  const opinions = await readOpinions(sql, { tickers, since: youngSince(now), now })
  const goOn: Candidate[] = []
  const aside: Aside[] = []
  for (const candidate of candidates) {
    const { ticker, trendWindow, action, confidence } = candidate
    const input = { trendWindow, action, confidence, opinions: opinions.get(ticker) ?? [] }
    const judged = judgeAside(input)
    if (judged) aside.push({ candidate, input, judged })
    else goOn.push(candidate)
  }
  const ruleVersion = rules.trading.current.name
  if (aside.length > 0)
    await sql.begin(async (tx) => {
      await lockRound(tx)
      for (const one of aside) await putAside(tx, one, ruleVersion, now)
    })
  return {
    buys: goOn.filter(({ action }) => action === 'buy'),
    sells: goOn.filter(({ action }) => action === 'sell'),
  }
}

async function putAside(
  tx: Tx,
  { candidate: { recommendationId, ticker, action }, input, judged }: Aside,
  ruleVersion: string,
  now: Date,
): Promise<void> {
  const kind = action === 'buy' ? ('entry' as const) : ('exit' as const)
  const decisionId = await decisionIdOf(tx, recommendationId, kind)
  const inputs = { by: 'aside' as const, input }
  const made = { decisionId, recommendationId, ticker, kind, riskTier: '', ruleVersion, inputs }
  return skip(tx, { ...made, ...judged }, now)
}
