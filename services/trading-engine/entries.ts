/** Decides on recommendations to buy, one after the other: gathers, has it judged, and records. */

import { withPurchase } from '#shared/domain/risk/book.ts'
import { judgeEntry, type EntryInput, type LookedBack } from '#shared/domain/trading/judge-entry.ts'
import { microInputFrom } from '#shared/domain/trading/micro.ts'
import { decisionIdOf, type Candidate } from '#shared/sql/trading/decisions.ts'
import { planTranches } from '#shared/sql/trading/tranches.ts'
import type { Tx } from '#shared/sql/open.ts'
import { act, skip } from './orders.ts'
import { gateInputOf, isWholeOnly, sizingInputOf, type EntryScene } from './scene.ts'

/** Decides on one recommendation to buy, and records the outcome with every number compared. */
export async function decideEntry(
  tx: Tx,
  scene: EntryScene,
  candidate: Candidate,
  now: Date,
): Promise<void> {
  const { recommendationId, ticker, sector, confidence } = candidate
  const rules = { trading: scene.rules.trading.current, risk: scene.rules.risk.current }
  const input: EntryInput = {
    ticker,
    gate: gateInputOf(scene, candidate),
    micro: microInputFrom(scene.settings, candidate.trendWindow, scene.micro),
    trade: scene.trades.get(ticker) ?? null,
  }
  let verdict = judgeEntry(rules, input, now)
  if (verdict === 'look back') {
    input.past = await lookBack(scene, candidate, input.trade!)
    verdict = judgeEntry(rules, input, now)
  }
  if (verdict === 'look back') throw new RangeError(`Decide on ${ticker}: it asks for more twice`)
  const made = {
    decisionId: await decisionIdOf(tx, recommendationId, 'entry'),
    recommendationId,
    ticker,
    kind: 'entry' as const,
    riskTier: scene.riskTier,
    ruleVersion: rules.trading.name,
    signalEngine: scene.heard.get(ticker) ?? null,
    inputs: { by: 'entry' as const, riskVersion: rules.risk.name, input },
  }
  if (verdict.action === 'skip') return skip(tx, { ...made, ...verdict }, now)
  const { quantity, price, parts, sizing } = verdict
  await act(tx, { ...made, ...verdict, side: 'buy', sector, confidence }, now)
  const plan = { planId: made.decisionId, ticker, recommendationId, price, atr: sizing.atr }
  await planTranches(tx, { ...plan, parts: [...parts] }, now)
  if (input.micro) scene.micro = { count: scene.micro.count + 1, lastAt: now }
  scene.book = withPurchase(scene.book, { ticker, sector, quantity, price })
}

/** What is asked only for an entry through its gates: bars of it and of all that is held. */
async function lookBack(
  scene: EntryScene,
  candidate: Candidate,
  { price }: { price: string },
): Promise<LookedBack> {
  const { ticker, sector } = candidate
  const { gradualTranches: tranches, gradualThreshold: threshold } = scene.settings
  const suspectedSplit = await scene.history.suspectedSplit(ticker)
  const atr = suspectedSplit === null ? await scene.history.atr(ticker) : null
  return {
    suspectedSplit,
    atr,
    sizing: atr === null ? null : await sizingInputOf(scene, candidate, { price, atr }),
    sector,
    book: scene.book,
    limits: scene.limits,
    tranches,
    threshold,
    isWholeOnly: isWholeOnly(scene, ticker),
  }
}
