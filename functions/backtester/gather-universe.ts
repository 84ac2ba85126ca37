/** When each ticker of a run was tracked, by the record, and what the record cannot say of that. */

import type { BacktestNote } from '#shared/domain/backtest/results.ts'
import { spansOf, type RecordedSpan, type TrackedSpans } from '#shared/domain/backtest/universe.ts'
import { newYorkDate, newYorkInstant, shiftDate } from '#shared/domain/market/calendar.ts'
import type { BegunBacktest } from '#shared/sql/backtest/runs.ts'
import type { Sql } from '#shared/sql/open.ts'
import { readTracking, readTrackingBegun } from '#shared/sql/universe/tracking.ts'

/** Tickers that a note names; of more it says how many. */
const NAMED_MAX = 6

type Universe = { tracked: TrackedSpans; notes: BacktestNote[] }

export async function gatherUniverse(sql: Sql, run: BegunBacktest): Promise<Universe> {
  const { settings, startDate, endDate } = run
  const from = newYorkInstant(startDate, '00:00')
  const until = newYorkInstant(shiftDate(endDate, 1), '00:00')
  const [all, begun] = await Promise.all([
    readTracking(sql, settings.tickers),
    readTrackingBegun(sql),
  ])
  const tracked = spansOf(settings.tickers, all, begun)
  const known = new Set(all.map(({ ticker }) => ticker))
  const note = (code: string, said: readonly string[]) =>
    said.length === 0 ? [] : [{ code, about: named(said) }]
  const isWithin = (at: Date | null): at is Date => at !== null && at > from && at < until
  const changes = all.flatMap((one) => changesOf(one, tracked, isWithin))
  const guesses = all.flatMap(({ ticker, until: end, isGuess }) =>
    isGuess && isWithin(end) ? [`${ticker} until ${newYorkDate(end)}`] : [],
  )
  const isLate = begun !== null && begun > from
  return {
    tracked,
    notes: [
      ...(isLate ? [{ code: 'universe_begins', about: `from ${newYorkDate(begun)}` }] : []),
      ...note('tracked_within', changes),
      ...note('tracking_guessed', guesses),
      ...note(
        'never_tracked',
        settings.tickers.filter((ticker) => !known.has(ticker)),
      ),
    ],
  }
}

/** Of one span what lies within the days: where it begins, and where it ends. */
function changesOf(
  { ticker, from, until }: RecordedSpan,
  tracked: TrackedSpans,
  isWithin: (at: Date | null) => at is Date,
): string[] {
  // One that is carried back to before the record begins has no beginning to tell of.
  const begins = isWithin(from) && tracked.get(ticker)?.some((one) => one.from === from)
  const parts = [
    ...(begins ? [`from ${newYorkDate(from)}`] : []),
    ...(isWithin(until) ? [`until ${newYorkDate(until)}`] : []),
  ]
  return parts.length === 0 ? [] : [`${ticker} ${parts.join(' ')}`]
}

function named(said: readonly string[]): string {
  const more = said.length - NAMED_MAX
  return [...said.slice(0, NAMED_MAX), ...(more > 0 ? [`and ${more} more`] : [])].join(', ')
}
