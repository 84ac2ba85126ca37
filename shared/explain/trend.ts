/** A trend against its signals: summed up again, every number comes out the same. */

import type { Versions } from '../domain/rules/versions.ts'
import { withLayers } from '../domain/signal/layers.ts'
import type { ScoringRules } from '../domain/signal/rules.ts'
import type { Trend } from '../domain/signal/trend.ts'
import type { Signal, View, WeighedSignal } from '../domain/signal/weight.ts'
import { canonicalJson } from '../host/canonical.ts'
import { impactIdOf } from '../sql/documents/impact-rows.ts'
import type { SignalOrigin, StoredEvidence, StoredTrend } from '../sql/provenance/evidence.ts'
import { signalDigestOf, trendIdOf } from '../sql/signals/trends.ts'
import type { Link } from '../contracts/api/explanation.ts'
import { differs, madeBy, toLink } from './link.ts'

/** The trend and its evidence against the same trend summed up again from the signals it names. */
export function checkTrend(
  trend: StoredTrend,
  { evidence, signals }: { evidence: readonly StoredEvidence[]; signals: readonly Signal[] },
  versions: Versions<ScoringRules>,
): Link {
  const { trendId, ticker, window, asOf, direction, strength, confidence, market } = trend
  const { contradiction, sentimentMean, signalCount, scoringVersion } = trend
  const { rules, fault } = madeBy(versions, scoringVersion)
  const again = rules?.summarise(ticker, signals, viewOf(trend, rules))
  const faults = [
    differs('trend id', trendId, trendIdOf(ticker, window, asOf)),
    fault,
    ...(again ? againstTrend(trend, evidence, again) : []),
  ]
  const scores = { direction, strength, confidence, contradiction, sentimentMean, signalCount }
  return toLink('trend', trendId, faults, {
    ticker,
    window,
    asOf,
    ...scores,
    market,
    ruleVersion: scoringVersion,
  })
}

function againstTrend(
  trend: StoredTrend,
  evidence: readonly StoredEvidence[],
  again: Trend,
): (string | undefined)[] {
  const kept = evidence.map(({ side, place, impactId }) => `${side} ${place} ${impactId}`)
  const found = again.evidence.map(
    ({ side, place, signal }) => `${side} ${place} ${signal.impactId}`,
  )
  return [
    ...againstScores(trend, again),
    differs('macro only', trend.macroOnly, again.macroOnly),
    differs('pattern only', trend.patternOnly, again.patternOnly),
    differs('signals', trend.impactIds, again.ids.company),
    differs('signals of the world', trend.macroIds, again.ids.macro),
    differs('signals of rivals', trend.competitiveIds, again.ids.competitive),
    trend.signalDigest === ''
      ? undefined
      : differs('digest of the signals', trend.signalDigest, signalDigestOf(again)),
    differs('evidence', kept, found),
    differs('summary of the data', canonicalJson(trend.data), canonicalJson(again.data)),
  ]
}

function againstScores(trend: StoredTrend, again: Trend): (string | undefined)[] {
  return [
    differs('mean sentiment', trend.sentimentMean, again.sentimentMean),
    differs('strength', trend.strength, again.strength),
    differs('direction', trend.direction, again.direction),
    differs('confidence', trend.confidence, again.confidence),
    differs('contradiction', trend.contradiction, again.contradiction),
    differs('signal count', trend.signalCount, again.signalCount),
    differs('source count', trend.sourceCount, again.sourceCount),
  ]
}

/** The signals of a trend, weighed together again; none where its version is not known. */
export function weighAgain(
  trend: StoredTrend,
  signals: readonly Signal[],
  versions: Versions<ScoringRules>,
): WeighedSignal[] {
  const { rules } = madeBy(versions, trend.scoringVersion)
  return rules ? rules.weighAll(signals, viewOf(trend, rules)) : []
}

/** One signal of a trend: it is there, its id follows from its document, its weight comes out again. */
export function checkSignal(
  trend: StoredTrend,
  impactId: string,
  found: {
    document: SignalOrigin | undefined
    again: WeighedSignal | undefined
    stored: StoredEvidence | undefined
  },
  versions: Versions<ScoringRules>,
): Link {
  const { document, again, stored } = found
  const { rules } = madeBy(versions, trend.scoringVersion)
  const link = toLink(
    'signal',
    impactId,
    [
      !document && 'there is no such impact record',
      document && differs('impact id', impactId, impactIdOf(document, document.ticker)),
      ...(again && stored && rules ? againstWeight(stored, again, rules) : []),
    ],
    { sentiment: document?.sentiment, ...stored },
  )
  return { ...link, impactId }
}

/** The factors of a stored piece of evidence against those that come out again. */
export function againstWeight(
  stored: StoredEvidence,
  again: WeighedSignal,
  rules: ScoringRules,
): (string | undefined)[] {
  return [
    differs('gate', stored.gate, again.gate),
    differs('recency', stored.recency, again.recency),
    differs('credibility', stored.credibility, again.credibility),
    differs('novelty', stored.novelty, again.novelty),
    differs('market context', stored.marketContext, again.marketContext),
    differs('voice', stored.voice, again.voice),
    differs('weight', stored.weight, again.weight),
    differs('impact', stored.impact, again.impact),
    differs('rank', stored.rankScore, rules.rank(again, rules.numbers)),
  ]
}

function viewOf({ window, asOf, market, layers }: StoredTrend, { numbers }: ScoringRules): View {
  return { window, asOf, market, scoring: withLayers(numbers, layers) }
}
