/** Decides on recommendations to buy, one after the other: gates, size, risk; each may end it. */

import { withPurchase } from '#shared/domain/risk/book.ts'
import { evaluateOrder } from '#shared/domain/risk/evaluate.ts'
import { checkGates } from '#shared/domain/trading/gates.ts'
import { sizeEntry } from '#shared/domain/trading/sizing.ts'
import { partsOf } from '#shared/domain/trading/tranches.ts'
import { placeLevels } from '#shared/domain/trading/stops.ts'
import { decisionIdOf, type Candidate } from '#shared/sql/trading/decisions.ts'
import { planTranches } from '#shared/sql/trading/tranches.ts'
import type { Tx } from '#shared/sql/open.ts'
import { act, skip, type Act } from './orders.ts'
import { isMicro, mayTradeMicro, sellByOf, sizedAsMicro } from './micro.ts'
import { gateInputOf, isWholeOnly, sizingInputOf, type EntryScene } from './scene.ts'

/** Decides on one recommendation to buy, and records the outcome with every number compared. */
export async function decideEntry(
  tx: Tx,
  scene: EntryScene,
  candidate: Candidate,
  now: Date,
): Promise<void> {
  const { recommendationId, ticker } = candidate
  const made = {
    decisionId: await decisionIdOf(tx, recommendationId, 'entry'),
    recommendationId,
    ticker,
    kind: 'entry' as const,
    riskTier: scene.riskTier,
    ruleVersion: scene.rules.trading.current.name,
  }
  const gates = checkGates(scene.rules.trading.current, gateInputOf(scene, candidate), now)
  if (gates.code) return skip(tx, { ...made, code: gates.code, checks: gates.checks }, now)
  const micro = isMicro(scene, candidate) ? mayTradeMicro(scene, now) : undefined
  const checks = [...gates.checks, ...(micro?.checks ?? [])]
  if (micro?.code) return skip(tx, { ...made, code: micro.code, checks }, now)
  const trade = scene.trades.get(ticker)
  if (!trade) return skip(tx, { ...made, code: 'no_quote', checks }, now)
  const { price } = trade
  const suspected = await scene.history.suspectedSplit(ticker)
  if (suspected !== null) {
    const check = { name: 'split_suspected', found: suspected, limit: null, passed: false }
    return skip(tx, { ...made, code: 'split_suspected', checks: [...checks, check], price }, now)
  }
  const atr = await scene.history.atr(ticker)
  if (atr === null) return skip(tx, { ...made, code: 'insufficient_bars', checks, price }, now)

  const plain = await sizingInputOf(scene, candidate, { price, atr })
  const input = micro ? sizedAsMicro(plain, scene) : plain
  const { code, quantity, steps, bound } = sizeEntry(scene.rules.trading.current, input)
  const levels = placeLevels(price, atr, input.tier)
  const until = micro ? { sellBy: sellByOf(scene, now) } : {}
  const sizing = { steps, bound, atr, levels, ...until }
  if (code) return skip(tx, { ...made, code, checks, price, sizing }, now)
  await enter(tx, scene, candidate, { made, trade, quantity, checks, sizing }, now)
}

/** An entry that is through the gates and has its size. */
type Sized = Pick<Act, 'quantity' | 'checks'> & {
  sizing: Record<string, unknown> & { atr: string; sellBy?: string }
  made: Pick<
    Act,
    'decisionId' | 'recommendationId' | 'ticker' | 'kind' | 'riskTier' | 'ruleVersion'
  >
  trade: { price: string; at: Date }
}

/** Orders it if risk lets it pass; the scene then counts it against the entries that follow. */
async function enter(
  tx: Tx,
  scene: EntryScene,
  { recommendationId, ticker, sector, confidence }: Candidate,
  { made, trade, quantity, checks, sizing }: Sized,
  now: Date,
): Promise<void> {
  const { price } = trade
  const order = {
    ticker,
    side: 'buy' as const,
    kind: 'entry' as const,
    quantity,
    referencePrice: price,
    quote: trade,
    sector,
  }
  const verdict = evaluateOrder(scene.rules.risk.current, {
    order,
    book: scene.book,
    limits: scene.limits,
    now,
  })
  const all = [...checks, ...verdict.checks]
  if (!verdict.passed)
    return skip(tx, { ...made, code: verdict.code, checks: all, price, sizing }, now)

  const { gradualTranches: tranches, gradualThreshold: threshold } = scene.settings
  const isWhole = sizing.sellBy !== undefined
  const parts = isWhole
    ? [quantity]
    : partsOf({ quantity, price }, { tranches, threshold, isWholeOnly: isWholeOnly(scene, ticker) })
  const first = parts[0] ?? quantity
  const code = isWhole ? 'micro_entry' : 'entry'
  const whole = { ...made, code, side: 'buy' as const, sector, price, confidence }
  await act(
    tx,
    { ...whole, quantity: first, checks: all, sizing: { ...sizing, whole: quantity, parts } },
    now,
  )
  const plan = { planId: made.decisionId, ticker, recommendationId, price, atr: sizing.atr, parts }
  await planTranches(tx, plan, now)
  if (isWhole) scene.micro = { count: scene.micro.count + 1, lastAt: now }
  scene.book = withPurchase(scene.book, { ticker, sector, quantity: first, price })
}
