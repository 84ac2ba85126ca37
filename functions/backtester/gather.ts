/** What the record held of the past as a run was asked for: bars, news and recommendations, or why that is too little. */

import type { BacktestFeed } from '#shared/domain/backtest/feed.ts'
import type { BacktestNote } from '#shared/domain/backtest/results.ts'
import {
  storedFeed,
  type StoredTicker,
  type StoredWords,
} from '#shared/domain/backtest/stored-feed.ts'
import { newYorkDate, newYorkInstant, shiftDate } from '#shared/domain/market/calendar.ts'
import { strategies } from '#shared/domain/strategy/strategies.ts'
import type { PlayedBacktest } from '#shared/domain/backtest/played.ts'
import {
  readPastAdvice,
  readPastBars,
  readPastReadings,
  readWordsGone,
} from '#shared/sql/backtest/past.ts'
import type { BegunBacktest } from '#shared/sql/backtest/runs.ts'
import { readDividends, readSplits } from '#shared/sql/market/actions.ts'
import { gatherEngine } from './gather-engine.ts'
import { gatherCompanies } from './gather-means.ts'
import { gatherUniverse } from './gather-universe.ts'
import { readSuspicions } from '#shared/sql/market/suspicions.ts'
import type { Sql } from '#shared/sql/open.ts'

const gatherDefaults = {
  /** Calendar days before the first, that strategies warm up on: the slowest mean reads 160 sessions. */
  warmUpDays: 260,
  /** Fewer sessions say nothing. */
  sessionsMin: 20,
  /** Readings, and recommendations. */
  wordsMax: 100_000,
  /** Calendar days after the first that all of it may begin without a word; more is a note. */
  lateDays: 10,
  /** Tickers that a note names; of more it says how many. */
  namedMax: 6,
}

type Lack = { reason: string; says: string }
type Past = { feed: BacktestFeed; notes: BacktestNote[] }

export async function gatherPast(
  sql: Sql,
  run: BegunBacktest,
  strategy: PlayedBacktest,
): Promise<Past | Lack> {
  const universe = run.settings.asTracked ? await gatherUniverse(sql, run) : undefined
  const { tickers, notes } = await readTickers(sql, run)
  notes.push(...(universe?.notes ?? []))
  const words = await readWords(sql, run, strategy, notes)
  if ('reason' in words) return words
  const feed: BacktestFeed = {
    ...storedFeed(tickers, words, run.startDate),
    ...(await gatherCompanies(sql, run)),
    ...(await gatherEngine(sql, run, strategy)),
    ...(universe && { tracked: universe.tracked }),
  }
  const { sessionsMin } = gatherDefaults
  const { startDate, endDate } = run
  const found = feed.sessions.filter(({ date }) => date >= startDate).length
  if (found >= sessionsMin) return { feed, notes }
  return {
    reason: 'too_few_sessions',
    says: `expected bars of at least ${sessionsMin} sessions from ${startDate} to ${endDate}, found ${found}`,
  }
}

/** One after the other, so that no more than one ticker's rows are in hand twice. */
async function readTickers(sql: Sql, { settings, startDate, endDate, askedAt }: BegunBacktest) {
  const names = settings.tickers
  const range = { from: shiftDate(startDate, -gatherDefaults.warmUpDays), to: endDate }
  const [splits, suspected] = await Promise.all([
    readSplits(sql, names, askedAt),
    readSuspicions(sql, names, askedAt),
  ])
  const tickers: StoredTicker[] = []
  const notes: BacktestNote[] = []
  const firsts: First[] = []
  for (const ticker of names) {
    const [all, dividends] = await Promise.all([
      readPastBars(sql, ticker, { ...range, asOf: askedAt }),
      readDividends(sql, ticker, askedAt),
    ])
    const since = suspected.get(ticker) ?? ''
    const bars = all.filter(({ sessionDate }) => sessionDate >= since)
    if (bars.length < all.length)
      notes.push({ code: 'split_suspected', about: `${ticker} before ${since}` })
    if (!bars.some(({ sessionDate }) => sessionDate >= startDate))
      notes.push({ code: 'no_bars', about: ticker })
    else {
      tickers.push({ ticker, bars, splits: splits.get(ticker) ?? [], dividends })
      // Of what is stored: what a split hides has a note of its own.
      firsts.push({
        ticker,
        day: all.find(({ sessionDate }) => sessionDate >= startDate)!.sessionDate,
      })
    }
  }
  return { tickers, notes: [...notes, ...lateBars(firsts, startDate)] }
}

/** The first session of these days of which there is a bar. */
type First = { ticker: string; day: string }

/** Where all bars begin late, and which tickers begin later than the others. */
function lateBars(firsts: readonly First[], startDate: string): BacktestNote[] {
  const code = 'bars_begin'
  const begun = firsts.map(({ day }) => day).sort()[0]
  if (begun === undefined) return []
  const notes = isLate(begun, startDate) ? [{ code, about: `from ${begun}` }] : []
  const late = firsts.filter(({ day }) => isLate(day, begun > startDate ? begun : startDate))
  if (late.length === 0) return notes
  const { namedMax } = gatherDefaults
  const named = late.slice(0, namedMax).map(({ ticker, day }) => `${ticker} from ${day}`)
  const more = late.length - named.length
  if (more > 0) named.push(`and ${more} more tickers`)
  return [...notes, { code, about: named.join(', ') }]
}

const isLate = (day: string, wanted: string) => day > shiftDate(wanted, gatherDefaults.lateDays)

/** What the strategy reads besides prices. */
async function readWords(
  sql: Sql,
  run: BegunBacktest,
  { name, ignoresNews }: PlayedBacktest,
  notes: BacktestNote[],
): Promise<StoredWords | Lack> {
  const most = gatherDefaults.wordsMax
  const span = { ...spanOf(run), most }
  const { tickers } = run.settings
  if (name === 'recorded') {
    const advice = await readPastAdvice(sql, tickers, span)
    if (advice.length === 0) return lackOf('no_recommendations', 'one recommendation to trade', run)
    if (advice.length > most) return tooMany('recommendations', run)
    notes.push(...lateWords(advice, run))
    const gone = await readWordsGone(sql, 'recommendations')
    if (gone && gone > span.from)
      notes.push({ code: 'recommendations_gone', about: `before ${newYorkDate(gone)}` })
    return { advice }
  }
  if (ignoresNews) return {}
  const news = await readPastReadings(sql, tickers, span)
  // Whether one of somebody's own reads them nobody knows.
  const isOurs = strategies.some((one) => one.name === name)
  if (news.length === 0 && isOurs) return lackOf('no_news', 'one text that was read', run)
  if (news.length > most) return tooMany('readings', run)
  notes.push(...lateWords(news, run))
  const gone = await readWordsGone(sql, 'document_intelligence')
  if (gone && gone > span.from)
    notes.push({ code: 'news_gone', about: `before ${newYorkDate(gone)}` })
  return { news }
}

/** Before the first word there was nothing to act on. */
function lateWords([first]: readonly { knownAt: Date }[], { startDate }: BegunBacktest) {
  const day = first && newYorkDate(first.knownAt)
  return day && isLate(day, startDate) ? [{ code: 'words_begin', about: `from ${day}` }] : []
}

/** From the beginning of the first day to the end of the last, and no later than it was asked. */
function spanOf({ startDate, endDate, askedAt }: BegunBacktest): { from: Date; to: Date } {
  const end = newYorkInstant(shiftDate(endDate, 1), '00:00')
  return { from: newYorkInstant(startDate, '00:00'), to: end < askedAt ? end : askedAt }
}

function lackOf(reason: string, wanted: string, { startDate, endDate }: BegunBacktest): Lack {
  return { reason, says: `expected at least ${wanted} from ${startDate} to ${endDate}, found none` }
}

function tooMany(what: string, { startDate, endDate }: BegunBacktest): Lack {
  const { wordsMax } = gatherDefaults
  const says = `expected at most ${wordsMax} ${what} from ${startDate} to ${endDate}, found more: ask for fewer tickers or days`
  return { reason: 'too_much', says }
}
