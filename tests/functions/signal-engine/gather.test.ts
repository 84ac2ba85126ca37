/** What the signal engine reads of the record beside prices, and the filters that each of it shuts: stored as its stages store it. */

import { beforeEach, describe, expect, test } from 'vitest'
import { earningsNoticesIn } from '#shared/clients/edgar/notices.ts'
import { readCompanyFacts } from '#shared/clients/edgar/read-facts.ts'
import { readRows } from '#shared/clients/edgar/submissions.ts'
import type { EventReading } from '#shared/domain/document/reading/reading.ts'
import { newYorkInstant, shiftDate } from '#shared/domain/market/calendar.ts'
import { deriveId } from '#shared/host/ids.ts'
import { saveFacts } from '#shared/sql/fundamentals/company-facts.ts'
import { saveEarningsDates } from '#shared/sql/fundamentals/earnings-dates.ts'
import { signalEngine } from '../../../functions/signal-engine/handler.ts'
import { cloneDatabase } from '../../helpers/database.ts'
import { dayBars, putDayBars, risingCloses, sessionsFrom } from '../../helpers/engine-bars.ts'
import { putCompany, putDocument } from '../../helpers/signals.ts'
import { putExposure, tariffs, tellWorld } from '../../helpers/world-events.ts'

const { sql, as } = await cloneDatabase()
const own = as('stonks_functions')
const bars = dayBars(risingCloses(300))
/** The day after the last session, a session too. */
const [ON = ''] = sessionsFrom(shiftDate(bars.at(-1)!.date, 1), 1)
const morning = newYorkInstant(ON, '03:00')
const before = (days: number) => new Date(morning.getTime() - days * 86_400_000)
const PEERS = ['CSCO', 'IBM', 'MSFT', 'ORCL', 'QCOM']

await putDayBars(sql, 'AAPL', bars)

beforeEach(async () => {
  await sql`truncate companies, documents, signal_engine_outputs cascade`
  await sql`delete from market_snapshots where ticker <> 'AAPL'`
  await sql`delete from risk_configs where name like 'macro_%' or name like 'competitive_%'`
  await sql`insert into risk_configs (name, value) values ('signal_engine_mode', '"shadow"')
    on conflict (name) do update set value = excluded.value`
  await putCompany(sql, 'AAPL')
})

/** The evaluation of AAPL at that morning, as the stage's own role makes it. */
async function evaluate() {
  await sql`truncate signal_engine_outputs`
  const signal = new AbortController().signal
  const delivery = { jobId: deriveId('job', 'AAPL'), now: morning, signal }
  const settle = await signalEngine({ sql: own }).signal_engine({ ticker: 'AAPL' }, delivery)
  await own.begin((tx) => settle(tx, morning))
  const [row] = await sql`select * from signal_engine_outputs`
  return row!
}

const codes = ({ filters }: Awaited<ReturnType<typeof evaluate>>) =>
  filters.map(({ code }: { code: string }) => code)
const verdicts = (row: Awaited<ReturnType<typeof evaluate>>) => [
  row['heuristicVerdict'],
  row['probabilisticVerdict'],
]
const isJudged = (row: Awaited<ReturnType<typeof evaluate>>) => row['agreement'] !== null

describe('days of results', () => {
  /** A list of filings as EDGAR has it, read and kept as the stage that fetches it does. */
  async function file(...rows: { date: string; items: string; form?: string }[]): Promise<void> {
    const { rows: read, odd } = readRows({
      accessionNumber: rows.map(
        ({ date }, place) => `0000320193-${date.slice(2, 4)}-${String(place + 1).padStart(6, '0')}`,
      ),
      form: rows.map(({ form = '8-K' }) => form),
      items: rows.map(({ items }) => items),
      acceptanceDateTime: rows.map(({ date }) => `${date}T21:30:20.000Z`),
      filingDate: rows.map(({ date }) => date),
      primaryDocument: rows.map(() => 'a.htm'),
    })
    expect(odd).toEqual([])
    const notices = earningsNoticesIn(read, { now: morning, sure: new Map() })
    await own.begin((tx) =>
      saveEarningsDates(tx, notices, {
        companyId: deriveId('company', 'AAPL'),
        sourceId: deriveId('source', 'filings'),
        now: morning,
      }),
    )
  }
  /** Results of the same quarter a year before that day, and of the last one. */
  const due = (day: string, items = '2.02,9.01') =>
    file({ date: shiftDate(day, -364), items }, { date: shiftDate(day, -91), items })
  const sessionAfter = (count: number) => sessionsFrom(shiftDate(ON, 1), count).at(-1)!

  test.each([1, 3])('that come in %d sessions shut the ticker, by item 2.02', async (sessions) => {
    await due(sessionAfter(sessions))
    const row = await evaluate()
    expect(row['filters']).toEqual([{ code: 'earnings_near', found: sessions, limit: 3 }])
    expect(verdicts(row)).toEqual(['skip', 'skip'])
    expect(isJudged(row)).toBe(false)
    expect(row['sentinels']).not.toContain('earnings_date_unknown')
  })

  test('that come in four do not', async () => {
    await due(sessionAfter(4))
    const row = await evaluate()
    expect(row['filters']).toEqual([])
    expect(isJudged(row)).toBe(true)
    expect(row['sentinels']).not.toContain('earnings_date_unknown')
  })

  test('are not told by other items of an 8-K', async () => {
    await due(sessionAfter(1), '5.02,9.01')
    const row = await evaluate()
    expect(row['filters']).toEqual([])
    expect(row['sentinels']).toContain('earnings_date_unknown')
  })

  test('are told by the report itself where no 8-K came before it', async () => {
    const day = sessionAfter(2)
    const form = '10-Q'
    await file(
      { date: shiftDate(day, -364), items: '', form },
      { date: shiftDate(day, -91), items: '', form },
    )
    expect(codes(await evaluate())).toEqual(['earnings_near'])
  })

  test('that became known later are not seen', async () => {
    await due(sessionAfter(1))
    await sql`update earnings_dates set known_at = ${morning}`
    expect((await evaluate())['sentinels']).toContain('earnings_date_unknown')
  })
})

describe('the price for what is earned', () => {
  /** A year's earnings a share as EDGAR's company facts tell them. */
  async function earn(ticker: string, perShare: number, filed = '2019-02-10'): Promise<void> {
    const companyId = await putCompany(sql, ticker)
    const { facts, odd } = readCompanyFacts({
      facts: {
        'us-gaap': {
          EarningsPerShareDiluted: {
            units: {
              'USD/shares': [
                {
                  start: '2018-01-01',
                  end: '2018-12-31',
                  val: perShare,
                  accn: '0000320193-19-000001',
                  form: '10-K',
                  filed,
                },
              ],
            },
          },
        },
      },
    })
    expect(odd).toEqual([])
    await own.begin((tx) =>
      saveFacts(tx, facts, { companyId, sourceId: deriveId('source', 'facts'), now: morning }),
    )
  }
  /** Companies of its sector that cost a hundred and earn ten. */
  async function putPeers(): Promise<void> {
    const sessions = bars.slice(-3)
    for (const ticker of PEERS) {
      await earn(ticker, 10)
      const even = { high: 101, low: 99, close: 100 }
      await putDayBars(
        sql,
        ticker,
        sessions.map((bar) => ({ ...bar, ...even })),
      )
    }
  }
  const close = bars.at(-1)!.close

  test('shuts the ticker where it is over twice that of its sector, by facts and closes', async () => {
    await putPeers()
    await earn('AAPL', 2)
    const row = await evaluate()
    expect(row['filters']).toEqual([
      { code: 'valuation_too_high', found: expect.closeTo(close / 2, 4), limit: 20 },
    ])
    expect(verdicts(row)).toEqual(['skip', 'skip'])
    expect(row['sentinels']).not.toContain('price_to_earnings_unknown')
    expect(row['sentinels']).not.toContain('sector_median_unknown')
  })

  test('does not where it earns more', async () => {
    await putPeers()
    await earn('AAPL', close / 19)
    const row = await evaluate()
    expect(row['filters']).toEqual([])
    expect(isJudged(row)).toBe(true)
    expect(row['sentinels']).not.toContain('price_to_earnings_unknown')
  })

  test('is not known of facts without closes of the sector, nor of closes without facts', async () => {
    await earn('AAPL', 2)
    for (const ticker of PEERS) await earn(ticker, 10)
    const alone = await evaluate()
    expect(alone['filters']).toEqual([])
    expect(alone['sentinels']).toContain('sector_median_unknown')
    expect(alone['sentinels']).not.toContain('price_to_earnings_unknown')
    await putPeers()
    await sql`delete from company_facts where company_id = ${deriveId('company', 'AAPL')}`
    const untold = await evaluate()
    expect(untold['filters']).toEqual([])
    expect(untold['sentinels']).toContain('price_to_earnings_unknown')
    expect(untold['sentinels']).not.toContain('sector_median_unknown')
  })

  test('does not know what is filed that day', async () => {
    await putPeers()
    await earn('AAPL', 2, ON)
    const row = await evaluate()
    expect(row['filters']).toEqual([])
    expect(row['sentinels']).toContain('price_to_earnings_unknown')
  })
})

describe('the world', () => {
  const tell = async (event: EventReading) => {
    await putExposure(sql, 'AAPL', { US: 0.5, China: 0.5 })
    const hit = await own.begin((tx) => tellWorld(tx, 'tariffs', event, { at: before(1) }))
    expect(hit).toEqual(['AAPL'])
  }

  test('shuts a ticker that it hits hard', async () => {
    await tell({ ...tariffs, severity: 'critical', confidence: 1 })
    const row = await evaluate()
    // 1 · (0.35 + 0.25 + 0.15) · 0.85, the worse way.
    expect(row['macroBias']).toBeCloseTo(-0.6375, 6)
    expect(row['filters']).toEqual([
      { code: 'macro_bias_negative', found: expect.closeTo(-0.6375, 6), limit: -0.5 },
    ])
    expect(verdicts(row)).toEqual(['skip', 'skip'])
    expect(row['sentinels']).not.toContain('macro_bias_unknown')
  })

  test('that hits it less takes half of that off the total, and leaves it open', async () => {
    const alone = await evaluate()
    await tell(tariffs)
    const row = await evaluate()
    expect(row['filters']).toEqual([])
    expect(row['macroBias']).toBeLessThan(0)
    expect(row['heuristicTotal']).toBeCloseTo(alone['heuristicTotal'] + row['macroBias'] / 2, 6)
    expect(isJudged(row)).toBe(true)
  })

  test('says nothing where its layer is off', async () => {
    await tell({ ...tariffs, severity: 'critical', confidence: 1 })
    await sql`insert into risk_configs (name, value) values ('macro_enabled', 'false')`
    const row = await evaluate()
    expect(row['filters']).toEqual([])
    expect(row['sentinels']).toContain('macro_bias_unknown')
  })
})

describe('rivals', () => {
  test('add what they say to the total, and shut nothing', async () => {
    const alone = await evaluate()
    expect(alone['sentinels']).toContain('competitive_unknown')
    const { documentId, impactId } = await putDocument(sql, {
      ticker: 'MSFT',
      name: 'sued',
      publishedAt: before(1),
    })
    await sql`insert into competitive_signal_records (competitive_signal_id, source_ticker, target_ticker,
        document_id, catalyst, direction, strength, pattern_confidence, created_at, impact_id,
        relationship_type, relationship_strength, published_at)
      values (${deriveId('test', 'rival')}, 'MSFT', 'AAPL', ${documentId}, 'major_litigation', -1, 0.8, 0.6,
        ${before(1)}, ${impactId}, 'direct_rival', 0.8, ${before(1)})`
    const row = await evaluate()
    expect(row['competitiveBias']).toBeCloseTo(-0.8, 9)
    expect(row['heuristicTotal']).toBeCloseTo(alone['heuristicTotal'] - 0.8, 6)
    expect(row['filters']).toEqual([])
    expect(row['sentinels']).not.toContain('competitive_unknown')
  })
})
