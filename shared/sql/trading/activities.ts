/** Table `account_activities`: all the broker tells of an account beside orders and fills. */

import { Big } from 'big.js'
import { activityKindOf, dueOf, isEarned, isShare } from '../../domain/trading/activity.ts'
import { newYorkDate } from '../../domain/market/calendar.ts'
import type { BrokerActivity, BrokerFill } from '../../domain/trading/broker-state.ts'
import type { Db, Tx } from '../open.ts'
import { moveCash, ofAccount } from './accounts.ts'
import { foldAgain } from './ledger.ts'
import { postEntries } from './ledger-entries.ts'
import { addMove, dropEvent } from './share-events.ts'

/** A fill of what is no share, as an activity: its cash is the account's, its holding is not ours. */
export function activityOfFill(fill: BrokerFill): BrokerActivity {
  const worth = new Big(fill.quantity).times(fill.price)
  return {
    activityId: fill.executionId,
    type: 'FILL',
    subType: '',
    status: 'executed',
    ticker: fill.ticker,
    quantity: fill.quantity,
    price: fill.price,
    amount: (fill.side === 'buy' ? worth.times(-1) : worth).round(6).toFixed(),
    at: fill.filledAt,
    told: { ...fill },
  }
}

/**
 * Stores activities that are not stored yet, or have moved on since, and books what they did; returns those.
 *
 * Shares that came or went do so at the price told, else at `prices`, the broker's own of the day. Of
 * one before `begunAt` the cash was part of what the account opened with.
 */
export async function saveActivities(
  tx: Tx,
  told: readonly BrokerActivity[],
  { prices, begunAt }: { prices: ReadonlyMap<string, string>; begunAt: Date | null },
  now: Date,
): Promise<BrokerActivity[]> {
  const fresh: BrokerActivity[] = []
  const known = await readKnown(
    tx,
    told.map(({ activityId }) => activityId),
  )
  for (const one of told) {
    const before = known.get(one.activityId)
    const due = dueOf(before?.status ?? null, one.status)
    if (due === null) continue
    await keepActivity(tx, one, now)
    known.set(one.activityId, one)
    fresh.push(one)
    if (due === 'keep') continue
    // What was booked is what is taken back, whatever is told of it now.
    const booked = due === 'take_back' && before ? { ...one, ...before } : one
    const wasThere = begunAt !== null && isBefore(booked, begunAt)
    await bookCash(tx, booked, { wasThere, isBack: due === 'take_back' })
    if (activityKindOf(booked) !== 'shares') continue
    if (due === 'book') await bookShares(tx, one, prices)
    else await takeBackShares(tx, booked)
  }
  return fresh
}

/** Of the day on which the books began, what tells its day alone came after: else it had been told then. */
function isBefore({ at, isDay }: Pick<BrokerActivity, 'at' | 'isDay'>, begunAt: Date): boolean {
  return isDay ? newYorkDate(at) < newYorkDate(begunAt) : at < begunAt
}

type Known = Pick<
  BrokerActivity,
  'activityId' | 'type' | 'subType' | 'status' | 'ticker' | 'amount' | 'at' | 'isDay'
>

async function readKnown(tx: Tx, ids: readonly string[]): Promise<Map<string, Known>> {
  const rows = await tx<Known[]>`
    select activity_id, activity_type as type, case when kind = 'split' then 'SDIV' else '' end as sub_type,
      status, ticker, amount, at
    from account_activities where activity_id = any(${ids}::text[]) and ${ofAccount(tx)}`
  return new Map(rows.map((row) => [row.activityId, row]))
}

async function keepActivity(tx: Tx, one: BrokerActivity, now: Date): Promise<void> {
  await tx`
    insert into account_activities (activity_id, activity_type, kind, ticker, quantity, price, amount,
      status, at, told, recorded_at)
    values (${one.activityId}, ${one.type}, ${activityKindOf(one)}, ${one.ticker}, ${one.quantity}, ${one.price},
      ${one.amount}, ${one.status}, ${one.at}, ${tx.json(one.told as never)}, ${now})
    on conflict (account_id, activity_id) do update set status = excluded.status, amount = excluded.amount,
      quantity = excluded.quantity, price = excluded.price, at = excluded.at, told = excluded.told`
}

async function takeBackShares(tx: Tx, { activityId, ticker }: Known): Promise<void> {
  if (ticker !== null && (await dropEvent(tx, `activity:${activityId}`)))
    await foldAgain(tx, ticker)
}

async function bookCash(
  tx: Tx,
  one: Known,
  { wasThere, isBack }: { wasThere: boolean; isBack: boolean },
): Promise<void> {
  const amount = new Big(one.amount).times(isBack ? -1 : 1)
  if (amount.eq(0)) return
  const kind = activityKindOf(one)
  const isOwn = isEarned(kind)
  const book = isOwn ? (amount.gt(0) !== isBack ? 'income' : 'charges') : 'transfers'
  const opening = wasThere ? amount.times(-1) : new Big(0)
  await moveCash(tx, { [isOwn ? 'earned' : 'transferred']: amount, opened: opening })
  const id = `activity:${one.activityId}${isBack ? ':taken back' : ''}`
  const ticker = one.ticker ?? undefined
  const lines = [
    { book: 'cash' as const, amount: amount.plus(opening), ...(ticker ? { ticker } : {}) },
    { book, amount: amount.times(-1), ...(ticker ? { ticker } : {}) } as const,
    { book: 'opening' as const, amount: opening.times(-1) },
  ]
  await postEntries(tx, id, lines, one.at)
}

async function bookShares(
  tx: Tx,
  one: BrokerActivity,
  prices: ReadonlyMap<string, string>,
): Promise<void> {
  const { ticker, quantity, activityId, at } = one
  if (ticker === null || quantity === null || !isShare(ticker)) return
  const shares = new Big(quantity)
  if (shares.eq(0)) return
  // What a company gives away of another was part of its price: it cost nothing.
  const price =
    one.type === 'SPIN'
      ? '0'
      : (one.price ??
        paidOf(one.amount, shares) ??
        prices.get(ticker) ??
        (await lastMark(tx, ticker)))
  await addMove(tx, {
    eventId: `activity:${activityId}`,
    ticker,
    because: 'activity',
    quantity: shares.toFixed(),
    price,
    at,
  })
}

function paidOf(amount: string, shares: Big): string | undefined {
  const dollars = new Big(amount).abs()
  return dollars.eq(0) ? undefined : dollars.div(shares.abs()).round(6).toFixed()
}

async function lastMark(db: Db, ticker: string): Promise<string> {
  const [row] = await db<{ markPrice: string }[]>`
    select mark_price from positions where ticker = ${ticker} and ${ofAccount(db)}`
  return row?.markPrice ?? '0'
}

/** Tickers whose split or dividend in shares was told at or after `since`, each with the day's moment. */
export async function readToldSplits(db: Db, since: Date): Promise<Map<string, Date>> {
  const rows = await db<{ ticker: string; at: Date }[]>`
    select ticker, max(at) as at from account_activities
    where kind = 'split' and ticker is not null and at >= ${since} and ${ofAccount(db)}
    group by ticker`
  return new Map(rows.map(({ ticker, at }) => [ticker, at]))
}
