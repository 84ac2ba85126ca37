/**
 * Ends positions: on an emergency, on a recommendation to sell, at a stop or a target.
 *
 * Limits on entries, breakers and a paused engine never hold an exit back.
 */

import { Big } from 'big.js'
import { available, type Book } from '#shared/domain/risk/book.ts'
import type { CheckResult } from '#shared/domain/risk/evaluate.ts'
import type { Rules } from '#shared/domain/rules/versions.ts'
import { exitAt, placeLevels, ratchet } from '#shared/domain/trading/stops.ts'
import { tiers, type TierName } from '#shared/domain/trading/tiers.ts'
import { deriveId } from '#shared/host/ids.ts'
import { readEntriesOf, type Candidate, type EntryDecision } from '#shared/sql/trading/decisions.ts'
import type { Tx } from '#shared/sql/open.ts'
import { readStops, saveStop, type StopRow } from '#shared/sql/trading/stops.ts'
import { entryPriceIn, type Account, type LastTrades } from './account.ts'
import type { History } from './history.ts'
import { act, skip } from './orders.ts'

export type ExitScene = {
  rules: Pick<Rules, 'trading'>
  account: Account
  book: Pick<Book, 'holdings' | 'pending' | 'breakers'>
  trades: LastTrades
  sellCandidates: readonly Candidate[]
  history: History
  sessionOpensAt: Date
}

type Exit = {
  decisionId: string
  code: string
  quantity: string
  check: CheckResult
  from: Candidate | null
}

/** Decides on every position, by ticker, and on every recommendation to sell what is not held. */
export async function decideExits(tx: Tx, scene: ExitScene, now: Date): Promise<void> {
  const held = scene.book.holdings.map(({ ticker }) => ticker)
  const entries = new Map((await readEntriesOf(tx, held)).map((entry) => [entry.ticker, entry]))
  const stops = await readStops(tx)
  for (const { ticker, sector } of scene.book.holdings) {
    const entry = entries.get(ticker)
    // Levels and the price paid are of the day of the entry: across a split they say nothing.
    const isSplit = entry && (await scene.history.isSplitSince(ticker, entry.decidedAt))
    const known = stops.get(ticker)
    const levels = isSplit
      ? undefined
      : await currentLevels(tx, scene, { ticker, entry, known }, now)
    const trade = scene.trades.get(ticker)
    const free = available(ticker, scene.book)
    if (!trade || trade.at < scene.sessionOpensAt || free.lte(0)) continue
    const exit = exitOf(
      scene,
      { ticker, entry, levels, price: trade.price, quantity: free.toFixed() },
      now,
    )
    if (!exit) continue
    await act(
      tx,
      {
        ...exit,
        ticker,
        sector,
        kind: 'exit',
        side: 'sell',
        price: trade.price,
        recommendationId: exit.from?.recommendationId ?? null,
        confidence: exit.from?.confidence ?? 1,
        checks: [exit.check],
        sizing: {},
        riskTier: entry?.riskTier ?? '',
        ruleVersion: scene.rules.trading.current.name,
      },
      now,
    )
    if (levels && exit.code === 'target_1') await saveStop(tx, { ...levels, halfTaken: true }, now)
  }
  for (const candidate of scene.sellCandidates) {
    if (!held.includes(candidate.ticker)) await skipUnheld(tx, scene, candidate, now)
  }
}

/** Levels of a position: placed once its entry's price is known, then only ever tightened. */
async function currentLevels(
  tx: Tx,
  scene: ExitScene,
  {
    ticker,
    entry,
    known,
  }: { ticker: string; entry: EntryDecision | undefined; known: StopRow | undefined },
  now: Date,
): Promise<StopRow | undefined> {
  if (!entry) return known
  if (known?.decisionId === entry.decisionId) {
    const trade = scene.trades.get(ticker)
    const levels = trade ? { ...known, ...ratchet(known, trade.price) } : known
    if (levels.trailingStop !== known.trailingStop) await saveStop(tx, levels, now)
    return levels
  }
  const atr = await scene.history.atr(ticker)
  const entryPrice = entryPriceIn(scene.account, ticker)
  if (atr === null || entryPrice === undefined) return undefined
  const tier = tiers[entry.riskTier as TierName] ?? tiers.conservative
  const levels = {
    ticker,
    decisionId: entry.decisionId,
    ...placeLevels(entryPrice, atr, tier),
  }
  await saveStop(tx, levels, now)
  return levels
}

/** The first reason to sell, if there is one: emergency, recommendation, then levels in their order. */
function exitOf(
  scene: ExitScene,
  at: {
    ticker: string
    entry: EntryDecision | undefined
    levels: StopRow | undefined
    price: string
    quantity: string
  },
  now: Date,
): Exit | undefined {
  const idOf = (reason: string) =>
    deriveId('exit', at.ticker, at.entry?.decisionId ?? '', reason, now.toISOString())
  const whole = { quantity: at.quantity, from: null }
  if (scene.book.breakers.some(({ breaker }) => breaker === 'emergency')) {
    const check = { name: 'emergency', found: 'emergency', limit: null, passed: false }
    return { ...whole, decisionId: idOf('emergency'), code: 'emergency', check }
  }
  const from = scene.sellCandidates.find(({ ticker }) => ticker === at.ticker)
  if (from) {
    const check = { name: 'sell_recommendation', found: from.confidence, limit: null, passed: true }
    const decisionId = deriveId('decision', from.recommendationId, 'exit')
    return { ...whole, from, decisionId, code: 'sell_recommendation', check }
  }
  const hit = at.levels && exitAt(at.levels, at.price, at.quantity)
  if (!hit) return undefined
  const check = { name: hit.reason, found: at.price, limit: hit.level, passed: true }
  return {
    decisionId: idOf(hit.reason),
    code: hit.reason,
    quantity: hit.quantity,
    from: null,
    check,
  }
}

/** Nothing is ever sold short: a recommendation to sell what is not held ends here. */
async function skipUnheld(
  tx: Tx,
  { rules }: ExitScene,
  candidate: Candidate,
  now: Date,
): Promise<void> {
  const { recommendationId, ticker } = candidate
  await skip(
    tx,
    {
      decisionId: deriveId('decision', recommendationId, 'exit'),
      recommendationId,
      ticker,
      kind: 'exit',
      code: 'no_position',
      riskTier: '',
      ruleVersion: rules.trading.current.name,
      checks: [
        { name: 'no_position', found: new Big(0).toFixed(), limit: 'more than 0', passed: false },
      ],
    },
    now,
  )
}
