/**
 * Goal: what the API answers is what its contract says, to the field. Method: every route of the
 * catalogue is called over a real database, and each answer parsed by the route's strict schema.
 */

import * as v from 'valibot'
import { describe, expect, test } from 'vitest'
import type { accessRoutes } from '#shared/contracts/api/access.ts'
import type { agentRoutes } from '#shared/contracts/api/agents.ts'
import type { lakeRoutes } from '#shared/contracts/api/lake.ts'
import { catalogue, type RoutesOf } from '#shared/contracts/api/catalogue.ts'
import type { ApiRoute } from '#shared/contracts/api/route.ts'
import { News } from '#shared/contracts/api/topics.ts'
import * as sets from '#shared/contracts/sets.ts'
import { person } from '../../helpers/principals.ts'
import { seedBacktest } from '../../helpers/backtests.ts'
import { seedReport } from '../../helpers/reports.ts'
import { seedTrendRows } from '../../helpers/trend-rows.ts'
import { openApi } from './api.ts'
import { deriveId } from '#shared/host/ids.ts'
import { ids, NOW } from './fixture-base.ts'
import { fillClosedTrades, NVDA_TRADE } from './fixture-closed.ts'
import { eventId } from './fixture-layers.ts'

const { sql, live, call, post, read } = await openApi()
const [dead, unwanted] = await sql<{ jobId: string }[]>`
  select job_id from jobs where state = 'dead' order by job_id limit 2`

/** What the small day leaves out: an open breaker, a paused stage, a world event, a fact, a note. */
await sql`insert into circuit_breaker_events (breaker, ticker, opened_at, closes_at, numbers)
  values ('single_position', 'XOM', ${NOW}, null, ${sql.json({ lossPct: 0.16 })})`
await sql`insert into alert_firings (firing_id, alert, labels, severity, summary, began_at)
  values (${deriveId('firing')}, 'StonksRedisDown', '{}', 'critical', 'Redis does not answer', ${NOW})`
await sql`insert into service_beats (service, instance, at, round_at, every_ms) values
  ('market-stream', 'a', ${NOW}, ${NOW}, 1000)`
await sql`insert into paused_stages (stage, paused_by) values ('parser', 'operator')`
await sql`insert into foreign_orders (broker_order_id, client_order_id, ticker, side, quantity,
    filled_quantity, status, submitted_at, seen_at)
  values ('by-an-app', 'x', 'XOM', 'sell', 2, 0, 'new', ${NOW}, ${NOW})`
await sql`insert into account_differences (what, ours, theirs, since, seen_at, readings)
  values ('cash', 1, 2, ${NOW}, ${NOW}, 2)`
await sql`insert into position_exits (ticker, code, state, refusals, next_try_at, said, since, updated_at)
  values ('XOM', 'stop_loss', 'refused', 2, ${NOW}, 'held for orders', ${NOW}, ${NOW})`
await sql`insert into broker_accounts
    (account_id, mode, status, cash, equity, buying_power, opened_with, synced_at, last_equity, day_trades)
  values ('', 'paper', 'ACTIVE', '99200', '100342', '99200', '100000', ${NOW}, '100000', 2)`
await sql`insert into other_holdings (symbol, asset_class, quantity, price, seen_at)
  values ('BTCUSD', 'crypto', '0.5', '60000', ${NOW})`
await sql`insert into account_activities
    (activity_id, activity_type, kind, ticker, quantity, price, amount, status, at, told, recorded_at)
  values ('20240314::dividend', 'DIV', 'income', 'XOM', null, null, '4.75', 'executed', ${NOW}, '{}', ${NOW})`
const quotes = sql.json([{ text: 'Exxon', start: 0, end: 5 }])
await sql`update document_intelligence set key_facts = ${quotes} where document_id = ${ids.document(0)}`
await sql`update documents set document_type = 'macro_event' where document_id = ${ids.document(0)}`
await sql`insert into global_events (global_event_id, document_id, event_type, severity, direction,
    affected_regions, confidence, summary, quotes, model, model_version, prompt_version,
    occurred_at, classified_at)
  values (${deriveId('fixture', 'event')}, ${ids.document(0)}, 'sanctions', 'high', 'trade_barrier',
    ${sql.json(['EU'])}, 0.8, 'A barrier.', ${quotes}, 'rules', 'v1', 'v1', ${NOW}, ${NOW})`
await sql`insert into document_intelligence (reading_id, document_id, number, is_current, model,
    model_version, prompt_version, confidence, input_sha256, input_length, extracted_at)
  values (${deriveId('fixture', 'again')}, ${ids.document(0)}, 2, false, 'small', 'v1', '1', 0.8, ${'0'.repeat(64)}, 1, ${NOW})`
await sql`insert into document_impact_records (impact_id, reading_id, document_id, company_id, ticker,
    sentiment, sentiment_score, impact_score, confidence, published_at, extracted_at, is_current)
  values (${deriveId('fixture', 'again')}, ${deriveId('fixture', 'again')}, ${ids.document(0)},
    ${ids.company('AAPL')}, 'AAPL', 'negative', -0.5, 0.5, 0.7, ${NOW}, ${NOW}, false)`
await sql`update trading_decisions set risk_tier = '' where decision_id = ${ids.decision('JPM')}`
await sql`update trading_decisions set sizing = ${sql.json({ atr: '3.1', steps: [] })}
  where decision_id = ${ids.decision('AAPL')}`

await fillClosedTrades(sql)

const { id: reportId } = await seedReport(sql)
const backtestId = await seedBacktest(sql)
await seedTrendRows(sql)
const backtest = `/api/trading/backtest/${backtestId}`

/** Routes about people, changes of agents and of questions, files, the news, the metrics and what is HTML have tests of their own. */
type Key = Exclude<
  keyof RoutesOf<'query-api'>,
  | keyof typeof accessRoutes
  | Exclude<keyof typeof agentRoutes, 'GET /api/agents'>
  | Exclude<keyof typeof lakeRoutes, 'GET /api/lake' | 'POST /api/sql' | 'GET /api/questions'>
  | 'GET /api/live'
  | 'GET /api/reports/:id/html'
  | 'GET /metrics'
>

/** Addresses that answer with rows, for each route; a POST sends what stands behind its address. */
const asked: Readonly<Record<Key, readonly (string | [string, unknown])[]>> = {
  'GET /api/overview': ['/api/overview'],
  'GET /api/diary': ['/api/diary', '/api/diary?day=2024-03-13'],
  'GET /api/pipeline': ['/api/pipeline'],
  'GET /api/traces/:id': [
    `/api/traces/${ids.job(0)}`,
    `/api/traces/${ids.document(0)}`,
    `/api/traces/${ids.order('AAPL')}`,
  ],
  'GET /api/needs': ['/api/needs'],
  'GET /api/alerts': ['/api/alerts'],
  'POST /api/alerts/:id/acknowledge': [
    [`/api/alerts/${deriveId('firing')}/acknowledge`, { reason: 'a test' }],
  ],
  'POST /api/alert-rules/:id/silence': [
    ['/api/alert-rules/StonksRedisDown/silence', { minutes: 60, reason: 'a test' }],
    ['/api/alert-rules/StonksRedisDown/silence', { minutes: 0, reason: 'a test' }],
  ],
  'GET /api/system': ['/api/system'],
  'GET /api/beside': ['/api/beside'],
  'GET /api/logs': ['/api/logs', '/api/logs?level=warn&words=x'],
  'POST /api/services/:id/retire': [['/api/services/market-stream/retire', { reason: 'a test' }]],
  'GET /api/stages/:id': ['/api/stages/parser', '/api/stages/extractor'],
  'GET /api/stages/:id/errors': ['/api/stages/extractor/errors'],
  'GET /api/stages/:id/scaling': [
    '/api/stages/parser/scaling',
    '/api/stages/parser/scaling?range=7d',
  ],
  'POST /api/stages/:id/pause': [
    ['/api/stages/extractor/pause', { paused: true, reason: 'a test' }],
    ['/api/stages/extractor/pause', { paused: false, reason: '' }],
  ],
  'GET /api/pipeline/toggle': ['/api/pipeline/toggle'],
  'POST /api/pipeline/toggle': [
    ['/api/pipeline/toggle', { enabled: false, reason: 'a test' }],
    ['/api/pipeline/toggle', { enabled: true, reason: '' }],
  ],
  'POST /api/trading/halt': [['/api/trading/halt', { reason: 'a test' }]],
  'POST /api/trading/release': [['/api/trading/release', { reason: 'a test' }]],
  'GET /api/audit': ['/api/audit', '/api/audit?actor=operator'],
  'GET /api/audit/chain': ['/api/audit/chain'],
  'GET /api/openapi.json': ['/api/openapi.json'],
  'GET /api/duties': ['/api/duties'],
  'GET /api/dead-letters': [
    '/api/dead-letters',
    '/api/dead-letters?list=extraction',
    '/api/dead-letters?state=settled',
  ],
  'GET /api/dead-letter-groups': ['/api/dead-letter-groups'],
  'POST /api/dead-letters/:id/discard': [
    [`/api/dead-letters/${unwanted!.jobId}/discard`, { reason: 'a test' }],
  ],
  'POST /api/dead-letter-groups/replay': [
    ['/api/dead-letter-groups/replay', { list: 'ingestion', of: 'none_such' }],
  ],
  'POST /api/dead-letter-groups/discard': [
    ['/api/dead-letter-groups/discard', { list: 'ingestion', of: 'none_such', reason: 'a test' }],
  ],
  'POST /api/dead-letters/:id/replay': [[`/api/dead-letters/${dead!.jobId}/replay`, {}]],
  'POST /api/parity/:id': [['/api/parity/2024-03-13', {}]],
  'GET /api/parity': ['/api/parity', '/api/parity?limit=1'],
  'GET /api/parity/:id': ['/api/parity/2024-03-14'],
  'GET /api/decisions': ['/api/decisions', '/api/decisions?repeats=fold'],
  'GET /api/totals/orders': ['/api/totals/orders', '/api/totals/orders?state=filled&to=2024-03-14'],
  'GET /api/totals/decisions': ['/api/totals/decisions', '/api/totals/decisions?repeats=fold'],
  'GET /api/totals/recommendations': ['/api/totals/recommendations?ticker=xom'],
  'GET /api/totals/documents': ['/api/totals/documents', '/api/totals/documents?words=exxon'],
  'GET /api/find': ['/api/find?words=exxon', `/api/find?words=${ids.order('AAPL')}`],
  'GET /api/orders': ['/api/orders', '/api/orders?state=filled'],
  'GET /api/orders/:id': [`/api/orders/${ids.order('AAPL')}`, `/api/orders/${ids.order('NVDA')}`],
  'GET /api/orders/:id/explain': [`/api/orders/${ids.order('AAPL')}/explain`],
  'GET /api/companies/:id/story': [
    '/api/companies/AAPL/story',
    '/api/companies/NVDA/story?kind=fill&sort=at&to=2024-03-14',
  ],
  'GET /api/performance': ['/api/performance', '/api/performance?range=1y'],
  'GET /api/trades': ['/api/trades', '/api/trades?exit=stop_loss&catalyst=earnings'],
  'GET /api/totals/trades': ['/api/totals/trades?ticker=NVDA'],
  'GET /api/trades/:id': [`/api/trades/${NVDA_TRADE}`],
  'GET /api/foreign-orders': ['/api/foreign-orders'],
  'GET /api/differences': ['/api/differences'],
  'GET /api/account': ['/api/account'],
  'GET /api/activities': ['/api/activities', '/api/activities?ticker=xom'],
  'GET /api/trading/report': ['/api/trading/report', '/api/trading/report?days=30'],
  'GET /api/positions': ['/api/positions', '/api/positions?closed=true'],
  'GET /api/portfolio': ['/api/portfolio'],
  'GET /api/portfolio/snapshots': [
    '/api/portfolio/snapshots',
    '/api/portfolio/snapshots?sort=sessionDate&limit=1',
  ],
  'GET /api/equity': ['/api/equity', '/api/equity?range=1d'],
  'GET /api/totals/companies': ['/api/totals/companies', '/api/totals/companies?sector=tech'],
  'GET /api/companies': [
    '/api/companies',
    '/api/companies?words=exxon&trend=1d',
    '/api/companies?active=true',
    '/api/companies?ticker=aapl',
  ],
  'GET /api/companies/:id/bars': ['/api/companies/AAPL/bars'],
  'GET /api/companies/:id/marks': ['AAPL', 'XOM'].map(
    (ticker) => `/api/companies/${ticker}/marks?range=1m&window=7d`,
  ),
  'GET /api/companies/:id/layers': ['AAPL', 'JPM'].map(
    (ticker) => `/api/companies/${ticker}/layers`,
  ),
  'GET /api/sources': ['/api/sources', '/api/sources?state=failing', '/api/sources?ticker=aapl'],
  'GET /api/sources/:id': [`/api/sources/${ids.source('CNBC')}`],
  'GET /api/sources/:id/runs': [
    `/api/sources/${ids.source('CNBC')}/runs`,
    `/api/sources/${ids.source('CNBC')}/runs?status=failed`,
  ],
  'GET /api/streams': ['/api/streams'],
  'GET /api/agents': ['/api/agents', '/api/agents?hours=720'],
  'GET /api/rejects': ['/api/rejects', `/api/rejects?source=${ids.source('CNBC')}`],
  'GET /api/documents': [
    '/api/documents',
    '/api/documents?ticker=aapl',
    `/api/documents?document=${ids.document(3)}`,
  ],
  'GET /api/documents/:id': [0, 1, 10, 11].map((place) => `/api/documents/${ids.document(place)}`),
  'GET /api/events': [
    '/api/events',
    '/api/events?severity=critical&region=China&ticker=nvda&range=7d',
  ],
  'GET /api/event-stories': ['/api/event-stories', '/api/event-stories?region=China&range=7d'],
  'GET /api/events/:id': [8, 10, 11].map((place) => `/api/events/${eventId(place)}`),
  'GET /api/event-regions': ['/api/event-regions', '/api/event-regions?direction=rate_cut'],
  'GET /api/layers': ['/api/layers'],
  'GET /api/strategy-setting': ['/api/strategy-setting'],
  'GET /api/strategies': ['/api/strategies'],
  'GET /api/strategy-weights': ['/api/strategy-weights'],
  'POST /api/strategy-weights/revert': [
    ['/api/strategy-weights/revert', { version: 0, reason: 'tried' }],
  ],
  'GET /api/strategy-outputs': [
    '/api/strategy-outputs',
    '/api/strategy-outputs?strategy=ensemble',
    '/api/strategy-outputs?ticker=aapl',
  ],
  'GET /api/strategy-trades': [
    '/api/strategy-trades',
    '/api/strategy-trades?state=closed&strategy=momentum',
  ],
  'GET /api/signal-engine-setting': ['/api/signal-engine-setting'],
  'GET /api/signal-engine': [
    '/api/signal-engine',
    '/api/signal-engine?differs=true',
    '/api/signal-engine?ticker=jpm',
  ],
  'GET /api/signal-engine/:id': ['AAPL', 'MSFT', 'XOM'].map(
    (ticker) => `/api/signal-engine/${ticker}`,
  ),
  'GET /api/trends': ['/api/trends', '/api/trends?window=7d'],
  'GET /api/trend-history': ['/api/trend-history', '/api/trend-history?ticker=aapl&window=7d'],
  'GET /api/trend-projections': [
    '/api/trend-projections',
    '/api/trend-projections?ticker=aapl&horizon=7d',
  ],
  'GET /api/macro-impacts': [
    '/api/macro-impacts',
    `/api/macro-impacts?ticker=nvda&event=${eventId(10)}`,
  ],
  'GET /api/competitive-signals': [
    '/api/competitive-signals',
    '/api/competitive-signals?source=msft',
  ],
  'GET /api/recommendations': ['/api/recommendations', '/api/recommendations?mode=informational'],
  'GET /api/recommendations/:id': [`/api/recommendations/${ids.recommendation('AAPL')}`],
  'GET /api/quality/readers': ['/api/quality/readers'],
  'GET /api/quality/trends': ['/api/quality/trends'],
  'GET /api/quality/edge': ['/api/quality/edge'],
  'GET /api/quality/publishers': ['/api/quality/publishers', '/api/quality/publishers?limit=1'],
  'GET /api/quality/disagreements': ['/api/quality/disagreements'],
  'GET /api/lake': ['/api/lake'],
  'POST /api/sql': [['/api/sql', { statement: 'select count(*) as documents from documents' }]],
  'GET /api/questions': ['/api/questions', '/api/questions?sort=-name&limit=2'],
  'GET /api/reports': ['/api/reports', '/api/reports?type=daily&limit=1'],
  'POST /api/trading/backtest': [
    [
      '/api/trading/backtest',
      { strategy: 'momentum', startDate: '2023-01-03', endDate: '2024-03-01', tickers: ['aapl'] },
    ],
  ],
  'GET /api/trading/backtest': ['/api/trading/backtest', '/api/trading/backtest?state=done'],
  'GET /api/trading/backtest/:id': [backtest],
  'GET /api/trading/backtest/:id/trades': [`${backtest}/trades`, `${backtest}/trades?ticker=aapl`],
  'GET /api/trading/backtest/:id/prices': [`${backtest}/prices?ticker=aapl`],
  'POST /api/trading/backtest/:id/cancel': [[`${backtest}/cancel`, {}]],
  'GET /api/reports/:id': [`/api/reports/${reportId}`],
}

type Case = [key: Key, path: string, body: unknown]
const cases = Object.entries(asked).flatMap(([key, all]) =>
  all.map((one): Case => {
    const [path, body] = typeof one === 'string' ? [one, undefined] : one
    return [key as Key, path, body]
  }),
)

describe('every answer is what its contract says, no field more and none less', () => {
  test.each(cases)('%s at %s', async (key, path, body) => {
    const response = await (body === undefined ? call(path) : post(path, body))
    const { made }: ApiRoute = catalogue[key]
    expect(response.status).toBe(made ?? 200)
    const told: unknown = await response.json()
    if (Array.isArray(told)) expect(told).not.toEqual([])
    expect(v.safeParse(catalogue[key].answer, told).issues).toBeUndefined()
  })

  test('the news of the stream', async () => {
    const reader = live.open(person('viewer')).body!.getReader()
    let told = ''
    while (!told.includes('data: ')) {
      told += new TextDecoder().decode((await reader.read()).value)
    }
    await reader.cancel()
    const [, line] = /data: (.*)\n/.exec(told) ?? []
    expect(v.parse(News, JSON.parse(line!)).topics).toContain('documents')
  })
})

test('a field that is missing, or one too many, is seen', async () => {
  const { answer } = catalogue['GET /api/orders']
  const [order, ...more] = await read<Record<string, unknown>[]>('/api/orders')
  const { state: _state, ...less } = order!
  expect(v.safeParse(answer, [order, ...more]).success).toBe(true)
  expect(v.safeParse(answer, [less, ...more]).success).toBe(false)
  expect(v.safeParse(answer, [{ ...order, surprise: 1 }, ...more]).success).toBe(false)
})

/** Columns whose words are closed sets, as PostgreSQL checks them. */
const columns = [
  ['documents', 'document_type', sets.DOCUMENT_TYPES],
  ['documents', 'status', sets.DOCUMENT_STATUSES],
  ['documents', 'quality_confidence', sets.TEXT_QUALITIES],
  ['document_impact_records', 'sentiment', sets.SENTIMENTS],
  ['global_events', 'severity', sets.SEVERITIES],
  ['global_events', 'duration', sets.DURATIONS],
  ['trend_windows', 'trend_window', sets.WINDOWS],
  ['trend_windows', 'direction', sets.TREND_DIRECTIONS],
  ['trend_evidence', 'side', sets.EVIDENCE_SIDES],
  ['recommendations', 'action', sets.RECOMMENDATION_ACTIONS],
  ['recommendations', 'mode', sets.RECOMMENDATION_MODES],
  ['trading_decisions', 'kind', sets.DECISION_KINDS],
  ['trading_decisions', 'action', sets.DECISION_ACTIONS],
  ['trading_decisions', 'side', sets.ORDER_SIDES],
  ['orders', 'state', sets.ORDER_STATES],
  ['ingestion_runs', 'status', sets.RUN_STATUSES],
  ['exposure_profiles', 'market_position', sets.MARKET_POSITIONS],
  ['competitor_relationships', 'relationship_type', sets.RELATIONSHIPS],
  ['circuit_breaker_events', 'breaker', sets.BREAKERS],
  ['trading_engine_config', 'mode', sets.ENGINE_MODES],
  ['trading_engine_config', 'risk_tier', sets.RISK_TIERS],
] as const

test.each(columns)('%s.%s holds the words of its set, and no other', async (table, column, set) => {
  const [check] = await sql<{ text: string }[]>`
    select pg_get_constraintdef(oid) as text from pg_constraint
    where conrelid = ${table}::regclass and contype = 'c'
      and pg_get_constraintdef(oid) like ${`%((${column} = ANY %`}`
  const words = [...(check?.text ?? '').matchAll(/'(\w+)'::text/g)].map(([, word]) => word)
  expect(words.sort()).toEqual([...set].sort())
})
