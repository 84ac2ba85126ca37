/** Counts, session by session, how often prices bore out what readings of publishers and sources said. */

import {
  newYorkDate,
  newYorkInstant,
  nextSession,
  previousSession,
  shiftDate,
  type Session,
} from '#shared/domain/market/calendar.ts'
import { sessionMoves, tallyClaims } from '#shared/domain/quality/borne-out.ts'
import type { Sql } from '#shared/sql/open.ts'
import {
  addTallies,
  readClaims,
  readFirstClaim,
  readJudgedThrough,
  readSessionBars,
  type Tallies,
  type TellerKind,
} from '#shared/sql/quality/publisher-records.ts'
import type { DutyErrand, DutySettle } from './duty.ts'

/** Sessions a time, so that years of history are caught up with in small steps. */
const SESSIONS_AT_ONCE = 5
/** Bars that have not come by then do not come any more. */
const BARS_DAYS_MAX = 4
/** Of the bars of the session before so many must be there. */
const BARS_SHARE = 0.5

type Counted = { session: Session; tallies: Tallies }

/** What stands in a session that is over and whose bars are there; every session is counted once. */
export async function countPublisherRecords(
  sql: Sql,
  { now, signal }: Pick<DutyErrand, 'now' | 'signal'>,
): Promise<DutySettle | 'nothing'> {
  const before = await readJudgedThrough(sql)
  const from = before ?? (await readFirstClaim(sql))
  if (from === undefined) return 'nothing'
  const counted: Counted[] = []
  let session = nextSession(from)
  while (counted.length < SESSIONS_AT_ONCE && session.date < newYorkDate(now)) {
    signal.throwIfAborted()
    const tallies = await tallySession(sql, session, now)
    if (tallies === 'no_bars_yet') break
    counted.push({ session, tallies })
    session = nextSession(session.opensAt)
  }
  if (counted.length === 0) return 'nothing'
  return async (tx) => {
    let last = before
    for (const { session: done, tallies } of counted) {
      const isOurs = await addTallies(tx, tallies, { before: last, now, ...done })
      if (!isOurs) return 0
      last = done.closesAt
    }
    return counted.reduce((sum, { tallies }) => sum + tallies.publisher.length, 0)
  }
}

async function tallySession(
  sql: Sql,
  session: Session,
  now: Date,
): Promise<Tallies | 'no_bars_yet'> {
  const previous = previousSession(session.opensAt)
  const barsOf = ({ date }: Session) => readSessionBars(sql, newYorkInstant(date, '00:00'), now)
  const [bars, past] = await Promise.all([barsOf(session), barsOf(previous)])
  const isLate = shiftDate(session.date, BARS_DAYS_MAX) < newYorkDate(now)
  const areHere = bars.length > 0 && bars.length >= past.length * BARS_SHARE
  if (!areHere) return isLate ? { publisher: [], source: [] } : 'no_bars_yet'
  const moves = sessionMoves(bars)
  const tickers = bars.map(({ ticker }) => ticker)
  const span = { from: previous.opensAt, to: session.opensAt }
  const tallyOf = async (by: TellerKind) =>
    tallyClaims(await readClaims(sql, by, tickers, span), moves)
  const [publisher, source] = await Promise.all([tallyOf('publisher'), tallyOf('source')])
  return { publisher, source }
}
