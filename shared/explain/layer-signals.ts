/** Signals of the world and of rivals: each is there, and its score and its weight come out again. */

import type { Link } from '../contracts/api/explanation.ts'
import { macroScoreOf } from '../domain/macro/impact.ts'
import type { Versions } from '../domain/rules/versions.ts'
import type { ScoringRules } from '../domain/signal/rules.ts'
import type { WeighedSignal } from '../domain/signal/weight.ts'
import { macroImpactIdOf } from '../sql/documents/macro-impacts.ts'
import type { StoredEvidence, StoredTrend } from '../sql/provenance/evidence.ts'
import type { MacroOrigin, RivalOrigin } from '../sql/provenance/layers.ts'
import { competitiveIdOf } from '../sql/signals/rival-news.ts'
import { differs, madeBy, toLink } from './link.ts'
import { againstWeight } from './trend.ts'

type Weighed = {
  weighed: readonly WeighedSignal[]
  evidence: readonly StoredEvidence[]
}
type Found = Weighed & {
  impacts: readonly MacroOrigin[]
}

/** One link a signal of the macro layer. */
export function checkMacroSignals(
  trend: StoredTrend,
  { impacts, weighed, evidence }: Found,
  versions: Versions<ScoringRules>,
): Link[] {
  const { rules } = madeBy(versions, trend.scoringVersion)
  return trend.macroIds.map((id) => {
    const impact = impacts.find(({ macroImpactId }) => macroImpactId === id)
    const again = weighed.find(({ signal }) => signal.impactId === id)
    const stored = evidence.find(({ impactId }) => impactId === id)
    const faults = [
      ...(impact ? againstImpact(impact) : ['there is no such impact of an event']),
      ...(again && stored && rules ? againstWeight(stored, again, rules) : []),
    ]
    return {
      ...toLink('signal', id, faults, { layer: 'macro', ...impact, ...stored }),
      impactId: id,
    }
  })
}

/** One link a signal of the competitive layer. */
export function checkRivalSignals(
  trend: StoredTrend,
  { rivals, weighed, evidence }: Weighed & { rivals: readonly RivalOrigin[] },
  versions: Versions<ScoringRules>,
): Link[] {
  const { rules } = madeBy(versions, trend.scoringVersion)
  return trend.competitiveIds.map((id) => {
    const rival = rivals.find(({ competitiveSignalId }) => competitiveSignalId === id)
    const again = weighed.find(({ signal }) => signal.impactId === id)
    const stored = evidence.find(({ impactId }) => impactId === id)
    const made = rival && competitiveIdOf(rival.impactId, rival.targetTicker)
    const faults = [
      rival ? differs('signal id', id, made) : 'there is no such signal of a rival',
      ...(again && stored && rules ? againstWeight(stored, again, rules) : []),
    ]
    const detail = { layer: 'competitive', ...rival, ...stored }
    return { ...toLink('signal', id, faults, detail), impactId: id }
  })
}

function againstImpact(impact: MacroOrigin) {
  const { macroImpactId, globalEventId, ticker, score, components } = impact
  return [
    differs('impact id', macroImpactId, macroImpactIdOf(globalEventId, ticker, impact)),
    differs('score', score, macroScoreOf(components)),
  ]
}
