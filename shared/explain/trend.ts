/** A trend against its signals: summed up again, every number comes out the same. */

import { rankOf } from '../domain/signal/evidence.ts'
import { SCORING_VERSION, scoringDefaults } from '../domain/signal/scoring.ts'
import { summarise, type Trend } from '../domain/signal/trend.ts'
import { weigh, type Signal, type View, type WeighedSignal } from '../domain/signal/weight.ts'
import { canonicalJson } from '../host/canonical.ts'
import { deriveId } from '../host/ids.ts'
import type { ChainDocument, ChainEvidence, ChainTrend } from '../sql/provenance/evidence.ts'
import { trendIdOf } from '../sql/signals/trends.ts'
import { differs, toLink, type Link } from './link.ts'

/** The trend summed up again from the signals it names, with the market of its day. */
export function sumUpAgain(trend: ChainTrend, signals: readonly Signal[]): Trend {
  return summarise(trend.ticker, signals, viewOf(trend))
}

/** The trend and its evidence against the same trend summed up again. */
export function checkTrend(
  trend: ChainTrend,
  evidence: readonly ChainEvidence[],
  again: Trend,
): Link {
  const { trendId, ticker, window, asOf, direction, strength, confidence, market } = trend
  const { contradiction, sentimentMean, signalCount } = trend
  const kept = evidence.map(({ side, place, impactId }) => `${side} ${place} ${impactId}`)
  const found = again.evidence.map(
    ({ side, place, signal }) => `${side} ${place} ${signal.impactId}`,
  )
  const faults = [
    differs('trend id', trendId, trendIdOf(ticker, window, asOf)),
    differs('scoring version', trend.scoringVersion, SCORING_VERSION),
    ...againstScores(trend, again),
    differs('macro only', trend.macroOnly, again.macroOnly),
    differs('pattern only', trend.patternOnly, again.patternOnly),
    differs('signals', trend.impactIds, again.ids.company),
    differs('evidence', kept, found),
    differs('facts', canonicalJson(trend.facts), canonicalJson(again.facts)),
  ]
  const scores = { direction, strength, confidence, contradiction, sentimentMean, signalCount }
  return toLink('trend', trendId, faults, { ticker, window, asOf, ...scores, market })
}

function againstScores(trend: ChainTrend, again: Trend): (string | undefined)[] {
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

/** One signal of a trend: it is there, its id follows from its document, its weight comes out again. */
export function checkSignal(
  trend: ChainTrend,
  impactId: string,
  found: {
    document: ChainDocument | undefined
    signal: Signal | undefined
    stored: ChainEvidence | undefined
  },
): Link {
  const { document, signal, stored } = found
  const link = toLink(
    'signal',
    impactId,
    [
      !document && 'there is no such impact record',
      document &&
        differs('impact id', impactId, deriveId('impact', document.documentId, document.ticker)),
      ...(signal && stored ? againstWeight(stored, weigh(signal, viewOf(trend))) : []),
    ],
    { sentiment: document?.sentiment, ...stored },
  )
  return { ...link, impactId }
}

function againstWeight(stored: ChainEvidence, again: WeighedSignal): (string | undefined)[] {
  return [
    differs('gate', stored.gate, again.gate),
    differs('recency', stored.recency, again.recency),
    differs('credibility', stored.credibility, again.credibility),
    differs('novelty', stored.novelty, again.novelty),
    differs('market context', stored.marketContext, again.marketContext),
    differs('weight', stored.weight, again.weight),
    differs('impact', stored.impact, again.impact),
    differs('rank', stored.rankScore, rankOf(again, scoringDefaults)),
  ]
}

function viewOf({ window, asOf, market }: ChainTrend): View {
  return { window, asOf, market, scoring: scoringDefaults }
}
