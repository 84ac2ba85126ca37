/**
 * What each trade brought within a period: the fills of it folded anew, so that the books are held to a
 * second sum of their own. A trade is a position from its first share to its last.
 */

import { Big } from 'big.js'
import type { Reconciled, TradeLine, TradeReason } from '../../contracts/api/report-body.ts'
import { applyFill, compareFills, emptyLedger, type TickerLedger } from '../ledger/ledger.ts'
import { DAY_MS } from '../spans.ts'
import type { TradeEvent, TradeFacts } from './facts.ts'
import { cents, reconciled } from './money.ts'

/** A trade in hand; dollars exact. */
type Running = {
  openedAt: Date | null
  bought: Big
  sold: Big
  profit: Big
  whole: Big
  fees: Big
  why: TradeReason | null
  end: TradeReason | null
  isTouched: boolean
}

type Summed = { lines: TradeLine[]; profit: Big; closed: Map<string, Big> }

/**
 * Every trade of which something was bought, sold or realised within the period, by what it brought; and
 * how its sums compare with `booked`, the profit that the ledger took in meanwhile.
 */
export function tradesOf(
  { events, closed }: TradeFacts,
  booked: string,
): { lines: TradeLine[]; reconciliation: Reconciled[] } {
  const all: Summed = { lines: [], profit: new Big(0), closed: new Map() }
  for (const [ticker, own] of [...events].sort(([a], [b]) => (a < b ? -1 : 1)))
    sumTicker(ticker, own, all)
  const lines = all.lines.toSorted(
    (a, b) => new Big(b.profit).cmp(a.profit) || (a.ticker < b.ticker ? -1 : 1),
  )
  const total = (profits: Iterable<Big | string>) =>
    [...profits].reduce<Big>((sum, profit) => sum.plus(profit), new Big(0))
  return {
    lines,
    reconciliation: [
      reconciled('trades_profit', all.profit, new Big(booked)),
      reconciled('trades_ended', total(all.closed.values()), total(closed.values())),
    ],
  }
}

function sumTicker(ticker: string, own: readonly TradeEvent[], all: Summed): void {
  let ledger = emptyLedger
  let running = begun(null)
  for (const event of own.toSorted(compareFills)) {
    const { ledger: next, trades } = applyFill(ledger, event)
    if (running.openedAt === null) running.openedAt = next.openedAt
    take(running, event, { before: ledger, next })
    ledger = next
    const [ended] = trades
    if (!ended) continue
    if (event.isWithin) {
      all.closed.set(ended.executionId, ended.profit)
      close(running, ticker, ended.closedAt, all)
    }
    running = begun(next.openedAt)
  }
  if (running.isTouched) close(running, ticker, null, all)
}

function begun(openedAt: Date | null): Running {
  const zero = new Big(0)
  return {
    openedAt,
    bought: zero,
    sold: zero,
    profit: zero,
    whole: zero,
    fees: zero,
    why: null,
    end: null,
    isTouched: false,
  }
}

function take(
  running: Running,
  event: TradeEvent,
  { before, next }: { before: TickerLedger; next: TickerLedger },
): void {
  const profit = next.realised.minus(before.realised)
  running.whole = running.whole.plus(profit)
  if (event.side === 'buy') running.why ??= event.reason
  if (event.side === 'sell') running.end = event.reason
  if (!event.isWithin) return
  running.isTouched ||= event.side !== 'split' || !profit.eq(0)
  running.profit = running.profit.plus(profit)
  running.fees = running.fees.plus(next.fees.minus(before.fees))
  if (event.side === 'split') return
  const amount = new Big(event.quantity).times(event.price)
  if (event.side === 'buy') running.bought = running.bought.plus(amount)
  else running.sold = running.sold.plus(amount)
}

function close(running: Running, ticker: string, endedAt: Date | null, all: Summed): void {
  const { openedAt } = running
  all.profit = all.profit.plus(running.profit)
  all.lines.push({
    ticker,
    state: endedAt ? 'ended' : 'held',
    openedAt: openedAt?.toISOString() ?? null,
    endedAt: endedAt?.toISOString() ?? null,
    days:
      openedAt && endedAt
        ? Math.round(((endedAt.getTime() - openedAt.getTime()) / DAY_MS) * 10) / 10
        : null,
    bought: cents(running.bought),
    sold: cents(running.sold),
    profit: cents(running.profit),
    whole: cents(running.whole),
    fees: cents(running.fees),
    why: running.why,
    end: running.end,
  })
}
