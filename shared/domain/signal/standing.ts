/** What a trend stands on: what those with a record say, what of it has stood for hours, what rules read in it. */

import type { Hearing } from './hearing.ts'
import type { Layer } from './scoring.ts'
import { summarise, type Trend } from './trend.ts'
import { countRecent, hasStood, independenceOf, type Vouched } from './vouched.ts'
import { bySummingOrder, type Signal, type View, type WeighedSignal } from './weight.ts'

/** The same of what rules read; nothing where no model read any of it. */
export function rulesOf(
  ticker: string,
  own: readonly Signal[],
  view: View,
  hearing: Hearing,
): Pick<Vouched, 'byRules'> {
  if (own.every(({ byRules }) => byRules === undefined)) return {}
  const read = own.map(({ byRules, ...signal }): Signal => ({ ...signal, ...byRules }))
  const alone = summarise(ticker, read, view, hearing)
  const vouched = vouchedOf(alone, read, view, hearing)
  return { byRules: { ...vouched, ...seasonOf(alone, read, view, hearing) } }
}

/** What those with a record say by themselves, and how independent they are. */
export function vouchedOf(
  alone: Trend,
  vouched: readonly Signal[],
  view: View,
  hearing: Hearing,
): Vouched {
  const { direction, strength, confidence, contradiction, sentimentMean } = alone
  const { evidenceCount } = alone.data
  return {
    direction,
    strength,
    confidence,
    contradiction,
    evidenceCount,
    ...independenceOf(ofCompany(alone, vouched, view, hearing), sentimentMean),
  }
}

/** What of it has stood for hours, summed up by itself, and who told lately. */
export function seasonOf(
  alone: Trend,
  vouched: readonly Signal[],
  view: View,
  hearing: Hearing,
): Pick<Vouched, 'seasoned' | 'recentVoices'> {
  const stood = vouched.filter((signal) => hasStood(signal, view.asOf))
  const seasoned = summarise(alone.ticker, stood, view, hearing)
  return {
    seasoned: vouchedOf(seasoned, stood, view, hearing),
    recentVoices: countRecent(
      ofCompany(alone, vouched, view, hearing),
      alone.sentimentMean,
      view.asOf,
    ),
  }
}

/** The signals a trend counts that speak of the company itself: an event of the world is no second story of it. */
function ofCompany(
  { ids }: Trend,
  vouched: readonly Signal[],
  view: View,
  hearing: Hearing,
): WeighedSignal[] {
  const counted = new Set(Object.values(ids).flat())
  const weighed = hearing.weighAll(
    vouched.filter(({ impactId }) => counted.has(impactId)).sort(bySummingOrder),
    view,
  )
  return ofLayer(weighed, 'company')
}

/** Those of one layer. */
export function ofLayer(all: readonly WeighedSignal[], layer: Layer): WeighedSignal[] {
  return all.filter(({ signal }) => signal.layer === layer)
}
