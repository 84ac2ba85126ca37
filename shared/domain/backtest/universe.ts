/** Which tickers were tracked at a moment of a run: what was not is neither bought nor asked about. */

import { newYorkDate, newYorkInstant } from '../market/calendar.ts'

/** `until` is the moment from which on it was tracked no more; null while it is. */
export type TrackedSpan = { from: Date; until: Date | null }

/** By ticker; one that is not named was never tracked. */
export type TrackedSpans = ReadonlyMap<string, readonly TrackedSpan[]>

/** Those of `tickers` that were tracked at a close; undefined where nobody asks. */
export function trackedAt(
  { tickers, tracked }: { tickers: readonly string[]; tracked?: TrackedSpans | undefined },
  at: Date,
): ReadonlySet<string> | undefined {
  if (!tracked) return undefined
  return new Set(
    tickers.filter((ticker) =>
      tracked.get(ticker)?.some(({ from, until }) => from <= at && (!until || at < until)),
    ),
  )
}

/** A span of the record, and whether its end was worked out and not seen. */
export type RecordedSpan = TrackedSpan & { ticker: string; isGuess: boolean }

/**
 * Spans of `tickers` for a run. Before `begun`, the moment at which the record of them begins, those count that were
 * tracked on that day. A ticker of which there is no span counts always: it was named, and never was a company.
 */
export function spansOf(
  tickers: readonly string[],
  recorded: readonly RecordedSpan[],
  begun: Date | null,
): Map<string, TrackedSpan[]> {
  const spans = new Map<string, TrackedSpan[]>()
  for (const { ticker, from, until } of recorded) {
    const list = spans.get(ticker) ?? []
    spans.set(ticker, list)
    // As it began: who was tracked before that nobody wrote down.
    const isFirst = begun !== null && newYorkDate(from) === newYorkDate(begun)
    list.push({ from: isFirst ? ALWAYS : from, until })
  }
  for (const ticker of tickers)
    if (!spans.has(ticker)) spans.set(ticker, [{ from: ALWAYS, until: null }])
  return spans
}

const ALWAYS = newYorkInstant('1900-01-01', '00:00')
