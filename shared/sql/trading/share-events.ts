/** Table `share_events`: splits, and shares that came or went without cash. */

import type { ShareEvent } from '../../domain/ledger/ledger.ts'
import type { Tx } from '../open.ts'
import { ofAccount } from './accounts.ts'

export type Because = 'opening' | 'unexplained' | 'activity' | 'corporate_action' | 'accepted'

/** `quantity` is signed: below 0 of shares that went. */
export type NewMove = {
  eventId: string
  ticker: string
  because: Because
  quantity: string
  price: string
  at: Date
}

/** Adds a split; the same once more changes nothing. True where it was new. */
export async function addSplit(
  tx: Tx,
  made: { eventId: string; ticker: string; because: Because; ratio: string; at: Date },
): Promise<boolean> {
  const added = await tx`
    insert into share_events (event_id, ticker, kind, because, ratio, at)
    values (${made.eventId}, ${made.ticker}, 'split', ${made.because}, ${made.ratio}, ${made.at})
    on conflict (account_id, event_id) do nothing`
  return added.count > 0
}

/** Adds shares that came or went; the same once more changes nothing. */
export async function addMove(tx: Tx, made: NewMove): Promise<void> {
  const [side, quantity] = made.quantity.startsWith('-')
    ? (['sell', made.quantity.slice(1)] as const)
    : (['buy', made.quantity] as const)
  await tx`
    insert into share_events (event_id, ticker, kind, because, side, quantity, price, at)
    values (${made.eventId}, ${made.ticker}, 'move', ${made.because}, ${side}, ${quantity}, ${made.price}, ${made.at})
    on conflict (account_id, event_id) do nothing`
}

/** Takes away an event that turned out otherwise; its ticker must then be folded again. */
export async function dropEvent(tx: Tx, eventId: string): Promise<boolean> {
  const gone = await tx`delete from share_events where event_id = ${eventId} and ${ofAccount(tx)}`
  return gone.count > 0
}

type Row = {
  executionId: string
  ticker: string
  filledAt: Date
  kind: 'split' | 'move'
  ratio: string | null
  side: 'buy' | 'sell' | null
  quantity: string | null
  price: string | null
}

/** Events of the account traded with that meet a condition. */
export async function readShareEvents(tx: Tx, which: ReturnType<Tx>): Promise<ShareEvent[]> {
  const rows = await tx<Row[]>`
    select event_id as execution_id, ticker, at as filled_at, kind, ratio, side, quantity, price
    from share_events where ${which} and ${ofAccount(tx)}`
  return rows.flatMap(
    ({ executionId, ticker, filledAt, ratio, side, quantity, price }): ShareEvent[] => {
      const place = { executionId, ticker, filledAt }
      if (ratio !== null) return [{ ...place, side: 'split' as const, ratio }]
      if (side === null || quantity === null || price === null) return []
      return [{ ...place, side, quantity, price, fee: '0', isMove: true }]
    },
  )
}

/** Notes that every event of these tickers is part of their ledgers. */
export async function markEventsBooked(tx: Tx, tickers: readonly string[]): Promise<void> {
  await tx`
    update share_events set booked = true
    where not booked and ticker = any(${[...tickers]}::text[]) and ${ofAccount(tx)}`
}
