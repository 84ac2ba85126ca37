/** What happened on a day: money, how much was read and decided, and what happened when. */

import { DIARY_MAX, type Diary, type DiaryEntry } from '#shared/contracts/api/diary.ts'
import type { Served } from '#shared/contracts/api/route.ts'
import { CALENDAR_FROM, CALENDAR_TO } from '#shared/domain/market/holidays.ts'
import {
  newYorkDate,
  newYorkInstant,
  sessionOf,
  shiftDate,
} from '#shared/domain/market/calendar.ts'
import type { Db } from '#shared/sql/open.ts'
import { ofAccount } from '#shared/sql/trading/accounts.ts'
import { readDayPnl } from '#shared/sql/trading/day-pnl.ts'
import { readEntries, type DaySpan } from './entries.ts'

const SKIPS_MAX = 5

/** Of a day of New York: the one that `now` is in where none is asked for. */
export async function readDiary(db: Db, now: Date, asked?: string): Promise<Served<Diary>> {
  const day = asked ?? newYorkDate(now)
  const from = newYorkInstant(day, '00:00')
  const until = newYorkInstant(shiftDate(day, 1), '00:00')
  const span = { from, until }
  const [money, counts, skippedFor, dead, told] = await Promise.all([
    readDayMoney(db, day, span),
    readCounts(db, span),
    readSkips(db, span),
    readDead(db, span),
    readEntries(db, span),
  ])
  const entries = [...sessionMoments(day, now), ...told.flat()]
  return {
    day,
    from,
    until,
    money,
    ...counts,
    skippedFor,
    dead,
    entries: entries.sort((one, other) => one.at.getTime() - other.at.getTime()),
    isMore: told.some((rows) => rows.length === DIARY_MAX),
  }
}

/** When the market opened and closed, as far as it has, and as far as the calendar knows. */
function sessionMoments(day: string, now: Date): Served<DiaryEntry>[] {
  const year = Number(day.slice(0, 4))
  const session = year < CALENDAR_FROM || year > CALENDAR_TO ? undefined : sessionOf(day)
  if (!session) return []
  const moments: Served<DiaryEntry>[] = [
    { kind: 'opened', at: session.opensAt },
    { kind: 'closed', at: session.closesAt },
  ]
  return moments.filter(({ at }) => at <= now)
}

async function readDayMoney(db: Db, day: string, { until }: DaySpan) {
  const read = await readDayPnl(db, new Date(until.getTime() - 1))
  return read?.sessionDate === day ? { equity: read.equity, pnl: read.pnl } : null
}

type Counts = Pick<Served<Diary>, 'documents' | 'recommendations' | 'decisions'>

async function readCounts(db: Db, { from, until }: DaySpan): Promise<Counts> {
  const [[read], [advice], [decided]] = await Promise.all([
    db<[{ documents: number }]>`
      select count(*)::integer as documents from documents where ingested_at >= ${from} and ingested_at < ${until}`,
    db<[Counts['recommendations']]>`
      select count(*) filter (where action = 'buy')::integer as buys,
        count(*) filter (where action = 'sell')::integer as sells
      from recommendations where action in ('buy', 'sell') and mode <> 'informational'
        and generated_at >= ${from} and generated_at < ${until}`,
    db<[Counts['decisions']]>`
      select count(*) filter (where action = 'act')::integer as acted,
        count(*) filter (where action = 'skip')::integer as skipped
      from trading_decisions where ${ofAccount(db)} and decided_at >= ${from} and decided_at < ${until}`,
  ])
  return { documents: read.documents, recommendations: advice, decisions: decided }
}

function readSkips(db: Db, { from, until }: DaySpan) {
  return db<Diary['skippedFor']>`
    select code, count(*)::integer as count from trading_decisions
    where ${ofAccount(db)} and action = 'skip' and decided_at >= ${from} and decided_at < ${until}
    group by code order by count desc, code limit ${SKIPS_MAX}`
}

/** By business time, when the work was asked for. */
function readDead(db: Db, { from, until }: DaySpan) {
  return db<Diary['dead']>`
    select list, count(*)::integer as count from jobs
    where state = 'dead' and business_at >= ${from} and business_at < ${until}
    group by list order by count desc, list`
}
