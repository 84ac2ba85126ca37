/** The words the answers of the API are written in. */

import * as v from 'valibot'
import { Ticker, Uuid } from '../primitives.ts'

/** A moment, ISO 8601; the server's `Date` on the wire. */
export const Moment = v.pipe(v.string(), v.isoTimestamp(), v.brand('Moment'))
export type Moment = v.InferOutput<typeof Moment>

/** A trading day, `2024-03-14`. */
export const SessionDate = v.pipe(v.string(), v.isoDate())

/** Money, a price or a quantity as exact decimal text. */
export const DecimalText = v.pipe(v.string(), v.regex(/^-?\d+(\.\d+)?$/, 'a decimal such as 12.50'))

export const Sha256 = v.pipe(v.string(), v.regex(/^[0-9a-f]{64}$/, 'a SHA-256 in hex'))

export const Count = v.pipe(v.number(), v.integer(), v.minValue(0))

/** A number in [-1, 1]. */
export const Score = v.pipe(v.number(), v.minValue(-1), v.maxValue(1))

/** A reason or an event in lower_snake: docs/CODES.md says what each means. */
export const Code = v.pipe(v.string(), v.regex(/^[a-z][a-z0-9_]{0,60}$/, 'a lower_snake word'))

/** A list or a stage: the table of the pipeline names them. */
export const ListWord = v.pipe(v.string(), v.regex(/^[a-z][a-z0-9_]*$/, 'a list such as parsing'))
export const StageWord = v.pipe(v.string(), v.regex(/^[a-z][a-z0-9-]*$/, 'a stage such as parser'))

/** A verbatim piece of a document: offsets into its text. */
export const TextQuote = v.strictObject({ text: v.string(), start: Count, end: Count })

const CheckValue = v.nullable(v.union([v.number(), v.string(), v.boolean()]))

/** One comparison: the number found against the limit. */
export const CheckRow = v.strictObject({
  name: Code,
  /** The reason it gives when it does not pass, where that is not its name. */
  code: v.optional(Code),
  found: CheckValue,
  limit: CheckValue,
  passed: v.boolean(),
  /** Of a risk check: what its numbers are, how they compare, and how much is left up to the limit. */
  unit: v.optional(v.picklist(['money', 'shares', 'percent', 'seconds', 'count'])),
  relation: v.optional(v.picklist(['at most', 'at least', 'is', 'is not'])),
  distance: v.optional(v.union([v.number(), DecimalText])),
})

/** Numbers of a kind that differs from row to row. */
export const Detail = v.record(v.string(), v.unknown())

export const LIMIT_MAX = 500

/** How many rows are asked for, as text behind a question mark. */
const RowCount = v.pipe(
  v.string(),
  v.regex(/^\d{1,6}$/, 'a whole number'),
  v.transform(Number),
  v.minValue(1),
  v.maxValue(LIMIT_MAX),
)
export const RowLimit = v.optional(RowCount, '50')

/** Words that a person looks for. */
export const SearchWords = v.pipe(
  v.string(),
  v.trim(),
  v.minLength(1),
  v.maxLength(80),
  // PostgreSQL takes no such character.
  v.check((text) => !text.includes('\0'), 'words without a null character'),
)
export const AskedWords = v.optional(SearchWords)

/** A ticker in any case. */
export const AskedTicker = v.optional(v.pipe(v.string(), v.toUpperCase(), Ticker))

export const Flag = v.pipe(
  v.picklist(['true', 'false']),
  v.transform((text) => text === 'true'),
)

export const Format = v.optional(v.picklist(['json', 'csv']))

/** The order of a list by one of its fields, rising; `-` before it falls. */
export type Sort = `-${string}` | (string & {})

/** Both ways of the one order that a list has; the first where none is said. */
export function sortBy(first: Sort) {
  const other = first.startsWith('-') ? first.slice(1) : `-${first}`
  return v.optional(v.picklist([first, other]), first)
}

/**
 * What may be asked of a list that does not grow with time: what narrows it, its order, from which
 * row on and how many, all where it is not said, and the form.
 */
export function shortList<T extends v.ObjectEntries>(narrows: T, first: Sort) {
  return v.strictObject({
    sort: sortBy(first),
    limit: v.optional(RowCount),
    after: v.optional(v.pipe(v.string(), v.maxLength(200))),
    ...narrows,
    format: Format,
  })
}

/**
 * What may be asked of a list: what narrows it, its order, how many rows, the row to go on after,
 * the form. It falls by `field` unless asked otherwise.
 */
export function longList<T extends v.ObjectEntries>(narrows: T, field: string) {
  return v.strictObject({
    ...narrows,
    sort: sortBy(`-${field}`),
    limit: RowLimit,
    after: v.optional(Uuid),
    format: Format,
  })
}

/** A day of the calendar within centuries that every part of the product can count in. */
export const AskedDay = v.pipe(
  SessionDate,
  v.regex(/^(?:19|20|21)/, 'a day from 1900 to 2199'),
  v.check((day) => {
    const at = Date.parse(`${day}T00:00:00Z`)
    return Number.isFinite(at) && new Date(at).toISOString().startsWith(day)
  }, 'a day that there is'),
)

/** Narrow a list to days of New York, the last one too. */
const days = { from: v.optional(AskedDay), to: v.optional(AskedDay) }

/** The same of a list whose rows can be told apart by their day. */
export const datedList = <T extends v.ObjectEntries>(narrows: T, field: string) =>
  longList({ ...narrows, ...days }, field)

/** Up to how many rows are counted. */
export const COUNT_MAX = 10_000

/** How many rows of a list there are in all, as far as they are counted. */
export const RowTotal = v.strictObject({
  count: v.pipe(Count, v.maxValue(COUNT_MAX)),
  /** There are more than were counted. */
  isMore: v.boolean(),
})
export type RowTotal = v.InferOutput<typeof RowTotal>

/** What may be asked of a count: what narrows the list. */
export const askedTotal = <T extends v.ObjectEntries>(narrows: T) =>
  v.strictObject({ ...narrows, ...days })
