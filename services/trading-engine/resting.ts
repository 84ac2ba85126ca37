/**
 * Keeps the stop of each position at the broker as an order of its own, where a person has set that:
 * placed, followed up by a change of it, taken back. Our own watch never counts on it.
 *
 * It gives way to everything: nothing is placed while anything else of its ticker is on its way, and
 * exits and purchases have it taken back before they leave (docs/trading.md, Stops at the broker).
 */

import { Big } from 'big.js'
import { available, type Book } from '#shared/domain/risk/book.ts'
import type { Rules } from '#shared/domain/rules/versions.ts'
import type { Leave } from '#shared/domain/trading/mode.ts'
import type { Seen } from '#shared/domain/trading/price-ladder.ts'
import { nextTryAfter, restingOf, standsFor, type Resting } from '#shared/domain/trading/resting.ts'
import { deriveId } from '#shared/host/ids.ts'
import { askCancel } from '#shared/queue/orders/cancel.ts'
import type { Tx } from '#shared/sql/open.ts'
import { readExits, type ExitRow } from '#shared/sql/trading/exits.ts'
import {
  forgetRestingStop,
  readRestingOrders,
  readRestingStops,
  RESTING_STOP,
  saveRestingStop,
  type RestingEnd,
  type RestingOrder,
  type RestingRow,
} from '#shared/sql/trading/resting-stops.ts'
import { readStops, type StopRow } from '#shared/sql/trading/stops.ts'
import type { Watched } from '#shared/sql/trading/watched.ts'
import { isOfHolding } from './exits.ts'
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
  const { ticker, row, open, isOn, held } = scene
  const holding = held.get(ticker)
  if (!isOn || !holding) {
    await takeBack(tx, open, isOn ? 'position_closed' : 'resting_stops_off', now)
    if (open.length === 0 && row?.state !== 'sent') await forgetRestingStop(tx, ticker)
    return
  }
  const [stands, ...others] = open
  // Being taken back, on its way, or one that takes another's place: what comes of it is waited for.
  if (others.length > 0 || open.some(({ cancelAskedAt }) => cancelAskedAt !== null)) return
  if (stands ? stands.state !== 'submitted' : row?.state === 'sent') return
  const free = freeOf(scene, stands)
  if (stands && free.lt(1)) return takeBack(tx, open, 'no_whole_share', now)
  const wanted = wantedOf(scene, holding, free)
  if (!wanted || (stands && standsFor(stands, wanted))) return
  if (!scene.leave.ok || (row?.nextTryAt && row.nextTryAt > now)) return
  await place(tx, scene, { holding, wanted, stands }, now)
}

async function takeBack(tx: Tx, open: readonly RestingOrder[], reason: string, now: Date) {
  for (const { orderId } of open) await askCancel(tx, orderId, 'trading-engine', reason, now)
}

/** Shares that no other order has promised. */
function freeOf({ ticker, book }: Scene, stands: RestingOrder | undefined): Big {
  const free = available(ticker, {
    ...book,
    pending: book.pending.filter(({ side }) => side === 'sell'),
  })
  if (!stands) return free
  const held = available(ticker, { ...book, pending: [] })
  const back = free.plus(stands.quantity)
  return back.gt(held) ? held : back
}

/** What should stand there now; undefined where nothing can: an exit, or a purchase, is on its way. */
function wantedOf(
  { ticker, book, levels, exit, seen }: Scene,
  holding: Watched,
  free: Big,
): Resting | undefined {
  const isBuying = book.pending.some((row) => row.ticker === ticker && row.side === 'buy')
  if (!levels || isBuying || (exit && isOfHolding(exit, holding))) return undefined
  return restingOf({ levels, free, price: seen.get(ticker)?.price ?? null })
}

type Placing = { holding: Watched; wanted: Resting; stands: RestingOrder | undefined }

/** A decision of its own with its order: a new one, or a change of the one that stands. */
async function place(
  tx: Tx,
  { rules, ticker, row, seen }: Scene,
  { holding, wanted, stands }: Placing,
  now: Date,
): Promise<void> {
  const { decisionId: entered, sector, riskTier } = holding
  const { quantity, stopPrice } = wanted
  const decisionId = deriveId('exit', ticker, entered ?? '', RESTING_STOP, now.toISOString())
  const check = {
    name: RESTING_STOP,
    found: seen.get(ticker)!.price,
    limit: stopPrice,
    passed: true,
  }
  const jobId = await act(
    tx,
    {
      decisionId,
      recommendationId: null,
      ticker,
      sector,
      kind: 'exit',
      code: RESTING_STOP,
      side: 'sell',
      quantity,
      price: stopPrice,
      stopPrice,
      confidence: 1,
      checks: [check],
      sizing: { entry: entered, ...(stands && { replaces: stands.orderId }) },
      riskTier: riskTier ?? '',
      ruleVersion: rules.trading.current.name,
    },
    now,
  )
  if (jobId === null) return
  const refusals = row?.refusals ?? 0
  const sent = { state: 'sent' as const, refusals, nextTryAt: null, said: row?.said ?? '' }
  await saveRestingStop(tx, { ticker, decisionId, jobId, ...sent }, now)
}
