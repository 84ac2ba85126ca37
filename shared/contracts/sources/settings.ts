/** Settings that sources of several types share, and how a wrong one is told of. */

import * as v from 'valibot'

const RECEIVED_MAX = 80

/** What is said of a value that is not as wanted: both. */
export const wanted =
  (words: string) =>
  ({ received }: { received: string }): string =>
    `expected ${words}, found ${received.length > RECEIVED_MAX ? 'a longer text' : received}`

export const POLLING_SECONDS_MIN = 1
export const POLLING_SECONDS_MAX = 31_536_000
const DAYS_MAX = 3650

const between = (min: number, max: number) => {
  const words = wanted(`a number from ${min} to ${max}`)
  return v.pipe(v.number(words), v.minValue(min, words), v.maxValue(max, words))
}

/** Business seconds between two fetches; without it the type's own cadence holds. */
export const polling = {
  polling_interval_seconds: v.optional(between(POLLING_SECONDS_MIN, POLLING_SECONDS_MAX)),
}

/** How many days before now the first fetch reaches. */
export const daysBack = (otherwise: number) =>
  v.optional(
    v.pipe(
      v.number(wanted(`days from 0 to ${DAYS_MAX}`)),
      v.gtValue(0, wanted('more than 0 days')),
      v.maxValue(DAYS_MAX, wanted(`at most ${DAYS_MAX} days`)),
    ),
    otherwise,
  )

export const HttpUrl = v.pipe(
  v.string(wanted('an http or https URL')),
  v.url(wanted('an http or https URL')),
  v.regex(/^https?:/, wanted('an http or https URL')),
)

const placeOfClocks = wanted('a time zone such as Europe/Berlin')

/** Of whom publishes at an address, where the address does not say. */
export const publishing = {
  /** In which its dates are read where they name no zone. */
  time_zone: v.optional(
    v.pipe(
      v.string(placeOfClocks),
      v.check((zone) => isTimeZone(zone), placeOfClocks),
    ),
  ),
  /** The domain or name of its publisher, where it is fetched from somewhere else. */
  owner: v.optional(
    v.pipe(
      v.string(wanted('a domain or a name')),
      v.trim(),
      v.minLength(1, wanted('a domain or a name')),
      v.maxLength(200, wanted('at most 200 characters')),
    ),
  ),
}

function isTimeZone(timeZone: string): boolean {
  try {
    return new Intl.DateTimeFormat('en', { timeZone }).resolvedOptions().timeZone !== ''
  } catch {
    return false
  }
}
