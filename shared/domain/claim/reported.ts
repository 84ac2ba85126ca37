/**
 * What a company reported of its results, and what follows from it: a report of a year, and often one of half a year,
 * tells the sum alone, and the quarter is what is left of it.
 *
 * Source: docs/FORMULAS.md, Claims.
 */

import type { Fact } from '../fundamentals/facts.ts'
import { shiftDate } from '../market/calendar.ts'
import { subtract } from '../money.ts'
import type { ToldSpan } from './span.ts'

/** A figure with the filing that told it. */
export type Reported = Pick<Fact, 'concept' | 'from' | 'to' | 'value' | 'form' | 'filedOn'>
/** A figure that is the difference of two; `isSure`: none of its concept was told anew with another value. */
export type Left = Reported & { without: string; isSure: boolean }

/** Days of a period, of 12 weeks (84) to 17 (119) and of 52 weeks or 53: not every year has four equal quarters. */
const SPAN_DAYS: Readonly<Record<ToldSpan, readonly [number, number]>> = {
  quarter: [80, 122],
  year: [360, 375],
}
/** When the shortest next quarter may be over: what is told from then on may be of that one. */
const NEXT_DAYS = 84

function isOf(span: ToldSpan, { from, to }: Pick<Reported, 'from' | 'to'>): boolean {
  const [least, most] = SPAN_DAYS[span]
  return to >= shiftDate(from, least - 1) && to <= shiftDate(from, most - 1)
}

/** Quarters that are left of longer times: the year without its nine months, those without the half year. */
export function quartersLeft(figures: readonly Reported[]): Left[] {
  const seen = new Map(
    figures.map((one) => [[one.concept, one.from, one.to, one.value].join(), one]),
  )
  const unlike = [...seen.values()]
  const moved = movedConcepts(unlike)
  return [...Map.groupBy(unlike, ({ concept, from }) => `${concept} ${from}`).values()].flatMap(
    (together) =>
      together.flatMap((longer) =>
        together.flatMap((shorter) => {
          if (shorter.to >= longer.to) return []
          const from = shiftDate(shorter.to, 1)
          if (!isOf('quarter', { from, to: longer.to })) return []
          const value = subtract(longer.value, shorter.value)
          return [
            { ...longer, from, value, without: shorter.to, isSure: !moved.has(longer.concept) },
          ]
        }),
      ),
  )
}

/** Concepts of which a later filing told a time with another value: sums of before and after are not on one basis. */
function movedConcepts(unlike: readonly Reported[]): Set<string> {
  const periods = Map.groupBy(unlike, ({ concept, from, to }) => [concept, from, to].join())
  return new Set(
    [...periods.values()].flatMap(([one, another]) => (one && another ? [one.concept] : [])),
  )
}

/**
 * Whether a report filed on `since` or later tells what was told on `told` of such a time: a figure so long ends with
 * the newest period of those reports, and no newer quarter can have been over when it was told.
 */
export function tellsOf(
  span: ToldSpan,
  figures: readonly Reported[],
  { told, since }: { told: string; since: string },
): boolean {
  const filed = figures.filter(({ filedOn }) => filedOn >= since)
  const newest = filed
    .map(({ to }) => to)
    .sort()
    .at(-1)
  if (newest === undefined || told >= shiftDate(newest, NEXT_DAYS)) return false
  return filed.some((figure) => figure.to === newest && isOf(span, figure))
}
