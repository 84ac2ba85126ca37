/** Recommendations as the engine comes to them: one verdict a ticker, of what its windows said last. */

import type { Rules } from '#shared/domain/rules/versions.ts'
import { youngSince } from '#shared/domain/trading/plan.ts'
import { verdictOf, windowsSaying } from '#shared/domain/trading/verdict.ts'
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
  const of = ({ ticker }: Candidate) => opinions.get(ticker) ?? []
  const newest = (candidate: Candidate) =>
    of(candidate).find(({ trendWindow }) => trendWindow === candidate.trendWindow)
  const [old, current] = part(candidates, (candidate) => {
    const opinion = newest(candidate)
    return opinion !== undefined && opinion.action !== candidate.action
  })
  const [buys, allSells] = part(current, ({ action }) => action === 'buy')
  const [sells, outweighed] = part(allSells, (sale) => verdictOf(of(sale)).stand === 'sell')
  const ruleVersion = rules.trading.current.name
  if (old.length > 0 || outweighed.length > 0)
    await sql.begin(async (tx) => {
      await lockRound(tx)
      for (const candidate of old) {
        const newer = newest(candidate)
        const found = newer ? `${newer.action} ${newer.recommendationId}` : null
        await putAside(tx, candidate, { code: 'superseded', found, limit: null, ruleVersion }, now)
      }
      for (const sale of outweighed) {
        const found = sale.confidence
        const limit = windowsSaying(of(sale), 'buy')
        await putAside(tx, sale, { code: 'outweighed', found, limit, ruleVersion }, now)
      }
    })
  return { buys, sells }
}

async function putAside(
  tx: Tx,
  { recommendationId, ticker, action }: Candidate,
  at: {
    code: string
    found: string | number | null
    limit: string | null
    ruleVersion: string
  },
  now: Date,
): Promise<void> {
  const { code, found, limit, ruleVersion } = at
  const kind = action === 'buy' ? ('entry' as const) : ('exit' as const)
  const decisionId = await decisionIdOf(tx, recommendationId, kind)
  const checks = [{ name: code, found, limit, passed: false }]
  const made = { decisionId, recommendationId, ticker, kind, code, checks, riskTier: '' }
  return skip(tx, { ...made, ruleVersion }, now)
}

function part<Row>(rows: readonly Row[], isIn: (row: Row) => boolean): [Row[], Row[]] {
  return [rows.filter(isIn), rows.filter((row) => !isIn(row))]
}
