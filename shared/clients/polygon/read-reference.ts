/** Reads Polygon's splits, dividends and details one by one, and says of each refused one why. */

import { Big } from 'big.js'
import * as v from 'valibot'
import type { NewAction, NewDividend, NewSplit } from '../../domain/market/action.ts'
import type { NewDetails } from '../../domain/market/details.ts'
import { readTicker } from '../../domain/market/ticker.ts'
import { plainText } from '../../domain/document/text/cut.ts'

/** A word of docs/CODES.md for why a record is none. */
export type Refused = { reason: string; says: string }

const NAME_MAX = 200
const WORD_MAX = 40
const NUMBER_MAX = 1e12

/** Years in which an ex-date can lie; what is beyond is a slip of a key. */
const YEARS = /^(?:19[5-9]\d|20[0-4]\d)-/

export function readSplit(item: unknown): NewSplit | Refused {
  const { ticker, execution_date, split_from, split_to } = fieldsOf(item)
  const known = tickerOf(ticker)
  const exDate = dateOf(execution_date)
  const ratioFrom = positive(split_from)
  const ratioTo = positive(split_to)
  if (known === undefined) return refuse('action_without_ticker', 'a ticker', ticker)
  if (exDate === null) return refuse('action_without_date', 'an execution_date', execution_date)
  if (ratioFrom === null || ratioTo === null)
    return refuse('split_without_ratio', 'split_from and split_to above 0', [split_from, split_to])
  if (ratioFrom === ratioTo)
    return refuse('split_without_ratio', 'two different numbers', [split_from, split_to])
  return { kind: 'split', ticker: known, exDate, ratioFrom, ratioTo }
}

export function readDividend(item: unknown): NewDividend | Refused {
  const fields = fieldsOf(item)
  const known = tickerOf(fields['ticker'])
  const exDate = dateOf(fields['ex_dividend_date'])
  const amount = positive(fields['cash_amount'])
  if (known === undefined) return refuse('action_without_ticker', 'a ticker', fields['ticker'])
  if (exDate === null)
    return refuse('action_without_date', 'an ex_dividend_date', fields['ex_dividend_date'])
  if (amount === null)
    return refuse('dividend_without_amount', 'a cash_amount above 0', fields['cash_amount'])
  const currency = word(fields['currency'])?.toUpperCase() ?? 'USD'
  return {
    kind: 'dividend',
    ticker: known,
    exDate,
    amount,
    currency,
    dividendType: word(fields['dividend_type']) ?? '',
    declaredOn: dateOf(fields['declaration_date']),
    recordOn: dateOf(fields['record_date']),
    payOn: dateOf(fields['pay_date']),
  }
}

/** What is said of the ticker asked for; what is odd in it is left out. */
export function readDetailsOf(
  ticker: string,
  item: unknown,
  events: unknown,
): NewDetails | Refused {
  const fields = fieldsOf(item)
  const told = tickerOf(fields['ticker'])
  if (told !== ticker) return refuse('details_of_another', `details of ${ticker}`, fields['ticker'])
  const delistedOn = dateOf(fields['delisted_utc'])
  return {
    ticker,
    name: word(fields['name'], NAME_MAX),
    securityType: word(fields['type']),
    primaryExchange: word(fields['primary_exchange']),
    cik: cikOf(fields['cik']),
    compositeFigi: word(fields['composite_figi']),
    shareClassFigi: word(fields['share_class_figi']),
    active: typeof fields['active'] === 'boolean' ? fields['active'] : delistedOn === null,
    listedOn: dateOf(fields['list_date']),
    delistedOn,
    currency: word(fields['currency_name'])?.toUpperCase() ?? null,
    sharesOutstanding: positive(fields['share_class_shares_outstanding'], 1e15),
    weightedShares: positive(fields['weighted_shares_outstanding'], 1e15),
    marketCap: positive(fields['market_cap'], 1e18),
    tickerChanges: changesOf(events),
  }
}

const Change = v.looseObject({
  type: v.literal('ticker_change'),
  date: v.string(),
  ticker_change: v.looseObject({ ticker: v.string() }),
})

function changesOf(events: unknown): NewDetails['tickerChanges'] {
  const listed = fieldsOf(events)['events']
  return (Array.isArray(listed) ? listed : [])
    .flatMap((event: unknown) => {
      const read = v.safeParse(Change, event)
      const date = read.success ? dateOf(read.output.date) : null
      const ticker = read.success ? tickerOf(read.output.ticker_change.ticker) : undefined
      return date !== null && ticker !== undefined ? [{ date, ticker }] : []
    })
    .toSorted((a, b) => (a.date < b.date ? 1 : a.date > b.date ? -1 : 0))
}

export function isRefused(read: NewAction | NewDetails | Refused): read is Refused {
  return 'reason' in read
}

function refuse(reason: string, wanted: string, found: unknown): Refused {
  const shown = plainText(JSON.stringify(found) ?? 'nothing', WORD_MAX * 2)
  return { reason, says: `expected ${wanted}, found ${shown}` }
}

function fieldsOf(item: unknown): Record<string, unknown> {
  return typeof item === 'object' && item !== null ? (item as Record<string, unknown>) : {}
}

function tickerOf(value: unknown): string | undefined {
  return typeof value === 'string' ? readTicker(value) : undefined
}

/** The day of a date or a moment in ISO 8601; null where it is none that can be meant. */
function dateOf(value: unknown): string | null {
  if (typeof value !== 'string' || !YEARS.test(value)) return null
  const date = value.slice(0, 10)
  const at = /^\d{4}-\d\d-\d\d$/.test(date) ? Date.parse(`${date}T00:00:00Z`) : Number.NaN
  return !Number.isNaN(at) && new Date(at).toISOString().startsWith(date) ? date : null
}

function positive(value: unknown, max = NUMBER_MAX): string | null {
  if (typeof value !== 'number' || !(value > 0) || value > max) return null
  return new Big(value).toFixed()
}

function word(value: unknown, max = WORD_MAX): string | null {
  const text = typeof value === 'string' ? plainText(value.trim(), max) : ''
  return text === '' ? null : text
}

function cikOf(value: unknown): string | null {
  const digits = typeof value === 'string' ? value.trim() : ''
  return /^\d{1,10}$/.test(digits) ? digits.padStart(10, '0') : null
}
