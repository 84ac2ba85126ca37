/** recommendation: judges one ticker's newest trend in one window. */

import {
  judgeAt,
  saysTheSame,
  type RecommendationRules,
} from '#shared/domain/recommendation/action.ts'
import { failureRateOf } from '#shared/domain/recommendation/suppression.ts'
import { THESIS_MODEL, writeThesis } from '#shared/domain/recommendation/thesis.ts'
import type { Rules } from '#shared/domain/rules/versions.ts'
import type { Handlers } from '#shared/queue/stage.ts'
import { coverJobs } from '#shared/queue/record/jobs.ts'
import type { Tx } from '#shared/sql/open.ts'
import {
  dropRecommendation,
  readNewestSaid,
  saveRecommendation,
} from '#shared/sql/signals/recommendations.ts'
import {
  countReadings,
  readEvidence,
  readNewestTrend,
  type RecordedTrend,
} from '#shared/sql/signals/recorded-trends.ts'
import { lockTicker } from '#shared/sql/signals/trends.ts'

/**
 * One job judges one window. All reading happens behind the ticker's lock; a judgement that says
 * what the newest earlier one said is not written again.
 */
export function recommendation(rules: Pick<Rules, 'recommendation'>): Handlers<'recommendation'> {
  return {
    async recommendation({ ticker, window }, { jobId }) {
      return async (tx, now) => {
        // Sent at once, run in this order: the lock, then what waits, then what is to be seen.
        const [, , trend, earlier] = await Promise.all([
          lockTicker(tx, ticker),
          coverJobs(tx, 'recommendation', { ticker, window }, { jobId, now }),
          readNewestTrend(tx, ticker, window, now),
          readNewestSaid(tx, ticker, window, now),
        ])
        if (!trend) return []
        const judgement = await judgeTrend(tx, rules.recommendation.current, trend, now)
        if (earlier && saysTheSame(earlier, { ...judgement, confidence: trend.confidence })) {
          await dropRecommendation(tx, ticker, window, now)
          return []
        }
        const evidence = await readEvidence(tx, trend.trendId)
        const thesis = writeThesis({ ...trend, evidence }, judgement)
        await saveRecommendation(tx, {
          ...judgement,
          trend,
          generatedAt: now,
          thesis,
          thesisModel: THESIS_MODEL,
        })
        return []
      }
    },
  }
}

async function judgeTrend(tx: Tx, rules: RecommendationRules, trend: RecordedTrend, now: Date) {
  const extractionFailureRate = failureRateOf(await countReadings(tx, trend, now))
  return judgeAt(rules, trend, trend.data, { extractionFailureRate, now })
}
