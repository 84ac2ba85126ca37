/**
 * The gates of `trading-2`: those of `trading-1`, and what a ticker's own past and its other windows
 * say. Source: docs/FORMULAS.md, Gates.
 */

import type { CheckResult } from '../risk/evaluate.ts'
import { HOUR_MS, MINUTE_MS } from '../spans.ts'
import { gateDefaults, gates, type GateCode, type TradingGate } from './gates.ts'
import { mostAgainst, verdictOf, windowsSaying } from './verdict.ts'

export const entryDefaults = {
  /** A ticker that was sold is left alone for so long. */
  coolDownMinutes: 60,
  /** So long after the broker or risk refused an entry, doubled with each refusal … */
  backOffMinutes: 30,
  /** … up to this, and refusals further back than this are forgotten. */
  backOffHoursMax: 4,
  refusalHours: 24,
  /** Fewer positions are no book that could decline. */
  decliningPositionsMin: 3,
}

/** What became of entries into one ticker that did not come about. */
export type Refusals = { count: number; lastAt: Date; says: string }

/** Until when a refused ticker is left alone. */
export function backsOffUntil({ count, lastAt }: Refusals): Date {
  const doubled = entryDefaults.backOffMinutes * 2 ** Math.min(count - 1, 16) * MINUTE_MS
  const most = entryDefaults.backOffHoursMax * HOUR_MS
  return new Date(lastAt.getTime() + Math.min(doubled, most))
}

/** Until when a sold ticker is left alone. */
function coolsUntil(soldAt: Date): Date {
  return new Date(soldAt.getTime() + entryDefaults.coolDownMinutes * MINUTE_MS)
}

/** Shut while another window is as sure of the opposite; which windows say what stands beside. */
const outweighed: TradingGate = ({ opinions }) => {
  const { buy, sell } = verdictOf(opinions)
  const limit = buy === null ? null : mostAgainst(buy)
  const beside: CheckResult[] = [
    { name: 'windows_to_buy', found: windowsSaying(opinions, 'buy'), limit: null, passed: true },
    { name: 'windows_to_sell', found: windowsSaying(opinions, 'sell'), limit: null, passed: true },
  ]
  return { found: sell, limit, passed: sell === null || (limit !== null && sell <= limit), beside }
}

const coolDown: TradingGate = ({ soldAt }, now) => {
  const until = soldAt && coolsUntil(soldAt)
  return {
    found: soldAt && `sold ${soldAt.toISOString()}`,
    limit: until && until.toISOString(),
    passed: until === null || until <= now,
  }
}

const entryRefused: TradingGate = ({ refusals }, now) => {
  const until = refusals && backsOffUntil(refusals)
  return {
    found: refusals && `refused ${refusals.count} times: ${refusals.says}`,
    limit: until && until.toISOString(),
    passed: until === null || until <= now,
  }
}

const decliningBook: TradingGate = (input, now) => {
  const { returns } = input
  const [, look] = gates.find(([code]) => code === 'declining_book')!
  if (returns.length >= entryDefaults.decliningPositionsMin) return look(input, now)
  return { found: 0, limit: gateDefaults.decliningShareMax, passed: true }
}

const before = (code: GateCode) => gates.findIndex(([own]) => own === code)

/** In their order: a ticker's windows after its confidence, its past after what is held. */
export const entryGates: readonly (readonly [GateCode, TradingGate])[] = [
  ...gates.slice(0, before('duplicate')),
  ['outweighed', outweighed],
  ...gates.slice(before('duplicate'), before('declining_book')),
  ['cool_down', coolDown],
  ['entry_refused', entryRefused],
  ['declining_book', decliningBook],
  ...gates.slice(before('max_open_positions')),
]
