/**
 * Of how long a time a figure is told.
 *
 * Source: docs/FORMULAS.md, Claims.
 */

export type ToldSpan = 'quarter' | 'year'

/** Of some other time, or of one that a report of now says nothing of. */
const OTHER =
  /\b(?:half(?:[- ]year(?:ly)?)?|H[12]|(?:six|nine|6|9)[- ]months?|monthly|weeks?|weekly|daily|decades?|since|so far|year[- ]to[- ]date|ytd|trailing|ttm|ago)\b/iu
const MONTHS = /\bmonths?\b/iu
const QUARTER = /\b(?:quarter(?:ly|s)?|Q[1-4]|[1-4]Q|(?:three|3)[- ]months?)\b/iu
const YEAR =
  /\b(?:annual|yearly|full[- ]year|fiscal(?:[- ]year)?|FY\s?['’]?\d*|(?:for|in|of) the year|whole year|(?:twelve|12)[- ]months?|(?:19|20)\d\d)\b/iu
/** Of a year though a quarter is named too. */
const WHOLE_YEAR = /\b(?:annual|yearly|full[- ]year|whole year|(?:twelve|12)[- ]months?)\b/iu
/** Of a year with which the told one is compared. */
const COMPARED =
  /\b(?:(?:from|than|versus|vs\.?|compared (?:to|with)|over)\s[^.;]*?\b)?(?:(?:a|the|one) year (?:ago|earlier|before)|last year|year[- ](?:on|over)[- ]year|year-ago (?:quarter|period))\b/giu
const NAMED_YEAR = /\b(?:FY\s?)?((?:19|20)\d\d)\b/giu

/** A quarter where it does not say; undefined where it is of some other time, or not plain of which. */
export function spanToldIn(quote: string, toldIn: number): ToldSpan | undefined {
  const told = quote.replace(COMPARED, ' ')
  if (OTHER.test(told)) return undefined
  // A year that was over long before is in no report of now.
  if ([...told.matchAll(NAMED_YEAR)].some(([, year]) => Number(year) < toldIn - 1)) return undefined
  const isOfQuarter = QUARTER.test(told)
  if (isOfQuarter) return WHOLE_YEAR.test(told) ? undefined : 'quarter'
  if (YEAR.test(told)) return 'year'
  return MONTHS.test(told) ? undefined : 'quarter'
}
