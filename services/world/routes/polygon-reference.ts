/** Polygon's reference data: splits, dividends, details of a ticker. Nothing is told before it was declared. */

import { newYorkDate, shiftDate } from '#shared/domain/market/calendar.ts'
import type { Clock } from '#shared/host/clock.ts'
import { hexOf } from '../contents/random.ts'
import type { World } from '../contents/world.ts'
import { json, type WorldAnswer, type WorldRequest } from '../http/answer.ts'
import { PolygonRefusal } from './polygon-refusal.ts'

export type ReferenceSource = { world: World; clock: Clock }

const LIMIT_DEFAULT = 10
const LIMIT_MAX = 1000
/** So long before it takes effect a split is declared. */
const DECLARED_DAYS = 21
/** Shares of a class; no company of the world says how many it has. */
const SHARES = 100_000_000

/** Undefined where the path is of nothing there is. */
export function answerReference(
  source: ReferenceSource,
  ask: WorldRequest,
  requestId: string,
): WorldAnswer | undefined {
  if (ask.path === '/v3/reference/splits')
    return answerList(ask, requestId, 'execution_date', splitsOf(source))
  if (ask.path === '/v3/reference/dividends')
    return answerList(ask, requestId, 'ex_dividend_date', dividendsOf(source))
  const [, ticker] = /^\/v3\/reference\/tickers\/([^/]+)$/.exec(ask.path) ?? []
  if (ticker !== undefined) return answerDetails(source, ticker, requestId)
  return undefined
}

type Row = { ticker: string; [field: string]: unknown }

function splitsOf({ world, clock }: ReferenceSource): Row[] {
  const today = newYorkDate(clock.now())
  return (world.splits ?? [])
    .filter(({ exDate }) => shiftDate(exDate, -DECLARED_DAYS) <= today)
    .map(({ ticker, exDate, from, to }) => ({
      execution_date: exDate,
      id: `E${hexOf(64, 'split', ticker, exDate)}`,
      split_from: from,
      split_to: to,
      ticker,
    }))
}

function dividendsOf({ world, clock }: ReferenceSource): Row[] {
  const today = newYorkDate(clock.now())
  return (world.dividends ?? [])
    .filter(({ declaredOn }) => declaredOn <= today)
    .map(({ ticker, exDate, amount, declaredOn, payOn }) => ({
      cash_amount: amount,
      currency: 'USD',
      declaration_date: declaredOn,
      dividend_type: 'CD',
      ex_dividend_date: exDate,
      frequency: 4,
      id: `E${hexOf(64, 'dividend', ticker, exDate)}`,
      pay_date: payOn,
      record_date: shiftDate(exDate, 1),
      ticker,
    }))
}

/** By date, a page of `limit` at a time; `cursor` counts the rows already given. */
function answerList(
  ask: WorldRequest,
  requestId: string,
  field: string,
  rows: readonly Row[],
): WorldAnswer {
  const { query } = ask
  const limit = Number(query.get('limit') ?? LIMIT_DEFAULT)
  if (!Number.isInteger(limit) || limit < 1 || limit > LIMIT_MAX)
    throw new PolygonRefusal(`limit must be a number from 1 to ${LIMIT_MAX}`)
  const skip = Number(query.get('cursor') ?? 0)
  const dateOf = (row: Row) => String(row[field])
  const found = rows
    .filter((row) => dateOf(row) >= (query.get(`${field}.gte`) ?? ''))
    .filter((row) => dateOf(row) <= (query.get(`${field}.lte`) ?? '9'))
    .filter(({ ticker }) => ticker === (query.get('ticker') ?? ticker))
    .sort((a, b) => (`${dateOf(a)} ${a.ticker}` < `${dateOf(b)} ${b.ticker}` ? -1 : 1))
  if (query.get('order') === 'desc') found.reverse()
  const next = skip + limit < found.length && new URL(`${ask.origin}/polygon${ask.path}`)
  if (next) {
    for (const [name, value] of query) next.searchParams.set(name, value)
    next.searchParams.delete('apiKey')
    next.searchParams.set('cursor', String(skip + limit))
  }
  return json(200, {
    results: found.slice(skip, skip + limit),
    status: 'OK',
    request_id: requestId,
    ...(next ? { next_url: next.href } : {}),
  })
}

function answerDetails(
  { world, clock }: ReferenceSource,
  ticker: string,
  requestId: string,
): WorldAnswer {
  const company = world.companies.find((one) => one.ticker === ticker)
  if (!company)
    return json(404, { status: 'NOT_FOUND', request_id: requestId, message: 'Ticker not found.' })
  const today = newYorkDate(clock.now())
  const bars = world.bars.get(ticker) ?? []
  const last = bars.findLast(({ date }) => date < today)
  return json(200, {
    request_id: requestId,
    results: {
      ticker,
      name: company.name,
      market: 'stocks',
      locale: 'us',
      primary_exchange: 'XNYS',
      type: 'CS',
      active: true,
      currency_name: 'usd',
      ...(company.cik ? { cik: company.cik } : {}),
      ...(last ? { market_cap: Math.round(last.close * SHARES) } : {}),
      ticker_root: ticker,
      share_class_shares_outstanding: SHARES,
      weighted_shares_outstanding: SHARES,
    },
    status: 'OK',
  })
}
