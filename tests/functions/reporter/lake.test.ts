/**
 * Goal: what a report says follows from the lake as well as from the books. Method: random days of trading, payments,
 * news and decisions are kept by the product's own code and written to a lake; each figure is asked there by SQL.
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
import { putDocument } from '../../helpers/signals.ts'

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
  | { kind: 'decision'; ticker: (typeof TICKERS)[number]; code: string }

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
      code: fc.constantFrom('no_position', 'trading_window', 'sized'),
    }),
  },
)

/** The sessions of the first three days of May 2019, minute by minute. */
function momentOf(minute: number): Date {
  const [day, inDay] = [Math.floor(minute / 390), minute % 390]
  return new Date(newYorkInstant(`2019-05-0${day + 1}`, '09:30').getTime() + inDay * 60_000)
}

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
    else if (one.kind === 'decision')
      await sql`insert into trading_decisions (decision_id, account_id, ticker, decided_at, kind, action, code, checks, risk_tier)
        values (${deriveId('decision', String(place))}, 'A1', ${one.ticker}, ${at}, 'exit', 'skip', ${one.code}, '[]', 'moderate')`
    else await books[one.kind]((one.cents / 100).toFixed(2), at)
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
  await sql`truncate jobs, trading_reports, portfolio_snapshots, documents, trading_decisions, order_fills cascade`
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

prop.prop([fc.array(step, { minLength: 12, maxLength: 40 }), cents], {
  numRuns: 3,
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

test('a lake that lacks fills is found out', async () => {
  const bought = {
    kind: 'trade',
    ticker: 'IBM',
    isBuy: true,
    eighths: 16,
    cents: 12_345,
    fee: 101,
  } as const
  const bodies = await keep([bought, { kind: 'read', cents: 12_000 }], 12_100)
  const without = openDuckdb({
    tables: lakeTables,
    held: async () => (await readHeldFiles(sql)).filter(({ fact }) => fact !== 'fills'),
    place: placeInFolder(rig.folder),
  })
  expect(await apart(bodies[1]!)).toEqual([])
  expect(await apart(bodies[1]!, without)).toEqual(['fees', 'bought IBM', 'sold IBM'])
})
