/** Values as Alpaca's replies write them, and how they read in our words. */

import { Big } from 'big.js'
import * as v from 'valibot'
import { readInstant } from '../../domain/document/text/instant.ts'
import { readTicker } from '../../domain/market/ticker.ts'

/** What is more cannot be kept, and is no amount of an account: the columns hold this many digits. */
const MONEY_MAX = 1e14
const QUANTITY_MAX = 1e11

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
const Quantity = decimalUpTo(QUANTITY_MAX)
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
const Moment = v.pipe(
  v.string(),
  v.transform((text) => readInstant(text) ?? new Date(Number.NaN)),
  v.check((at) => !Number.isNaN(at.getTime()), 'a moment in ISO 8601'),
)

export const wire = { Money, Quantity, Text, Name, Symbol, Moment }
