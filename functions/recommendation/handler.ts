/** recommendation: judges one ticker's newest trend in one window. */

import {
  judgeAt,
  saysTheSame,
  type RecommendationRules,
} from '#shared/domain/recommendation/action.ts'
import { failureRateOf } from '#shared/domain/recommendation/suppression.ts'
import { THESIS_MODEL, writeThesis } from '#shared/domain/recommendation/thesis.ts'
import { isToJudge } from '#shared/domain/signal/change.ts'
import type { Rules } from '#shared/domain/rules/versions.ts'
import type { Handlers } from '#shared/queue/stage.ts'
import { coverJobs } from '#shared/queue/record/jobs.ts'
import type { Tx } from '#shared/sql/open.ts'
import {
  dropRecommendation,
  isSilent,
  readNewestSaid,
  saveRecommendation,
  type Said,
} from '#shared/sql/signals/recommendations.ts'
import {
  countReadings,
  readEvidence,
  readNewestTrend,
  type RecordedTrend,
} from '#shared/sql/signals/recorded-trends.ts'
import { lockTicker } from '#shared/sql/signals/trends.ts'
import type { RewriteThesis } from './rewrite.ts'

/**
 * One job judges one window. All reading happens behind the ticker's lock; a judgement that says
 * what the newest earlier one said is not written again, unless the session would pass over that one.
 */
export function recommendation(
  rules: Pick<Rules, 'recommendation'>,
  rewrite: RewriteThesis = () => Promise.resolve(undefined),
): Handlers<'recommendation'> {
  return {
    async recommendation({ ticker, window }, { jobId, now: begun, signal }) {
      const rewritten = await rewrite({ ticker, window, now: begun, signal })
      return async (tx, now) => {
        // Sent at once, run in this order: the lock, then what waits, then what is to be seen.
        const [, , trend, earlier] = await Promise.all([
          lockTicker(tx, ticker),
          coverJobs(tx, 'recommendation', { ticker, window }, { jobId, now }),
          readNewestTrend(tx, ticker, window, now),
          readNewestSaid(tx, ticker, window, now),
        ])
        if (!trend) return []
        if (!isAsked(trend, earlier, now)) {
          await dropRecommendation(tx, ticker, window, now)
          return []
        }
        const judgement = await judgeTrend(tx, rules.recommendation.current, trend, now)
        const isSame = earlier && saysTheSame(earlier, { ...judgement, ...judgement.judged })
        if (isSame && !isSilent(earlier, now)) {
          await dropRecommendation(tx, ticker, window, now)
          return []
        }
        const evidence = await readEvidence(tx, trend.trendId)
        const plain = writeThesis({ ...trend, evidence }, judgement)
        await saveRecommendation(tx, {
          ...judgement,
          trend,
          generatedAt: now,
          ...(rewritten?.plain === plain
            ? { thesis: rewritten.thesis, thesisModel: rewritten.model }
            : { thesis: plain, thesisModel: THESIS_MODEL }),
        })
        return []
      }
    },
  }
}

/**
 * Whether the trend of this very moment is judged, by what stood before it alone: what another job made of a
 * part of the moment's news, and what was said of that, leaves no trace.
 */
function isAsked(trend: RecordedTrend, earlier: Said | undefined, now: Date): boolean {
  if (trend.asOf < now) return true
  return isToJudge(trend, { direction: trend.directionBefore, action: earlier?.action })
}

async function judgeTrend(tx: Tx, rules: RecommendationRules, trend: RecordedTrend, now: Date) {
  const extractionFailureRate = failureRateOf(await countReadings(tx, trend, now))
  return judgeAt(rules, trend, trend.data, { extractionFailureRate, now })
}
