/** How often prices bore out what was said, in words that say how little half of it means. */

import type { BorneOut } from '#shared/contracts/api/quality.ts'
import { count, percent } from './format.ts'

type Counted = Pick<BorneOut, 'tried' | 'borneOut' | 'interval'>

/** `53 % of 424`; null where nothing was tried. */
export function shareBorneOut({ tried, borneOut }: Counted): string | null {
  return tried === 0 ? null : `${percent(borneOut / tried)} of ${count(tried)}`
}

/** `47.8 to 57.3 %`: where the share lies in 95 of 100 cases. */
export function rangeBorneOut({ interval: { low, high } }: Counted): string {
  return `${(low * 100).toFixed(1)} to ${percent(high, 1)}`
}

/** What the number says, where half of all claims are borne out by chance. */
export function meaningBorneOut({ tried, interval }: Counted): string {
  if (tried === 0) return 'nothing was tried yet'
  if (interval.high < 0.5) return 'less than chance'
  return interval.low > 0.5 ? 'more than chance' : 'chance would do the same'
}

/** Why there is no number; undefined where there is one. */
export function whyNotCounted(record: Counted | null): string | undefined {
  if (record === null) return 'It gives no documents that speak of companies.'
  if (record.tried > 0) return undefined
  return 'No session has followed yet anything it said of a company. Each is counted the day after, once its prices are there.'
}
