/**
 * Judges whether a position is sold now, and how much of it: the reason, the attempt in hand, what may leave.
 *
 * Pure, so that what was known can be kept and judged again: the same input gives the same verdict to the
 * byte. Source: docs/FORMULAS.md, Stops.
 */

import { Big } from 'big.js'
import { available, withoutResting, type Book } from '../risk/book.ts'
import type { CheckResult } from '../risk/evaluate.ts'
import {
  inWhole,
  isExitDue,
  isOfHolding,
  isStronger,
  saysWholeOnly,
  wantExit,
  type Exit,
  type WhyExit,
} from './exits.ts'
import type { Leave } from './mode.ts'
import { isBelieved, type Doubt, type Seen } from './price-ladder.ts'
import { rebalanceOf } from './rebalance.ts'
import { halfOf, hitOf, type Levels } from './stops.ts'
import { tiers, type TierName } from './tiers.ts'

/** What is held of one ticker, as far as its sale looks at it. */
export type ExitHolding = {
  ticker: string
  quantity: string
  /** The newest price known. */
  mark: string
  openedAt: Date
  /** Our decision that it was entered by, and its tier; null of what we did not buy. */
  decisionId: string | null
  riskTier: string | null
  /** When it is sold whatever its price; null where nothing says so. */
  sellBy: string | null
}

export type ExitInput = {
  holding: ExitHolding
  levels: Levels
  /** A print that was not believed at an earlier look. */
  doubt: Doubt | null
  /** Null where no price is of this session. */
  seen: Seen | null
  /** A recommendation to sell, young and not yet answered. */
  sell: { recommendationId: string } | null
  /** The broker takes no parts of a share of it. */
  isWholeOnly: boolean
  /** The sale in hand, or the one before; null where there never was any. */
  exit: Exit | null
  /** Whether what reduces a position may leave, and why not. */
  leave: Leave
  book: Pick<Book, 'holdings' | 'pending' | 'breakers' | 'equity'>
  /** How sure the recommendation is that it is sold for: read only where it is asked for; null: it is gone. */
  confidence?: number | null
}

/** `doubt`: what is to be noted of a print that is not believed, or that none is; left out: nothing. */
export type ExitVerdict = { doubt?: Doubt | null } & (
  | { action: 'none' }
  /** Asks how sure that recommendation is: its confidence was not read yet. */
  | { action: 'look up'; recommendationId: string }
  | { action: 'wait'; exit: Exit }
  | {
      action: 'act'
      exit: Exit
      code: WhyExit
      quantity: string
      price: string
      checks: readonly CheckResult[]
      sizing: { entry: string | null; since: Date; attempt: number }
      /** Which recommendation it answers. */
      recommendationId: string | null
    }
)

/** The verdict of a look at `now`. */
export function judgeExit(input: ExitInput, now: Date): ExitVerdict {
  const { holding, exit, leave, isWholeOnly } = input
  const { found, ...noted } = findReason(input, now)
  const active = exit && isOfHolding(exit, holding) ? exit : undefined
  const isNew = found && (!active || isStronger(found.code, active.code))
  const wanted = isNew ? wantExit(found, now) : active
  if (!wanted || wanted.state === 'sent') return { ...noted, action: 'none' }
  const free = available(holding.ticker, withoutResting(input.book))
  const waits = waitsFor(leave, free)
  if (waits !== null) return { ...noted, action: 'wait', exit: { ...wanted, said: waits } }
  if (!isExitDue(wanted, now))
    return isNew ? { ...noted, action: 'wait', exit: wanted } : { ...noted, action: 'none' }
  const most = wanted.quantity ?? free
  const all = free.lt(most) ? free : new Big(most)
  const quantity = isWholeOnly || saysWholeOnly(wanted) ? inWhole(all) : all
  const sale = { wanted, check: checkOf(found, wanted), quantity: quantity.toFixed() }
  return { ...noted, ...judgeSale(input, sale) }
}

function judgeSale(
  { holding, seen, confidence }: ExitInput,
  { wanted, check, quantity }: { wanted: Exit; check: CheckResult; quantity: string },
): ExitVerdict {
  const { code, attempts, since } = wanted
  // A recommendation is answered by one decision; what comes after its refusal is ours.
  const recommendationId = attempts === 0 ? wanted.recommendationId : null
  if (recommendationId !== null && confidence === undefined)
    return { action: 'look up', recommendationId }
  const sure = recommendationId === null ? null : (confidence ?? null)
  return {
    action: 'act',
    exit: wanted,
    code,
    quantity,
    price: seen?.price ?? holding.mark,
    checks: [
      sure === null ? check : { ...check, found: sure, limit: null },
      ...(seen ? checksOf(seen) : []),
    ],
    sizing: { entry: holding.decisionId, since, attempt: attempts + 1 },
    recommendationId,
  }
}

/** What it cannot be sent for yet; null where it can. */
function waitsFor(leave: Leave, free: Big): string | null {
  if (!leave.ok) return `${leave.code}: ${leave.says}`
  return free.lte(0) ? 'all that is held is being sold already' : null
}

type Reason = Pick<Exit, 'code' | 'quantity' | 'level' | 'price' | 'recommendationId'>
type Found = { found?: Reason | undefined; doubt?: Doubt | null }

const unasked = { quantity: null, level: null, price: null, recommendationId: null }

/** The first reason to sell, if there is one: emergency, recommendation, then levels in their order. */
function findReason(input: ExitInput, now: Date): Found {
  const { book, holding, levels, doubt, seen, sell, isWholeOnly } = input
  const whole = { ...unasked, price: seen?.price ?? null }
  if (book.breakers.some(({ breaker }) => breaker === 'emergency'))
    return { found: { ...whole, code: 'emergency' } }
  if (sell)
    return {
      found: { ...whole, code: 'sell_recommendation', recommendationId: sell.recommendationId },
    }
  const hit = seen && hitOf(levels, seen.price)
  const cleared = doubt && seen ? { doubt: null } : {}
  if (!seen || !hit)
    return { ...cleared, found: seen?.isFresh ? byTimeOrShare(input, seen.price, now) : undefined }
  // What is too old to be sold at still tells that a loss must be cut.
  if (!hit.isDown && !seen.isFresh) return {}
  const hits = (price: string) => hitOf(levels, price)?.isDown === hit.isDown
  if (!isBelieved(seen, { hits, doubt }, now))
    return { doubt: { price: seen.price, printedAt: seen.at, doubtedAt: now } }
  const quantity = hit.reason === 'target_1' ? halfOf(holding.quantity, isWholeOnly ? 0 : 4) : null
  return { ...cleared, found: { ...whole, code: hit.reason, quantity, level: hit.level } }
}

/** What no level calls for: a micro-trade's time is over, or a position has outgrown its share. */
function byTimeOrShare(
  { book: { equity }, holding: { sellBy, quantity, decisionId, riskTier }, isWholeOnly }: ExitInput,
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

/** The numbers of the decision: those of now where they call for it still, else those of then. */
function checkOf(found: Reason | undefined, wanted: Exit): CheckResult {
  const { code, level, price } = found?.code === wanted.code ? found : wanted
  if (code === 'emergency') return { name: code, found: code, limit: null, passed: false }
  return { name: code, found: price, limit: level, passed: true }
}

/** Where the price came from and how old it was; and what else was told. */
function checksOf({ source, at, ageSeconds, witness }: Seen): CheckResult[] {
  const of = (rung: { source: string; price: string; at: Date }) =>
    `${rung.source} ${rung.price} of ${rung.at.toISOString()}`
  return [
    { name: 'price_source', found: `${source} of ${at.toISOString()}`, limit: null, passed: true },
    { name: 'price_age', found: ageSeconds, limit: null, passed: true },
    ...(witness ? [{ name: 'price_witness', found: of(witness), limit: null, passed: true }] : []),
  ]
}
