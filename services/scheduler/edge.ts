/** Holds what was known before sessions against what prices then did, session by session. */

import {
  newYorkDate,
  nextSession,
  previousSession,
  shiftDate,
  type Session,
} from '#shared/domain/market/calendar.ts'
import { edgeOf, HORIZONS, turnedBetween, type Scores } from '#shared/domain/quality/edge.ts'
import { movesOver } from '#shared/domain/quality/returns.ts'
import type { Sql } from '#shared/sql/open.ts'
import {
  readEdgeThrough,
  saveEdgeDays,
  type EdgeDay,
  type ScoreName,
} from '#shared/sql/quality/edge-days.ts'
import { readStandingTrends, readTrendSpan } from '#shared/sql/quality/past-trends.ts'
import { readPricedSessions, type TradedSession } from '#shared/sql/quality/priced-sessions.ts'
import { readStandingOutputs } from '#shared/sql/signal-engine/standing-outputs.ts'
import { readStandingReadings } from '#shared/sql/strategy/standing-readings.ts'
import type { DutyErrand, DutySettle } from './duty.ts'

/** Sessions a time, so that weeks that were missed are caught up with in small steps. */
const SESSIONS_AT_ONCE = 5
/** Bars that have not come by then do not come any more. */
const BARS_DAYS_MAX = 4
/** Of the companies with a bar of the session before, so many must have one. */
const BARS_SHARE = 0.5

type Bars = Map<string, Map<string, TradedSession>>

/** Sessions that are over and whose bars are there; every session is counted once, the oldest first. */
export async function countEdge(
  sql: Sql,
  { now, signal }: Pick<DutyErrand, 'now' | 'signal'>,
): Promise<DutySettle | 'nothing'> {
  const before = await readEdgeThrough(sql)
  const span = await readTrendSpan(sql)
  if (!span) return 'nothing'
  let session = nextSession(before && before > span.from ? before : span.from)
  if (session.date >= newYorkDate(now)) return 'nothing'
  const bars = await readPricedSessions(sql, daysBack(session, now), now)
  const counted: { session: Session; rows: EdgeDay[] }[] = []
  while (counted.length < SESSIONS_AT_ONCE && session.date < newYorkDate(now)) {
    const isLate = shiftDate(session.date, BARS_DAYS_MAX) < newYorkDate(now)
    if (!areHere(bars, session) && !isLate) break
    const rows = await edgeRows(sql, { session, bars, tickers: span.tickers, signal })
    counted.push({ session, rows })
    session = nextSession(session.opensAt)
  }
  if (counted.length === 0) return 'nothing'
  return async (tx) => {
    let [last, kept] = [before, 0]
    for (const { session: done, rows } of counted) {
      if (!(await saveEdgeDays(tx, rows, { before: last, ...done }))) return 0
      last = done.closesAt
      kept += rows.length
    }
    return kept
  }
}

/** Sessions from now back to the first open that is looked at from `session`, and one more. */
function daysBack(session: Session, now: Date): number {
  const behind = Math.ceil((now.getTime() - session.opensAt.getTime()) / 86_400_000)
  return HORIZONS.at(-1)! + behind + 2
}

function areHere(bars: Bars, session: Session): boolean {
  const before = previousSession(session.opensAt).date
  const count = (date: string) => [...bars.values()].filter((own) => own.has(date)).length
  return count(session.date) > 0 && count(session.date) >= count(before) * BARS_SHARE
}

type Look = { session: Session; bars: Bars; tickers: readonly string[]; signal: AbortSignal }

async function edgeRows(sql: Sql, { session, bars, tickers, signal }: Look): Promise<EdgeDay[]> {
  const opens = sessionsBack(session, HORIZONS.at(-1)! + 1)
  const rows: EdgeDay[] = []
  for (const horizon of HORIZONS) {
    signal.throwIfAborted()
    const from = opens[horizon - 1]!
    const moves = movesOver(bars, from.date, session.date)
    const known = await readScores(sql, tickers, from)
    const past = horizon === 1 ? await readScores(sql, tickers, opens[1]!) : []
    for (const { kind, name, scores } of known) {
      const edge = edgeOf(scores, moves)
      const old = past.find((one) => one.kind === kind && one.name === name)
      const turned = old && turnedBetween(old.scores, scores, dollarsOf(bars, opens[1]!.date))
      if (edge) rows.push({ kind, name, horizon, ...edge, ...turned })
    }
  }
  return rows
}

type Scored = ScoreName & { scores: Scores }

/** What stood before a session opened: trends by window, pipelines and signals of the signal engine, strategies. */
async function readScores(
  sql: Sql,
  tickers: readonly string[],
  { opensAt }: Session,
): Promise<Scored[]> {
  const [standing, outputs, readings] = await Promise.all([
    readStandingTrends(sql, tickers, opensAt),
    readStandingOutputs(sql, tickers, opensAt),
    readStandingReadings(sql, tickers, opensAt),
  ])
  const windows = Map.groupBy(standing, ({ window }) => window)
  const trends = [...windows].map(([name, own]): Scored => {
    return { kind: 'trend', name, scores: new Map(own.map(({ ticker, trend }) => [ticker, trend])) }
  })
  const signals = [...outputs].map(([name, scores]): Scored => ({ kind: 'signal', name, scores }))
  const strategies = [...readings].map(([name, scores]): Scored => {
    return { kind: 'strategy', name, scores }
  })
  return [...trends, ...signals, ...strategies]
}

/** Dollars that were traded of each company in a session: what was known when the next one opened. */
function dollarsOf(bars: Bars, date: string): Map<string, number> {
  return new Map(
    [...bars].flatMap(([ticker, own]) => {
      const bar = own.get(date)
      return bar ? [[ticker, bar.close * bar.volume] as const] : []
    }),
  )
}

/** `session` and those before it, newest first. */
function sessionsBack(session: Session, count: number): Session[] {
  const found = [session]
  while (found.length < count) found.push(previousSession(found.at(-1)!.opensAt))
  return found
}
