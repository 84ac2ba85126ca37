/** How trading stands, for people: the mode and what holds it, the limits and what is left of each. */

import { Big } from 'big.js'
import type { Unreadable } from '#shared/contracts/api/unreadable.ts'
import { shownUnreadable } from '#shared/domain/trading/unreadable.ts'
import { nextSession, sessionAt } from '#shared/domain/market/calendar.ts'
import { calendarWarning } from '#shared/domain/market/calendar-end.ts'
import { sum, worthOf } from '#shared/domain/risk/book.ts'
import type { OddLimit } from '#shared/domain/risk/limits.ts'
import { roomOf, roomOfSectors } from '#shared/domain/trading/limit-room.ts'
import type { Clock } from '#shared/host/clock.ts'
import type { Db, Sql } from '#shared/sql/open.ts'
import { listStreams } from '#shared/sql/market/read-streams.ts'
import { readOpenBreakers } from '#shared/sql/risk/breakers.ts'
import { readStatedLimits } from '#shared/sql/risk/limits.ts'
import { readDeposit, readSyncedAt } from '#shared/sql/trading/accounts.ts'
import { readEngineConfig } from '#shared/sql/trading/engine-config.ts'
import { readOwed } from '#shared/sql/trading/other-holdings.ts'
import { readHoldings, readLedgerSums } from '#shared/sql/trading/holdings.ts'
import { readRealMoney } from '#shared/sql/trading/mode.ts'
import { readReserve } from '#shared/sql/trading/reserve.ts'
import { readBuysOnTheirWay, readLoopsOf } from '#shared/sql/trading/results.ts'
import { readStated, type StatedVersion } from '#shared/sql/trading/settings.ts'
import { readOpeningEquity } from '#shared/sql/trading/day-pnl.ts'
import { readStanding, shownStanding } from '#shared/sql/trading/standing.ts'
import { shownOdd } from './config.ts'

/** It takes no lock: what it says may be a moment old, and keeps no order waiting. */
export async function readStatus({ sql, clock }: { sql: Sql; clock: Clock }) {
  const now = clock.now()
  const [standing, { paused, riskTier }, newest, breakers, reserve, account, loops, realMoney] =
    await Promise.all([
      readStanding(sql, now),
      readEngineConfig(sql),
      readStated(sql),
      readOpenBreakers(sql, now),
      readReserve(sql),
      readAccount(sql, now),
      readLoops(sql, now),
      readRealMoney(sql),
    ])
  const { settings, version: settingsVersion } = newest
  const { limits, odd } = await readStatedLimits(sql)
  const room = { ...account, reserve, settings, limits }
  return {
    ...shownStanding(standing),
    paused,
    riskTier,
    enabled: settings.enabled === true,
    now,
    session: sessionAt(now) ?? null,
    nextSession: nextSession(now),
    calendarWarning: calendarWarning(now),
    breakers,
    reserve,
    limits: roomOf(room),
    unreadable: unreadableOf(newest, odd),
    sectors: roomOfSectors(room),
    loops,
    settingsVersion,
    realMoney,
  }
}

/** The most positions is a limit and a setting, and named once. */
function unreadableOf(newest: StatedVersion, limits: readonly OddLimit[]): Unreadable[] {
  const settings = shownOdd(newest).filter(({ name }) => name !== 'positionsMax')
  return [...limits.map(shownUnreadable), ...settings]
}

async function readAccount(db: Db, now: Date) {
  const [deposit, { cash }, held, owed, opening, buying] = await Promise.all([
    readDeposit(db),
    readLedgerSums(db),
    readHoldings(db),
    readOwed(db),
    readOpeningEquity(db, now),
    readBuysOnTheirWay(db),
  ])
  const holdings = held
    .filter(({ quantity }) => new Big(quantity).gt(0))
    .map(({ ticker, sector, quantity, mark }) => ({ ticker, sector, quantity, price: mark }))
  const equity =
    deposit === undefined
      ? null
      : new Big(deposit).plus(cash).plus(sum(holdings, worthOf)).plus(owed).toFixed()
  return { equity, openingEquity: opening ?? deposit ?? null, exposure: [...holdings, ...buying] }
}

/** Of the stream of order updates that is when something was heard last, be it an answer to our asking. */
async function readLoops(db: Db, now: Date) {
  const [lastGoodAt, own, streams] = await Promise.all([
    readSyncedAt(db),
    readLoopsOf(db),
    listStreams(db, now),
  ])
  const updates = streams.filter(({ feed }) => feed === 'trade_updates')
  return [
    { loop: 'broker_reading', lastGoodAt },
    ...updates.map(({ lastMessageAt }) => ({ loop: 'order_updates', lastGoodAt: lastMessageAt })),
    ...own,
  ]
}
