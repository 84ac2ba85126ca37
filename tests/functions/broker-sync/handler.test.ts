import { beforeEach, describe, expect, test } from 'vitest'
import { openAlpaca } from '#shared/clients/alpaca/client.ts'
import type { IngestionJob } from '#shared/contracts/jobs/ingestion.ts'
import { sources } from '#shared/domain/source/sources.ts'
import { deriveId } from '#shared/host/ids.ts'
import { openLog } from '#shared/host/log.ts'
import type { JobOf, StageName } from '#shared/pipeline.ts'
import { deliver, type AnyHandler, type Outcome } from '#shared/queue/deliver.ts'
import { productTable } from '#shared/queue/table.ts'
import { openSchemaGate } from '#shared/sql/schema/gate.ts'
import { saveSources, sourceIdOf, type NewSource } from '#shared/sql/universe/sources.ts'
import { brokerSync } from '../../../functions/broker-sync/handler.ts'
import { ingestion } from '../../../functions/ingestion/handler.ts'
import { serveBroker, setClock, type Fault } from '../../helpers/broker.ts'
import { cloneDatabase } from '../../helpers/database.ts'

const { sql, as } = await cloneDatabase()
/** As the product comes to it. */
const own = as('stonks_trading')
const clock = setClock()
let fault: Fault = 'none'
const broker = await serveBroker(clock, {}, () => fault)
const alpaca = openAlpaca({ ...broker.settings, timeoutMs: 5_000 })
const source: NewSource = {
  companyId: null,
  sourceType: 'broker',
  credibilityScore: 1,
  ...sources.broker.seeds.account,
}
const job: JobOf<'broker_sync'> = {
  source_id: sourceIdOf(source),
  source_name: source.sourceName,
  scheduled_at: clock.now().toISOString(),
}

beforeEach(async () => {
  fault = 'none'
  await sql`truncate jobs, sources, broker_accounts cascade`
  await sql.begin((tx) => saveSources(tx, [source]))
})

function post(
  stage: StageName,
  handlers: object,
  list: string,
  data: unknown,
  jobId: string,
): Promise<Outcome> {
  const host = {
    table: productTable,
    stage,
    sql: own,
    schema: openSchemaGate(own, openLog('test')),
    clock,
    handlers: handlers as Record<string, AnyHandler>,
    signal: new AbortController().signal,
  }
  const event = {
    specversion: '1.0',
    id: jobId,
    source: '/test',
    type: `stonks.${list}`,
    datacontenttype: 'application/json',
    data,
  }
  return deliver(host, event, 1)
}

const sync = (name: string, data: unknown = job) =>
  post('broker-sync', brokerSync({ sql: own, alpaca }), 'broker_sync', data, deriveId('sync', name))
const accounts = () => sql`select cash::float from broker_accounts`
const runs = () => sql`select status, error from ingestion_runs order by noted_at desc limit 1`

describe('the sync of the account', () => {
  test('keeps what the broker says, and that it was read', async () => {
    expect(await sync('well')).toMatchObject({ status: 204, repeat: false })
    expect(await accounts()).toEqual([{ cash: 100_000 }])
    expect(await runs()).toEqual([{ status: 'succeeded', error: null }])
    const [row] = await sql`select last_published_at from sources`
    expect(row).toEqual({ lastPublishedAt: clock.now() })
  })

  test('leaves a failed run that says why, and is delivered again', async () => {
    fault = 'garble'
    expect(await sync('badly')).toMatchObject({ status: 500 })
    expect(await accounts()).toEqual([])
    expect(await runs()).toEqual([
      {
        status: 'failed',
        error: expect.stringContaining('Ask the broker GET /v2/account: no reply') as unknown,
      },
    ])
    fault = 'none'
    expect(await sync('badly')).toMatchObject({ status: 204 })
    expect(await runs()).toEqual([{ status: 'succeeded', error: null }])
  })

  test('is refused for good where its source was removed', async () => {
    const gone = { ...job, source_id: deriveId('source', 'gone') }
    expect(await sync('gone', gone)).toMatchObject({ status: 422, reason: 'source_unknown' })
  })
})

describe('a job that lies', () => {
  test('cannot move a feed on past what it has not told yet', async () => {
    await sql`insert into sources (source_id, source_type, source_name, config, credibility_score)
      values (${deriveId('a feed')}, 'macro_news', 'a feed', '{}', 0.5)`
    const lie = { ...job, source_id: deriveId('a feed') }
    expect(await sync('lie', lie)).toMatchObject({ status: 422, reason: 'source_unknown' })
    expect(
      await sql`select last_published_at from sources where source_id = ${deriveId('a feed')}`,
    ).toEqual([{ lastPublishedAt: null }])
    expect(await accounts()).toEqual([])
  })
})

describe('a job of an older release, which waited on the list of ingestion', () => {
  const old: IngestionJob = {
    ...job,
    company_id: null,
    ticker: '',
    legal_name: '',
    aliases: [],
    source_type: 'broker',
    config: source.config,
    credibility_score: 1,
  }
  const never = () => Promise.reject(new Error('asked'))
  const adapters = {
    news: never,
    bars: never,
    reference: never,
    alpacaBars: never,
    filings: never,
    facts: never,
    feed: never,
    page: never,
    posts: never,
  }
  const objects = { put: never, get: never, has: never, remove: never, list: never }
  const handlers = ingestion({ sql, objects, adapters, allowHosts: [] })

  test('is handed on once, however often it comes, and syncs the account', async () => {
    const oldId = deriveId('old')
    for (let delivery = 1; delivery <= 2; delivery += 1)
      expect(await post('ingestion', handlers, 'ingestion', old, oldId)).toMatchObject({
        status: 204,
      })
    const waiting = await sql<{ jobId: string; payload: string; causedBy: string }[]>`
      select job_id, payload::text as payload, caused_by from jobs where list = 'broker_sync' and state = 'queued'`
    expect(waiting.map(({ payload }) => JSON.parse(payload) as unknown)).toEqual([job])
    expect(waiting[0]?.causedBy).toBe(oldId)
    expect(await runs()).toEqual([])
    expect(
      await post(
        'broker-sync',
        brokerSync({ sql: own, alpaca }),
        'broker_sync',
        job,
        waiting[0]!.jobId,
      ),
    ).toMatchObject({ status: 204, repeat: false })
    expect(await accounts()).toHaveLength(1)
  })
})
