/** Reads from PostgreSQL what /metrics tells, all of one moment. */

import { calendarDaysLeft } from '#shared/domain/market/calendar-end.ts'
import { previousSession, sessionAt } from '#shared/domain/market/calendar.ts'
import { scoringDefaults } from '#shared/domain/signal/scoring.ts'
import { listNames } from '#shared/pipeline.ts'
import { readPipeline } from '#shared/queue/switch.ts'
import { readSyncedAt } from '#shared/sql/trading/accounts.ts'
import { readOpenBreakers } from '#shared/sql/risk/breakers.ts'
import type { Sql, Tx } from '#shared/sql/open.ts'
import { readPausedStages } from '#shared/queue/record/control.ts'
import { readJobTotals } from '#shared/queue/record/counts.ts'
import { countRows } from '#shared/sql/counts/counts.ts'
import { readEngineConfig } from '#shared/sql/trading/engine-config.ts'
import { readStanding } from '#shared/sql/trading/standing.ts'
import { readStated } from '#shared/sql/trading/settings.ts'
import { readDelays, readLakeLag } from '#shared/sql/lake/delays.ts'
import { readDuties } from '#shared/sql/schedule/duties.ts'
import * as intake from './intake.ts'
import { readFailuresInARow } from '#shared/sql/agents/failures.ts'
import * as quality from './quality.ts'
import * as trading from './trading.ts'
import { readWatch } from './watching.ts'
import * as work from './work.ts'
import { readMoney } from '../../overview/money.ts'
import { listStreams } from '#shared/sql/market/read-streams.ts'
import { DAY_MS } from '#shared/domain/spans.ts'

export type MetricsRecord = {
  work: work.WorkRecord
  intake: intake.IntakeRecord
  trading: trading.TradingRecord
  quality: quality.QualityRecord
}

/** A reader of the whole record at business time `now`; `held` are the jobs in flight. */
export function openRecord(sql: Sql): (now: Date, held: string[]) => Promise<MetricsRecord> {
  return async (now, held) => {
    // The switch makes its row where there is none.
    const { enabled } = await readPipeline(sql)
    return sql.begin('isolation level repeatable read read only', async (tx) => {
      const [work, intake, trading, quality] = await Promise.all([
        readWork(tx, { now, held, enabled }),
        readIntake(tx, now),
        readTrading(tx, now),
        readQuality(tx, now),
      ])
      return { work, intake, trading, quality }
    }) as Promise<MetricsRecord>
  }
}

async function readWork(
  tx: Tx,
  at: { now: Date; held: string[]; enabled: boolean },
): Promise<work.WorkRecord> {
  const [pausedStages, totals, oldestWaiting, relayLagSeconds, lagSeconds, delays, duties] =
    await Promise.all([
      readPausedStages(tx),
      readJobTotals(tx),
      work.readOldestWaiting(tx, listNames, at.held),
      work.readRelayLag(tx, listNames),
      readLakeLag(tx),
      readDelays(tx),
      readDuties(tx),
    ])
  return {
    enabled: at.enabled,
    pausedStages,
    totals,
    oldestWaiting,
    relayLagSeconds,
    lake: { lagSeconds, delays },
    duties: duties.map(({ duty, failures, lastGoodAt }) => ({
      duty,
      failures,
      ageSeconds: lastGoodAt && ageOf(lastGoodAt, at.now),
    })),
  }
}

async function readIntake(tx: Tx, now: Date): Promise<intake.IntakeRecord> {
  const market = {
    opensAt: sessionAt(now)?.opensAt ?? null,
    lastCloseAt: previousSession(now).closesAt,
  }
  const [documents, newest, sources, splitSuspicions, streams] = await Promise.all([
    countRows(tx, 'documents'),
    intake.readNewestDocument(tx),
    intake.readSourceHealth(tx, now, market),
    intake.countSuspicions(tx),
    listStreams(tx, now),
  ])
  return {
    documents: documents.map(({ key, rows }) => ({ status: key, count: rows })),
    newestDocumentAgeSeconds: newest && ageOf(newest, now),
    sources,
    splitSuspicions,
    streams,
  }
}

async function readTrading(tx: Tx, now: Date): Promise<trading.TradingRecord> {
  const since = dayBefore(now)
  const [
    config,
    { settings },
    orders,
    latency,
    decisions,
    refusals,
    breakers,
    standing,
    open,
    money,
    syncedAt,
    watch,
    notices,
  ] = await Promise.all([
    readEngineConfig(tx),
    readStated(tx),
    trading.countOrders(tx, now),
    trading.readOrderLatency(tx, since),
    trading.countDecisions(tx, since),
    trading.countRefusals(tx, since),
    readOpenBreakers(tx, now),
    readStanding(tx, now),
    trading.countOpen(tx, since),
    readMoney(tx),
    readSyncedAt(tx),
    readWatch(tx, now),
    trading.countNotices(tx, since),
  ])
  return {
    config,
    calendarDaysLeft: calendarDaysLeft(now),
    enabled: settings.enabled === true,
    orders,
    latency,
    decisions,
    refusals,
    breakers,
    standing,
    open,
    watch,
    notices,
    money,
    syncAgeSeconds: syncedAt && ageOf(syncedAt, now),
    portfolioAgeSeconds: money ? ageOf(money.takenAt, now) : null,
  }
}

async function readQuality(tx: Tx, now: Date): Promise<quality.QualityRecord> {
  const since = dayBefore(now)
  const [models, evidence, recommendations, pipelines, agents] = await Promise.all([
    quality.readModelReadings(tx, since, scoringDefaults.confidenceMin),
    quality.readEvidenceCounts(tx, since),
    quality.readRecommendationCounts(tx, since),
    quality.readPipelineCounts(tx, now),
    readFailuresInARow(tx, now),
  ])
  return { models, evidence, agents, pipelines, ...recommendations }
}

/** Both in business time. */
function ageOf(at: Date, now: Date): number {
  return (now.getTime() - at.getTime()) / 1000
}

function dayBefore(now: Date): Date {
  return new Date(now.getTime() - DAY_MS)
}
