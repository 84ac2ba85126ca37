/** A recommendation against the trend it judges: judged again, it comes out the same. */

import { judgeAt, type RecommendationRules } from '../domain/recommendation/action.ts'
import type { Versions } from '../domain/rules/versions.ts'
import { canonicalJson } from '../host/canonical.ts'
import type { StoredRecommendation } from '../sql/provenance/order.ts'
import type { StoredEvidence, StoredTrend } from '../sql/provenance/evidence.ts'
import { recommendationIdOf } from '../sql/signals/recommendations.ts'
import type { Link } from '../contracts/api/explanation.ts'
import { differs, madeBy, toLink } from './link.ts'

/** Checks numbers, checks, action, mode, guideline and evidence. */
export function checkRecommendation(
  made: StoredRecommendation,
  trend: StoredTrend | undefined,
  evidence: readonly StoredEvidence[],
  versions: Versions<RecommendationRules>,
): Link {
  const { rules, fault } = madeBy(versions, made.ruleVersion)
  const {
    recommendationId,
    ticker,
    window,
    generatedAt,
    action,
    mode,
    confidence,
    strength,
    contradiction,
    direction,
  } = made
  return toLink(
    'recommendation',
    recommendationId,
    [
      differs(
        'recommendation id',
        recommendationId,
        recommendationIdOf(ticker, window, generatedAt),
      ),
      fault,
      ...(trend && rules ? againstTrend(made, trend, { rules, evidence }) : []),
    ],
    {
      ticker,
      window,
      action,
      mode,
      confidence,
      strength,
      contradiction,
      direction,
      generatedAt,
      ruleVersion: made.ruleVersion,
      checks: made.checks,
    },
  )
}

function againstTrend(
  made: StoredRecommendation,
  trend: StoredTrend,
  { rules, evidence }: { rules: RecommendationRules; evidence: readonly StoredEvidence[] },
): (string | false | undefined)[] {
  if (!Array.isArray(trend.data.sourceTypes))
    return ['its trend stores no summary of its data to judge it by']
  const again = judgeAt(rules, trend, dataOf(trend), {
    extractionFailureRate: Number(
      made.checks.find(({ name }) => name === 'extraction_failure_rate')?.found,
    ),
    now: made.generatedAt,
  })
  return [
    differs('ticker', made.ticker, trend.ticker),
    differs('window', made.window, trend.window),
    trend.asOf > made.generatedAt && 'it was made before its trend',
    differs('confidence', made.confidence, again.judged.confidence),
    differs('strength', made.strength, again.judged.strength),
    differs('contradiction', made.contradiction, again.judged.contradiction),
    differs('direction', made.direction, again.judged.direction),
    differs('action', made.action, again.action),
    differs('mode', made.mode, again.mode),
    differs('suppressions', made.suppressions, again.suppressions),
    differs('ineligibilities', made.ineligibilities, again.ineligibilities),
    differs('checks', canonicalJson(made.checks), canonicalJson(again.checks)),
    differs('share of the portfolio', made.portfolioPct, again.portfolioPct),
    differs('greatest loss', made.maxLossPct, again.maxLossPct),
    differs(
      'evidence',
      made.evidence,
      evidence.map(({ side, place, impactId }) => `${side} ${place} ${impactId}`),
    ),
  ]
}

function dataOf({ data }: StoredTrend) {
  const newest = data.newestPublishedAt
  return { ...data, newestPublishedAt: newest === null ? null : new Date(newest) }
}
