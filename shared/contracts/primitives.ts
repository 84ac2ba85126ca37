/** The words every contract is written in. */

import * as v from 'valibot'
import { WINDOWS } from './sets.ts'

export const Uuid = v.pipe(v.string(), v.uuid())

/** What an id of ours looks like inside other text, as a regular expression's text; PostgreSQL reads it too. */
export const UUID_PATTERN = '[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}'

/** An exchange symbol as US brokers write it, as a regular expression's text: `AAPL`, `BRK.B`; and its part before the class. */
export const TICKER_ROOT_PATTERN = '[A-Z][A-Z0-9]{0,5}'
export const TICKER_PATTERN = '[A-Z][A-Z0-9.-]{0,9}'
export const Ticker = v.pipe(
  v.string(),
  v.regex(new RegExp(`^${TICKER_PATTERN}$`), 'a ticker such as AAPL'),
)

/** A ticker, or empty where a document belongs to no company. */
export const TickerOrNone = v.union([v.literal(''), Ticker])

/** A moment, ISO 8601 with its offset. */
export const Instant = v.pipe(v.string(), v.isoTimestamp())

/** A number in [0, 1]. */
export const Share = v.pipe(v.number(), v.minValue(0), v.maxValue(1))

/** The five spans a trend is summed up over; also the horizon words of the published API. */
export const TrendWindow = v.picklist(WINDOWS)
