/** Table `ticker_faults`: tickers that something could not be done with, why, and when it is tried again. */

import { plainText } from '../../domain/document/text/cut.ts'
import { backOffSeconds } from '../../domain/back-off.ts'
import { DAY_MS } from '../../domain/spans.ts'
import type { Db } from '../open.ts'

export type FaultPart = 'price' | 'stop' | 'entry' | 'book' | 'split'
export type TickerFault = {
  ticker: string
  said: string
  failures: number
  since: Date
  nextTryAt: Date
}

const SAID_MAX = 300
const BACK_OFF = { seconds: 60, secondsMax: 1_800 }

/** Faults of one part, by ticker. */
export async function readTickerFaults(db: Db, part: FaultPart): Promise<Map<string, TickerFault>> {
  const rows = await db<TickerFault[]>`
    select ticker, said, failures, since, next_try_at from ticker_faults where part = ${part}
    order by ticker collate "C"`
  return new Map(rows.map((row) => [row.ticker, row]))
}

/** Notes that it went wrong once more; it waits longer each time. */
export async function noteTickerFault(
  db: Db,
  { ticker, part, said }: { ticker: string; part: FaultPart; said: string },
  now: Date,
): Promise<void> {
  const [old] = await db<{ failures: number }[]>`
    select failures from ticker_faults where ticker = ${ticker} and part = ${part}`
  const failures = (old?.failures ?? 0) + 1
  const nextTryAt = new Date(now.getTime() + backOffSeconds(BACK_OFF, failures) * 1000)
  await db`
    insert into ticker_faults as old (ticker, part, said, failures, since, failed_at, next_try_at)
    values (${ticker}, ${part}, ${plainText(said, SAID_MAX)}, ${failures}, ${now}, ${now}, ${nextTryAt})
    on conflict (ticker, part) do update set said = excluded.said, failures = old.failures + 1,
      failed_at = excluded.failed_at, next_try_at = excluded.next_try_at
  `
}

/** What goes well again is no fault any more. */
export async function clearTickerFaults(
  db: Db,
  tickers: readonly string[],
  part: FaultPart,
): Promise<void> {
  if (tickers.length === 0) return
  await db`delete from ticker_faults where part = ${part} and ticker = any(${[...tickers]}::text[])`
}

const FORGET_DAYS = 7

/** Forgets what has not come up again for a week: what is neither held nor wanted any more. */
export async function forgetTickerFaults(db: Db, now: Date): Promise<void> {
  await db`delete from ticker_faults where failed_at < ${new Date(now.getTime() - FORGET_DAYS * DAY_MS)}`
}
