/** Each published job writes the facts that it names, cell by cell as the record has them, and nothing beside them. */

import { join } from 'node:path'
import { DuckDBInstance } from '@duckdb/node-api'
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest'
import { LAKE_BUCKET } from '#shared/clients/lake/names.ts'
import { LAKE_JOB_TYPES, type LakePublishJob } from '#shared/contracts/jobs/lake-publish.ts'
import { DAY_MS } from '#shared/domain/spans.ts'
import { deriveId } from '#shared/host/ids.ts'
import { lakeTables, lakeTableOf } from '#shared/sql/lake/facts/all.ts'
import { readHeldFiles } from '#shared/sql/lake/files.ts'
import { verifyTable } from '../../../services/cli/lake/verify.ts'
import { cloneDatabase } from '../../helpers/database.ts'
import { openLakeRig } from '../../helpers/lake.ts'
import { fillEveryFact } from '../../services/cli/lake/every-fact.ts'
import { ids, minutesAgo, NOW, TICKERS } from '../../services/query-api/fixture-base.ts'
import { eventId } from '../../services/query-api/fixture-layers.ts'

const { sql, as } = await cloneDatabase()
const own = as('stonks_lake')
/** The day after: nothing was traded on it yet. */
const NEXT = new Date(NOW.getTime() + DAY_MS)
const rig = openLakeRig(sql, own, NEXT)
const duck = await (await DuckDBInstance.create()).connect()
afterAll(() => {
  duck.closeSync()
  rig.close()
})
beforeAll(async () => {
  await fillEveryFact(sql, rig.objects)
})
// Nothing is there, and nothing waits.
beforeEach(() => rig.empty())

type Row = Record<string, unknown>

/** All that files hold of a table, every version, in the order of its key. */
async function factsOf(table: string): Promise<Row[]> {
  const files = await readHeldFiles(sql, table)
  if (files.length === 0) return []
  const paths = files.map(({ key }) => `'${join(rig.folder, LAKE_BUCKET, key)}'`)
  const read = await duck.runAndReadAll(
    `select * from read_parquet([${paths.join(', ')}], hive_partitioning = false)
     order by ${lakeTableOf(table).keyColumns.join(', ')}`,
  )
  return read.getRowObjectsJson()
}

/** Does what a job asks for, and gives the facts of every table that has any then. */
async function publish(job: Omit<LakePublishJob, 'dt'> & { dt?: string }) {
  const settle = await rig.write({ dt: NEXT.toISOString(), ...job }, deriveId('test', 'job'))
  await own.begin((tx) => settle(tx, NEXT))
  await rig.flush()
  const names = new Set((await readHeldFiles(sql)).map(({ fact }) => fact))
  const facts: Record<string, Row[]> = {}
  for (const name of names) facts[name] = await factsOf(name)
  return facts
}

const one = async (statement: string): Promise<string> => {
  const [row] = await sql.unsafe<Record<string, unknown>[]>(statement)
  return String(Object.values(row ?? {})[0])
}

type Asked = {
  job_type: LakePublishJob['job_type']
  /** Its id, or what reads it where the rows' own ids are drawn. */
  entity: string | (() => Promise<string>)
  dt?: string
  since?: string
  /** By table, in the order of the key. */
  writes: Record<string, Row[]>
}

const at = (minutes: number) => minutesAgo(minutes).toISOString()
const HIT = deriveId('fixture', 'hit', eventId(8), 'XOM')
const BAR_DAY = '2024-03-12T16:00:00.000Z'
const bar = (ticker: string, close: string) => ({ ticker, timespan: '1d', close })

/** From midnight in New York to the half hour of 10:30. */
const VALUED = Array.from({ length: 22 }, (_, half) => ({
  taken_at: `${at(half * 30)
    .slice(0, 19)
    .replace('T', ' ')}+00`,
  cash: '99200.000000000',
}))

const asked: Asked[] = [
  {
    job_type: 'document',
    entity: ids.document(0),
    writes: { documents: [{ document_id: ids.document(0), publisher: 'The Daily Ledger' }] },
  },
  {
    job_type: 'document_extraction',
    entity: ids.document(0),
    writes: {
      extractions: [{ reading_id: ids.document(0), confidence: 0.7, model: 'rules' }],
      impacts: [{ document_id: ids.document(0), ticker: 'AAPL', sentiment_score: 0.72 }],
    },
  },
  {
    job_type: 'market_snapshot',
    entity: 'AAPL',
    dt: BAR_DAY,
    writes: { market_bars: [bar('AAPL', '100.000000000')] },
  },
  {
    job_type: 'market_snapshot',
    entity: '',
    dt: BAR_DAY,
    writes: {
      market_bars: TICKERS.map((ticker, place) => bar(ticker, `${100 + 20 * place}.000000000`)),
    },
  },
  {
    job_type: 'trade_order',
    entity: ids.order('AAPL'),
    writes: { orders: [{ order_id: ids.order('AAPL'), quantity: '3.000000000', state: 'filled' }] },
  },
  {
    job_type: 'trade_fill',
    entity: '20240314::execution-1',
    writes: { fills: [{ order_id: ids.order('AAPL'), price: '171.310000000' }] },
  },
  {
    job_type: 'positions_snapshot',
    entity: '',
    writes: {
      position_days: [
        { ticker: 'AAPL', day_date: '2024-03-14', quantity: '3.000000000' },
        { ticker: 'XOM', day_date: '2024-03-14', quantity: '5.000000000' },
      ],
    },
  },
  {
    job_type: 'pnl_snapshot',
    entity: '',
    dt: '2024-03-14T14:00:00.000Z',
    writes: { equity: VALUED },
  },
  {
    job_type: 'global_event',
    entity: eventId(8),
    writes: {
      global_events: [
        {
          global_event_id: eventId(8),
          event_type: 'supply_disruption',
          affected_regions: '["Middle East"]',
          affected_commodities: '["oil"]',
          confidence: 0.6,
        },
      ],
    },
  },
  {
    job_type: 'macro_impact',
    entity: HIT,
    writes: {
      macro_impacts: [{ macro_impact_id: HIT, ticker: 'XOM', score: 0.42, direction: '1' }],
    },
  },
  {
    job_type: 'trend_projection',
    entity: 'AAPL',
    dt: '2019-06-03T16:00:00.000Z',
    writes: {
      trend_projections: [{ ticker: 'AAPL', horizon: '7d', direction: 'bullish', strength: 0.5 }],
    },
  },
  {
    job_type: 'signal_engine_output',
    entity: () => one(`select output_id from signal_engine_outputs order by 1 limit 1`),
    writes: { signal_engine_outputs: [{ mode: 'shadow', rule_version: 'signal-engine-1' }] },
  },
  {
    job_type: 'competitor_relationship',
    entity: () => one('select relationship_id from competitor_relationships'),
    writes: {
      competitor_relationships: [
        { relationship_version: '1', relationship_type: 'direct_rival', strength: 0.5 },
      ],
    },
  },
  {
    job_type: 'competitive_signal',
    entity: deriveId('fixture', 'competitive'),
    writes: {
      competitive_signals: [
        { source_ticker: 'MSFT', target_ticker: 'AAPL', strength: 0.34, pattern_confidence: 0.61 },
      ],
    },
  },
  {
    job_type: 'recommendation',
    entity: ids.recommendation('AAPL'),
    writes: {
      recommendations: [
        {
          recommendation_id: ids.recommendation('AAPL'),
          action: 'buy',
          confidence: 0.71,
          is_withdrawn: false,
        },
      ],
    },
  },
  {
    job_type: 'trend',
    entity: () => one(`select trend_id from trend_history where ticker = 'XOM'`),
    writes: { trends: [{ ticker: 'XOM', trend_window: '7d', strength: 0.47 }] },
  },
  {
    job_type: 'trading_decision',
    entity: ids.decision('AAPL'),
    writes: { decisions: [{ decision_id: ids.decision('AAPL'), action: 'act', side: 'buy' }] },
  },
  {
    job_type: 'risk_evaluation',
    entity: () =>
      one(`select risk_evaluation_id from risk_evaluations
        where decision_id = '${ids.decision('AAPL')}'`),
    writes: {
      risk_checks: [
        { decision_id: ids.decision('AAPL'), place: '1', check_name: 'position_value' },
        { decision_id: ids.decision('AAPL'), place: '2', check_name: 'stale_quote' },
      ],
    },
  },
  {
    job_type: 'counterfactual',
    entity: () => one('select recommendation_id from counterfactuals'),
    writes: { counterfactuals: [{ kind: 'skipped', code: 'spread', profit: '-12.345678000' }] },
  },
  {
    job_type: 'agent_call',
    entity: () => one(`select agent_performance_id from agent_performance_log where model = 'm'`),
    writes: {
      agent_calls: [{ model: 'm', outcome: 'done', latency_ms: '12', schema_version: 'abcdef01' }],
    },
  },
  {
    job_type: 'job',
    entity: ids.job(0),
    writes: { jobs: [{ job_id: ids.job(0), list: 'parsing', state: 'done' }] },
  },
  {
    job_type: 'scaling',
    entity: 'parser',
    dt: '2019-01-03T15:00:00.000Z',
    writes: { scaling: [{ stage: 'parser', pending: '3', in_flight: '1' }] },
  },
  {
    // From the moment on, and not at its end.
    job_type: 'bulk_documents',
    entity: '',
    since: at(38),
    dt: at(4),
    writes: { documents: [1, 2].map((place) => ({ document_id: ids.document(place) })) },
  },
  {
    job_type: 'bulk_extractions',
    entity: '',
    since: at(23),
    dt: at(6),
    writes: {
      extractions: [{ document_id: ids.document(1) }],
      impacts: [{ document_id: ids.document(1), ticker: 'NVDA', sentiment_score: 0.61 }],
    },
  },
]

test.each(asked)(
  '$job_type writes what it names, nothing else, and nothing when it is repeated',
  async ({ entity, writes, ...job }) => {
    const entity_id = typeof entity === 'string' ? entity : await entity()
    const facts = await publish({ ...job, entity_id })
    const files = await readHeldFiles(sql)
    expect(Object.keys(facts).toSorted()).toEqual(Object.keys(writes).toSorted())
    for (const [name, rows] of Object.entries(writes)) {
      expect(facts[name]).toHaveLength(rows.length)
      expect(facts[name]).toEqual(
        expect.arrayContaining(rows.map((row) => expect.objectContaining(row) as unknown)),
      )
      // What is there is what the record has, in every cell; all else of the table is not there.
      const told = await verifyTable({ sql, objects: rig.objects }, lakeTableOf(name))
      expect(told).toMatchObject({
        facts: rows.length,
        missing: told.rows - rows.length,
        extra: 0,
        unequal: 0,
        twice: 0,
        waiting: 0,
      })
    }
    // Asked for once more, nothing is written: no file, no version, no byte.
    await publish({ ...job, entity_id })
    expect(await readHeldFiles(sql)).toEqual(files)
  },
)

test('no type of published job and no table is left out', () => {
  const ofScheduler = ['changes', 'compaction', 'tidy']
  expect(new Set([...asked.map(({ job_type: type }) => type), ...ofScheduler])).toEqual(
    new Set(LAKE_JOB_TYPES),
  )
  expect(new Set(asked.flatMap(({ writes }) => Object.keys(writes)))).toEqual(
    new Set(lakeTables.map(({ name }) => name)),
  )
})
