/** aggregation: sums up one ticker in every window, and asks for a judgement on what changed. */

import { WINDOWS } from '#shared/contracts/sets.ts'
import { isNews } from '#shared/domain/signal/change.ts'
import { BARS_READ, marketOf } from '#shared/domain/signal/market.ts'
import type { Rules } from '#shared/domain/rules/versions.ts'
import type { ScoringRules } from '#shared/domain/signal/rules.ts'
import type { Trend } from '#shared/domain/signal/trend.ts'
import type { Handlers } from '#shared/queue/stage.ts'
import { coverJobs } from '#shared/queue/record/jobs.ts'
import type { Tx } from '#shared/sql/open.ts'
import { readMovesBefore } from '#shared/sql/market/bars.ts'
import { readSignals } from '#shared/sql/signals/signals.ts'
import {
  lockTicker,
  readPastTrends,
  saveTrends,
  signalDigestOf,
  type PastTrends,
} from '#shared/sql/signals/trends.ts'

/**
 * One job sums up one ticker. All reading happens behind the ticker's lock, so that of many jobs
 * at one moment the last one sees every signal.
 */
export function aggregation({ scoring }: Pick<Rules, 'scoring'>): Handlers<'aggregation'> {
  return {
    async aggregation({ ticker }, { jobId }) {
      return async (tx, now) => {
        // Sent at once, run in this order: the lock, then what waits, then what is to be seen.
        const [, , past, trends] = await Promise.all([
          lockTicker(tx, ticker),
          coverJobs(tx, 'aggregation', { ticker }, { jobId, now }),
          readPastTrends(tx, ticker, now),
          sumUp(tx, scoring.current, { ticker, asOf: now }),
        ])
        const stored = await saveTrends(
          tx,
          trends.filter((trend) => isDue(trend, past)),
          scoring.current.name,
        )
        return stored.map((window) => ({ to: 'recommendation', job: { ticker, window } }))
      }
    },
  }
}

async function sumUp(
  tx: Tx,
  { summarise, numbers }: ScoringRules,
  { ticker, asOf }: { ticker: string; asOf: Date },
): Promise<Trend[]> {
  const [signals, bars] = await Promise.all([
    readSignals(tx, ticker, asOf),
    readMovesBefore(tx, ticker, BARS_READ, asOf),
  ])
  const market = marketOf(bars)
  return WINDOWS.map((window) =>
    summarise(ticker, signals, { window, asOf, market, scoring: numbers }),
  )
}

/** News since the last moment, and not already recorded at this one. */
function isDue(trend: Trend, { before, same }: PastTrends): boolean {
  const digest = signalDigestOf(trend)
  const here = same.get(trend.window)
  if (here) return isNews(trend, here, digest)
  return isNews(trend, before.get(trend.window), digest)
}
