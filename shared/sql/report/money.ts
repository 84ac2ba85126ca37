/** Readings of an account, and what its books took in between two of them. */

import type {
  BookSums,
  EquityDay,
  EquityReading,
  MoneyFacts,
  SpyFacts,
} from '../../domain/report/facts.ts'
import type { ReportPeriod } from '../../domain/report/period.ts'
import { BENCHMARK } from '../../domain/market/benchmark.ts'
import { readTotalReturns } from '../market/bars.ts'
import type { Db } from '../open.ts'

/** A year of sessions. */
const DAYS_MAX = 260

/** Up to which entry of the books a reading goes; null where an older release made it. */
type Reading = EquityReading & { entryId: string | null }

/** Null where the account was not read by the end of the period. */
export async function readMoneyFacts(
  db: Db,
  { account, period, knownAt }: { account: string; period: ReportPeriod; knownAt: Date },
): Promise<MoneyFacts | null> {
  const [before, now] = await Promise.all([
    readEquityReading(db, account, period.from),
    readEquityReading(db, account, period.to),
  ])
  if (now === undefined) return null
  const [books, days, spy] = await Promise.all([
    readBookSums(db, account, before, now),
    readEquityDays(db, account, now.takenAt),
    readSpy(db, knownAt),
  ])
  const isWhole = days.length <= DAYS_MAX
  return { before: before ?? null, now, books, days: days.slice(-DAYS_MAX), isWhole, spy }
}

/** The last reading up to a moment. */
async function readEquityReading(db: Db, account: string, at: Date): Promise<Reading | undefined> {
  const [row] = await db<Reading[]>`
    select taken_at, session_date::text as date, equity, cash, realised_pnl as realised,
      unrealised_pnl as unrealised, flows, ledger_entry_id as entry_id
    from portfolio_snapshots where account_id = ${account} and taken_at <= ${at}
    order by taken_at desc limit 1`
  return row
}

/** By the order in which entries came to be, where both readings say how far they go; else by their dates. */
async function readBookSums(
  db: Db,
  account: string,
  before: Reading | undefined,
  now: Reading,
): Promise<BookSums> {
  const isKnown = now.entryId !== null && (before === undefined || before.entryId !== null)
  const within = isKnown
    ? db`ledger_entry_id > ${before?.entryId ?? '0'}::bigint and ledger_entry_id <= ${now.entryId}::bigint`
    : db`at > ${before?.takenAt ?? new Date(0)} and at <= ${now.takenAt}`
  const [sums] = await db<BookSums[]>`
    select coalesce(sum(credit - debit) filter (where book = 'profit'), 0) as profit,
      coalesce(sum(debit - credit) filter (where book = 'fees'), 0) as fees,
      coalesce(sum(credit - debit) filter (where book in ('income', 'charges')), 0) as earned,
      coalesce(sum(credit - debit) filter (where book in ('opening', 'transfers', 'unexplained')), 0) as flows
    from ledger_entries where account_id = ${account} and ${within}`
  return sums!
}

/** Ends of sessions up to a moment, a year of them; one more than are shown tells whether there are any before. */
export async function readEquityDays(db: Db, account: string, until: Date): Promise<EquityDay[]> {
  const rows = await db<EquityDay[]>`
    select taken_at, session_date::text as date, equity, flows from portfolio_days
    where account_id = ${account} and taken_at <= ${until}
    order by taken_at desc limit ${DAYS_MAX + 1}`
  return rows.toReversed()
}

/** Closes of SPY as they were known then, a year of sessions at most. */
export async function readSpy(db: Db, knownAt: Date): Promise<SpyFacts> {
  const closes = await readTotalReturns(db, BENCHMARK, DAYS_MAX + 2, knownAt)
  return { isFollowed: closes.length > 0, closes }
}
