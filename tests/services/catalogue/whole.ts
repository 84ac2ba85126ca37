/** All four services behind the front door, each asked by whoever a test says. */

import { catalogue, type Catalogue } from '#shared/contracts/api/catalogue.ts'
import type { Principal } from '#shared/contracts/api/principal.ts'
import type { ApiRoute, RouteService } from '#shared/contracts/api/route.ts'
import { rules } from '#shared/domain/rules/versions.ts'
import { openApi as openRouter } from '#shared/host/api/router.ts'
import { deriveId } from '#shared/host/ids.ts'
import { openKeep } from '#shared/sql/access/keep-change.ts'
import { answerRisk } from '../../../services/risk-engine/routes.ts'
import { answerRegistry } from '../../../services/symbol-registry/routes.ts'
import { answerEngine } from '../../../services/trading-engine/routes.ts'
import { SEEDED_BACKTEST } from '../../helpers/backtests.ts'
import { person, PERSON } from '../../helpers/principals.ts'
import { openApi } from '../query-api/api.ts'
import { ids, NOW } from '../query-api/fixture-base.ts'

export type Key = keyof Catalogue
export const keys = Object.keys(catalogue) as Key[]

const clock = { mode: 'stepped' as const, speed: 1, now: () => NOW }

type Authenticate = (arrived: { request: Request }) => Promise<Principal>

/** Asked in the name of whoever is said, who may also be refused, or knows who asks by `useDoor`. */
export async function openWhole(now: () => Date = () => new Date(Date.now())) {
  let authenticate: Authenticate = () => Promise.reject(new Error('nobody was said to ask'))
  let passed: Principal = person('admin')
  const api = await openApi({
    now,
    authenticate: (arrived) => authenticate(arrived),
    passOn: (to, { request, body, trace }, by) => {
      passed = by
      return behind[to as Exclude<RouteService, 'query-api'>](
        new Request(request.url, {
          method: request.method,
          headers: { ...Object.fromEntries(request.headers), traceparent: trace.traceparent },
          body: request.method === 'GET' ? null : body,
        }),
      )
    },
  })
  const { sql } = api
  await sql`insert into people (person_id, name, role, created_at)
    values (${PERSON}, 'ann', 'admin', ${NOW})`
  const common = { now, authenticate: () => Promise.resolve(passed), keep: openKeep(sql, clock) }
  const behind = {
    'symbol-registry': openRouter({
      service: 'symbol-registry',
      answers: answerRegistry({ sql, clock }),
      ...common,
    }),
    'trading-engine': openRouter({
      service: 'trading-engine',
      answers: answerEngine({ sql, clock, rules, latestTrades: () => Promise.resolve(new Map()) }),
      ...common,
    }),
    'risk-engine': openRouter({
      service: 'risk-engine',
      answers: answerRisk({ sql, clock }),
      ...common,
    }),
  }
  const send = (key: Key, more: Record<string, string> = {}): Promise<Response> => {
    const [method, path] = addressOf(key)
    const body = method === 'GET' ? null : JSON.stringify(bodies[key] ?? {})
    const headers = { ...(body === null ? {} : { 'content-type': 'application/json' }), ...more }
    return api.call(path, { method, headers, body })
  }
  const ask = (key: Key, as: () => Principal): Promise<Response> => {
    authenticate = () => Promise.resolve().then(as)
    return send(key)
  }
  const useDoor = (door: Authenticate) => {
    authenticate = door
  }
  return { ...api, ask, send, useDoor }
}

const ticker = 'AAPL'
/** Bodies that are sound, where an empty one is not. */
export const bodies: Partial<Record<Key, unknown>> = {
  'POST /api/pipeline/toggle': { enabled: false, reason: 'a test' },
  'POST /api/alerts/:id/acknowledge': { reason: 'a test' },
  'POST /api/alert-rules/:id/silence': { minutes: 60, reason: 'a test' },
  'POST /api/services/:id/retire': { reason: 'a test' },
  'POST /api/stages/:id/pause': { paused: true, reason: 'a test' },
  'POST /registry/companies': { ticker: 'ORCL', name: 'Oracle' },
  'PUT /registry/companies/:id': { active: true, industry: 'Computers' },
  'DELETE /registry/companies/:id/aliases': { alias: 'Apple Inc.' },
  'POST /registry/universe': {
    file: Buffer.from('ticker,name\nORCL,Oracle\n').toString('base64'),
    store: false,
  },
  'PUT /api/agents/:id': { enabled: true },
  'POST /api/agents/:id/variants': { name: 'other', trafficShare: 0.1 },
  'PUT /api/agent-variants/:id': { active: false },
  'POST /api/sql': { statement: 'select 1 as one' },
  'POST /api/sql/file': { statement: 'select 1 as one', format: 'csv' },
  'POST /api/questions': { name: 'One', statement: 'select 1 as one' },
  'PUT /api/questions/:id': { name: 'Two' },
  'POST /registry/watchlists': { name: 'Big', tickers: [] },
  'POST /registry/watchlists/:id/members': { ticker: 'AAPL' },
  'DELETE /registry/watchlists/:id/members': { ticker: 'AAPL' },
  'PUT /registry/companies/:id/exposures': {
    marketPosition: 'global_leader',
    revenueRegions: { US: 0.4, 'Greater China': 0.2 },
    supplyRegions: ['Taiwan'],
    keyInputs: ['lithium'],
    produces: [],
  },
  'POST /registry/competitors': {
    ticker: 'XOM',
    competitor: 'AAPL',
    relationshipType: 'direct_rival',
    strength: 0.7,
  },
  'POST /registry/companies/:id/aliases': { alias: 'Apple Inc.' },
  'PUT /registry/companies/:id/aliases': { aliases: ['Apple', 'iPhone'] },
  'POST /registry/sources': {
    sourceType: 'web_scrape',
    sourceName: 'CNBC',
    config: { format: 'feed', url: 'http://localhost/c.xml' },
  },
  'POST /registry/source-trials': { type: 'feed', url: 'https://news.example/rss' },
  'PUT /registry/sources/:id': { active: false },
  'POST /api/trading/backtest': {
    strategy: 'momentum',
    startDate: '2023-01-03',
    endDate: '2024-03-01',
    tickers: ['AAPL'],
  },
  'POST /risk/evaluate': {
    ticker,
    side: 'buy',
    quantity: '1',
    referencePrice: '100',
    sector: 'Tech',
    kind: 'entry',
    quote: null,
  },
  'PUT /api/trading/config': { settings: { positionCap: '40' } },
  'PUT /api/trading/notifications/config': { settings: { muted: ['tier_changed'] } },
  'POST /api/trading/notifications/test': { channel: 'email' },
  'POST /api/trading/notifications/:id/send': {},
  'PUT /api/trading/orders/:id': { limit_price: '10', reason: 'a test' },
  'PUT /api/trading/tier': { tier: 'conservative', reason: 'a test' },
  'POST /api/trading/reserve': { amount: '1', reason: 'a test' },
  'POST /api/trading/differences/accept': { what: 'cash', theirs: '1', reason: 'a test' },
  'POST /api/trading/consent': { account: '123456789', build: 'a', reason: 'a test' },
  'POST /api/trading/consent/withdraw': { reason: 'a test' },
  'POST /api/trading/builds/accept': { part: 'broker-adapter', build: 'a', reason: 'a test' },
  'POST /api/trading/reset': { scope: 'paper' },
  'POST /api/trading/account': {},
  'POST /api/trading/release': { reason: 'a test' },
  'POST /api/trading/breakers/trip': { ticker: 'AAPL', reason: 'a test' },
  'POST /api/trading/breakers/reset': { breaker: 'manual', ticker: 'AAPL', reason: 'a test' },
  'POST /risk/runaway/lift': { reason: 'mended' },
  'PUT /risk/limits': { changes: { positionsMax: 9 }, reason: 'fewer' },
  'PUT /risk/layers': { layer: 'macro', enabled: false, reason: 'tried' },
  'POST /api/strategy-weights/revert': { version: 0, reason: 'tried' },
  'PUT /risk/strategies': { mode: 'shadow', reason: 'tried' },
  'PUT /risk/signal-engine': { mode: 'shadow', reason: 'tried' },
  'POST /risk/approvals/:id/review': { decision: 'deny', note: '' },
  'POST /risk/approvals/expire': {},
  'POST /api/trading/override/order': {
    ticker,
    side: 'buy',
    quantity: 1,
    order_type: 'market',
    limit_price: null,
    stop_price: null,
    recommendation_id: null,
    confidence: 1,
    estimated_value: 100,
    sector: '',
    source: 'operator',
    idempotency_key: 'by-hand-1',
    dry_run: false,
  },
}

/** Lists that hang on one thing: one that has rows. */
const hasRows: Partial<Record<Key, string>> = {
  'GET /api/sources/:id/runs': ids.source('CNBC'),
  'GET /api/trading/backtest/:id/trades': SEEDED_BACKTEST,
}

/** Method and address of a route, with an id where it has one. */
export function addressOf(key: Key): [method: string, path: string] {
  const [method = '', path = ''] = key.split(' ')
  const route: ApiRoute = catalogue[key]
  const id = hasRows[key] ?? (route.id ? ticker : deriveId('nothing'))
  return [method, path.replace(':id', id)]
}
