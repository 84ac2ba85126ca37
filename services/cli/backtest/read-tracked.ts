/** Which tickers of a data folder were tracked when: of `tracked.csv`, else as far as their bars go. */

import type { TrackedSpan, TrackedSpans } from '#shared/domain/backtest/universe.ts'
import { newYorkInstant, shiftDate } from '#shared/domain/market/calendar.ts'
import { findFile, needDate, readCsv, wrong } from '#shared/host/data-folder.ts'
import type { DataBar } from './read-data-bars.ts'

const FILE = 'tracked.csv'

/**
 * Spans by ticker; undefined where the folder has no such file.
 *
 * @throws DataFolderError naming file and line.
 */
export function readTracked(data: string): TrackedSpans | undefined {
  const path = findFile(data, FILE)
  if (!path) return undefined
  const spans = new Map<string, TrackedSpan[]>()
  for (const row of readCsv(path, ['ticker', 'from', 'to'])) {
    const [ticker, from] = [row.get('ticker'), needDate(row, row.get('from'))]
    const to = row.get('to') === '' ? null : needDate(row, row.get('to'))
    if (ticker === '') throw wrong(row, 'a ticker', '')
    if (to !== null && to < from) throw wrong(row, `a day to of at least ${from}`, to)
    const span = {
      from: newYorkInstant(from, '00:00'),
      until: to === null ? null : newYorkInstant(shiftDate(to, 1), '00:00'),
    }
    spans.set(ticker, [...(spans.get(ticker) ?? []), span])
  }
  return spans
}

/** What a result says of the tickers it was run over. */
export type DataUniverse = {
  /** Where it stands who was tracked when. */
  from: 'tracked.csv' | 'bars'
  tickers: number
  /** Whose first bar comes after the first session, and whose last before the last one. */
  begin_late: number
  end_early: number
  /** Tracked on some of the days, and without bars. */
  missing: number
  caveat: string
}

type Told = {
  all: ReadonlyMap<string, readonly DataBar[]>
  named: readonly string[]
  spans: TrackedSpans | undefined
  range: { from: string; to: string }
}

export function dataUniverseOf({ all, named, spans, range: { from, to } }: Told): DataUniverse {
  const ends = named.map((ticker) => ({
    first: all.get(ticker)?.[0]?.date ?? '',
    last: all.get(ticker)?.at(-1)?.date ?? '',
  }))
  const firsts = ends.map(({ first }) => first).sort()
  const lasts = ends.map(({ last }) => last).sort()
  const begun = firsts[0] && firsts[0] > from ? firsts[0] : from
  const over = lasts.at(-1) ?? to
  const counts = {
    begin_late: ends.filter(({ first }) => first > begun).length,
    end_early: ends.filter(({ last }) => last < over).length,
  }
  const tickers = named.length
  if (!spans) {
    const caveat = `survivorship: traded is every ticker of the folder, from its own first to its own last bar (${counts.begin_late} of ${tickers} begin later, ${counts.end_early} end before the last session). Whoever chose them may have known who lasted; a ${FILE} says who was tracked when`
    return { from: 'bars', tickers, ...counts, missing: 0, caveat }
  }
  const [begins, until] = [newYorkInstant(from, '00:00'), newYorkInstant(shiftDate(to, 1), '00:00')]
  const within = [...spans].filter(([, list]) =>
    list.some((span) => span.from < until && (!span.until || span.until > begins)),
  )
  const missing = within.filter(([ticker]) => !all.has(ticker)).length
  const left = missing === 0 ? '' : `: their fate is not in the result (survivorship)`
  const caveat = `tracked by ${FILE}: ${within.length} tickers on these days, ${missing} of them without bars${left}`
  return { from: FILE, tickers, ...counts, missing, caveat }
}
