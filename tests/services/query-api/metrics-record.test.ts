/** What /metrics tells of intake, trading and reading, over the small day; all in business time. */

import { beforeAll, describe, expect, test } from 'vitest'
import { deriveId, sha256 } from '#shared/host/ids.ts'
import { noteRun } from '#shared/sql/universe/ingestion-runs.ts'
import { sayEngine } from '../../helpers/engine-said.ts'
import { numbersOf } from '../../helpers/metrics.ts'
import { seedSettings } from '../../helpers/trading.ts'
import { openApi } from './api.ts'
import { ids, minutesAgo, NOW, TICKERS } from './fixture-base.ts'

const { sql, call } = await openApi()
const scrape = async () => numbersOf(await (await call('/metrics')).text())
const count = async (query: Promise<{ count: number }[]>) => (await query)[0]?.count

describe('trading', () => {
  test('orders, decisions and recommendations are those of the record', async () => {
    const found = await scrape()
    expect(found.get('stonks_orders_open{state="submitted"}')).toBe(1)
    expect(found.get('stonks_orders_open{state="unknown"}')).toBe(0)
    expect(found.get('stonks_order_oldest_seconds{state="submitted"}')).toBe(120)
    expect(found.get('stonks_orders_closed_total{state="filled"}')).toBe(1)
    expect(found.get('stonks_decision_to_order_max_seconds')).toBe(0)
    expect(found.get('stonks_decisions_last_day{action="skip",code="low_confidence"}')).toBe(
      await count(sql`select count(*)::integer from trading_decisions where action = 'skip'`),
    )
    expect(found.get('stonks_recommendations_last_day{action="watch",mode="informational"}')).toBe(
      await count(sql`select count(*)::integer from recommendations where action = 'watch'`),
    )
    expect(found.get('stonks_recommendations_withheld_last_day{code="low_data_confidence"}')).toBe(
      3,
    )
  })

  test('money is that of the newest snapshot, and parts add up', async () => {
    const found = await scrape()
    const of = (name: string) => found.get(`stonks_${name}_dollars`) ?? NaN
    const [newest] = await sql<{ equity: string }[]>`
      select equity from portfolio_snapshots order by taken_at desc limit 1`
    expect(of('equity')).toBe(Number(newest?.equity))
    expect(of('cash') + of('positions_value')).toBe(of('equity'))
    expect(of('reserve')).toBe(200)
    expect(of('opening_equity')).toBe(100_100)
    expect(found.get('stonks_positions_open')).toBe(2)
    expect(found.get('stonks_portfolio_age_seconds')).toBe(0)
  })

  test('a person’s halt, how trading stands, and what stands unprotected meanwhile', async () => {
    const info = (of: Map<string, number>, engine: string, state: string) =>
      of.get(
        `stonks_trading_info{broker_mode="paper",engine_mode="${engine}",state="${state}",risk_tier="moderate"}`,
      )
    // The account was just read, and so was every price.
    await sql`insert into broker_accounts (account_id, mode, status, cash, equity, buying_power, opened_with, synced_at)
      values ('now', 'paper', 'ACTIVE', 1, 1, 1, 1, ${NOW})`
    await seedSettings(sql, { enabled: true })
    await sql`update positions set marked_at = ${NOW}, account_id = 'now'`
    let found = await scrape()
    expect(found.get('stonks_kill_switch')).toBe(0)
    expect(found.get('stonks_positions_unprotected')).toBe(0)
    expect(info(found, 'paper', 'active')).toBe(1)
    await sql`insert into trading_holds (code, state, says, since, set_by)
      values ('kill_switch', 'halted', 'a test', ${minutesAgo(6)}, 'operator')`
    found = await scrape()
    expect(found.get('stonks_kill_switch')).toBe(1)
    expect(info(found, 'paper', 'halted')).toBe(1)
    expect(found.get('stonks_positions_unprotected')).toBe(2)
    expect(found.get('stonks_positions_unprotected_seconds')).toBe(360)
    await sql`update trading_holds set code = 'paused', state = 'reducing'`
    found = await scrape()
    expect(found.get('stonks_kill_switch')).toBe(0)
    expect(info(found, 'paper', 'reducing')).toBe(1)
    expect(found.get('stonks_positions_unprotected')).toBe(0)
    // A cause of its own halts: no person did.
    await sql`update trading_holds set code = 'reconciliation', state = 'halted'`
    found = await scrape()
    expect(found.get('stonks_kill_switch')).toBe(0)
    expect(found.get('stonks_positions_unprotected')).toBe(2)
    // Real money nobody consented to: the mode that was derived is not the one that counts.
    await sql`delete from trading_holds`
    await sql`update trading_mode set mode = 'live'`
    expect(info(await scrape(), 'disabled', 'halted')).toBe(1)
    await sql`update trading_mode set mode = 'paper'`
    await sql`update positions set account_id = ''`
    await sql`delete from broker_accounts`
  })

  test('breakers, refusals, and how old the broker’s word is', async () => {
    expect((await scrape()).has('stonks_broker_sync_age_seconds')).toBe(false)
    await sql`insert into circuit_breaker_events (breaker, ticker, opened_at, closes_at) values
      ('daily_loss', null, ${minutesAgo(5)}, null), ('volatility', null, ${minutesAgo(90)}, ${minutesAgo(30)}),
      ('single_position', 'AAPL', ${minutesAgo(9)}, null), ('single_position', 'XOM', ${minutesAgo(9)}, null)`
    await sql`insert into broker_accounts values ('a', 'paper', 'ACTIVE', 1, 1, 1, 1, ${minutesAgo(7)})`
    await sql`insert into risk_evaluations (risk_evaluation_id, evaluated_at, passed, code, checks, inputs, inputs_sha256)
      values (${deriveId('refused')}, ${minutesAgo(8)}, false, 'stale_quote', '[]', '{}', ${sha256('refused')}),
        (${deriveId('old')}, ${minutesAgo(1500)}, false, 'stale_quote', '[]', '{}', ${sha256('old')})`
    await sql`insert into audit_events (business_at, actor, action, entity_type, entity_id)
      values (${minutesAgo(3)}, 'broker-sync', 'position_mismatch', 'position', 'AAPL')`
    const found = await scrape()
    expect(found.get('stonks_breakers_open{breaker="daily_loss"}')).toBe(1)
    expect(found.get('stonks_breakers_open{breaker="single_position"}')).toBe(2)
    expect(found.get('stonks_breakers_open{breaker="volatility"}')).toBe(0)
    expect(found.get('stonks_broker_sync_age_seconds')).toBe(420)
    expect(found.get('stonks_risk_refusals_last_day{code="stale_quote"}')).toBe(1)
    expect(found.get('stonks_position_mismatches_last_day')).toBe(1)
  })
})

describe('the signal engine', () => {
  test('how often its pipelines said the same, of the newest hundred of a week', async () => {
    const counts = async () => {
      const found = await scrape()
      return ['compared', 'agreed'].map((kind) => found.get(`stonks_signal_pipelines_${kind}`))
    }
    await sql`truncate signal_engine_outputs`
    expect(await counts()).toEqual([0, 0])
    const say = (chance: 'buy' | 'watch' | 'skip' | null, minutes: number) =>
      sayEngine(sql, { ticker: 'AAPL', chance, at: minutesAgo(minutes) })
    // One that failed is not compared; one of eight days ago is too old.
    for (const [chance, minutes] of [
      ['buy', 9],
      ['skip', 8],
      ['watch', 7],
      [null, 6],
    ] as const)
      await say(chance, minutes)
    await say('skip', 8 * 1440)
    expect(await counts()).toEqual([3, 1])
    await sql`insert into signal_engine_outputs
      select (jsonb_populate_record(o, jsonb_build_object('output_id', gen_random_uuid(), 'agreement', true,
        'evaluated_at', ${minutesAgo(5)}::timestamptz + n * interval '1 second'))).*
      from signal_engine_outputs o, generate_series(1, 98) n
      where o.output_id = (select output_id from signal_engine_outputs limit 1)`
    // The oldest two of 101, that which agreed among them, are behind the hundred.
    expect(await counts()).toEqual([100, 98])
  })
})

describe('intake', () => {
  test('business time, and documents by status', async () => {
    const found = await scrape()
    expect(found.get('stonks_business_time_seconds')).toBe(NOW.getTime() / 1000)
    expect(found.get('stonks_market_open')).toBe(1)
    expect(found.get('stonks_documents{status="extracted"}')).toBe(10)
    expect(found.get('stonks_document_newest_age_seconds')).toBe(240)
  })

  // The sources of the small day would count beside those of each case.
  beforeAll(() => sql`delete from sources`)

  type Run = [minutes: number, status: 'succeeded' | 'failed']
  let made = 0
  async function putSource(type: string, runs: Run[], config: Record<string, unknown> = {}) {
    const id = deriveId('source', made++)
    await sql`insert into sources (source_id, source_type, source_name, config, last_published_at)
      values (${id}, ${type}, ${`source ${made}`}, ${sql.json(config as never)}, ${minutesAgo(2000)})`
    for (const [place, [minutes, status]] of runs.entries())
      await noteRun(sql, {
        jobId: deriveId(id, place),
        sourceId: id,
        status,
        startedAt: minutesAgo(minutes),
      })
  }

  test('a source is overdue from when its next success was due', async () => {
    // Without the fixture's own.
    await sql`delete from sources`
    await putSource('news_api', [[4, 'succeeded']])
    let found = await scrape()
    expect(found.get('stonks_source_overdue_seconds{source_type="news_api"}')).toBe(0)
    expect(found.get('stonks_source_success_age_seconds{source_type="news_api"}')).toBe(240)

    await putSource('news_api', [
      [65, 'succeeded'],
      [60, 'failed'],
      [2, 'failed'],
    ])
    found = await scrape()
    expect(found.get('stonks_sources{source_type="news_api"}')).toBe(2)
    expect(found.get('stonks_sources_failing{source_type="news_api"}')).toBe(1)
    expect(found.get('stonks_source_success_age_seconds{source_type="news_api"}')).toBe(3900)
    expect(found.get('stonks_source_failures{source_type="news_api"}')).toBe(2)
    expect(found.get('stonks_source_failing_seconds{source_type="news_api"}')).toBe(3600)
    expect(found.get('stonks_source_rejects_last_day{source_type="news_api"}')).toBe(0)
    await sql`
      insert into rejects (source_id, reason, says, item, item_bytes, sha256, first_seen_at, last_seen_at)
      select source_id, 'no_title', 'none', '', 0, repeat('a', 64), ${minutesAgo(60)}, ${minutesAgo(60)}
      from sources where source_type = 'news_api'`
    found = await scrape()
    expect(found.get('stonks_source_rejects_last_day{source_type="news_api"}')).toBe(2)
    // Due five minutes after its last success.
    expect(found.get('stonks_source_overdue_seconds{source_type="news_api"}')).toBe(3600)

    await putSource('web_scrape', [[90, 'failed']], { polling_interval_seconds: 600 })
    await putSource('macro_news', [])
    found = await scrape()
    expect(found.get('stonks_source_overdue_seconds{source_type="web_scrape"}')).toBe(4800)
    expect(found.has('stonks_source_success_age_seconds{source_type="web_scrape"}')).toBe(false)
    expect(found.get('stonks_source_overdue_seconds{source_type="macro_news"}')).toBe(0)
  })

  test('the broker is late only from the opening, a day’s prices from the close', async () => {
    await putSource('broker', [[1200, 'succeeded']])
    await putSource('market_api', [[1500, 'succeeded']], { kind: 'grouped_daily' })
    const found = await scrape()
    // 10:30 in New York, an hour after the opening; the last close was at 16:00 the day before.
    expect(found.get('stonks_source_overdue_seconds{source_type="broker"}')).toBe(3600)
    expect(found.get('stonks_source_overdue_seconds{source_type="market_api"}')).toBe(18.5 * 3600)
    await sql`update sources set last_published_at = ${NOW} where source_type = 'market_api'`
    const later = await scrape()
    expect(later.get('stonks_source_overdue_seconds{source_type="market_api"}')).toBe(0)
  })
})

describe('model quality', () => {
  test('readings by model, their confidence, and those behind the gate', async () => {
    const rules = '{model="rules",version="v1"}'
    expect((await scrape()).get(`stonks_extractions_last_day${rules}`)).toBe(10)
    await sql`update document_intelligence set confidence = 0.1 where document_id = ${ids.document(0)}`
    await sql`update document_intelligence set confidence = 0.2 where document_id = ${ids.document(1)}`
    await sql`update document_impact_records set quotes = '[]' where document_id = ${ids.document(2)}`
    const found = await scrape()
    expect(found.get(`stonks_extractions_below_gate_last_day${rules}`)).toBe(1)
    expect(found.get(`stonks_extraction_confidence_mean${rules}`)).toBeCloseTo(0.59, 9)
    expect(found.get('stonks_impacts_last_day')).toBe(10)
    expect(found.get('stonks_impacts_unquoted_last_day')).toBe(1)
  })

  test('dead letters of replies that did not fit', async () => {
    await sql`update jobs set last_error = 'Read the model''s reply: it is not JSON'
      where state = 'dead' and list = 'extraction'`
    expect((await scrape()).get('stonks_unfit_replies_dead')).toBe(1)
  })
})

test('no series grows with the data, and no label holds an id or a ticker', async () => {
  const before = [...(await scrape()).keys()]
  await sql`insert into companies (company_id, ticker, legal_name)
    select gen_random_uuid(), 'Z' || g, 'Z' from generate_series(1, 300) g`
  await sql`insert into sources (source_id, company_id, source_type, source_name)
    select gen_random_uuid(), company_id, 'news_api', legal_name || ticker from companies`
  await sql`insert into documents (document_id, source_type, document_type, content_hash, raw_bucket, raw_key,
      raw_sha256, published_at, ingested_at, status, status_at)
    select gen_random_uuid(), source_type, document_type, encode(sha256(g::text::bytea), 'hex'), raw_bucket,
      raw_key, raw_sha256, published_at, ingested_at, 'extracted', status_at
    from documents, generate_series(1, 50) g where document_id = ${ids.document(0)}`
  await sql`insert into document_intelligence (reading_id, document_id, model, model_version, prompt_version, confidence,
      input_sha256, input_length, extracted_at)
    select document_id, document_id, 'model-' || row_number() over (), 'v1', 'v1', 0.5, 'x', 1, status_at from documents
    where document_id not in (select document_id from document_intelligence) and status = 'extracted'`
  await sql`insert into circuit_breaker_events (breaker, ticker, opened_at)
    select 'single_position', ticker, ${minutesAgo(1)} from companies`
  const after = [...(await scrape()).keys()]
  const names = (series: string[]) => series.filter((key) => !key.includes('model='))
  expect(names(after)).toEqual(names(before))
  expect(after.filter((key) => key.startsWith('stonks_extractions_last_day'))).toHaveLength(8)
  const values = after.flatMap((key) => [...key.matchAll(/="([^"]*)"/g)].map((match) => match[1]!))
  expect(values.filter((value) => (TICKERS as readonly string[]).includes(value))).toEqual([])
  expect(values.filter((value) => /[0-9a-f]{8}-|^Z\d/.test(value))).toEqual([])
})
