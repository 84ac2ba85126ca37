/** Values as Alpaca's replies write them, and how they read in our words. */

import { Big } from 'big.js'
import * as v from 'valibot'
import { readInstant } from '../../domain/document/text/instant.ts'
import { readTicker } from '../../domain/market/ticker.ts'

/** What is more cannot be kept, and is no amount of an account: the columns hold this many digits. */
const MONEY_MAX = 1e14
const QUANTITY_MAX = 1e11
const QUANTITY_PLACES = 9
const PLACES = new RegExp(`^-?\\d+(?:\\.\\d{1,${QUANTITY_PLACES}})?$`)

/** Text, or a number that reads as one: its shortest text is what was sent, a small one with an exponent. */
const decimalUpTo = (max: number) =>
  v.pipe(
    v.union([v.string(), v.pipe(v.number(), v.finite())]),
    v.transform(String),
    v.regex(/^-?\d{1,40}(\.\d{1,40})?(e[+-]?\d{1,2})?$/i, 'a decimal number as text'),
    v.transform((text) => (/e/i.test(text) ? new Big(text).toFixed() : text)),
    v.check((text) => new Big(text).abs().lt(max), 'an amount that can be kept'),
  )
const Money = decimalUpTo(MONEY_MAX)
const isNoDebt = (text: string) => new Big(text).gte(0)
const Price = v.pipe(Money, v.check(isNoDebt, 'no less than nothing'))
/** What is beyond the columns' places is dust: it rounds there to nothing as well. */
const Quantity = v.pipe(
  decimalUpTo(QUANTITY_MAX),
  v.transform((text) =>
    PLACES.test(text) ? text : new Big(text).round(QUANTITY_PLACES).toFixed(),
  ),
)
/** What is more than nothing in the books, too. */
const Shares = v.pipe(
  Quantity,
  v.check((text) => new Big(text).gt(0), 'more than nothing'),
)
/** Kept as it is, so without what no text can hold. */
const Text = v.pipe(
  v.string(),
  v.check((text) => !text.includes('\0') && text.isWellFormed(), 'text that can be kept'),
)
const Name = v.pipe(Text, v.minLength(1))
/** In the notation of the product, where it is one of a share. */
const Symbol = v.pipe(
  Name,
  v.transform((symbol) => readTicker(symbol) ?? symbol),
)
/** By a word as well. One that is not told does not stand; one that cannot be read may well. */
const Flag = v.nullish(
  v.fallback(
    v.union([
      v.boolean(),
      v.pipe(
        v.picklist(['true', 'false']),
        v.transform((word) => word === 'true'),
      ),
    ]),
    true,
  ),
  false,
)
const Count = v.pipe(
  v.union([v.number(), v.pipe(v.string(), v.digits(), v.transform(Number))]),
  v.integer(),
  v.minValue(0),
)
/** A short sale is a sale as well. */
const Side = v.pipe(
  v.picklist(['buy', 'sell', 'sell_short']),
  v.transform((side) => (side === 'buy' ? ('buy' as const) : ('sell' as const))),
)
const Moment = v.pipe(
  v.string(),
  v.transform((text) => readInstant(text) ?? new Date(Number.NaN)),
  v.check((at) => !Number.isNaN(at.getTime()), 'a moment in ISO 8601'),
)

export const wire = {
  Money,
  Price,
  Quantity,
  Shares,
  Text,
  Name,
  Symbol,
  Moment,
  Flag,
  Count,
  Side,
}
