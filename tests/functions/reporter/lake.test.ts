/**
 * Goal: what a report says follows from the lake as well as from the books. Method: random days of trading, payments,
 * news, advice, decisions, what checks stopped, calls of models, jobs that were given up and prices are kept and written to a
 * lake; each figure is asked there by SQL. What one table lacks is told, of every table that a report has figures of.
 */

import { fc, test as prop } from '@fast-check/vitest'
import { afterAll, expect, test } from 'vitest'
import { openDuckdb } from '#shared/clients/lake/duckdb.ts'
import { placeInFolder } from '#shared/clients/lake/place.ts'
import type { ReportBody } from '#shared/contracts/api/report-body.ts'
import { newYorkInstant } from '#shared/domain/market/calendar.ts'
import { deriveId } from '#shared/host/ids.ts'
import { lakeTables } from '#shared/sql/lake/facts/all.ts'
import { readHeldFiles } from '#shared/sql/lake/files.ts'
import { reporter } from '../../../functions/reporter/handler.ts'
import { openBooks } from '../../helpers/books.ts'
import { cloneDatabase } from '../../helpers/database.ts'
import { openLakeRig } from '../../helpers/lake.ts'
import { figuresApart, figuresOfLake, figuresTold } from '../../helpers/report-of-lake.ts'
import { putCompany, putDocument } from '../../helpers/signals.ts'

const { sql, as } = await cloneDatabase()
const own = as('stonks_lake')
const handlers = reporter({ sql: own })
const books = openBooks(sql, as('stonks_trading'))
const rig = openLakeRig(sql, own, new Date('2019-05-05T12:00:00Z'))
afterAll(rig.close)
const engine = openDuckdb({
  tables: lakeTables,
  held: () => readHeldFiles(sql),
  place: placeInFolder(rig.folder),
})

const TICKERS = ['AAPL', 'MSFT', 'IBM'] as const
const MINUTES = 3 * 390

type Step =
  | {
      kind: 'trade'
      ticker: (typeof TICKERS)[number]
      isBuy: boolean
      eighths: number
      cents: number
      fee: number
    }
  | { kind: 'flow' | 'dividend'; cents: number }
  | { kind: 'read'; cents: number }
  | { kind: 'news'; ticker: (typeof TICKERS)[number]; isRead: boolean }
  | { kind: 'decision'; ticker: (typeof TICKERS)[number]; of: string; code: string }
  | {
      kind: 'advice'
      ticker: (typeof TICKERS)[number]
      action: string
      mode: string
      leaning: number
      /** False where only the world and rivals are told of: what two layers say is neither's alone. */
      isOwn: boolean
    }
  | {
      kind: 'stopped'
      ticker: (typeof TICKERS)[number]
      how: string
      code: string
      cents: number
      isEnded: boolean
    }
  | { kind: 'call'; model: string; outcome: string }
  | { kind: 'dead'; list: string; reason: string }
  | { kind: 'prices'; day: number; turn: number }

const ticker = fc.constantFrom(...TICKERS)
const cents = fc.integer({ min: 1, max: 50_000 })
const step: fc.Arbitrary<Step> = fc.oneof(
  {
    weight: 5,
    arbitrary: fc.record({
      kind: fc.constant('trade' as const),
      ticker,
      isBuy: fc.boolean(),
      eighths: fc.integer({ min: 1, max: 400 }),
      cents,
      fee: fc.integer({ min: 0, max: 300 }),
    }),
  },
  {
    weight: 1,
    arbitrary: fc.record({ kind: fc.constantFrom('flow' as const, 'dividend' as const), cents }),
  },
  { weight: 3, arbitrary: fc.record({ kind: fc.constant('read' as const), cents }) },
  {
    weight: 2,
    arbitrary: fc.record({ kind: fc.constant('news' as const), ticker, isRead: fc.boolean() }),
  },
  {
    weight: 2,
    arbitrary: fc.record({
      kind: fc.constant('decision' as const),
      ticker,
      of: fc.constantFrom('entry skip', 'entry act', 'exit skip', 'exit act'),
      code: fc.constantFrom('no_position', 'trading_window', 'sized'),
    }),
  },
  {
    weight: 3,
    arbitrary: fc.record({
      kind: fc.constant('advice' as const),
      ticker,
      action: fc.constantFrom('buy', 'sell', 'hold', 'watch'),
      mode: fc.constantFrom('informational', 'paper_eligible', 'live_eligible'),
      leaning: fc.constantFrom(-0.5, 0, 0.5),
      isOwn: fc.boolean(),
    }),
  },
  {
    weight: 3,
    arbitrary: fc.record({
      kind: fc.constant('stopped' as const),
      ticker,
      how: fc.constantFrom('skipped', 'suppressed', 'clipped'),
      code: fc.constantFrom('spread', 'trading_window'),
      cents: fc.integer({ min: -9_999, max: 9_999 }),
      isEnded: fc.boolean(),
    }),
  },
  {
    weight: 2,
    arbitrary: fc.record({
      kind: fc.constant('call' as const),
      model: fc.constantFrom('small', 'large'),
      outcome: fc.constantFrom('answered', 'model_late'),
    }),
  },
  {
    weight: 2,
    arbitrary: fc.record({
      kind: fc.constant('dead' as const),
      list: fc.constantFrom('extraction', 'parsing'),
      reason: fc.constantFrom('document_missing', 'deliveries'),
    }),
  },
  {
    weight: 2,
    arbitrary: fc.record({
      kind: fc.constant('prices' as const),
      day: fc.integer({ min: 1, max: 3 }),
      turn: fc.integer({ min: 0, max: 2 }),
    }),
  },
)

/** The sessions of the first three days of May 2019, minute by minute. */
function momentOf(minute: number): Date {
  const [day, inDay] = [Math.floor(minute / 390), minute % 390]
  return new Date(newYorkInstant(`2019-05-0${day + 1}`, '09:30').getTime() + inDay * 60_000)
}

type Paid = Extract<Step, { kind: 'flow' | 'dividend' }>
const isPaid = (one: Step): one is Paid => one.kind === 'flow' || one.kind === 'dividend'

async function play(steps: readonly Step[]): Promise<void> {
  const held = new Map<string, number>()
  for (const [place, one] of steps.entries()) {
    const at = momentOf(Math.floor(((place + 1) * MINUTES) / (steps.length + 1)))
    if (one.kind === 'trade') {
      const has = held.get(one.ticker) ?? 0
      const eighths = one.isBuy ? one.eighths : Math.min(one.eighths, has)
      if (eighths === 0) continue
      held.set(one.ticker, has + (one.isBuy ? eighths : -eighths))
      const dollars = (value: number) => (value / 100).toFixed(2)
      await books.trade(
        {
          ticker: one.ticker,
          side: one.isBuy ? 'buy' : 'sell',
          quantity: String(eighths / 8),
          price: dollars(one.cents),
          fee: dollars(one.fee),
        },
        at,
      )
    } else if (one.kind === 'read') await read(one.cents, at)
    else if (one.kind === 'news')
      await putDocument(sql, {
        ticker: one.ticker,
        name: `news ${place}`,
        publishedAt: at,
        status: one.isRead ? 'extracted' : 'parsed',
      })
    else if (isPaid(one)) await books[one.kind]((one.cents / 100).toFixed(2), at)
    else await note(one, place, at)
  }
}

type Noted = Extract<Step, { kind: 'decision' | 'advice' | 'stopped' | 'call' | 'dead' | 'prices' }>

/** What the record has of it beside the books, as those who write it leave it. */
async function note(one: Noted, place: number, at: Date): Promise<void> {
  const id = deriveId('noted', String(place))
  if (one.kind === 'decision') {
    const [kind, action] = one.of.split(' ') as [string, string]
    await sql`insert into trading_decisions (decision_id, account_id, ticker, decided_at, kind, action, code, side, quantity,
        checks, risk_tier, source)
      values (${id}, 'A1', ${one.ticker}, ${at}, ${kind}, ${action}, ${one.code},
        ${action === 'act' ? (kind === 'entry' ? 'buy' : 'sell') : null}, 1, '[]', 'moderate', 'override')`
  } else if (one.kind === 'advice') {
    const trendId = deriveId('trend', id)
    await sql`insert into trend_history (trend_id, ticker, trend_window, as_of, direction, strength, confidence, contradiction,
        sentiment_mean, signal_count, source_count, market, scoring_version, impact_ids, company_signals)
      values (${trendId}, ${one.ticker}, '7d', ${at}, 'mixed', 0.5, 0.5, 0, ${one.leaning}, 2, 2, '{}', 'test',
        ${one.isOwn ? [id] : []}, ${one.isOwn ? 1 : 0})`
    await sql`insert into recommendations (recommendation_id, ticker, trend_window, trend_id, generated_at, action, mode,
        confidence, strength, contradiction, direction, checks, portfolio_pct, max_loss_pct, thesis, thesis_model)
      values (${id}, ${one.ticker}, '7d', ${trendId}, ${at}, ${one.action}, ${one.mode}, 0.5, 0.5, 0, 'mixed', '[]', 0, 0, '',
        'rules')`
  } else if (one.kind === 'stopped')
    await sql`insert into counterfactuals (account_id, recommendation_id, kind, code, ticker, decided_at, state, entered_on, profit,
        reason, ended_on, looked_at)
      values ('A1', ${id}, ${one.how}, ${one.code}, ${one.ticker}, ${at}, ${one.isEnded ? 'ended' : 'open'}, '2019-05-01',
        ${(one.cents / 100).toFixed(2)}, 'horizon', '2019-05-03', ${at})`
  else if (one.kind === 'call')
    await sql`insert into agent_performance_log (agent_id, at, latency_ms, outcome, model)
      select agent_id, ${at}, ${place}, ${one.outcome}, ${one.model} from ai_agents order by slug limit 1`
  else if (one.kind === 'dead')
    await sql`insert into jobs (job_id, list, payload, state, reason, business_at, settled_at, producer)
      values (${id}, ${one.list}, '{}', 'dead', ${one.reason}, ${at}, now(), 'test')`
  else await putPrices(one)
}

/** Of a session: no two companies move alike, and none like the mean of all. */
async function putPrices({ day, turn }: { day: number; turn: number }): Promise<void> {
  for (const [place, name] of TICKERS.entries()) {
    const close = 100 + [1, 2, 6][(place + turn) % TICKERS.length]!
    const date = `2019-05-0${day}`
    await putCompany(sql, name)
    await sql`insert into market_snapshots (ticker, timespan, starts_at, session_date, open, high, low, close, volume, fetched_at)
      values (${name}, '1d', ${newYorkInstant(date, '00:00')}, ${date}, 100, 200, 1, ${close}, 1, ${newYorkInstant(date, '16:05')})
      on conflict do nothing`
  }
}

const read = (cents: number, at: Date) => {
  const price = (cents / 100).toFixed(2)
  return books.read(Object.fromEntries(TICKERS.map((name) => [name, price])), at)
}

async function reportOf(type: 'daily' | 'weekly', end: Date): Promise<ReportBody> {
  const settle = await handlers.report_generation(
    { report_type: type, period_end: end.toISOString() },
    { jobId: deriveId('test', type), now: end, signal: new AbortController().signal },
  )
  await own.begin((tx) => settle(tx, end))
  const [row] = await sql<{ body: ReportBody }[]>`
    select body from trading_reports where report_type = ${type} order by period_end desc limit 1`
  return row!.body
}

async function empty(): Promise<void> {
  await sql`truncate jobs, trading_reports, portfolio_snapshots, documents, trading_decisions, order_fills, market_snapshots,
    trend_history, counterfactuals, agent_performance_log cascade`
  await sql`truncate broker_accounts, positions, ledger_entries, ledger_trades cascade`
  await rig.empty()
}

/** What the report and the lake say differently. */
async function apart(body: ReportBody, asked = engine): Promise<string[]> {
  return figuresApart(figuresTold(body), await figuresOfLake(asked, body))
}

async function keep(steps: readonly Step[], closing: number): Promise<ReportBody[]> {
  await empty()
  await books.begin('A1', '100000', newYorkInstant('2019-05-01', '09:00'))
  await play(steps)
  await read(closing, newYorkInstant('2019-05-03', '16:01'))
  const day = await reportOf('daily', newYorkInstant('2019-05-03', '16:30'))
  const week = await reportOf('weekly', newYorkInstant('2019-05-04', '08:00'))
  await rig.flush()
  return [day, week]
}

prop.prop([fc.array(step, { minLength: 20, maxLength: 60 }), cents], {
  numRuns: 4,
})(
  'random days: every figure of the day and the week is what the lake says',
  async (steps, closing) => {
    for (const body of await keep(steps, closing)) {
      expect(body.reconciliation.filter(({ holds }) => !holds)).toEqual([])
      expect(await apart(body)).toEqual([])
    }
  },
  400_000,
)

/** Of everything that a report tells and the lake has facts of, something. */
const EVERYTHING: readonly Step[] = [
  { kind: 'trade', ticker: 'IBM', isBuy: true, eighths: 16, cents: 12_345, fee: 101 },
  {
    kind: 'advice',
    ticker: 'IBM',
    action: 'buy',
    mode: 'paper_eligible',
    leaning: 0.5,
    isOwn: true,
  },
  { kind: 'news', ticker: 'IBM', isRead: true },
  { kind: 'decision', ticker: 'IBM', of: 'entry act', code: 'sized' },
  { kind: 'stopped', ticker: 'IBM', how: 'skipped', code: 'spread', cents: -725, isEnded: true },
  { kind: 'call', model: 'small', outcome: 'model_late' },
  { kind: 'dead', list: 'extraction', reason: 'document_missing' },
  { kind: 'prices', day: 3, turn: 0 },
  { kind: 'read', cents: 12_000 },
]

test.each([
  ['fills', ['fees', 'bought IBM', 'sold IBM']],
  ['recommendations', ['advice buy paper_eligible']],
  ['counterfactuals', ['stopped skipped spread', 'ended skipped spread', 'saved skipped spread']],
  ['decisions', ['decision entry act sized']],
  ['trends', ['hits 7d', 'tried 7d']],
  ['market_bars', ['hits 7d', 'tried 7d']],
  ['agent_calls', ['calls small model_late']],
  ['jobs', ['dead extraction document_missing']],
  ['extractions', ['readings rules-v1']],
  ['documents', ['documents extracted']],
  [
    'equity',
    [
      'toEquity',
      'cash',
      'profit',
      'realised',
      'unrealised',
      'flows',
      'fees',
      'bought IBM',
      'sold IBM',
    ],
  ],
] as const)('a lake that lacks %s is found out', async (lacking, figures) => {
  const [, week] = await keep(EVERYTHING, 12_100)
  const without = openDuckdb({
    tables: lakeTables,
    held: async () => (await readHeldFiles(sql)).filter(({ fact }) => fact !== lacking),
    place: placeInFolder(rig.folder),
  })
  expect(await apart(week!)).toEqual([])
  expect((await apart(week!, without)).toSorted()).toEqual([...figures].toSorted())
})
