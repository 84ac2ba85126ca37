/** The later parts of gradual entries: each is judged anew when it is due, and may be given up. */

import { withPurchase } from '#shared/domain/risk/book.ts'
import { evaluateOrder, type CheckResult } from '#shared/domain/risk/evaluate.ts'
import { checkGates, type GateCode } from '#shared/domain/trading/gates.ts'
import { isYoung } from '#shared/domain/trading/plan.ts'
import { isAgainst, leastPrice } from '#shared/domain/trading/tranches.ts'
import { decisionIdOf } from '#shared/sql/trading/decisions.ts'
import type { Tx } from '#shared/sql/open.ts'
import { readTranchesWaiting, settleTranche, type Tranche } from '#shared/sql/trading/tranches.ts'
import { act, skip } from './orders.ts'
import { gateInputOf, type EntryScene } from './scene.ts'

/** What shuts out a part for good, and what it only waits for. */
const ENDS: readonly GateCode[] = [
  'circuit_breaker',
  'confidence_below_tier',
  'outweighed',
  'cool_down',
  'engine_against',
]
// An evaluation of the session may still come while the part is young.
const WAITS: readonly GateCode[] = ['trading_window', 'declining_book', 'engine_unheard']

type Judged =
  | { kind: 'wait' }
  | { kind: 'drop'; code: string; check: CheckResult }
  | { kind: 'send'; checks: CheckResult[]; price: string; quote: { price: string; at: Date } }

/** Sends what is due and stands, gives up what does not, and leaves the rest. */
export async function decideTranches(tx: Tx, scene: EntryScene, now: Date): Promise<void> {
  const ended = new Set<string>()
  for (const tranche of await readTranchesWaiting(tx)) {
    if (ended.has(tranche.planId)) continue
    const judged = await judge(scene, tranche, now)
    if (judged.kind === 'drop') {
      ended.add(tranche.planId)
      await giveUp(tx, scene, tranche, judged, now)
    }
    if (judged.kind === 'send') await send(tx, scene, tranche, judged, now)
  }
}

async function judge(scene: EntryScene, tranche: Tranche, now: Date): Promise<Judged> {
  const { ticker, plannedAt, dueAt, part, parts } = tranche
  const drop = (
    code: string,
    found: CheckResult['found'],
    limit: CheckResult['limit'],
  ): Judged => ({
    kind: 'drop',
    code,
    check: { name: code, found, limit, passed: false },
  })
  const { book, trades, rules, past } = scene
  const isThere = [...book.holdings, ...book.pending].some(
    (row) => row.ticker === ticker && !('side' in row && row.side === 'sell'),
  )
  const soldAt = past.get(ticker)?.soldAt ?? null
  if (soldAt !== null && soldAt >= plannedAt) return drop('cool_down', soldAt.toISOString(), null)
  if (!isThere) return drop('no_position', '0', 'more than 0')
  if (await scene.history.isSplitSince(ticker, plannedAt)) return drop('tranche_split', null, null)
  const gates = checkGates(
    { gates: rules.trading.current.gates.filter(([code]) => [...ENDS, ...WAITS].includes(code)) },
    gateInputOf(scene, tranche),
    now,
  )
  const shut = gates.checks.at(-1)
  if (gates.code && shut && ENDS.includes(gates.code))
    return drop(gates.code, shut.found, shut.limit)
  if (dueAt > now) return { kind: 'wait' }
  if (!isYoung(dueAt, now)) return drop('tranche_late', dueAt.toISOString(), null)
  const trade = trades.get(ticker)
  if (gates.code || !trade) return { kind: 'wait' }
  const found = trade.price
  if (isAgainst(found, tranche)) return drop('tranche_price', found, leastPrice(tranche))
  const inOrder = { name: 'tranche', found: part, limit: parts, passed: true }
  const kept = { name: 'tranche_price', found, limit: leastPrice(tranche), passed: true }
  return { kind: 'send', checks: [inOrder, kept, ...gates.checks], price: found, quote: trade }
}

async function send(
  tx: Tx,
  scene: EntryScene,
  tranche: Tranche,
  { checks, price, quote }: Extract<Judged, { kind: 'send' }>,
  now: Date,
): Promise<void> {
  const { ticker, sector, quantity, confidence, planId, part, parts } = tranche
  const order = {
    ticker,
    side: 'buy' as const,
    kind: 'entry' as const,
    quantity,
    referencePrice: price,
    quote,
    sector,
  }
  const { book, limits, rules } = scene
  const verdict = evaluateOrder(rules.risk.current, { order, book, limits, now })
  // What risk will not have now it may later, while the part is young.
  if (!verdict.passed) return
  const all = [...checks, ...verdict.checks]
  const sizing = { planId, part, parts }
  const made = { ...(await madeOf(tx, scene, tranche)), code: 'tranche', checks: all, sizing, part }
  await act(tx, { ...made, side: 'buy', sector, quantity, price, confidence }, now)
  await settleTranche(tx, tranche, { state: 'sent', code: 'tranche' }, now)
  scene.book = withPurchase(scene.book, { ticker, sector, quantity, price })
}

async function giveUp(
  tx: Tx,
  scene: EntryScene,
  tranche: Tranche,
  { code, check }: Extract<Judged, { kind: 'drop' }>,
  now: Date,
): Promise<void> {
  await settleTranche(tx, tranche, { state: 'dropped', code }, now)
  const { part } = tranche
  await skip(tx, { ...(await madeOf(tx, scene, tranche)), code, checks: [check], part }, now)
}

async function madeOf(tx: Tx, { riskTier, rules, heard }: EntryScene, tranche: Tranche) {
  const { recommendationId, ticker, part } = tranche
  return {
    decisionId: await decisionIdOf(tx, recommendationId, 'entry', String(part)),
    recommendationId,
    ticker,
    kind: 'entry' as const,
    riskTier,
    ruleVersion: rules.trading.current.name,
    signalEngine: heard.get(ticker) ?? null,
  }
}
