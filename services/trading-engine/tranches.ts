/** The later parts of gradual entries: each is judged anew when it is due, and may be given up. */

import { withPurchase } from '#shared/domain/risk/book.ts'
import {
  judgeTranche,
  type TrancheInput,
  type TrancheVerdict,
} from '#shared/domain/trading/judge-tranche.ts'
import { decisionIdOf } from '#shared/sql/trading/decisions.ts'
import type { Tx } from '#shared/sql/open.ts'
import { readTranchesWaiting, settleTranche, type Tranche } from '#shared/sql/trading/tranches.ts'
import { act, skip } from './orders.ts'
import { gateInputOf, type EntryScene } from './scene.ts'

/** Sends what is due and stands, gives up what does not, and leaves the rest. */
export async function decideTranches(tx: Tx, scene: EntryScene, now: Date): Promise<void> {
  const ended = new Set<string>()
  for (const tranche of await readTranchesWaiting(tx)) {
    if (ended.has(tranche.planId)) continue
    const input = inputOf(scene, tranche)
    const verdict = await judge(scene, input, now)
    if (verdict.action === 'skip') {
      ended.add(tranche.planId)
      await giveUp(tx, scene, { tranche, input, verdict }, now)
    }
    if (verdict.action === 'act') await send(tx, scene, { tranche, input, verdict }, now)
  }
}

function inputOf(scene: EntryScene, tranche: Tranche): TrancheInput {
  const { planId, part, parts, ticker, sector, quantity, price, atr, plannedAt, dueAt } = tranche
  return {
    tranche: { planId, part, parts, ticker, sector, quantity, price, atr, plannedAt, dueAt },
    gate: gateInputOf(scene, tranche),
    trade: scene.trades.get(ticker) ?? null,
    book: scene.book,
    limits: scene.limits,
  }
}

async function judge({ rules, history }: EntryScene, input: TrancheInput, now: Date) {
  const current = { trading: rules.trading.current, risk: rules.risk.current }
  const verdict = judgeTranche(current, input, now)
  if (verdict.action !== 'look back') return verdict
  const { ticker, plannedAt } = input.tranche
  input.isSplit = await history.isSplitSince(ticker, plannedAt)
  return judgeTranche(current, input, now)
}

type Judged<Action> = {
  tranche: Tranche
  input: TrancheInput
  verdict: Extract<TrancheVerdict, { action: Action }>
}

async function send(
  tx: Tx,
  scene: EntryScene,
  { tranche, input, verdict }: Judged<'act'>,
  now: Date,
): Promise<void> {
  const { ticker, sector, confidence, part } = tranche
  const { quantity, price } = verdict
  const made = { ...(await madeOf(tx, scene, tranche, input)), ...verdict, part }
  await act(tx, { ...made, side: 'buy', sector, confidence }, now)
  await settleTranche(tx, tranche, { state: 'sent', code: 'tranche' }, now)
  scene.book = withPurchase(scene.book, { ticker, sector, quantity, price })
}

async function giveUp(
  tx: Tx,
  scene: EntryScene,
  { tranche, input, verdict: { code, checks } }: Judged<'skip'>,
  now: Date,
): Promise<void> {
  await settleTranche(tx, tranche, { state: 'dropped', code }, now)
  const { part } = tranche
  await skip(tx, { ...(await madeOf(tx, scene, tranche, input)), code, checks, part }, now)
}

async function madeOf(tx: Tx, scene: EntryScene, tranche: Tranche, input: TrancheInput) {
  const { riskTier, rules, heard } = scene
  const { recommendationId, ticker, part } = tranche
  return {
    decisionId: await decisionIdOf(tx, recommendationId, 'entry', String(part)),
    recommendationId,
    ticker,
    kind: 'entry' as const,
    riskTier,
    ruleVersion: rules.trading.current.name,
    signalEngine: heard.get(ticker) ?? null,
    inputs: { by: 'tranche' as const, riskVersion: rules.risk.current.name, input },
  }
}
