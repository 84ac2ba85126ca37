/** All that the API can read or change, gathered from the views. */

import type { Objects } from '#shared/clients/objects/store.ts'
import type { Clock } from '#shared/host/clock.ts'
import type { Redis } from '#shared/queue/redis/connection.ts'
import { readPipeline } from '#shared/queue/switch.ts'
import type { Sql } from '#shared/sql/open.ts'
import { listCompanies } from '#shared/sql/views/companies.ts'
import { listDeadLetters } from '#shared/sql/views/dead-letters.ts'
import { listDecisions } from '#shared/sql/views/decisions.ts'
import { listDocuments } from '#shared/sql/views/documents.ts'
import { listOrders } from '#shared/sql/views/orders.ts'
import { readFlows, readListCounts, readPausedStages } from '#shared/sql/views/pipeline.ts'
import { listPositions, readEquity } from '#shared/sql/views/portfolio.ts'
import { listRecommendations } from '#shared/sql/views/recommendations.ts'
import { readMoney, readOpenBreakers, readStanding } from '#shared/sql/views/strip.ts'
import { listTrends } from '#shared/sql/views/trends.ts'
import { changeSwitch, replayLetter } from './changes.ts'
import { explainKnown, readBriefPage, readDocumentPage, readOrderPage } from './entities.ts'
import { viewOverview, type Overview } from './overview.ts'
import { readRedisCounts } from './redis-counts.ts'
import { viewPipeline, type PipelineView } from './stages.ts'

/** What the API stands on. */
export type Parts = {
  sql: Sql
  redis: Redis
  clock: Clock
  objects: Objects
  brokerMode: string
  dataLabel: string
}

const DAY_MS = 86_400_000
const RANGE_DAYS = { '1d': 1, '1w': 7, '1m': 31, all: 20_000 } as const

export type Reads = ReturnType<typeof openReads>

export function openReads(parts: Parts) {
  const { sql } = parts
  const on =
    <Q, T>(read: (db: Sql, query: Q) => Promise<T>) =>
    (query: Q) =>
      read(sql, query)

  return {
    overview: () => readOverview(parts),
    pipeline: () => readStages(parts),
    equity: ({ range, points }: { range: keyof typeof RANGE_DAYS; points: number }) =>
      readEquity(sql, { since: since(parts.clock, RANGE_DAYS[range]), points }),
    toggle: () => readPipeline(sql),
    setToggle: (change: { enabled: boolean; reason: string }) => changeSwitch(parts, change),
    documents: on(listDocuments),
    document: (id: string) => readDocumentPage(parts, id),
    trends: on(listTrends),
    recommendations: on(listRecommendations),
    brief: (id: string) => readBriefPage(sql, id),
    decisions: on(listDecisions),
    orders: on(listOrders),
    order: (id: string) => readOrderPage(sql, id),
    explain: (id: string) => explainKnown(parts, id),
    positions: on(listPositions),
    companies: on(listCompanies),
    deadLetters: on(listDeadLetters),
    replay: (id: string) => replayLetter(parts, id),
  }
}

async function readStages({ sql, redis }: Parts): Promise<PipelineView> {
  const [counts, flows, pausedStages, inRedis] = await Promise.all([
    readListCounts(sql),
    readFlows(sql),
    readPausedStages(sql),
    readRedisCounts(redis),
  ])
  return viewPipeline({ counts, flows, pausedStages, redis: inRedis })
}

async function readOverview(parts: Parts): Promise<Overview> {
  const { sql, clock } = parts
  const now = clock.now()
  const [money, standing, breakers, pipeline, control] = await Promise.all([
    readMoney(sql),
    readStanding(sql),
    readOpenBreakers(sql, now),
    readStages(parts),
    readPipeline(sql),
  ])
  return viewOverview({ ...parts, now, money, standing, breakers, pipeline, control })
}

function since(clock: Clock, days: number): Date {
  return new Date(clock.now().getTime() - days * DAY_MS)
}
