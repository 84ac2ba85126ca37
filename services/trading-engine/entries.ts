/** Decides on recommendations to buy, one after the other: gates, size, risk; each may end it. */

import { evaluateOrder } from '#shared/domain/risk/evaluate.ts'
import { checkGates } from '#shared/domain/trading/gates.ts'
import { sizeEntry } from '#shared/domain/trading/sizing.ts'
import { placeLevels } from '#shared/domain/trading/stops.ts'
import { deriveId } from '#shared/host/ids.ts'
import type { Candidate } from '#shared/sql/trading/decisions.ts'
import type { Tx } from '#shared/sql/open.ts'
import { act, skip, type Act } from './orders.ts'
import { gateInputOf, sizingInputOf, type EntryScene } from './scene.ts'

/** Decides on one recommendation to buy, and records the outcome with every number compared. */
export async function decideEntry(
  tx: Tx,
  scene: EntryScene,
  candidate: Candidate,
  now: Date,
): Promise<void> {
  const { recommendationId, ticker } = candidate
  const made = {
    decisionId: deriveId('decision', recommendationId, 'entry'),
    recommendationId,
    ticker,
    kind: 'entry' as const,
    riskTier: scene.riskTier,
    ruleVersion: scene.rules.trading.current.name,
  }
  const gates = checkGates(scene.rules.trading.current, gateInputOf(scene, candidate), now)
  if (gates.code) return skip(tx, { ...made, code: gates.code, checks: gates.checks }, now)
  const { checks } = gates
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

  const input = await sizingInputOf(scene, candidate, { price, atr })
  const { code, quantity, steps, bound } = sizeEntry(scene.rules.trading.current, input)
  const sizing = { steps, bound, atr, levels: placeLevels(price, atr, input.tier) }
  if (code) return skip(tx, { ...made, code, checks, price, sizing }, now)
  await enter(tx, scene, candidate, { made, trade, quantity, checks, sizing }, now)
}

/** An entry that is through the gates and has its size. */
type Sized = Pick<Act, 'quantity' | 'checks' | 'sizing'> & {
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
  { ticker, sector, confidence }: Candidate,
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

  await act(
    tx,
    {
      ...made,
      code: 'entry',
      side: 'buy',
      sector,
      quantity,
      price,
      confidence,
      checks: all,
      sizing,
    },
    now,
  )
  scene.book.pending.push({ ticker, sector, side: 'buy', quantity, price })
}
