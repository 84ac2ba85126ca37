/** Samples of what trends said before sessions opened, from what the database holds. */

import { WINDOWS } from '#shared/contracts/sets.ts'
import {
  newYorkDate,
  nextSession,
  previousSession,
  type Session,
} from '#shared/domain/market/calendar.ts'
import { movesAt } from '#shared/domain/quality/returns.ts'
import type { TrendSample } from '#shared/domain/quality/trend-quality.ts'
import { wordCount } from '#shared/domain/quality/word-count.ts'
import type { Window } from '#shared/domain/signal/window.ts'
import type { Sql } from '#shared/sql/open.ts'
import {
  readHeadlines,
  readStandingTrends,
  readTrendSpan,
  standsIn,
  type Headline,
} from '#shared/sql/quality/past-trends.ts'
import { readPricedSessions } from '#shared/sql/quality/priced-sessions.ts'

/** Two years of sessions, newest first. */
export const SESSIONS_MAX = 500
const DAY_MS = 86_400_000

export type SessionRange = {
  from?: string | undefined
  to?: string | undefined
  /** Only where the company itself was told of. */
  told?: boolean
}

export type TrendSamples = {
  samples: TrendSample[]
  /** Sessions looked at, first and last; null where there is none. */
  sessions: number
  first: string | null
  last: string | null
}

/** What every trend said before each session that has bars; `told` of each session done. */
export async function readTrendSamples(
  sql: Sql,
  asked: SessionRange,
  told: (done: number, of: number) => void = () => undefined,
): Promise<TrendSamples> {
  const span = await readTrendSpan(sql)
  const sessions = span ? sessionsIn(span, asked) : []
  if (!span || sessions.length === 0) return { samples: [], sessions: 0, first: null, last: null }
  const end = sessions.at(-1)!
  const bars = await readPricedSessions(
    sql,
    SESSIONS_MAX + 2,
    new Date(end.closesAt.getTime() + 7 * DAY_MS),
  )
  const headlines = await readScored(sql, span.tickers, {
    from: sessions[0]!.opensAt,
    to: end.opensAt,
  })
  const samples: TrendSample[] = []
  for (const [place, session] of sessions.entries()) {
    const before = previousSession(session.opensAt)
    const twoBefore = previousSession(before.opensAt)
    const moves = movesAt(bars, [twoBefore.date, before.date, session.date])
    const standing = await readStandingTrends(sql, span.tickers, session.opensAt, asked.told)
    const words = wordsAt(headlines, session.opensAt)
    for (const { ticker, window, ...rest } of standing) {
      const own = moves.get(ticker)
      if (!own) continue
      const said = words(ticker, window)
      samples.push({ ticker, window, day: session.date, words: said, ...rest, ...own })
    }
    told(place + 1, sessions.length)
  }
  return { samples, sessions: sessions.length, first: sessions[0]!.date, last: end.date }
}

/** Sessions that open after the first trend, and the last one before which there was one. */
function sessionsIn(
  span: { from: Date; to: Date },
  { from = '', to = '9' }: SessionRange,
): Session[] {
  const sessions: Session[] = []
  const last = nextSession(span.to)
  for (
    let session = nextSession(span.from);
    session.date <= last.date;
    session = nextSession(session.opensAt)
  )
    if (session.date >= from && session.date <= to && session.date <= newYorkDate(last.closesAt))
      sessions.push(session)
  return sessions.slice(-SESSIONS_MAX)
}

type Scored = Headline & { score: number }

async function readScored(
  sql: Sql,
  tickers: readonly string[],
  range: { from: Date; to: Date },
): Promise<Map<string, Scored[]>> {
  const found = new Map<string, Scored[]>()
  for (const ticker of tickers) {
    const own = await readHeadlines(sql, ticker, range)
    found.set(
      ticker,
      own.map((one) => ({ ...one, score: wordCount(one.title) })),
    )
  }
  return found
}

/** The mean of the words of a ticker's headlines that stood in a window; 0 of none. */
function wordsAt(headlines: ReadonlyMap<string, Scored[]>, moment: Date) {
  const known = new Map<string, number>()
  for (const [ticker, own] of headlines)
    for (const window of WINDOWS) {
      const inside = own.filter((one) => standsIn(one, window, moment))
      const sum = inside.reduce((total, { score }) => total + score, 0)
      known.set(`${ticker} ${window}`, sum / Math.max(1, inside.length))
    }
  return (ticker: string, window: Window) => known.get(`${ticker} ${window}`) ?? 0
}
