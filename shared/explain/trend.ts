/** A trend against its signals: summed up again, every number comes out the same. */

import { rankOf } from '../domain/signal/evidence.ts'
import { SCORING_VERSION, scoringDefaults } from '../domain/signal/scoring.ts'
import { summarise, type Trend } from '../domain/signal/trend.ts'
import { weigh, type Signal, type View, type WeighedSignal } from '../domain/signal/weight.ts'
import { canonicalJson } from '../runtime/canonical.ts'
import { deriveId } from '../runtime/ids.ts'
import type { ChainDocument, ChainEvidence, ChainTrend } from '../sql/chain-below.ts'
import { trendIdOf } from '../sql/trends.ts'
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
  const { trendId } = trend
  const kept = evidence.map(({ side, place, impactId }) => `${side} ${place} ${impactId}`)
  const {
    ticker,
    window,
    asOf,
    direction,
    strength,
    confidence,
    contradiction,
    sentimentMean,
    signalCount,
  } = trend
  return toLink(
    'trend',
    trendId,
    [
      differs('trend id', trendId, trendIdOf(ticker, window, asOf)),
      differs('scoring version', trend.scoringVersion, SCORING_VERSION),
      differs('mean sentiment', sentimentMean, again.sentimentMean),
      differs('strength', strength, again.strength),
      differs('direction', direction, again.direction),
      differs('confidence', confidence, again.confidence),
      differs('contradiction', contradiction, again.contradiction),
      differs('signal count', signalCount, again.signalCount),
      differs('source count', trend.sourceCount, again.sourceCount),
      differs('macro only', trend.macroOnly, again.macroOnly),
      differs('pattern only', trend.patternOnly, again.patternOnly),
      differs('signals', trend.impactIds, again.ids.company),
      differs(
        'evidence',
        kept,
        again.evidence.map(({ side, place, signal }) => `${side} ${place} ${signal.impactId}`),
      ),
      differs('facts', canonicalJson(trend.facts), canonicalJson(again.facts)),
    ],
    {
      ticker,
      window,
      asOf,
      direction,
      strength,
      confidence,
      contradiction,
      sentimentMean,
      signalCount,
      market: trend.market,
    },
  )
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
