/** The words that routes about people are asked in. */

import * as v from 'valibot'

export const PersonName = v.pipe(v.string(), v.trim(), v.minLength(1), v.maxLength(100))
/** Base64url of 32 random bytes: a one-time link, an API token's secret part. */
export const PrintedSecret = v.pipe(
  v.string(),
  v.regex(/^[A-Za-z0-9_-]{20,100}$/, 'a link or a code as it was printed'),
)
/** What @simplewebauthn/browser and /server exchange: held to its form where it is verified. */
export const Ceremony = v.record(v.string(), v.unknown())

export const Done = v.strictObject({ done: v.literal(true) })
