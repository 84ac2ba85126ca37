/** Table `positions`: what is held and its newest price, as people and the broker look at it. */

import type { ShareEvent, TickerLedger } from '../../domain/ledger/ledger.ts'
import { entryPriceOf } from '../../domain/ledger/valuation.ts'
import type { BrokerPosition } from '../../domain/trading/broker-state.ts'
import { orderIsOpen } from './orders.ts'
import type { Db, Tx } from '../open.ts'
import { ofAccount } from './accounts.ts'

export type RecordedPosition = {
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
export function readPositions(db: Db, { held = false } = {}): Promise<RecordedPosition[]> {
  return db<RecordedPosition[]>`
    select ticker, sector, quantity, entry_price_avg, mark_price, marked_at, opened_at, realised_pnl
    from positions where ${ofAccount(db)} and (quantity > 0 or not ${held}) order by ticker
  `
}

/**
 * Stores what a ticker's fills and events add up to, given in order; behind the book's lock.
 *
 * A position that a sale ended keeps its row, at 0 shares, and loses its stop levels unless a
 * purchase is on its way, or nobody knows where its shares went. More sold than bought counts as 0 shares held.
 */
export async function savePosition(
  tx: Tx,
  ticker: string,
  { quantity, cost, openedAt, realised }: TickerLedger,
  events: readonly ShareEvent[],
): Promise<void> {
  const held = quantity.gt(0)
  const newest = events.at(-1)
  if (!newest) return setAtNothing(tx, ticker)
  // A split says nothing of a price: the one known stands at the same worth.
  const priced = events.flatMap((event) => (event.side === 'split' ? [] : [event])).at(-1)
  const price = priced?.price ?? '0'
  await tx`
    insert into positions (ticker, sector, quantity, entry_price_avg, mark_price, marked_at, opened_at, realised_pnl)
    values (${ticker}, ${await sectorOf(tx, ticker)}, ${held ? quantity.toFixed() : '0'},
      ${held ? entryPriceOf({ quantity, cost }) : '0'}, ${price}, ${(priced ?? newest).filledAt},
      ${openedAt ?? newest.filledAt}, ${realised.toFixed()})
    on conflict (account_id, ticker) do update set
      sector = excluded.sector,
      quantity = excluded.quantity,
      entry_price_avg = excluded.entry_price_avg,
      opened_at = excluded.opened_at,
      realised_pnl = excluded.realised_pnl,
      mark_price = case when positions.marked_at <= excluded.marked_at then excluded.mark_price else positions.mark_price end,
      marked_at = greatest(positions.marked_at, excluded.marked_at)
  `
  if (!held && newest.side === 'sell' && !isUnexplained(newest)) await dropStopLevels(tx, ticker)
}

/** Shares that are not told any more may be told again, as after a reading that forgot them. */
const isUnexplained = ({ executionId, ticker }: ShareEvent) =>
  executionId === `unexplained:${ticker}`

/** All that was known of a ticker turned out not to be. */
async function setAtNothing(tx: Tx, ticker: string): Promise<void> {
  await tx`
    update positions set quantity = 0, entry_price_avg = 0, realised_pnl = 0
    where ticker = ${ticker} and ${ofAccount(tx)}`
}

/** The newest price known of what is held, of the tickers asked for, and when it was. */
export async function readMarks(
  db: Db,
  tickers: readonly string[],
): Promise<Map<string, { price: string; at: Date }>> {
  const rows = await db<{ ticker: string; price: string; at: Date }[]>`
    select ticker, mark_price as price, marked_at as at from positions
    where ${ofAccount(db)} and quantity > 0 and mark_price > 0 and ticker = any(${[...tickers]}::text[])
    order by ticker collate "C"`
  return new Map(rows.map(({ ticker, ...mark }) => [ticker, mark]))
}

/** Moves marks forward; an older price never replaces a newer one. */
export async function saveMarks(
  tx: Tx,
  marks: ReadonlyMap<string, { price: string; at: Date }>,
): Promise<void> {
  for (const [ticker, { price, at }] of marks) {
    await tx`
      update positions set mark_price = ${price}, marked_at = ${at}
      where ticker = ${ticker} and marked_at < ${at} and ${ofAccount(tx)}
    `
  }
}

/**
 * Values what is held at the broker's prices, unless a later price is known. Where the broker has none,
 * the one known stands, as new as the broker's word: else one such holding would keep all entries back.
 */
export async function markPositions(
  tx: Tx,
  told: readonly BrokerPosition[],
  now: Date,
): Promise<void> {
  await tx`
    update positions set marked_at = ${now},
      mark_price = case when told.is_paid = 'true' and mark_price > 0 then mark_price else told.price end
    from unnest(${told.map(({ ticker }) => ticker)}::text[], ${told.map(({ price }) => price)}::numeric[],
      ${told.map(({ isPaid = false }) => String(isPaid))}::text[]) as told (ticker, price, is_paid)
    where positions.ticker = told.ticker and positions.marked_at <= ${now} and told.price > 0
      and ${ofAccount(tx)}
  `
}

async function dropStopLevels(tx: Tx, ticker: string): Promise<void> {
  await tx`
    delete from position_stop_levels where ticker = ${ticker} and ${ofAccount(tx)} and not exists (
      select from orders
      where orders.ticker = ${ticker} and side = 'buy' and ${orderIsOpen(tx)} and ${ofAccount(tx, 'orders')})
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
