/**
 * The hourly look at the account's shares: how closely what is held moves together, and what has
 * outgrown its share. It decides nothing: sizes and exits compare by the same numbers as they are made.
 */

import { correlationsOf } from '#shared/domain/trading/correlation.ts'
import { rebalanceOf } from '#shared/domain/trading/rebalance.ts'
import { tiers, type TierName } from '#shared/domain/trading/tiers.ts'
import { HOUR_MS } from '#shared/domain/spans.ts'
import type { Sql } from '#shared/sql/open.ts'
import { readExitBook } from '#shared/sql/risk/book.ts'
import { readRebalanceLook, saveRebalanceLook } from '#shared/sql/trading/rebalance-looks.ts'
import { readWatched } from '#shared/sql/trading/watched.ts'
import { openHistory } from './history.ts'

export const REBALANCE_SECONDS = 3_600

/** Tickers compared with one another; the others would say little more. */
const TICKERS_MAX = 60

export async function isRebalanceDue(sql: Sql, now: Date): Promise<boolean> {
  const before = await readRebalanceLook(sql)
  return !before || Math.abs(now.getTime() - before.lookedAt.getTime()) >= HOUR_MS
}

/** One look at business time `now`, stored in place of the one before. */
export async function lookAtShares(sql: Sql, now: Date): Promise<void> {
  const [held, { equity }] = await sql.begin(
    async (tx) => [await readWatched(tx), await readExitBook(tx, now)] as const,
  )
  const history = openHistory(sql, now)
  const closes = new Map<string, Awaited<ReturnType<typeof history.bars>>>()
  for (const ticker of [...held.keys()].slice(0, TICKERS_MAX))
    closes.set(ticker, await history.bars(ticker))
  const outgrown = [...held.values()].flatMap(({ ticker, quantity, mark, riskTier }) => {
    const sharePct = (tiers[riskTier as TierName] ?? tiers.conservative).positionPctMax
    const surplus = equity && rebalanceOf({ quantity, price: mark }, { equity, sharePct })
    return surplus ? [{ ticker, surplus }] : []
  })
  await saveRebalanceLook(sql, { lookedAt: now, pairs: correlationsOf(closes), outgrown })
}
