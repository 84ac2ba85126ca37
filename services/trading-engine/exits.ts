/**
 * One position's way out: what became of the attempt in hand, whether an exit is wanted, and its order.
 *
 * Limits on entries, breakers and a paused engine never hold an exit back. docs/FORMULAS.md, Stops.
 */

import { Big } from 'big.js'
import { available, withoutResting, type Book } from '#shared/domain/risk/book.ts'
import type { CheckResult } from '#shared/domain/risk/evaluate.ts'
import type { Rules } from '#shared/domain/rules/versions.ts'
import {
  afterAttempt,
  exitDefaults,
  inWhole,
  isExitCode,
  isExitDue,
  isStronger,
  saysWholeOnly,
  wantExit,
  type Exit,
} from '#shared/domain/trading/exits.ts'
import type { Leave } from '#shared/domain/trading/mode.ts'
import { isBelieved, type Doubt, type Seen } from '#shared/domain/trading/price-ladder.ts'
import { rebalanceOf } from '#shared/domain/trading/rebalance.ts'
import { halfOf, hitOf } from '#shared/domain/trading/stops.ts'
import { tiers, type TierName } from '#shared/domain/trading/tiers.ts'
import { wishToTell } from '#shared/sql/notifications/wishes.ts'
import type { Tx } from '#shared/sql/open.ts'
import type { Candidate } from '#shared/sql/trading/decisions.ts'
import { readAttemptEnd, saveExit, type ExitRow } from '#shared/sql/trading/exits.ts'
import { markHalfTaken, saveDoubt, type StopRow } from '#shared/sql/trading/stops.ts'
import type { Watched } from '#shared/sql/trading/watched.ts'
import { sendExit } from './send-exit.ts'

export type ExitScene = {
  rules: Pick<Rules, 'trading'>
  book: Pick<Book, 'holdings' | 'pending' | 'breakers' | 'equity'>
  /** Whether what reduces a position may leave, and why not. */
  leave: Leave
}

/** One position and all that is known of it. */
export type Position = {
  holding: Watched
  levels: StopRow
  doubt: Doubt | null
  seen: Seen | undefined
  sell: Candidate | undefined
  /** The broker takes no parts of a share of it. */
  isWholeOnly: boolean
}

/** What an attempt has come to since the last look. */
export async function settleAttempt(
  tx: Tx,
  exit: ExitRow,
  heldNow: string,
  now: Date,
): Promise<ExitRow> {
  if (exit.state !== 'sent') return exit
  const end = await readAttemptEnd(tx, exit, new Big(heldNow))
  if (!end) return exit
  const next = { ...exit, ...afterAttempt(exit, end, now) }
  await saveExit(tx, next, now)
  const { ticker, code, refusals, since, said } = next
  if (code === 'target_1' && next.state === 'done') await markHalfTaken(tx, ticker, now)
  if (next.state === 'refused' && refusals === exitDefaults.tellAfter) {
    const says = `The sale of ${ticker} (${code}) was refused ${refusals} times: ${said}`
    const occasion = `${code} ${since.toISOString()}`
    const detail = { code, refusals, said, since }
    await wishToTell(tx, { kind: 'exit_refused', subject: ticker, occasion, says, detail }, now)
  }
  return next
}

/** Sells what is to be sold of a position, unless a sale of it is on its way or waits its turn. */
export async function decideExit(
  tx: Tx,
  scene: ExitScene,
  { position, exit }: { position: Position; exit: ExitRow | undefined },
  now: Date,
): Promise<void> {
  const { ticker } = position.holding
  const found = await findReason(tx, scene, position, now)
  const active = exit && isOfHolding(exit, position.holding) ? exit : undefined
  const isNew = found && (!active || isStronger(found.code, active.code))
  const wanted = isNew ? { ticker, ...wantExit(found, now) } : active
  if (!wanted || wanted.state === 'sent') return
  const free = available(ticker, withoutResting(scene.book))
  const waits = waitsFor(scene, free)
  if (waits !== null) return saveExit(tx, { ...wanted, said: waits }, now)
  if (!isExitDue(wanted, now)) return isNew ? saveExit(tx, wanted, now) : undefined
  const most = wanted.quantity ?? free
  const all = free.lt(most) ? free : new Big(most)
  const quantity = position.isWholeOnly || saysWholeOnly(wanted) ? inWhole(all) : all
  const check = checkOf(found, wanted)
  const asked = { position, wanted, check, quantity: quantity.toFixed() }
  await saveExit(tx, await sendExit(tx, scene, asked, now), now)
  const { code, since, price } = wanted
  const says = `${ticker} is sold, ${asked.quantity} shares at about ${price ?? 'the market'}: ${code}`
  const occasion = `${code} ${since.toISOString()}`
  await wishToTell(tx, { kind: 'exit_sent', subject: ticker, occasion, says }, now)
}

/** What was wanted of shares that were sold meanwhile says nothing of those bought since. */
export function isOfHolding({ state, code, since }: Exit, { openedAt }: Watched): boolean {
  return (
    isExitCode(code) && state !== 'done' && (since >= openedAt || code === 'sell_recommendation')
  )
}

/** What it cannot be sent for yet; null where it can. */
function waitsFor({ leave }: ExitScene, free: Big): string | null {
  if (!leave.ok) return `${leave.code}: ${leave.says}`
  return free.lte(0) ? 'all that is held is being sold already' : null
}

type Reason = Pick<Exit, 'code' | 'quantity' | 'level' | 'price' | 'recommendationId'>

const unasked = { quantity: null, level: null, price: null, recommendationId: null }

/** What no level calls for: a micro-trade's time is over, or a position has outgrown its share. */
function byTimeOrShare(
  { equity }: Pick<Book, 'equity'>,
  { holding: { sellBy, quantity, decisionId, riskTier }, isWholeOnly }: Position,
  price: string,
  now: Date,
): Reason | undefined {
  if (sellBy && new Date(sellBy) <= now) return { ...unasked, code: 'micro_hold', price }
  // What a person bought is theirs to weigh.
  if (equity === null || decisionId === null) return undefined
  const tier = tiers[riskTier as TierName] ?? tiers.conservative
  const share = { equity, sharePct: tier.positionPctMax, ...(isWholeOnly && { places: 0 }) }
  const surplus = rebalanceOf({ quantity, price }, share)
  return surplus ? { ...unasked, code: 'rebalance', price, quantity: surplus } : undefined
}

/** The first reason to sell, if there is one: emergency, recommendation, then levels in their order. */
async function findReason(
  tx: Tx,
  { book }: ExitScene,
  position: Position,
  now: Date,
): Promise<Reason | undefined> {
  const { holding, levels, doubt, seen, sell, isWholeOnly } = position
  const whole = { ...unasked, price: seen?.price ?? null }
  if (book.breakers.some(({ breaker }) => breaker === 'emergency'))
    return { ...whole, code: 'emergency' }
  if (sell)
    return { ...whole, code: 'sell_recommendation', recommendationId: sell.recommendationId }
  const hit = seen && hitOf(levels, seen.price)
  if (!seen || !hit) {
    if (doubt && seen) await saveDoubt(tx, holding.ticker, null)
    return seen?.isFresh ? byTimeOrShare(book, position, seen.price, now) : undefined
  }
  // What is too old to be sold at still tells that a loss must be cut.
  if (!hit.isDown && !seen.isFresh) return undefined
  const hits = (price: string) => hitOf(levels, price)?.isDown === hit.isDown
  if (!isBelieved(seen, { hits, doubt }, now)) {
    await saveDoubt(tx, holding.ticker, {
      price: seen.price,
      printedAt: seen.at,
      doubtedAt: now,
    })
    return undefined
  }
  if (doubt) await saveDoubt(tx, holding.ticker, null)
  const quantity = hit.reason === 'target_1' ? halfOf(holding.quantity, isWholeOnly ? 0 : 4) : null
  return { ...whole, code: hit.reason, quantity, level: hit.level }
}

/** The numbers of the decision: those of now where they call for it still, else those of then. */
function checkOf(found: Reason | undefined, wanted: Exit): CheckResult {
  const { code, level, price } = found?.code === wanted.code ? found : wanted
  if (code === 'emergency') return { name: code, found: code, limit: null, passed: false }
  return { name: code, found: price, limit: level, passed: true }
}
