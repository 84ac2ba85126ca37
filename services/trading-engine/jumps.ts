/**
 * A price that jumped as over a split: before any level counts as hit, the broker is asked at once how
 * many shares there are. Then either levels and books go over the split, or what fell is sold.
 */

import type { Alpaca } from '#shared/clients/alpaca/client.ts'
import { isJump } from '#shared/domain/ledger/reconcile.ts'
import { SECOND_MS } from '#shared/domain/spans.ts'
import { messageOf } from '#shared/host/faults.ts'
import type { Reject } from '#shared/domain/source/found.ts'
import type { Sql } from '#shared/sql/open.ts'
import { followSplit } from '#shared/sql/trading/follow.ts'
import { readMarks } from '#shared/sql/trading/positions.ts'
import {
  clearTickerFaults,
  noteTickerFault,
  readTickerFaults,
} from '#shared/sql/trading/ticker-faults.ts'
import { inTime, type PricesSeen } from './prices.ts'

export type JumpParts = {
  sql: Sql
  /** What the broker says is held; left out where there is nobody to ask. */
  holdings?: Alpaca['positions']
}

/** A broker that does not answer holds up an exit for one look; then the price counts. */
const WAIT_MS = 30 * SECOND_MS

/** The prices without those that wait for the broker's word; splits found are taken over. */
export async function settleJumps(
  { sql, holdings }: JumpParts,
  prices: PricesSeen,
  now: Date,
): Promise<PricesSeen> {
  if (!holdings) return prices
  const marks = await readMarks(sql, [...prices.seen.keys()])
  const jumped = [...marks].filter(([ticker, { price }]) =>
    isJump(price, prices.seen.get(ticker)!.price),
  )
  if (jumped.length === 0) return prices
  const waits = await readTickerFaults(sql, 'split')
  const told = await ask(holdings)
  const seen = new Map(prices.seen)
  const settled: string[] = []
  for (const [ticker, { price: mark }] of jumped) {
    const said = await settleOne(sql, { ticker, mark, price: seen.get(ticker)!.price, told }, now)
    const waitsSince = waits.get(ticker)?.since
    if (said === null || (waitsSince && now.getTime() - waitsSince.getTime() >= WAIT_MS)) {
      settled.push(ticker)
      continue
    }
    await noteTickerFault(sql, { ticker, part: 'split', said }, now)
    seen.delete(ticker)
  }
  await clearTickerFaults(sql, settled, 'split')
  return { ...prices, seen }
}

/** Shares by ticker; `isWhole`: one that is not among them is not held. */
type Told = { shares: Map<string, string>; isWhole: boolean; said: string }

async function ask(holdings: NonNullable<JumpParts['holdings']>): Promise<Told> {
  const odd: Reject[] = []
  try {
    const rows = await inTime(holdings(odd))
    const shares = new Map(rows.map(({ ticker, quantity }) => [ticker, quantity]))
    return { shares, isWhole: odd.length === 0, said: 'the broker’s position cannot be read' }
  } catch (fault) {
    return { shares: new Map(), isWhole: false, said: messageOf(fault) }
  }
}

/** Null once it is known what the jump was; else why it is not. */
async function settleOne(
  sql: Sql,
  { ticker, mark, price, told }: { ticker: string; mark: string; price: string; told: Told },
  now: Date,
): Promise<string | null> {
  const quantity = told.shares.get(ticker)
  if (quantity === undefined) return told.isWhole ? null : `${mark} to ${price}: ${told.said}`
  try {
    const at = { ticker, mark, theirs: { quantity, price } }
    await sql.begin((tx) => followSplit(tx, at, now))
    return null
  } catch (fault) {
    return `${mark} to ${price}: ${messageOf(fault)}`
  }
}
