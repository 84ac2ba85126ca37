/** Sessions of a company with what happened in each: a night takes no room, and no line crosses it. */

import type { CompanyMarks } from '#shared/contracts/api/company-insight.ts'
import type { BarRow } from '#shared/contracts/api/universe.ts'

export type Session = {
  /** Empty for what came after the last bar. */
  day: string
  bar: { open: number; high: number; low: number; close: number } | undefined
  trend: CompanyMarks['trend'][number] | undefined
  documents: CompanyMarks['documents'][number][]
  events: CompanyMarks['events'][number][]
  orders: CompanyMarks['orders'][number][]
  advice: CompanyMarks['advice'][number][]
}

const LISTS = ['documents', 'events', 'orders', 'advice'] as const

/**
 * Bars from the span's first day on, each with the marks that count for it; what falls on a day without a
 * session goes to the next one, and what came after the last bar to one more without a bar.
 */
export function sessionsOf(bars: readonly BarRow[], marks: CompanyMarks): Session[] {
  const first = marks.since.slice(0, 10)
  const shown = bars.filter(({ sessionDate }) => sessionDate >= first)
  const sessions = [...shown.map(({ sessionDate, ...bar }) => open(sessionDate, bar)), open('')]
  const sessionFor = (day: string) => sessions.find((session) => session.day >= day)
  for (const name of LISTS)
    for (const mark of marks[name])
      (sessionFor(mark.day) ?? sessions.at(-1))?.[name].push(mark as never)
  for (const mark of marks.trend) {
    const session = sessionFor(mark.day) ?? sessions.at(-1)
    if (session) session.trend = mark
  }
  const last = sessions.at(-1)
  if (last && !last.trend && LISTS.every((name) => last[name].length === 0)) sessions.pop()
  return sessions
}

function open(day: string, bar?: Omit<BarRow, 'sessionDate'>): Session {
  const prices = bar && {
    open: Number(bar.open),
    high: Number(bar.high),
    low: Number(bar.low),
    close: Number(bar.close),
  }
  return {
    day,
    bar: prices,
    trend: undefined,
    documents: [],
    events: [],
    orders: [],
    advice: [],
  }
}

/** A price that a position is watched by: `stop`, `target 1`, `average cost`. */
export type PriceLevel = { name: string; price: number }

/** Where prices stand between two heights: the lowest of bars, fills and levels at `bottom`, the highest at `top`. */
export function priceScale(
  sessions: readonly Session[],
  top: number,
  bottom: number,
  levels: readonly PriceLevel[] = [],
) {
  const prices = levels.map(({ price }) => price)
  const seen = sessions.flatMap(({ bar, orders }) => [
    ...(bar ? [bar.low, bar.high] : []),
    ...orders.flatMap(({ filledPriceAvg }) => (filledPriceAvg ? [Number(filledPriceAvg)] : [])),
  ])
  prices.push(...seen)
  const [low, high] = [Math.min(...prices), Math.max(...prices)]
  const room = high - low || high * 0.02 || 1
  const y = (price: number) => bottom - ((price - low) / room) * (bottom - top)
  return { y, ticks: ticksOf(low, high) }
}

/** Three to six round numbers within a span. */
function ticksOf(low: number, high: number): number[] {
  const rough = (high - low || high * 0.02 || 1) / 4
  const power = 10 ** Math.floor(Math.log10(rough))
  const step = [1, 2, 5, 10].map((times) => times * power).find((size) => size >= rough) ?? rough
  const first = Math.ceil(low / step)
  const last = Math.floor(high / step)
  return Array.from({ length: Math.max(0, last - first + 1) }, (_, place) => (first + place) * step)
}

/** Mean of what was read, of the documents that anything was read of; undefined where there are none. */
export function meanOf(documents: Session['documents']): number | undefined {
  const read = documents.flatMap(({ sentimentScore }) =>
    sentimentScore === null ? [] : [sentimentScore],
  )
  return read.length === 0 ? undefined : read.reduce((sum, one) => sum + one, 0) / read.length
}
