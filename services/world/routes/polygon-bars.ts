/** Polygon's aggregates: bars of one ticker over a range, and of the whole market on a day. */

import { newYorkDate, newYorkInstant } from '#shared/domain/market/calendar.ts'
import type { Clock } from '#shared/host/clock.ts'
import { json, type WorldAnswer, type WorldRequest } from '../http/answer.ts'
import { asTraded } from '../contents/actions.ts'
import type { Paths } from '../contents/quotes.ts'
import { countWhile, hoursOf } from '../contents/sessions.ts'
import type { World, WorldBar } from '../contents/world.ts'
import { bucketKeys, gather, minuteBars, ofDay, type Aggregate } from './aggregate.ts'
import { adjusted, boundOf, limitOf } from './polygon-asked.ts'
import { PolygonRefusal } from './polygon-refusal.ts'

export type BarSource = { world: World; paths: Paths; clock: Clock }

const LIMIT_DEFAULT = 5000
const LIMIT_MAX = 50_000

export type RangeQuestion = {
  ticker: string
  multiplier: string
  timespan: string
  from: string
  to: string
  requestId: string
}

/**
 * Only what has happened: a day's bar after its close, a minute's when it is over. `limit` bounds
 * the base bars (days or minutes) that are read; a page ends with a whole bar.
 */
export function answerRange(
  source: BarSource,
  ask: WorldRequest,
  asked: RangeQuestion,
): WorldAnswer {
  const multiplier = Number(asked.multiplier)
  if (!Number.isInteger(multiplier) || multiplier < 1)
    throw new PolygonRefusal('multiplier must be a positive number')
  const keyOf = bucketKeys(asked.timespan, multiplier)
  if (!keyOf)
    throw new PolygonRefusal(
      `timespan "${asked.timespan}" is not one of minute, hour, day, week, month, quarter, year`,
    )
  const from = boundOf('from', asked.from, '00:00')
  const to = boundOf('to', asked.to, '23:59:59')
  if (from > to) throw new PolygonRefusal("'from' is after 'to'")
  const limit = limitOf(ask, 'limit', LIMIT_DEFAULT, LIMIT_MAX)
  const descending = ask.query.get('sort') === 'desc'
  const base = /^(minute|hour)$/.test(asked.timespan) ? minutesIn : daysIn
  const { read, rest } = cut(
    base(basisOf(source, ask), asked.ticker, from, to, descending),
    limit,
    keyOf,
  )
  const results = gather(read, keyOf)
  if (descending) results.reverse()
  const next = rest && new URL(`${ask.origin}/polygon${ask.path}`)
  if (next) {
    const parts = next.pathname.split('/')
    parts[parts.length - (descending ? 1 : 2)] = String(rest.t)
    next.pathname = parts.join('/')
    next.search = new URLSearchParams({
      limit: String(limit),
      sort: descending ? 'desc' : 'asc',
      adjusted: String(adjusted(ask)),
    }).toString()
  }
  return json(200, {
    ticker: asked.ticker,
    queryCount: read.length,
    resultsCount: results.length,
    adjusted: adjusted(ask),
    ...(results.length > 0 ? { results } : {}),
    status: 'OK',
    request_id: asked.requestId,
    count: results.length,
    ...(next ? { next_url: next.href } : {}),
  })
}

/** Every company's bar of one closed session; an empty answer for any other day. */
export function answerGrouped(
  source: BarSource,
  ask: WorldRequest,
  date: string,
  requestId: string,
): WorldAnswer {
  if (!/^\d{4}-\d\d-\d\d$/.test(date))
    throw new PolygonRefusal("Could not parse the time parameter: 'date'. Use YYYY-MM-DD")
  const results = []
  const basis = basisOf(source, ask)
  for (const [ticker, bars] of source.world.bars) {
    const bar = bars[countWhile(bars, (each) => each.date < date)]
    if (bar?.date === date && hoursOf(date).closesAt <= source.clock.now()) {
      results.push({ T: ticker, ...ofDay(basis.price(ticker, bar), hoursOf(date).closesAt) })
    }
  }
  return json(200, {
    queryCount: results.length,
    resultsCount: results.length,
    adjusted: adjusted(ask),
    ...(results.length > 0 ? { results } : {}),
    status: 'OK',
    request_id: requestId,
    count: results.length,
  })
}

/** Prices on the basis that was asked for: of the last day, or of each day as it was traded. */
type PricedSource = BarSource & { price: (ticker: string, bar: WorldBar) => WorldBar }

function basisOf(source: BarSource, ask: WorldRequest): PricedSource {
  const isRaw = !adjusted(ask)
  return { ...source, price: (ticker, bar) => (isRaw ? asTraded(source.world, ticker, bar) : bar) }
}

/** Base bars from the beginning of the range, or from its end; at most `limit`, whole buckets. */
function cut(base: Generator<Aggregate>, limit: number, keyOf: (t: number) => number) {
  const read: Aggregate[] = []
  let rest: Aggregate | undefined
  for (const bar of base) {
    const last = read.at(-1)
    if (read.length >= limit && last && keyOf(last.t) !== keyOf(bar.t)) {
      rest = bar
      break
    }
    read.push(bar)
  }
  return { read: read.sort((a, b) => a.t - b.t), rest }
}

function* closedBars(
  source: BarSource,
  ticker: string,
  from: Date,
  to: Date,
  descending: boolean,
  running: boolean,
) {
  const bars = source.world.bars.get(ticker) ?? []
  const now = source.clock.now()
  const first = countWhile(bars, (bar) => bar.date < newYorkDate(from))
  const until = countWhile(bars, (bar) => bar.date <= newYorkDate(to < now ? to : now))
  for (let step = 0; step < until - first; step += 1) {
    const bar = bars[descending ? until - 1 - step : first + step] as WorldBar
    const { opensAt, closesAt } = hoursOf(bar.date)
    if (running ? opensAt < now : closesAt <= now) yield bar
  }
}

function* daysIn(
  source: PricedSource,
  ticker: string,
  from: Date,
  to: Date,
  descending: boolean,
): Generator<Aggregate> {
  for (const bar of closedBars(source, ticker, from, to, descending, false)) {
    const day = ofDay(source.price(ticker, bar), newYorkInstant(bar.date, '00:00'))
    if (day.t >= from.getTime() && day.t <= to.getTime()) yield day
  }
}

function* minutesIn(
  source: PricedSource,
  ticker: string,
  from: Date,
  to: Date,
  descending: boolean,
): Generator<Aggregate> {
  const now = source.clock.now().getTime()
  for (const bar of closedBars(source, ticker, from, to, descending, true)) {
    const traded = source.price(ticker, bar)
    // Another basis is another path: the one through that day's prices.
    const path = source.paths.of(traded === bar ? ticker : `${ticker} as traded`, traded)
    const minutes = minuteBars(traded, path, now).filter(
      ({ t }) => t >= from.getTime() && t <= to.getTime(),
    )
    yield* descending ? minutes.toReversed() : minutes
  }
}
