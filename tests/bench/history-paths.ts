/** What a page, a poll, a scrape and the machinery do, over and over, whatever the past is like. */

import { pino } from 'pino'
import type { Objects } from '#shared/clients/objects/store.ts'
import { periodEndingBy } from '#shared/domain/report/period.ts'
import { handOutChanges } from '#shared/queue/lake.ts'
import { storeJobs } from '#shared/queue/record/jobs.ts'
import type { Redis } from '#shared/queue/redis/connection.ts'
import { relayRound } from '#shared/queue/relay.ts'
import { sweepRound } from '#shared/queue/sweeper.ts'
import type { Sql } from '#shared/sql/open.ts'
import { gatherReport } from '#shared/sql/report/gather.ts'
import { readTopicMarks } from '../../services/query-api/live/topic-marks.ts'
import { openMetrics } from '../../services/query-api/metrics/scrape.ts'
import { answerAll, routes } from '../../services/query-api/routes.ts'
import { readWindows, windowDefaults } from '#shared/sql/retention/windows.ts'
import { openRounds } from '../helpers/rounds.ts'
import { SELDOM_TICKER } from './history-seed.ts'
import { SELDOM_ACTOR } from './history-trading.ts'
import { NOON } from '../helpers/trading.ts'
import { openTestAccess } from '../services/query-api/access/browser.ts'
import { person } from '../helpers/principals.ts'

export type HistoryParts = { sql: Sql; redis: Redis; objects: Objects }
export type HistoryPath = (run: number) => Promise<unknown>

const log = pino({ level: 'silent' })
const clock = { mode: 'real' as const, speed: 1, now: () => new Date() }
const ROUND_MS = 30_000

/** Every path by its name; `examples` are what the pages of one thing show. */
export function openHistoryPaths(
  parts: HistoryParts,
  examples: Examples,
): Record<string, HistoryPath> {
  const { sql } = parts
  const metrics = openMetrics({
    ...parts,
    clock,
    log,
    brokerMode: 'paper',
    depthLimit: 10_000,
  })
  const get = openPage(parts)
  const pages = Object.entries(addressesOf(examples)).map(
    ([name, address]) => [name, () => get(address)] as const,
  )
  return {
    ...Object.fromEntries(pages),
    'metrics scrape': metrics,
    'live poll': () => readTopicMarks(sql),
    ...machinery(parts),
  }
}

function openPage(parts: HistoryParts): (address: string) => Promise<unknown> {
  const fetch = routes({
    answers: answerAll({
      ...parts,
      access: openTestAccess(parts.sql),
      clock,
      brokerMode: 'paper',
      dataLabel: '',
      lake: { engines: [], seconds: 1, memoryMb: 64, parallel: 1 },
      live: () => new Response(),
      metrics: () => Promise.resolve(''),
    }),
    authenticate: () => Promise.resolve(person('operator')),
    keep: () => Promise.resolve(),
    page: () => Promise.resolve(new Response()),
  })
  return async (address) => {
    const reply = await fetch(new Request(`http://page${address}`))
    const text = await reply.text()
    if (!reply.ok) throw new Error(`Read ${address}: ${reply.status} ${text}`)
    return text
  }
}

export type Examples = {
  document: string
  recommendation: string
  decision: string
  order: string
}

/** One of each thing of a seeded database. */
export async function readExamples(sql: Sql): Promise<Examples> {
  const [one] = await sql<Examples[]>`
    select (select document_id from documents where status = 'extracted' limit 1) as document,
      (select recommendation_id from recommendations where action = 'buy' limit 1) as recommendation,
      (select decision_id from trading_decisions limit 1) as decision,
      (select order_id from orders order by seq desc offset 200 limit 1) as order`
  return one!
}

/** Lists with and without what narrows them, a seldom ticker among it, and one of each thing. */
function addressesOf(one: Examples): Record<string, string> {
  return {
    overview: '/api/overview',
    pipeline: '/api/pipeline',
    duties: '/api/duties',
    'dead letters': '/api/dead-letters',
    documents: '/api/documents',
    'documents of a status': '/api/documents?status=extracted',
    'documents of a seldom ticker': `/api/documents?ticker=${SELDOM_TICKER}&limit=20`,
    'documents after one': `/api/documents?after=${one.document}`,
    'documents of a ticker after one': `/api/documents?ticker=T3&after=${one.document}`,
    'documents, oldest first': '/api/documents?sort=publishedAt',
    'documents of a ticker, oldest first': '/api/documents?ticker=T3&sort=publishedAt',
    'documents of a status after one, oldest first': `/api/documents?status=extracted&sort=publishedAt&after=${one.document}`,
    document: `/api/documents/${one.document}`,
    trends: '/api/trends',
    recommendations: '/api/recommendations',
    'recommendations of a ticker': '/api/recommendations?ticker=T3',
    'recommendations to buy': '/api/recommendations?action=buy',
    'recommendations for paper': '/api/recommendations?mode=paper_eligible',
    'recommendations after one': `/api/recommendations?after=${one.recommendation}`,
    'recommendations, oldest first': `/api/recommendations?sort=generatedAt&after=${one.recommendation}`,
    'recommendations of a ticker, oldest first': '/api/recommendations?ticker=T3&sort=generatedAt',
    recommendation: `/api/recommendations/${one.recommendation}`,
    decisions: '/api/decisions',
    'decisions on a ticker': '/api/decisions?ticker=T3&limit=20',
    'decisions to act': '/api/decisions?action=act',
    'decisions by code': '/api/decisions?code=entry',
    'decisions after one': `/api/decisions?after=${one.decision}`,
    'decisions, oldest first': `/api/decisions?sort=decidedAt&after=${one.decision}`,
    'decisions by code, oldest first': '/api/decisions?code=entry&sort=decidedAt',
    orders: '/api/orders',
    'orders after one': `/api/orders?after=${one.order}`,
    'orders of a ticker': '/api/orders?ticker=T3&limit=20',
    'orders in a state': '/api/orders?state=filled',
    'orders in a state there is none in': '/api/orders?state=rejected',
    'orders, oldest first': `/api/orders?sort=intendedAt&after=${one.order}`,
    'orders of a ticker, oldest first': '/api/orders?ticker=T3&sort=intendedAt&limit=20',
    'dead letters, oldest first': '/api/dead-letters?sort=settledAt',
    audit: '/api/audit',
    'audit, oldest first': '/api/audit?sort=auditId',
    'audit of who seldom acts': `/api/audit?actor=${SELDOM_ACTOR}`,
    'audit of who seldom acts, oldest first': `/api/audit?actor=${SELDOM_ACTOR}&sort=auditId`,
    order: `/api/orders/${one.order}`,
    positions: '/api/positions',
    equity: '/api/equity',
    companies: '/api/companies',
    events: '/api/events',
    'event stories': '/api/event-stories',
    reports: '/api/reports',
    questions: '/api/questions',
  }
}

function machinery(parts: HistoryParts): Record<string, HistoryPath> {
  const { sql } = parts
  // Nothing of the seeded past may go while it is measured.
  const forever = Object.keys(windowDefaults).map((name) => `${name}=36500`)
  const round = openRounds({ ...parts, windows: readWindows(forever.join(' ')) })
  const began = Date.now()
  const report = (type: 'daily' | 'weekly', now: Date) =>
    gatherReport(sql, periodEndingBy(type, now), { now, cashRate: 0 })
  return {
    'scheduler round': (run) => round(new Date(began + run * ROUND_MS)),
    async 'relay round'(run) {
      const jobs = Array.from({ length: 10 }, (_, place) => ({
        to: 'lake_publish',
        job: { run, place },
      }))
      await storeJobs(sql, jobs, { key: `bench:relay:${run}`, now: new Date() })
      await relayRound(parts)
    },
    sweep: () => sweepRound(parts),
    'lake hand-out': () => handOutChanges(sql, new Date(), 0),
    'report of a day of news': () => report('daily', new Date()),
    'report of a week of news': () => report('weekly', new Date()),
    'report of a day of trading': () => report('daily', NOON),
    'report of a week of trading': () => report('weekly', NOON),
  }
}
