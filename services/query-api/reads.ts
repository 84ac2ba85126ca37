/** All that the API can read or change, gathered from the areas. */

import type { Objects } from '#shared/clients/objects/store.ts'
import type { Clock } from '#shared/host/clock.ts'
import type { Redis } from '#shared/queue/redis/connection.ts'
import { readPipeline } from '#shared/queue/switch.ts'
import type { Sql } from '#shared/sql/open.ts'
import { readDocumentPage } from './documents/document.ts'
import { listDocuments } from './documents/documents.ts'
import { changeSwitch, replayLetter } from './operators/changes.ts'
import { listDeadLetters } from './operators/dead-letters.ts'
import { readStages } from './operators/stages.ts'
import { readOverview } from './overview/overview.ts'
import { readBriefPage } from './signals/brief.ts'
import { listRecommendations } from './signals/recommendations.ts'
import { listTrends } from './signals/trends.ts'
import { listDecisions } from './trading/decisions.ts'
import { readEquity } from './trading/equity.ts'
import { explainKnown, readOrderPage } from './trading/order.ts'
import { listOrders } from './trading/orders.ts'
import { listPositions } from './trading/positions.ts'
import { listCompanies } from './universe/companies.ts'

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

function since(clock: Clock, days: number): Date {
  return new Date(clock.now().getTime() - days * DAY_MS)
}
