/**
 * How much one event of the world moves one company, and which way.
 *
 *   score = severity · |overlap| · tier · confidence of the event, held in [0, 1]
 *   overlap = 0.35 · geography + 0.25 · supply + 0.25 · commodity + 0.15 · sector
 *
 * Source: docs/FORMULAS.md, Macro layer. Pure.
 */

import type { MARKET_POSITIONS } from '../../contracts/sets.ts'
import type { EventDirection, EventReading, Severity } from '../document/reading/reading.ts'
import { clamp, roundScore } from '../score.ts'

export const macroDefaults = {
  severity: { critical: 1, high: 0.75, moderate: 0.5, low: 0.25 } satisfies Record<
    Severity,
    number
  >,
  overlap: { geography: 0.35, supply: 0.25, commodity: 0.25, sector: 0.15 },
  /** Of events that reach beyond one country; of others 1. */
  tier: { global_leader: 0.7, multinational: 0.85, regional: 1, domestic: 1.2 },
  /** Least confidence of an event that moves companies. */
  confidenceMin: 0.4,
  /** A weaker impact is none: every such record would be a signal for ninety days. */
  scoreMin: 0.05,
}

/** What of an event an impact rests on. */
export type EventFacts = Pick<
  EventReading,
  | 'severity'
  | 'direction'
  | 'regions'
  | 'sectors'
  | 'commodities'
  | 'isInternational'
  | 'confidence'
>

/** What of the world a company hangs on. */
export type Exposed = {
  sector: string
  marketPosition: (typeof MARKET_POSITIONS)[number]
  /** Regions and their shares of the revenue, each in [0, 1]. */
  revenueRegions: Readonly<Record<string, number>>
  supplyRegions: readonly string[]
  keyInputs: readonly string[]
  produces: readonly string[]
}

/** Every number that a score is made of; geography to sector in [−1, 1], as a share that is hit. */
export type MacroComponents = {
  severity: number
  /** In [−1, 1]; below 0 where what the company sells gains by what harms others. */
  overlap: number
  geography: number
  supply: number
  commodity: number
  sector: number
  tier: number
  confidence: number
}

export type MacroImpact = {
  /** In [0, 1]. */
  score: number
  direction: 1 | -1
  components: MacroComponents
}

const WORSE: readonly EventDirection[] = [
  'supply_disruption',
  'cost_increase',
  'regulatory_pressure',
  'geopolitical_risk',
  'trade_barrier',
]

/** −1 for what harms, 1 for what helps, 0 where it is not known. */
export function eventSignOf(direction: EventDirection): 1 | 0 | -1 {
  if (direction === 'none') return 0
  return WORSE.includes(direction) ? -1 : 1
}

/** The impact of an event on a company; undefined where it has no direction, or is too weak to count. */
export function impactOf(event: EventFacts, exposed: Exposed): MacroImpact | undefined {
  const sign = eventSignOf(event.direction)
  if (sign === 0) return undefined
  const parts = partsOf(event, exposed)
  const components = {
    severity: macroDefaults.severity[event.severity],
    overlap: overlapOf(parts),
    ...parts,
    tier: event.isInternational ? macroDefaults.tier[exposed.marketPosition] : 1,
    confidence: event.confidence,
  }
  const score = macroScoreOf(components)
  if (score < macroDefaults.scoreMin) return undefined
  return { score, direction: components.overlap < 0 === sign < 0 ? 1 : -1, components }
}

type Parts = Pick<MacroComponents, 'geography' | 'supply' | 'commodity' | 'sector'>

/** The score that its components make, in [0, 1]. */
export function macroScoreOf(components: MacroComponents): number {
  const { severity, tier, confidence } = components
  return roundScore(
    clamp(severity * Math.abs(overlapOf(components)) * tier * clamp(confidence, 0, 1), 0, 1),
  )
}

function overlapOf({ geography, supply, commodity, sector }: Parts): number {
  const share = macroDefaults.overlap
  return roundScore(
    share.geography * geography +
      share.supply * supply +
      share.commodity * commodity +
      share.sector * sector,
  )
}

function partsOf(event: EventFacts, exposed: Exposed): Parts {
  const regions = new Set(event.regions.map(plain))
  const revenue = Object.entries(exposed.revenueRegions)
    .filter(([region]) => regions.has(plain(region)))
    .reduce((sum, [, share]) => sum + share, 0)
  return {
    geography: roundScore(clamp(revenue, 0, 1)),
    supply: shareHit(exposed.supplyRegions, event.regions),
    // Who sells what is dear now gains where who buys it loses.
    commodity: roundScore(
      shareHit(exposed.keyInputs, event.commodities) -
        shareHit(exposed.produces, event.commodities),
    ),
    sector: event.sectors.map(plain).includes(plain(exposed.sector)) ? 1 : 0,
  }
}

/** How much of what a company has is among what an event names, in [0, 1]; 0 where it has nothing. */
function shareHit(own: readonly string[], named: readonly string[]): number {
  const hit = new Set(named.map(plain))
  const words = [...new Set(own.map(plain))]
  if (words.length === 0) return 0
  return roundScore(words.filter((word) => hit.has(word)).length / words.length)
}

function plain(word: string): string {
  return word.trim().toLowerCase()
}
