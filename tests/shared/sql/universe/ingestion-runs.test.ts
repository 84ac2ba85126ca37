import { beforeEach, expect, test } from 'vitest'
import { PutOff } from '#shared/host/faults.ts'
import { deriveId } from '#shared/host/ids.ts'
import { deliver, type DeliveryHost } from '#shared/queue/deliver.ts'
import { notingFaults } from '#shared/queue/source-runs.ts'
import { productTable } from '#shared/queue/table.ts'
import { openLog } from '#shared/host/log.ts'
import { openSchemaGate } from '#shared/sql/schema/gate.ts'
import { isInFlight, lockSource } from '#shared/sql/registry/sources.ts'
import { noteRun, type NewRun } from '#shared/sql/universe/ingestion-runs.ts'
import { changeSource, saveSources, sourceIdOf } from '#shared/sql/universe/sources.ts'
import { openDeaths } from '../../../../services/pump/deaths.ts'
import { cloneDatabase } from '../../../helpers/database.ts'
import { watchReads } from '../../../helpers/plans.ts'

const { sql, url } = await cloneDatabase()
const source = {
  companyId: null,
  sourceType: 'web_scrape',
  sourceName: 'Feed',
  config: { url: 'http://feeds.example/a.xml', polling_interval_seconds: 604_800 },
  credibilityScore: 0.5,
} as const
const sourceId = sourceIdOf(source)
const at = (time: string) => new Date(`2026-03-02T${time}Z`)

beforeEach(async () => {
  await sql`truncate sources, jobs cascade`
  await sql.begin((tx) => saveSources(tx, [source]))
})

const note = (job: string, status: NewRun['status'], time: string, more: Partial<NewRun> = {}) =>
  noteRun(sql, { jobId: deriveId(job), sourceId, status, startedAt: at(time), ...more })

async function health() {
  const [row] = await sql`
    select failures, failing_since, last_error, last_succeeded_at, next_try_at, newest_item_at
    from sources where source_id = ${sourceId}`
  return row!
}

test('keeps a row of every attempt, and counts the failures of one job once', async () => {
  const ids = [
    await note('a', 'put_off', '15:00:00', { nextTryAt: at('15:00:20') }),
    await note('a', 'failed', '15:00:20', { error: 'answered 500' }),
    await note('a', 'failed', '15:00:22', { endedAt: at('15:00:30'), error: 'answered 502' }),
  ]
  expect(new Set(ids).size).toBe(3)
  expect(await health()).toMatchObject({
    failures: 1,
    failingSince: at('15:00:20'),
    lastError: 'answered 502',
    lastSucceededAt: null,
    nextTryAt: at('15:01:30'),
  })
  await note('b', 'failed', '15:01:30', { error: 'gone\u0000' })
  expect(await health()).toMatchObject({ failures: 2, nextTryAt: at('15:03:30') })
  for (let job = 0; job < 9; job++) await note(`c${job}`, 'failed', '16:00:00')
  expect(await health()).toMatchObject({
    failures: 11,
    failingSince: at('15:00:20'),
    nextTryAt: at('17:00:00'),
  })
  await note('d', 'partly', '17:00:00', {
    itemsRejected: 2,
    error: 'two refused',
    newestItemAt: at('16:59:00'),
  })
  expect(await health()).toEqual({
    failures: 0,
    failingSince: null,
    lastError: null,
    lastSucceededAt: at('17:00:00'),
    nextTryAt: new Date('2026-03-09T17:00:00Z'),
    newestItemAt: at('16:59:00'),
  })
  await note('e', 'succeeded', '17:10:00', { newestItemAt: at('10:00:00') })
  expect(await health()).toMatchObject({ newestItemAt: at('16:59:00') })
  const runs = await sql<{ status: string }[]>`
    select status from ingestion_runs order by started_at, status`
  expect(runs).toHaveLength(15)
})

test('attempts noted at once are each a row, and of one source that is gone none', async () => {
  await Promise.all(Array.from({ length: 6 }, () => note('a', 'failed', '15:00:00')))
  expect((await health())['failures']).toBe(1)
  expect((await sql`select from ingestion_runs`).count).toBe(6)
  await sql`delete from sources`
  expect(await note('a', 'failed', '15:00:00')).toBeUndefined()
})

test('other settings move the next try: of a source that fails to now', async () => {
  await sql`update sources set last_scheduled_at = ${at('15:00:00')}`
  await note('a', 'succeeded', '15:00:00')
  const config = { url: 'http://feeds.example/b.xml', polling_interval_seconds: 600 }
  await sql.begin((tx) => changeSource(tx, sourceId, { config }))
  expect(await health()).toMatchObject({ nextTryAt: at('15:10:00') })
  await note('b', 'failed', '15:10:00')
  await sql.begin((tx) => changeSource(tx, sourceId, { active: true }))
  expect(await health()).toMatchObject({ nextTryAt: at('15:11:00') })
  await sql.begin((tx) => saveSources(tx, [source]))
  expect(await health()).toMatchObject({ nextTryAt: null, failures: 1 })
})

test('a fetch whose function died of it is a failed run once its job is dead', async () => {
  const die = (jobId: string, job: unknown = { source_id: sourceId }) =>
    sql.begin((tx) =>
      openDeaths({ now: () => at('15:00:00') })['ingestion']!(tx, {
        jobId,
        job,
        reason: 'deliveries_exhausted',
        error: 'its holder died',
      }),
    )
  await die(deriveId('a'))
  expect(await health()).toMatchObject({ failures: 1, nextTryAt: at('15:01:00') })
  await note('b', 'failed', '15:02:00', { error: 'answered 500' })
  await die(deriveId('b'))
  await die(deriveId('c'), 'no job')
  expect(await health()).toMatchObject({ failures: 2, lastError: 'answered 500' })
})

test.each([
  ['its gathering', new Error('no answer'), 'failed', 'no answer'],
  ['its turn', new PutOff(Date.now() + 20_000, 'five a minute'), 'put_off', 'five a minute'],
  ['its commit', undefined, 'failed', 'division by zero'],
])('a fetch that ends at %s is a run like any other', async (_, fault, status, error) => {
  const host: DeliveryHost = {
    table: productTable,
    stage: 'ingestion',
    handlers: {
      ingestion: (_job, delivery) =>
        notingFaults<'ingestion'>(sql, sourceId, delivery, async () => {
          if (fault) throw fault
          return async (tx) => {
            await tx`update sources set state = '{"seen":1}' where source_id = ${sourceId}`
            await tx`select 1 / 0`
            return []
          }
        }),
    },
    sql,
    schema: openSchemaGate(sql, openLog('test')),
    clock: { mode: 'real', speed: 1, now: () => at('15:00:00') },
    signal: new AbortController().signal,
  }
  const { config, ...said } = source
  const outcome = await deliver(
    host,
    {
      specversion: '1.0',
      id: deriveId('job'),
      source: '/stonks/test',
      type: 'stonks.ingestion',
      time: at('15:00:00').toISOString(),
      data: {
        source_id: sourceId,
        company_id: null,
        ticker: '',
        legal_name: '',
        aliases: [],
        source_type: said.sourceType,
        source_name: said.sourceName,
        config,
        credibility_score: 0.5,
        scheduled_at: '2026-03-02T15:00:00Z',
      },
    },
    1,
  )
  expect(outcome.status).toBe(status === 'put_off' ? 429 : 500)
  const runs = await sql`select status, error from ingestion_runs`
  expect(runs).toEqual([{ status, error }])
  expect(await sql`select state::text from sources`).toEqual([{ state: '{}' }])
  expect((await health())['failures']).toBe(status === 'put_off' ? 0 : 1)
})

test('a source that is put off for hours and gives nothing fails since then, until it gives something', async () => {
  const putOff = (time: string) =>
    note('p', 'put_off', time, { error: 'answered 429', nextTryAt: at('22:00:00') })
  await note('ok', 'succeeded', '08:00:00')
  for (const time of ['09:00:00', '11:00:00', '14:59:00']) await putOff(time)
  expect(await health()).toMatchObject({ failures: 0, failingSince: null, lastError: null })
  await putOff('15:00:00')
  expect(await health()).toMatchObject({
    failures: 0,
    failingSince: at('09:00:00'),
    lastError: 'answered 429',
    nextTryAt: at('22:00:00'),
  })
  await putOff('20:00:00')
  expect(await health()).toMatchObject({ failingSince: at('09:00:00') })
  await note('p', 'succeeded', '22:00:00')
  expect(await health()).toMatchObject({ failingSince: null, lastError: null })
  await putOff('22:10:00')
  expect(await health()).toMatchObject({ failingSince: null })
})

test('one source is read by itself, however many there are', async () => {
  const more = Array.from({ length: 300 }, (_, n) => ({ ...source, sourceName: `Feed ${n}` }))
  await sql.begin((tx) => saveSources(tx, more))
  await sql`analyze sources`
  const seen = await watchReads(url, (own) =>
    own.begin(async (tx) => {
      await lockSource(tx, sourceId)
      await changeSource(tx, sourceId, { active: false })
      await isInFlight(tx, sourceId)
    }),
  )
  expect(seen.rowsRead.get('sources') ?? 0).toBeLessThan(40)
})
