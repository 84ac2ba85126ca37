/** Table `positions`: what is held, always computed anew from all fills of the ticker. */

import { Big } from 'big.js'
import { foldLots, type Lots } from '../../domain/ledger/lots.ts'
import type { BrokerPosition } from '../../domain/trading/broker-state.ts'
import { readFills } from './fills.ts'
import type { Db, Tx } from '../open.ts'

export type PositionRow = {
  ticker: string
  sector: string
  quantity: string
  entryPriceAvg: string
  markPrice: string
  markedAt: Date
  openedAt: Date
  realisedPnl: string
}

/** Every position there ever was, or only those held, ordered by ticker. */
export function readPositions(db: Db, { held = false } = {}): Promise<PositionRow[]> {
  return db<PositionRow[]>`
    select ticker, sector, quantity, entry_price_avg, mark_price, marked_at, opened_at, realised_pnl
    from positions where quantity > 0 or not ${held} order by ticker
  `
}

/**
 * Computes a ticker's position from its fills and stores it; the caller holds the book's lock.
 *
 * A position that a sale ended keeps its row, at 0 shares, and loses its stop levels unless a
 * purchase is on its way. More sold than bought counts as 0 shares held.
 */
export async function recomputePosition(tx: Tx, ticker: string): Promise<Lots> {
  const fills = await readFills(tx, ticker)
  const last = fills.at(-1)
  const lots = foldLots(fills)
  if (!last) return lots
  const held = new Big(lots.quantity).gt(0)
  await tx`
    insert into positions (ticker, sector, quantity, entry_price_avg, mark_price, marked_at, opened_at, realised_pnl)
    values (${ticker}, ${await sectorOf(tx, ticker)}, ${held ? lots.quantity : '0'}, ${held ? lots.entryPriceAvg : '0'},
      ${last.price}, ${last.filledAt}, ${lots.openedAt ?? last.filledAt}, ${lots.realisedPnl})
    on conflict (ticker) do update set
      sector = excluded.sector,
      quantity = excluded.quantity,
      entry_price_avg = excluded.entry_price_avg,
      opened_at = excluded.opened_at,
      realised_pnl = excluded.realised_pnl,
      mark_price = case when positions.marked_at <= excluded.marked_at then excluded.mark_price else positions.mark_price end,
      marked_at = greatest(positions.marked_at, excluded.marked_at)
  `
  if (!held && last.side === 'sell') await dropStopLevels(tx, ticker)
  return lots
}

/** Values what is held at the broker's prices, unless a later price is known. */
export async function markPositions(
  tx: Tx,
  told: readonly BrokerPosition[],
  now: Date,
): Promise<void> {
  await tx`
    update positions set mark_price = told.price, marked_at = ${now}
    from unnest(${told.map(({ ticker }) => ticker)}::text[], ${told.map(({ price }) => price)}::numeric[])
      as told (ticker, price)
    where positions.ticker = told.ticker and positions.marked_at <= ${now} and told.price > 0
  `
}

async function dropStopLevels(tx: Tx, ticker: string): Promise<void> {
  await tx`
    delete from position_stop_levels where ticker = ${ticker} and not exists (
      select from orders where orders.ticker = ${ticker} and side = 'buy'
        and state in ('intent', 'submitted', 'partially_filled', 'unknown'))
  `
}

async function sectorOf(tx: Tx, ticker: string): Promise<string> {
  const [row] = await tx<{ sector: string }[]>`
    select coalesce(
      (select nullif(sector, '') from companies where ticker = ${ticker}),
      (select sector from orders where ticker = ${ticker} and sector <> '' order by seq desc limit 1),
      '') as sector
  `
  return row?.sector ?? ''
}
