/**
 * What the day brought: equity against that of the previous close, one measure for the page, the
 * breakers and the risk checks. Money paid in or taken out is neither profit nor loss.
 */

import { Big } from 'big.js'
import { newYorkDate } from '../../domain/market/calendar.ts'
import type { Db } from '../open.ts'
import { ofAccount, readDeposit, readOutsideFlows } from './accounts.ts'

export type DayPnl = {
  sessionDate: string
  takenAt: Date
  /** Dollars, at the newest snapshot. */
  equity: string
  /** What the day is measured from. */
  baseline: string
  pnl: string
  /** The broker's own equity at the previous close; null where it did not say. */
  brokerLastEquity: string | null
}

/**
 * Dollars the session of `sessionDate` is measured from: the equity of the last snapshot of a session
 * before, moved by what was paid in or taken out since. Where there is none, what the account was given.
 * Undefined before it was ever read.
 */
export async function readDayBaseline(db: Db, sessionDate: string): Promise<string | undefined> {
  const [deposit, flows, [close]] = await Promise.all([
    readDeposit(db),
    readOutsideFlows(db),
    db<{ equity: string; flows: string | null }[]>`
      select equity, flows from portfolio_snapshots
      where session_date < ${sessionDate} and ${ofAccount(db)}
      order by session_date desc, taken_at desc limit 1`,
  ])
  if (deposit === undefined) return undefined
  if (!close) return flows
  return new Big(close.equity)
    .plus(flows)
    .minus(close.flows ?? flows)
    .toFixed()
}

/** The day of the newest snapshot at or before `now`; undefined before the first. */
export async function readDayPnl(db: Db, now: Date): Promise<DayPnl | undefined> {
  const [newest] = await db<{ sessionDate: string; takenAt: Date; equity: string }[]>`
    select session_date::text as session_date, taken_at, equity from portfolio_snapshots
    where taken_at <= ${now} and ${ofAccount(db)} order by taken_at desc limit 1`
  if (!newest) return undefined
  const [baseline, [told], [opening]] = await Promise.all([
    readDayBaseline(db, newest.sessionDate),
    db<{ lastEquity: string | null }[]>`select last_equity from broker_accounts where is_current`,
    db<{ equity: string }[]>`
      select opening_equity as equity from daily_risk_snapshots
      where session_date = ${newest.sessionDate} and ${ofAccount(db)}`,
  ])
  // Of an account that was never read, the round itself says what it measured from.
  const from = baseline ?? opening?.equity ?? newest.equity
  return {
    ...newest,
    baseline: from,
    pnl: new Big(newest.equity).minus(from).toFixed(),
    brokerLastEquity: told?.lastEquity ?? null,
  }
}

/** What the session that `now` is in, or was last in, is measured from. */
export function readOpeningEquity(db: Db, now: Date): Promise<string | undefined> {
  return readDayBaseline(db, newYorkDate(now))
}
