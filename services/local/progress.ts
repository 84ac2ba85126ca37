/** How a replay goes on: business date, what has come of it, and when it will be over. */

import { newYorkDate } from '#shared/domain/market/calendar.ts'
import type { Sql } from '#shared/sql/open.ts'
import type { Screen } from './screen.ts'

/** How far it was, and when. */
export type Mark = { at: number; share: number }

export type ProgressCounts = { documents: number; orders: number }

/** The record is asked no more often, and never for more than a fiftieth of the time. */
const COUNT_MS = 2_000
const COUNT_SHARE = 50
/** Over how long a rate is taken: the first day brings a week of news, and says little of the rest. */
const RATE_MS = 30_000
/** Before that nobody can tell when it ends. */
const ESTIMATE_MS = 5_000

/** Tells of every step; what is counted is counted beside the stepping, never in its way. */
export function openProgress(
  sql: Sql,
  screen: Screen,
  now: () => number = () => performance.now(),
) {
  const began = now()
  let counts: ProgressCounts = { documents: 0, orders: 0 }
  let askAt = began
  let asked: Promise<void> | undefined
  let toldAt = Number.NEGATIVE_INFINITY
  let marks: Mark[] = [{ at: began, share: 0 }]

  const ask = async () => {
    const from = now()
    counts = await countDone(sql).catch(() => counts)
    askAt = now() + Math.max(COUNT_MS, COUNT_SHARE * (now() - from))
    asked = undefined
  }
  return {
    onStep(moment: Date, done: number, all: number): void {
      if (now() - toldAt < COUNT_MS && done < all) return
      toldAt = now()
      if (!asked && toldAt >= askAt) asked = ask()
      const share = all === 0 ? 1 : done / all
      marks = [...marks.filter(({ at }) => at >= toldAt - RATE_MS), { at: toldAt, share }]
      screen.bar(share, describeProgress(moment, counts, remaining(marks)))
    },
    /** Resolves when no question is on its way. */
    async end(): Promise<void> {
      await asked
      screen.clear()
    },
  }
}

/** Milliseconds left, if it goes on as it did of late; undefined while it is too early to tell. */
export function remaining(marks: readonly Mark[]): number | undefined {
  const [first, last] = [marks[0], marks.at(-1)]
  if (!first || !last || last.at - first.at < ESTIMATE_MS || last.share <= first.share)
    return undefined
  return ((last.at - first.at) / (last.share - first.share)) * (1 - last.share)
}

export function describeProgress(
  moment: Date,
  { documents, orders }: ProgressCounts,
  left: number | undefined,
): string {
  const words = [
    newYorkDate(moment),
    count(documents, 'document'),
    count(orders, 'order'),
    ...(left === undefined ? [] : [`about ${duration(left)} left`]),
  ]
  return words.join(', ')
}

function count(number: number, what: string): string {
  return `${number.toLocaleString('en-US')} ${what}${number === 1 ? '' : 's'}`
}

/** In steps no finer than the estimate is: seconds by tens, then minutes. */
function duration(milliseconds: number): string {
  const seconds = Math.ceil(milliseconds / 10_000) * 10
  if (seconds <= 90) return `${seconds} s`
  const minutes = Math.ceil(seconds / 60)
  return minutes < 90 ? `${minutes} min` : `${(minutes / 60).toFixed(1)} h`
}

async function countDone(sql: Sql): Promise<ProgressCounts> {
  const [row] = await sql<ProgressCounts[]>`
    select (select count(*) from documents) as documents, (select count(*) from orders) as orders`
  return row ?? { documents: 0, orders: 0 }
}
