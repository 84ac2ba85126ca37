/** What a company costs for what it earns, and what its sector does. */

import type { Split } from '../market/adjust.ts'
import type { Fact } from '../fundamentals/facts.ts'
import { trailingEarnings } from '../fundamentals/trailing-earnings.ts'

/** Fewer say nothing of a sector. */
const PEERS_MIN = 5

/** What was known of one company; its close on the share basis of the day asked for. */
export type Valued = {
  ticker: string
  close: number
  facts: readonly Fact[]
  splits: readonly Split[]
}

/** Of the ticker and the median of those of its sector, itself among them; null where not known. */
export function valuationOf(
  ticker: string,
  sector: readonly Valued[],
  on: string,
): { priceToEarnings: number | null; sectorMedian: number | null } {
  const ratios = new Map(
    sector.flatMap((one) => {
      const ratio = priceToEarnings(one, on)
      return ratio === undefined ? [] : [[one.ticker, ratio] as const]
    }),
  )
  return {
    priceToEarnings: ratios.get(ticker) ?? null,
    sectorMedian: ratios.size < PEERS_MIN ? null : medianOf([...ratios.values()]),
  }
}

/** Undefined of a company that earned nothing, or of which four quarters are not known. */
function priceToEarnings({ close, facts, splits }: Valued, on: string): number | undefined {
  const earned = Number(trailingEarnings(facts, { on, splits })?.perShare ?? 0)
  return earned > 0 && close > 0 ? close / earned : undefined
}

function medianOf(values: readonly number[]): number {
  const ordered = values.toSorted((a, b) => a - b)
  const half = ordered.length / 2
  return (ordered[Math.floor(half)]! + ordered[Math.ceil(half) - 1]!) / 2
}
