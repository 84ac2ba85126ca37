/** The words that the registry is asked in; each wrong one is told of with what is wanted and found. */

import * as v from 'valibot'
import { Ticker } from '../primitives.ts'
import { wanted } from '../sources/settings.ts'
import { Done } from './access-words.ts'

const text = (least: number, most: number) =>
  v.pipe(
    v.string(),
    v.trim(),
    v.minLength(least, wanted(`${least} to ${most} characters`)),
    v.maxLength(most, wanted(`${least} to ${most} characters`)),
  )

export const Alias = text(2, 100)
export const Name = text(1, 200)
export const Line = text(0, 200)

/** EDGAR's number of a company; shorter ones are filled with zeros to ten digits. */
export const Cik = v.pipe(
  v.string(),
  v.trim(),
  v.regex(/^\d{1,10}$/, wanted('one to ten digits')),
  v.transform((cik) => cik.padStart(10, '0')),
)

/** How often a row was changed. Sent back with an edit, it is refused where the row was changed since. */
export const RowVersion = v.pipe(v.number(), v.integer(), v.minValue(1))

/** The version that an edit was made on; left out, it overwrites whatever is there. */
export const EditOf = { version: v.optional(RowVersion) }

export const Tickers = v.pipe(
  v.array(Ticker),
  v.maxLength(2_000, 'expected at most 2000 companies'),
)

export const Removed = Done
