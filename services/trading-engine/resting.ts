/**
 * Keeps the stop of each position at the broker as an order of its own, where a person has set that:
 * placed, followed up by a change of it, taken back. Our own watch never counts on it.
 *
 * It gives way to everything: nothing is placed while anything else of its ticker is on its way, and
 * exits and purchases have it taken back before they leave (docs/trading.md, Stops at the broker).
 */

import type { Book } from '#shared/domain/risk/book.ts'
import type { Rules } from '#shared/domain/rules/versions.ts'
import {
  judgeResting,
  type RestingInput,
  type RestingVerdict,
} from '#shared/domain/trading/judge-resting.ts'
import type { Leave } from '#shared/domain/trading/mode.ts'
import type { Seen } from '#shared/domain/trading/price-ladder.ts'
import { nextTryAfter, RESTING_STOP } from '#shared/domain/trading/resting.ts'
import { deriveId } from '#shared/host/ids.ts'
import { askJudged } from '#shared/queue/orders/cancel.ts'
import type { Tx } from '#shared/sql/open.ts'
import { readExits, type ExitRow } from '#shared/sql/trading/exits.ts'
import {
  forgetRestingStop,
  readRestingOrders,
  readRestingStops,
  saveRestingStop,
  type RestingEnd,
  type RestingOrder,
  type RestingRow,
} from '#shared/sql/trading/resting-stops.ts'
import { readStops, type StopRow } from '#shared/sql/trading/stops.ts'
import type { Watched } from '#shared/sql/trading/watched.ts'
import { act } from './orders.ts'

export type RestingScene = {
  rules: Pick<Rules, 'trading'>
  /** Whether a person wants them; undefined where that cannot be read: then all stays as it is. */
  isOn: boolean | undefined
  leave: Leave
  book: Pick<Book, 'holdings' | 'pending'>
  held: ReadonlyMap<string, Watched>
  seen: ReadonlyMap<string, Seen>
}

/** All that is known of one ticker. */
type Scene = RestingScene & {
  ticker: string
  row: RestingRow | undefined
  open: readonly RestingOrder[]
  levels: StopRow | undefined
  exit: ExitRow | undefined
}

/** One look at every stop that rests, or should; `each` does one ticker's and bears its faults. */
export async function keepRestingStops(
  tx: Tx,
  scene: RestingScene,
  each: (ticker: string, work: (tx: Tx) => Promise<void>) => Promise<void>,
  now: Date,
): Promise<void> {
  if (scene.isOn === undefined) return
  const [rows, orders] = await Promise.all([readRestingStops(tx), readRestingOrders(tx)])
  if (!scene.isOn && rows.size === 0 && orders.length === 0) return
  const [exits, stops] = await Promise.all([readExits(tx), readStops(tx)])
  const held = scene.isOn ? [...scene.held.keys()] : []
  const tickers = new Set([...held, ...rows.keys(), ...orders.map(({ ticker }) => ticker)])
  for (const ticker of [...tickers].sort())
    await each(ticker, async (inner) => {
      const open = orders.filter((order) => order.ticker === ticker)
      const row = await settle(inner, rows.get(ticker), now)
      const known = { ticker, row, open, levels: stops.get(ticker), exit: exits.get(ticker) }
      await keepOne(inner, { ...scene, ...known }, now)
    })
}

/** What became of the one decided on last, as it is first known. */
async function settle(
  tx: Tx,
  row: (RestingRow & { end: RestingEnd | undefined }) | undefined,
  now: Date,
): Promise<RestingRow | undefined> {
  if (!row?.end) return row
  const { end, ...before } = row
  const refusals = end.isRefusal ? before.refusals + 1 : 0
  const next: RestingRow = {
    ...before,
    state: end.isRefusal ? 'refused' : 'ended',
    refusals,
    nextTryAt: end.isRefusal ? nextTryAfter(refusals, now) : null,
    said: end.says,
  }
  await saveRestingStop(tx, next, now)
  return next
}

async function keepOne(tx: Tx, scene: Scene, now: Date): Promise<void> {
  const { ticker } = scene
  const input = restingInputOf(scene)
  const verdict = judgeResting(input, now)
  if (verdict.action === 'forget') await forgetRestingStop(tx, ticker)
  if (verdict.action === 'act') await place(tx, scene, { input, verdict }, now)
  if (verdict.action !== 'take back') return
  const { reason } = verdict
  for (const { orderId } of input.open)
    await askJudged(tx, orderId, { by: 'trading-engine', reason, judged: input }, now)
}

/** All that is judged, as it is kept with what comes of it. */
function restingInputOf(scene: Scene): RestingInput {
  const { ticker, isOn, leave, book, held, row, open, levels, exit, seen } = scene
  const holding = held.get(ticker)
  const own = (of: { ticker: string }) => of.ticker === ticker
  return {
    ticker,
    isOn: isOn === true,
    leave,
    book: { holdings: book.holdings.filter(own), pending: book.pending.filter(own) },
    holding: holding ? { openedAt: holding.openedAt, decisionId: holding.decisionId } : null,
    last: row ? { state: row.state, nextTryAt: row.nextTryAt } : null,
    open: open.map(({ orderId, state, quantity, stopPrice, cancelAskedAt }) => ({
      orderId,
      state,
      quantity,
      stopPrice,
      cancelAskedAt,
    })),
    levels: levels ? { stopPrice: levels.stopPrice, trailingStop: levels.trailingStop } : null,
    exit: exit ?? null,
    price: seen.get(ticker)?.price ?? null,
  }
}

type Placing = { input: RestingInput; verdict: Extract<RestingVerdict, { action: 'act' }> }

/** A decision of its own with its order: a new one, or a change of the one that stands. */
async function place(
  tx: Tx,
  { rules, ticker, row, held }: Scene,
  { input, verdict }: Placing,
  now: Date,
): Promise<void> {
  const { decisionId: entered, sector, riskTier } = held.get(ticker)!
  const decisionId = deriveId('exit', ticker, entered ?? '', RESTING_STOP, now.toISOString())
  const jobId = await act(
    tx,
    {
      ...verdict,
      decisionId,
      recommendationId: null,
      ticker,
      sector,
      kind: 'exit',
      side: 'sell',
      stopPrice: verdict.price,
      confidence: 1,
      riskTier: riskTier ?? '',
      ruleVersion: rules.trading.current.name,
      inputs: { by: 'resting', input },
    },
    now,
  )
  if (jobId === null) return
  const refusals = row?.refusals ?? 0
  const sent = { state: 'sent' as const, refusals, nextTryAt: null, said: row?.said ?? '' }
  await saveRestingStop(tx, { ticker, decisionId, jobId, ...sent }, now)
}
