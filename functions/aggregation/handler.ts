/** aggregation: sums up one ticker in every window, and asks for a judgement on what changed. */

import { WINDOWS } from '#shared/contracts/sets.ts'
import { isNews, isOfItself, isToJudge } from '#shared/domain/signal/change.ts'
import {
  layerDefaults,
  storedLayersOf,
  withLayers,
  type Layers,
} from '#shared/domain/signal/layers.ts'
import { BARS_READ, marketOf } from '#shared/domain/signal/market.ts'
import {
  competitiveDefaults,
  type CompetitiveSettings,
} from '#shared/domain/competitive/settings.ts'
import { projectionDefaults } from '#shared/domain/projection/projection.ts'
import type { Rules } from '#shared/domain/rules/versions.ts'
import type { ScoringRules } from '#shared/domain/signal/rules.ts'
import type { Trend } from '#shared/domain/signal/trend.ts'
import type { Handlers } from '#shared/queue/stage.ts'
import { coverJobs } from '#shared/queue/record/jobs.ts'
import type { Tx } from '#shared/sql/open.ts'
import { readMovesBefore } from '#shared/sql/market/bars.ts'
import { readLayeredSignals, readLayers } from '#shared/sql/signals/layers.ts'
import { isSilent, readLastSaid, type Said } from '#shared/sql/signals/recommendations.ts'
import {
  lockTicker,
  readPastTrends,
  saveTrends,
  signalDigestOf,
  type PastTrends,
} from '#shared/sql/signals/trends.ts'
import { projectTrends } from './outlook.ts'
import { propagateNews } from './propagation.ts'

/**
 * One job sums up one ticker. All reading happens behind the ticker's lock, so that of many jobs
 * at one moment the last one sees every signal.
 */
export function aggregation(
  { scoring }: Pick<Rules, 'scoring'>,
  installed: Installed = layersInstalled,
): Handlers<'aggregation'> {
  return {
    async aggregation({ ticker }, { jobId }) {
      return async (tx, now) => {
        // Sent at once, run in this order: the lock, then what waits, then what is to be seen.
        const [, , layers, past, said] = await Promise.all([
          lockTicker(tx, ticker),
          coverJobs(tx, 'aggregation', { ticker }, { jobId, now }),
          readLayers(tx, installed.layers),
          readPastTrends(tx, ticker, now),
          readLastSaid(tx, ticker, now),
        ])
        const by = { scoringVersion: scoring.current.name, layers: storedLayersOf(layers) }
        const numbers = withLayers(scoring.current.numbers, by.layers)
        const current = { ...scoring.current, numbers }
        const trends = await sumUp(tx, current, { ticker, asOf: now, layers })
        const due = trends.filter((trend) => isDue(trend, past, by.scoringVersion))
        const stored = await saveTrends(tx, due, by)
        const kept = due.filter(({ window }) => stored.includes(window))
        const judged = kept
          .filter((trend) => isJudged(trend, past, said))
          .map(({ window }) => window)
        await projectTrends(tx, kept, past, { ...installed, scoring: numbers })
        const fresh = freshIn(kept, past)
        if (layers.competitive.enabled && fresh)
          await propagateNews(tx, fresh, {
            ticker,
            asOf: now,
            settings: installed.competitive,
          })
        // What is still so is judged again where the session would pass over it.
        const silent = said.filter((one) => isSilent(one, now)).map(({ window }) => window)
        const asked = new Set([...judged, ...silent])
        return [...asked].map((window) => ({ to: 'recommendation', job: { ticker, window } }))
      }
    },
  }
}

/** What an installation says of layers, patterns and projections. */
export type Installed = {
  layers: Layers
  competitive: CompetitiveSettings
  projectionConfidenceMin: number
}
const layersInstalled: Installed = {
  layers: layerDefaults,
  competitive: competitiveDefaults,
  projectionConfidenceMin: projectionDefaults.confidenceMin,
}

/**
 * News of the company that the last trend of a day before this moment did not know; undefined where the day's
 * trend stands as it was.
 */
function freshIn(kept: readonly Trend[], { before }: PastTrends): string[] | undefined {
  const day = kept.find(({ window }) => window === '1d')
  const known = new Set(before.get('1d')?.impactIds)
  return day?.ids.company.filter((impactId) => !known.has(impactId))
}

async function sumUp(
  tx: Tx,
  { summarise, numbers }: ScoringRules,
  { ticker, asOf, layers }: { ticker: string; asOf: Date; layers: Layers },
): Promise<Trend[]> {
  const [signals, bars] = await Promise.all([
    readLayeredSignals(tx, ticker, asOf, layers),
    readMovesBefore(tx, ticker, BARS_READ, asOf),
  ])
  const view = { asOf, market: marketOf(bars), scoring: numbers }
  return WINDOWS.map((window) => summarise(ticker, signals, { ...view, window }))
}

/** News since the last moment, and not already recorded at this one. */
function isDue(trend: Trend, { before, same }: PastTrends, scoringVersion: string): boolean {
  const past = same.get(trend.window) ?? before.get(trend.window)
  return isNews(trend, past, { signalDigest: signalDigestOf(trend), scoringVersion })
}

/**
 * Whether a trend that was recorded is asked about: where it is judged by itself, or takes the place of what was
 * last more than to be watched, or of what another job may have said at this moment, which is then taken back.
 */
function isJudged(trend: Trend, { before, same }: PastTrends, said: readonly Said[]): boolean {
  const { window, direction } = trend
  const last = {
    direction: before.get(window)?.direction,
    action: said.find((one) => one.window === window)?.action,
  }
  return isToJudge({ direction, isOwn: isOfItself(trend) }, last) || same.has(window)
}
