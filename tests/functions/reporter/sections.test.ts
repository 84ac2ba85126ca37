/**
 * Goal: each section of a report tells what the record holds of it. Method: one day is put into the record by SQL, beside
 * rows of other days, accounts and kinds that are none of its business; what the report says is worked out by hand.
 */

import * as v from 'valibot'
import { beforeAll, expect, test } from 'vitest'
import { ReportBody } from '#shared/contracts/api/report-body.ts'
import { newYorkInstant } from '#shared/domain/market/calendar.ts'
import { deriveId, sha256 } from '#shared/host/ids.ts'
import { saveEarningsDates } from '#shared/sql/fundamentals/earnings-dates.ts'
import { reporter } from '../../../functions/reporter/handler.ts'
import { openBooks } from '../../helpers/books.ts'
import { cloneDatabase } from '../../helpers/database.ts'
import { putCompany, putDocument } from '../../helpers/signals.ts'

const { sql, as } = await cloneDatabase()
const own = as('stonks_lake')
const books = openBooks(sql, as('stonks_trading'))
const id = (name: string) => deriveId('sections', name)
/** New York time of a day of May 2019; the report is that of the second. */
const at = (day: string, time: string) => newYorkInstant(`2019-05-${day}`, time)
const END = at('02', '16:30')

async function putAdvice(
  name: string,
  ticker: string,
  more: { thesis: string; confidence: number },
): Promise<void> {
  const trendId = id(`trend of ${name}`)
  await sql`insert into trend_history (trend_id, ticker, trend_window, as_of, direction, strength, confidence,
      contradiction, sentiment_mean, signal_count, source_count, market, scoring_version, impact_ids)
    values (${trendId}, ${ticker}, '7d', ${at('02', '09:40')}, 'bullish', 0.5, 0.5, 0, 0, 0, 1, '{}', 'test', '{}')
    on conflict do nothing`
  await sql`insert into recommendations (recommendation_id, ticker, trend_window, trend_id, generated_at, action, mode,
      confidence, strength, contradiction, direction, checks, portfolio_pct, max_loss_pct, thesis, thesis_model)
    values (${id(name)}, ${ticker}, '7d', ${trendId}, ${at('02', '10:00')}, 'buy', 'paper_eligible', ${more.confidence},
      0.5, 0, 'bullish', '[]', 0.05, 0.02, ${more.thesis}, 'rules')`
}

type Decided = {
  ticker: string
  kind: 'entry' | 'exit'
  action: 'act' | 'skip'
  code: string
  side?: 'buy' | 'sell'
  advice?: string
  account?: string
  day?: string
}

async function putDecision(
  name: string,
  { ticker, kind, action, code, side, advice, account = 'A1', day = '02' }: Decided,
): Promise<void> {
  await sql`insert into trading_decisions (decision_id, account_id, recommendation_id, ticker, decided_at, kind, action,
      code, side, quantity, checks, risk_tier, source)
    values (${id(name)}, ${account}, ${advice ? id(advice) : null}, ${ticker}, ${at(day, '10:05')}, ${kind}, ${action},
      ${code}, ${side ?? null}, 10, '[]', 'moderate',
      ${advice ? 'engine' : 'override'})`
}

/** An order of a decision; its id. */
async function putOrder(decision: string, ticker: string, side: 'buy' | 'sell'): Promise<string> {
  const [hash, order] = [sha256(decision), id(`order of ${decision}`)]
  await sql`insert into risk_evaluations (risk_evaluation_id, decision_id, evaluated_at, passed, code, checks, inputs, inputs_sha256)
    values (${id(`risk of ${decision}`)}, ${id(decision)}, ${at('02', '10:06')}, true, 'passed', '[]', '{}', ${hash})`
  await sql`insert into orders (order_id, account_id, decision_id, risk_evaluation_id, inputs_sha256, client_order_id, ticker, side,
      order_type, quantity, reference_price, intended_at)
    values (${order}, 'A1', ${id(decision)}, ${id(`risk of ${decision}`)}, ${hash}, ${decision}, ${ticker}, ${side},
      'market', 10, 100, ${at('02', '10:06')})`
  return order
}

/** Ten shares of MSFT come and go by orders of ours, AAPL is held and half of it was sold by nobody's order. */
async function trade(): Promise<void> {
  await books.begin('A1', '10000', at('01', '09:00'))
  await books.trade(
    { ticker: 'AAPL', side: 'buy', quantity: '10', price: '200' },
    at('01', '11:00'),
  )
  await books.read({ AAPL: '200' }, at('01', '16:01'))
  await putAdvice('buyback', 'MSFT', { thesis: 'Two owners tell of a buyback.', confidence: 0.75 })
  await putDecision('bought', {
    ticker: 'MSFT',
    kind: 'entry',
    action: 'act',
    code: 'sized',
    side: 'buy',
    advice: 'buyback',
  })
  await putDecision('sold', {
    ticker: 'MSFT',
    kind: 'exit',
    action: 'act',
    code: 'stop_loss',
    side: 'sell',
  })
  const fill = { ticker: 'MSFT', quantity: '10' }
  const orders = {
    buy: await putOrder('bought', 'MSFT', 'buy'),
    sell: await putOrder('sold', 'MSFT', 'sell'),
  }
  await books.trade({ ...fill, side: 'buy', price: '120', orderId: orders.buy }, at('02', '10:10'))
  await books.trade(
    { ...fill, side: 'sell', price: '114', orderId: orders.sell },
    at('02', '14:00'),
  )
  await books.trade(
    { ticker: 'AAPL', side: 'sell', quantity: '5', price: '210' },
    at('02', '15:00'),
  )
  await books.read({ AAPL: '210' }, at('02', '16:01'))
}

type Stopped = {
  code: string
  profit?: number
  decided?: string
  ended?: string
  ticker?: string
  account?: string
}

async function putStopped(name: string, one: Stopped): Promise<void> {
  const { code, profit, decided = '02', ended = '2019-05-02', ticker = 'IBM', account = 'A1' } = one
  const isEnded = profit !== undefined
  await sql`insert into counterfactuals (account_id, recommendation_id, kind, code, ticker, decided_at, state, entered_on, profit,
      reason, ended_on, looked_at)
    values (${account}, ${id(name)}, 'skipped', ${code}, ${ticker}, ${at(decided, '11:00')}, ${isEnded ? 'ended' : 'open'},
      '2019-05-01', ${profit ?? null}, ${isEnded ? 'horizon' : null}, ${isEnded ? ended : null}, ${END})`
}

/** Nine purchases of nine tickers that would each have lost 2 dollars, and one check of which one ended. */
async function stop(): Promise<void> {
  for (let place = 0; place < 9; place += 1)
    await putStopped(`window ${place}`, {
      code: 'trading_window',
      profit: -2,
      decided: '01',
      ticker: `T${place}`,
    })
  await putStopped('window today', { code: 'trading_window' })
  await putStopped('spread today', { code: 'spread', profit: 7.255 })
  await putStopped('of another account', { code: 'spread', profit: 99, account: 'A2' })
  await putStopped('ended the day before', {
    code: 'cooldown',
    profit: 99,
    decided: '01',
    ended: '2019-05-01',
  })
  await putStopped('of the day before, and open', { code: 'cooldown', decided: '01' })
}

async function putBar(ticker: string, open: number, close: number): Promise<void> {
  await sql`insert into market_snapshots (ticker, timespan, starts_at, session_date, open, high, low, close, volume, fetched_at)
    values (${ticker}, '1d', ${at('02', '00:00')}, '2019-05-02', ${open}, 300, 1, ${close}, 1, ${at('02', '16:10')})`
}

async function putTrend(
  ticker: string,
  window: string,
  mean: number,
  impactId: string,
  catalyst: string,
): Promise<void> {
  const trendId = id(`trend ${ticker} ${window}`)
  await sql`insert into trend_history (trend_id, ticker, trend_window, as_of, direction, strength, confidence,
      contradiction, sentiment_mean, signal_count, source_count, market, scoring_version, impact_ids)
    values (${trendId}, ${ticker}, ${window}, ${at('02', '09:00')}, 'bullish', 0.5, 0.5, 0, ${mean}, 1, 1, '{}', 'test',
      ${[impactId]})`
  await sql`insert into trend_evidence (trend_id, side, place, impact_id, document_id, rank_score, weight, impact, recency,
      credibility, gate, novelty, market_context)
    select ${trendId}, 'supporting', 1, impact_id, document_id, 1, 1, 1, 1, 1, 1, 1, 1
    from document_impact_records where impact_id = ${impactId}`
  await sql`update document_impact_records set catalyst = ${catalyst} where impact_id = ${impactId}`
}

/** AAPL rises beyond the mean of three, MSFT and IBM fall below it. */
async function signal(): Promise<void> {
  const told = { publishedAt: at('01', '20:00') }
  const of = async (ticker: string) =>
    (await putDocument(sql, { ...told, ticker, name: 'told' })).impactId
  const [aapl, msft, ibm] = [await of('AAPL'), await of('MSFT'), await of('IBM')]
  await putBar('AAPL', 100, 106)
  await putBar('MSFT', 100, 100)
  await putBar('IBM', 100, 100)
  await putTrend('AAPL', '1d', 0.6, aapl, 'earnings')
  await putTrend('MSFT', '1d', 0.4, msft, 'guidance')
  await putTrend('IBM', '1d', -0.4, ibm, 'guidance')
  await putTrend('AAPL', '7d', 0.6, aapl, 'earnings')
  // It takes no side.
  await putTrend('IBM', '7d', 0, ibm, 'guidance')
}

/** A reading by a model of what rules had read, that says the opposite; calls; a calibration; two publishers. */
async function read(): Promise<void> {
  const { documentId } = await putDocument(sql, {
    ticker: 'AAPL',
    name: 'read twice',
    publishedAt: at('02', '11:00'),
    confidence: 0.5,
  })
  await putDocument(sql, {
    ticker: 'IBM',
    name: 'not read',
    publishedAt: at('02', '12:00'),
    status: 'parsed',
  })
  const reading = id('second reading')
  await sql`update document_intelligence set is_current = false where document_id = ${documentId}`
  await sql`insert into document_intelligence (reading_id, document_id, model, model_version, prompt_version, confidence,
      input_sha256, input_length, extracted_at, number)
    values (${reading}, ${documentId}, 'small', '1', '1', 0.9, '', 1, ${at('02', '11:30')}, 2)`
  await sql`insert into document_impact_records (impact_id, reading_id, document_id, company_id, ticker, sentiment,
      sentiment_score, impact_score, confidence, published_at, extracted_at)
    values (${id('second impact')}, ${reading}, ${documentId}, ${await putCompany(sql, 'AAPL')}, 'AAPL', 'negative', -0.5, 0.5,
      0.9, ${at('02', '11:00')}, ${at('02', '11:30')})`
  const call = (outcome: string, milliseconds: number, time: Date) => sql`
    insert into agent_performance_log (agent_id, at, latency_ms, outcome, model)
    select agent_id, ${time}, ${milliseconds}, ${outcome}, 'small' from ai_agents order by slug limit 1`
  for (const milliseconds of [900, 100, 200])
    await call('answered', milliseconds, at('02', '11:30'))
  await call('model_late', 60_000, at('02', '11:40'))
  await call('model_late', 60_000, at('01', '11:40'))
  await sql`insert into reader_calibrations (model, model_version, prompt_version, method, points, fitted_on, checked_on,
      ece_before, ece_after, fitted_at)
    values ('small', '1', '1', 'isotonic', '[[0, 0]]', 100, 50, 0.21, 0.04, ${at('01', '12:00')})`
  await sql`insert into publisher_records (domain, tried, borne_out, through)
    values ('reuters.com', 40, 26, '2019-05-01'), ('blog.example', 2, 0, '2019-05-01')`
}

/** Of each kind one, and of each one of another day. */
async function fail(): Promise<void> {
  const told = [
    'kill_switch',
    'hold_set',
    'hold_lifted',
    'books_differ',
    'mode_changed',
    'breaker_tripped',
    'breaker_reset',
    'exit_refused',
    'order_rejected',
  ]
  // What is told of and no incident, last.
  for (const [place, kind] of [...told, 'order_filled', 'report_made'].entries())
    for (const day of ['01', '02'])
      await sql`insert into notification_wishes (wish_id, kind, subject, says, made_at)
        values (${id(`${kind} ${day}`)}, ${kind}, ${`about ${kind}`}, ${`${kind} on ${day}`}, ${at(day, `12:${String(10 + place)}`)})`
  for (const [name, day] of [
    ['a', '02'],
    ['b', '02'],
    ['c', '01'],
  ] as const)
    await sql`insert into jobs (job_id, list, payload, state, reason, business_at, settled_at, producer)
      values (${id(`dead ${name}`)}, 'extraction', '{}', 'dead', 'document_missing', ${at(day, '12:00')}, now(), 'test')`
  await sql`insert into scheduler_duties (duty, failures, last_error, last_error_at)
    values ('recovery', 2, 'the store is away', ${at('02', '13:00')}), ('switch', 1, 'long ago', ${at('01', '13:00')})
    on conflict (duty) do update set last_error = excluded.last_error, last_error_at = excluded.last_error_at`
  await sql`insert into sources (source_id, source_type, source_name) values (${id('wire')}, 'news_api', 'wire')`
  for (const [name, day, status] of [
    ['a', '02', 'failed'],
    ['b', '02', 'failed'],
    ['c', '02', 'succeeded'],
    ['d', '01', 'failed'],
  ] as const)
    await sql`insert into ingestion_runs (ingestion_run_id, source_id, status, started_at, error)
      values (${id(`run ${name}`)}, ${id('wire')}, ${status}, ${at(day, name === 'b' ? '12:30' : '12:00')}, ${`refused ${name}`})`
  await sql`insert into broker_accounts (account_id, mode, status, cash, equity, buying_power, opened_with, synced_at, reset_at)
    values ('old', 'paper', 'ACTIVE', 1, 1, 1, 1, ${at('01', '09:00')}, ${at('02', '08:00')})`
  await books.split('IBM', '2', at('02', '08:30'))
}

/** AAPL is held with levels and results to come; one entry waits for a person, one is too late; an exit is refused. */
async function plan(): Promise<void> {
  const company = await putCompany(sql, 'AAPL')
  await sql.begin((tx) =>
    saveEarningsDates(
      tx,
      [
        {
          accessionNumber: '0000320193-19-000063',
          basis: 'results',
          announcedAt: new Date('2019-04-30T20:30:00Z'),
          isSure: true,
        },
      ],
      { companyId: company, sourceId: id('edgar'), now: at('01', '09:00') },
    ),
  )
  await sql`insert into position_stop_levels (account_id, ticker, atr, stop_price, target_1, target_2, trailing_stop, updated_at)
    values ('A1', 'AAPL', 3, 190.005, 230, 250, 201.235, ${at('02', '15:30')})`
  await putDecision('asks', {
    ticker: 'IBM',
    kind: 'entry',
    action: 'act',
    code: 'sized',
    side: 'buy',
  })
  await putDecision('asked', {
    ticker: 'MSFT',
    kind: 'entry',
    action: 'act',
    code: 'sized',
    side: 'buy',
  })
  for (const [name, expires] of [
    ['asks', at('02', '17:00')],
    ['asked', at('02', '16:00')],
  ] as const)
    await sql`insert into approval_requests (approval_id, account_id, decision_id, order_hash, requested_at, expires_at)
      values (${id(`approval ${name}`)}, 'A1', ${id(name)}, 'x', ${at('02', '15:00')}, ${expires})`
  for (const [ticker, state] of [
    ['AAPL', 'refused'],
    ['MSFT', 'done'],
  ] as const)
    await sql`insert into position_exits (account_id, ticker, code, state, said, since, updated_at)
      values ('A1', ${ticker}, 'stop_loss', ${state}, 'refused: buying power', ${at('02', '15:30')}, ${at('02', '15:31')})`
}

let body: ReportBody

beforeAll(async () => {
  await trade()
  await stop()
  await signal()
  await read()
  await fail()
  await plan()
  await putDecision('aside', {
    ticker: 'IBM',
    kind: 'entry',
    action: 'skip',
    code: 'low_confidence',
  })
  await putDecision('elsewhere', {
    ticker: 'IBM',
    kind: 'entry',
    action: 'skip',
    code: 'spread',
    account: 'old',
  })
  await putDecision('before', {
    ticker: 'IBM',
    kind: 'entry',
    action: 'skip',
    code: 'spread',
    day: '01',
  })
  const job = { report_type: 'daily' as const, period_end: END.toISOString() }
  const signal_ = new AbortController().signal
  const settle = await reporter({ sql: own, cashRate: 3.65 }).report_generation(job, {
    jobId: id('job'),
    now: END,
    signal: signal_,
  })
  await own.begin((tx) => settle(tx, END))
  const [row] = await sql<{ body: ReportBody }[]>`select body from trading_reports`
  body = v.parse(ReportBody, row!.body)
})

const said = (about: string) =>
  body.findings.flatMap((one) => (one.about === about ? one.says : []))

test('trades: what each was bought and sold for, in the words of then', () => {
  expect(body.trades).toMatchObject([
    { ticker: 'AAPL', state: 'held', profit: '50.00', why: null, end: null },
    {
      ticker: 'MSFT',
      state: 'ended',
      days: 0.2,
      bought: '1200.00',
      sold: '1140.00',
      profit: '-60.00',
      why: {
        code: 'sized',
        thesis: 'Two owners tell of a buyback.',
        window: '7d',
        confidence: 0.75,
        recommendationId: id('buyback'),
      },
      end: {
        code: 'stop_loss',
        thesis: '',
        window: null,
        confidence: null,
        recommendationId: null,
      },
    },
  ])
  expect(said('trades')).toEqual([
    '0 of 1 trade that ended won; that few says nothing.',
    'Of 1 position something was bought or sold, and some is still held.',
  ])
})

test('checks: what they stopped, what that saved or cost, and between which bounds', () => {
  expect(body.checks).toEqual([
    {
      code: 'spread',
      kind: 'skipped',
      stopped: 1,
      ended: 1,
      clusters: 1,
      saved: -7.25,
      interval: null,
    },
    {
      code: 'trading_window',
      kind: 'skipped',
      stopped: 1,
      ended: 9,
      clusters: 9,
      saved: 18,
      interval: { from: 18, to: 18 },
    },
  ])
  expect(said('checks')).toEqual([
    'Checks stopped 2 purchases or made them smaller.',
    'The check “trading window” saved $18.00 ($18.00 to $18.00 in 95 of 100 cases).',
  ])
})

test('signals: which trends the session bore out, by window and by what the news was about', () => {
  // The mean of the three moved by 2 %: AAPL by 4 beyond it, the others by 2 below.
  expect(body.signals.byWindow).toEqual([
    { name: '1d', hits: 2, tried: 3, low: 0.20766, high: 0.938508 },
    { name: '7d', hits: 1, tried: 1, low: 0.206549, high: 1 },
  ])
  expect(body.signals.byCatalyst.map(({ name, hits, tried }) => [name, hits, tried])).toEqual([
    ['earnings', 2, 2],
    ['guidance', 1, 2],
  ])
  expect(body.signals.priced).toEqual(['2019-05-02'])
  expect(body.signals.recommendations).toEqual([
    { action: 'buy', mode: 'paper_eligible', count: 1 },
  ])
  expect(body.signals.decisions).toEqual([
    { kind: 'entry', action: 'act', code: 'sized', count: 3 },
    { kind: 'entry', action: 'skip', code: 'low_confidence', count: 1 },
    { kind: 'exit', action: 'act', code: 'stop_loss', count: 1 },
  ])
  expect(said('signals')).toEqual([
    'Trends over 1 day: 2 of 3 went the way they said (21 % to 94 % in 95 of 100 cases): that few says nothing.',
    'Trends over 7 days: 1 of 1 went the way they said (21 % to 100 % in 95 of 100 cases): that few says nothing.',
  ])
})

test('readers and sources: readings, calls, where readers differ, calibration, publishers', () => {
  expect(body.quality).toEqual({
    readings: [
      { model: 'rules-v1', readings: 4, confidence: 0.65 },
      { model: 'small', readings: 1, confidence: 0.9 },
    ],
    calls: [
      { model: 'small', outcome: 'answered', count: 3, milliseconds: 200 },
      { model: 'small', outcome: 'model_late', count: 1, milliseconds: 60_000 },
    ],
    pairs: [{ model: 'small', other: 'rules-v1', pairs: 1, opposed: 1 }],
    calibrations: [{ model: 'small 1', method: 'isotonic', before: 0.21, after: 0.04 }],
    documents: [
      { status: 'extracted', count: 4 },
      { status: 'parsed', count: 1 },
    ],
    publishers: [
      { name: 'reuters.com', hits: 26, tried: 40, low: 0.495059, high: 0.778655 },
      { name: 'blog.example', hits: 0, tried: 2, low: 0, high: 0.65762 },
    ],
  })
  expect(said('quality')).toEqual([
    '5 readings of documents, by rules-v1 and small.',
    '1 of 4 calls of models failed.',
  ])
})

test('incidents: each kind of the day, oldest first, and nothing of another', () => {
  expect(body.incidents.map(({ kind, about, says }) => [kind, about, says])).toEqual([
    ['account_reset', 'old', 'its books were begun anew'],
    ['split', 'IBM', '2 shares for each before'],
    ['kill_switch', 'about kill_switch', 'kill_switch on 02'],
    ['hold_set', 'about hold_set', 'hold_set on 02'],
    ['hold_lifted', 'about hold_lifted', 'hold_lifted on 02'],
    ['books_differ', 'about books_differ', 'books_differ on 02'],
    ['mode_changed', 'about mode_changed', 'mode_changed on 02'],
    ['breaker_tripped', 'about breaker_tripped', 'breaker_tripped on 02'],
    ['breaker_reset', 'about breaker_reset', 'breaker_reset on 02'],
    ['exit_refused', 'about exit_refused', 'exit_refused on 02'],
    ['order_rejected', 'about order_rejected', 'order_rejected on 02'],
    ['duty_failed', 'recovery', 'the store is away'],
    ['dead_letters', 'extraction', '2 given up, of which document_missing'],
    ['source_failed', 'wire', '2 of its runs failed, the last: refused b'],
  ])
  expect(said('incidents')).toEqual(['14 incidents noted.'])
})

test('what is planned: held with its levels and next results, exits, and what waits for a person', () => {
  expect(body.planned).toEqual({
    held: [
      {
        ticker: 'AAPL',
        quantity: '5',
        worth: '1050',
        unrealised: '50',
        stop: '201.24',
        target: '230',
        // A quarter after the last.
        earnings: '2019-07-30',
      },
    ],
    exits: [{ ticker: 'AAPL', code: 'stop_loss', state: 'refused', says: 'refused: buying power' }],
    approvals: [
      { ticker: 'IBM', side: 'buy', quantity: '10', expiresAt: at('02', '17:00').toISOString() },
    ],
  })
  expect(said('planned')).toEqual([
    '1 position held; 1 exit on the way; 1 entry for a person to approve.',
  ])
})

test('against cash: what it would have come to between the same readings, at the rate that is set', () => {
  // A day of 3.65 % a year.
  expect(body.money?.benchmark).toEqual({ rate: 3.65, share: 0.000098, since: 0.000098 })
  expect(said('money')).toContain(
    'There are no prices of SPY, so the account is compared with cash alone, which came to +0.010 % at 3.65 % a year.',
  )
})

test('the curve: a point a session, of which charts are drawn', () => {
  expect(body.curve).toEqual([
    { date: '2019-05-01', equity: '10000.00', growth: 1, spy: null, cash: 1, drawdown: 0 },
    // 50 realised and 50 unrealised of AAPL, 60 lost on MSFT.
    {
      date: '2019-05-02',
      equity: '10040.00',
      growth: 1.004,
      spy: null,
      cash: 1.000098,
      drawdown: 0,
    },
  ])
  expect(said('money')[0]).toBe(
    'The day brought a profit of $40.00 (+0.40 %); equity ends at $10,040.00.',
  )
})
