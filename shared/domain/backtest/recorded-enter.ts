/** Entries on recommendations of the past, and their later parts: gathered from the run's books, judged by the live engine's rules. */

import { Big } from 'big.js'
import { withPurchase } from '../risk/book.ts'
import { rules } from '../rules/versions.ts'
import type { TickerAdvice } from '../strategy/strategy.ts'
import { FINAL_SKIPS } from '../trading/gates.ts'
import { judgeEntry, type EntryInput, type EntryVerdict } from '../trading/judge-entry.ts'
import { judgeTranche } from '../trading/judge-tranche.ts'
import { trancheDefaults, trancheDueAt } from '../trading/tranches.ts'
import { countOrder, plain } from './book.ts'
import type { BacktestOrder } from './order.ts'
import { sectorIn } from './rules.ts'
import { gateOf, lookBack, type EnterScene } from './recorded-look-back.ts'
import { microOf, noteMicro } from './recorded-micro.ts'
import type { RecordedRound } from './recorded-said.ts'
import type { WaitingPart } from './recorded-state.ts'

const judging = () => ({ trading: rules.trading.current, risk: rules.risk.current })

/** Decides on one recommendation to buy: places its order, or says why not. */
export function enter(
  scene: EnterScene,
  one: TickerAdvice,
  pass: (code: string, check: { found: Found; limit: Found } | undefined) => void,
): void {
  const { state, round } = scene
  const { ticker, confidence } = one
  const close = scene.closes.get(ticker)
  const trade = close === undefined ? null : { price: plain(close), at: round.now }
  const gate = gateOf(scene, ticker, confidence)
  const micro = microOf(state, round, one)
  const input: EntryInput = { ticker, gate, micro, trade }
  let verdict = judgeEntry(judging(), input, round.now)
  if (verdict === 'look back') {
    input.past = lookBack(scene, one, trade!.price)
    verdict = judgeEntry(judging(), input, round.now)
  }
  if (verdict === 'look back') throw new RangeError(`Decide on ${ticker}: it asks for more twice`)
  if (verdict.action === 'skip') {
    pass(
      verdict.code,
      verdict.checks.findLast(({ passed }) => !passed),
    )
    if ((FINAL_SKIPS as readonly string[]).includes(verdict.code)) state.answered.add(one)
    return
  }
  state.answered.add(one)
  place(scene, { ticker, quantity: verdict.quantity, why: whyOf('buy', confidence) })
  if (micro) noteMicro(state, round, one, verdict)
  planParts(scene, one, verdict)
}
type Found = string | number | null

export const whyOf = (action: string, confidence: number) =>
  `${action}, confidence ${confidence.toFixed(2)}`

/** Later parts: sent where they are due and stand, given up where they do not. */
export function enterParts(
  scene: EnterScene,
  pass: (
    part: WaitingPart,
    code: string,
    check: { found: Found; limit: Found } | undefined,
  ) => void,
): void {
  const { state, round } = scene
  const ended = new Set<string>()
  const waiting: WaitingPart[] = []
  for (const part of state.parts) {
    const { ticker, planId, confidence } = part
    if (ended.has(planId)) continue
    const close = scene.closes.get(ticker)
    const trade = close === undefined ? null : { price: plain(close), at: round.now }
    const tranche = { ...part, dueAt: dueIn(part, round) }
    const gate = gateOf(scene, ticker, confidence)
    const book = apart(scene.book, ticker)
    const { limits } = state.means
    const input = { tranche, gate, trade, book, limits, isSplit: part.isSplit }
    const verdict = judgeTranche(judging(), input, round.now)
    if (verdict.action === 'act')
      place(scene, { ticker, quantity: verdict.quantity, why: whyOf('buy', confidence) })
    else if (verdict.action === 'skip') {
      ended.add(planId)
      pass(
        part,
        verdict.code,
        verdict.checks.findLast(({ passed }) => !passed),
      )
    } else waiting.push(part)
  }
  state.parts = waiting
}

/** Parts that come due within one bar are as far apart as they came due all the same. */
function apart(book: EnterScene['book'], ticker: string): EnterScene['book'] {
  const { facts } = book
  if (!facts) return book
  const ageSeconds = trancheDefaults.minutes * 60
  const purchases = facts.purchases.map((one) =>
    one.ticker === ticker ? { ...one, ageSeconds: Math.max(one.ageSeconds, ageSeconds) } : one,
  )
  return { ...book, facts: { ...facts, purchases } }
}

/** What came due within a bar is as young as its end. */
function dueIn({ dueAt }: WaitingPart, { since, now }: RecordedRound): Date {
  return dueAt > since && dueAt <= now ? now : dueAt
}

function place(
  scene: EnterScene,
  { ticker, quantity, why }: { ticker: string; quantity: string; why: string },
): void {
  const { state, feed, session, at, closes } = scene
  const reference = closes.get(ticker)!
  const order: BacktestOrder = {
    orderId: `${at}:${ticker}:${quantity}`,
    ticker,
    side: 'buy',
    type: 'market',
    price: 0,
    quantity: new Big(quantity),
    weight: 0,
    reference,
    filled: new Big(0),
    state: 'submitted',
    decidedAt: at,
    arrivesAt: scene.arrivesAt,
    why,
    stop: 0,
    take: 0,
    rests: false,
  }
  state.working.push(order)
  if (!state.tiers.has(ticker)) state.tiers.set(ticker, state.tier)
  countOrder(state.pace, { ticker, side: 'buy', quantity }, session)
  const sector = sectorIn(feed.sectors, ticker)
  scene.book = withPurchase(scene.book, { ticker, sector, quantity, price: plain(reference) })
}

function planParts(
  { state, round, feed }: EnterScene,
  { ticker, confidence, adviceId, knownAt }: TickerAdvice,
  { parts, price, sizing }: Extract<EntryVerdict, { action: 'act' }>,
): void {
  const planId = adviceId ?? `${ticker} ${knownAt.toISOString()}`
  const sector = sectorIn(feed.sectors, ticker)
  for (const [before, quantity] of parts.entries()) {
    if (before === 0) continue
    const part = before + 1
    const plan = { planId, part, parts: parts.length, ticker, sector, quantity, price }
    const dueAt = trancheDueAt(round.now, part)
    state.parts.push({
      ...plan,
      atr: sizing.atr,
      plannedAt: round.now,
      dueAt,
      confidence,
      isSplit: false,
    })
  }
}
