/** What nobody's transaction tells: jobs that were given up, and what a day came to. */

import { Big } from 'big.js'
import { previousSession } from '#shared/domain/market/calendar.ts'
import { HOUR_MS, MINUTE_MS } from '#shared/domain/spans.ts'
import { countDeadSince } from '#shared/sql/notifications/dead-lists.ts'
import { wishToTell } from '#shared/sql/notifications/wishes.ts'
import type { Sql } from '#shared/sql/open.ts'
import { readDayPnl } from '#shared/sql/trading/day-pnl.ts'

const lookDefaults = {
  /** Behind the close, when the last fills are told. */
  closeMinutes: 15,
  /** A day that nobody told of by then is told by the page alone. */
  lateHours: 6,
}

/** Wishes for what there is to tell at business time `now`; each is one however often it is looked for. */
export async function lookAround(sql: Sql, now: Date): Promise<void> {
  for (const { list, count, reason, hour } of await countDeadSince(sql, 60)) {
    const says = `${count} jobs of ${list} were given up within the hour, the last: ${reason}`
    const told = { kind: 'dead_letters' as const, subject: list, occasion: hour, says }
    await wishToTell(sql, told, now)
  }
  await tellDay(sql, now)
}

async function tellDay(sql: Sql, now: Date): Promise<void> {
  const { date, closesAt } = previousSession(now)
  const since = now.getTime() - closesAt.getTime()
  if (since < lookDefaults.closeMinutes * MINUTE_MS || since > lookDefaults.lateHours * HOUR_MS)
    return
  const day = await readDayPnl(sql, now)
  if (day?.sessionDate !== date) return
  const { pnl, equity, baseline } = day
  const dollars = (amount: string) => new Big(amount).toFixed(2)
  const share = new Big(baseline).eq(0)
    ? ''
    : ` (${new Big(pnl).div(baseline).times(100).toFixed(2)} %)`
  const says = `${date}: ${dollars(pnl)} dollars${share}, equity ${dollars(equity)}`
  await wishToTell(sql, { kind: 'daily_summary', subject: date, occasion: date, says }, now)
}
