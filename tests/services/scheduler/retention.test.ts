import { beforeEach, describe, expect, test } from 'vitest'
import { explainOrder } from '#shared/explain/explain.ts'
import { finishJob, storeJobs } from '#shared/queue/record/jobs.ts'
import { openPostgres } from '#shared/sql/open.ts'
import { keepWindows, retain } from '../../../services/scheduler/retention.ts'
import { readWindows, type Windows } from '#shared/sql/retention/windows.ts'
import { clearAudit } from '../../helpers/audit.ts'
import { noon, putChain, type Chain } from '../../helpers/chain.ts'
import { memoryObjects } from '../../helpers/memory-objects.ts'
import { cloneDatabase } from '../../helpers/database.ts'

const DAY_MS = 86_400_000
const { url, sql, as } = await cloneDatabase()
/** As the product comes to it. */
const own = as('stonks_orchestration')
const objects = memoryObjects()
const windows = readWindows('')
const years = new Date(noon.getTime() + 5 * 365 * DAY_MS)
let ordered: Chain

/** Tables that a chain stands in, and how many rows each has. */
const tables = [
  'orders',
  'order_events',
  'trading_decisions',
  'risk_evaluations',
  'recommendations',
  'recommendation_evidence',
  'trend_history',
  'trend_evidence',
  'document_intelligence',
  'document_impact_records',
  'documents',
] as const
const count = async (ticker: string) =>
  Object.fromEntries(
    await Promise.all(
      tables.map(async (table) => {
        const [row] = await sql`select count(*)::integer as rows from ${sql(table)} t where ${
          {
            order_events: sql`order_id in (select order_id from orders where ticker = ${ticker})`,
            risk_evaluations: sql`decision_id in (select decision_id from trading_decisions where ticker = ${ticker})`,
            recommendation_evidence: sql`recommendation_id in (select recommendation_id from recommendations where ticker = ${ticker})`,
            trend_evidence: sql`trend_id in (select trend_id from trend_history where ticker = ${ticker})`,
            document_intelligence: sql`document_id in (select document_id from document_company_mentions where ticker = ${ticker})`,
            documents: sql`document_id in (select document_id from document_company_mentions where ticker = ${ticker})`,
          }[table as string] ?? sql`ticker = ${ticker}`
        }`
        return [table, row!.rows as number]
      }),
    ),
  ) as Record<(typeof tables)[number], number>

/** A chain that no order came of. */
async function putUnordered(ticker: string): Promise<void> {
  await putChain(sql, objects.held, { ticker })
  await sql`delete from orders where ticker = ${ticker}`
  // As when the ticker was summed up again since.
  await sql`delete from trend_windows where ticker = ${ticker}`
}

async function retainAll(now: Date, most?: number, kept: Windows = windows) {
  const gone: Record<string, number> = {}
  for (let call = 0; call < 1000; call++) {
    const batch = await retain(own, kept, now, most)
    for (const [name, rows] of Object.entries(batch.gone)) gone[name] = (gone[name] ?? 0) + rows
    if (!batch.more) return gone
  }
  throw new Error('Retain: it never ends')
}

async function empty(): Promise<void> {
  await clearAudit(sql)
  await sql`truncate jobs, companies, documents, trend_history, trend_evidence, trend_windows, recommendations,
    trading_decisions, risk_evaluations, orders, model_performance_metrics, retention_marks cascade`
}

async function putBoth(): Promise<void> {
  await empty()
  ordered = await putChain(sql, objects.held)
  await putUnordered('MSFT')
}

beforeEach(empty)

describe('years later', () => {
  beforeEach(putBoth)

  test('the whole chain of an order is there and explained, and nothing is left of what led to none', async () => {
    const before = await count('AAPL')
    await retainAll(years)
    for (const orderId of [ordered.entryOrderId, ordered.exitOrderId]) {
      const { intact, broken } = await explainOrder({ sql, objects }, orderId)
      expect({ intact, broken }).toEqual({ intact: true, broken: [] })
    }
    const after = await count('AAPL')
    const stays = [
      'orders',
      'trading_decisions',
      'risk_evaluations',
      'document_intelligence',
    ] as const
    for (const table of stays) expect([table, after[table]]).toEqual([table, before[table]])
    expect(await count('MSFT')).toEqual({
      ...Object.fromEntries(tables.map((table) => [table, 0])),
      documents: 8,
    })
  })

  test('a trend that is the current one stays, with what it rests on', async () => {
    await sql`delete from orders`
    await sql`delete from risk_evaluations`
    await sql`delete from trading_decisions`
    await retainAll(years)
    const { trend_history: trends, document_impact_records: impacts } = await count('AAPL')
    expect([trends, impacts]).toEqual([5, 8])
  })

  test.each([1, 3])(
    'batches of %i come to the same, and a second time nothing goes',
    async (most) => {
      await retainAll(years, most)
      expect((await explainOrder({ sql, objects }, ordered.entryOrderId)).intact).toBe(true)
      expect(await count('MSFT')).toMatchObject({ recommendations: 0, document_intelligence: 0 })
      expect(await retainAll(years)).toEqual({})
    },
  )
})

test('what is as old as its window stays, what is older goes', async () => {
  const now = new Date('2027-01-01T00:00:00.000Z')
  for (const days of [89, 90, 91]) {
    const at = new Date(now.getTime() - days * DAY_MS)
    await sql`insert into audit_events (business_at, actor, action, entity_type, entity_id)
      values (${at}, 'test', 'tried', 'test', ${String(days)})`
    await sql`insert into model_performance_metrics (at, model, metric, value) values (${at}, 'm', 'n', ${days})`
  }
  await retainAll(now)
  expect(
    [...(await sql`select entity_id from audit_events order by 1`)].map((row) => row.entityId),
  ).toEqual(['89', '90'])
  expect(
    [...(await sql`select value from model_performance_metrics order by 1`)].map(
      (row) => row.value,
    ),
  ).toEqual([89, 90])
  await retainAll(new Date(now.getTime() + 1))
  expect(await sql`select from audit_events`).toHaveLength(1)
})

test('jobs go by real time, whatever the business clock says, and what is queued stays', async () => {
  const ids = await storeJobs(
    sql,
    Array.from({ length: 4 }, (_, n) => ({ to: 'aggregation', job: { n } })),
    { key: 'test:jobs', now: noon },
  )
  const finish = (jobId: string) =>
    sql.begin((tx) =>
      finishJob(tx, { jobId, list: 'aggregation', payload: {}, businessAt: noon }, 1),
    )
  for (const id of ids.slice(0, 3)) await finish(id)
  await sql`update jobs set settled_at = clock_timestamp() - interval '15 days' where job_id = ${ids[0]!}`
  await sql`update jobs set settled_at = clock_timestamp() - interval '13 days' where job_id = ${ids[1]!}`
  await sql`update jobs set state = 'dead', reason = 'refused', settled_at = clock_timestamp() - interval '15 days' where job_id = ${ids[2]!}`
  expect(await retainAll(new Date(0))).toEqual({ done_jobs: 1 })
  expect(await sql`select job_id from jobs order by seq`).toEqual(
    ids.slice(1).map((jobId) => ({ jobId })),
  )
  await sql`update jobs set settled_at = clock_timestamp() - interval '91 days' where state = 'dead'`
  expect(await retainAll(years)).toMatchObject({ dead_letters: 1 })
})

describe('meanwhile', () => {
  beforeEach(putBoth)

  /** Retention that stands in the middle of a batch, holding what a batch holds. */
  async function standStill(meanwhile: (pid: number) => Promise<void>): Promise<void> {
    const own = openPostgres(url, 1)
    const [backend] = await own<{ pid: number }[]>`select pg_backend_pid() as pid`
    let ends: Promise<string> | undefined
    await sql.begin(async (tx) => {
      await tx`select from document_intelligence
        where document_id in (select document_id from document_company_mentions where ticker = 'MSFT') for update`
      ends = retain(own, windows, years).then(
        () => 'ended',
        () => 'broken',
      )
      await expect
        .poll(async () => {
          const [row] =
            await sql`select wait_event_type as waits from pg_stat_activity where pid = ${backend!.pid}`
          return row?.waits as string
        })
        .toBe('Lock')
      await meanwhile(backend!.pid)
    })
    await ends
    await own.end({ timeout: 5 })
  }

  test('work goes on', async () => {
    await standStill(async () => {
      const other = openPostgres(`${url}?lock_timeout=1000`, 2)
      await putChain(other, objects.held, { ticker: 'AMD' })
      await other.end()
    })
    expect((await count('AMD')).orders).toBe(2)
  })

  test('killed in the middle of a batch, it goes on where it was', async () => {
    await standStill(async (pid) => {
      await sql`select pg_terminate_backend(${pid})`
    })
    await retainAll(years)
    expect(await count('MSFT')).toMatchObject({
      recommendations: 0,
      document_intelligence: 0,
      trend_history: 0,
    })
    expect((await explainOrder({ sql, objects }, ordered.entryOrderId)).intact).toBe(true)
  })

  test('two at once come to the same', async () => {
    await Promise.all([retainAll(years, 2), retainAll(years, 3)])
    await retainAll(years)
    expect(await count('MSFT')).toMatchObject({ recommendations: 0, document_intelligence: 0 })
    expect((await explainOrder({ sql, objects }, ordered.exitOrderId)).intact).toBe(true)
  })
})

test('what came late is found when the walk begins again', async () => {
  await sql`insert into audit_events (business_at, actor, action, entity_type, entity_id)
    values (${noon}, 'test', 'tried', 'test', '1')`
  await retainAll(years)
  await sql`insert into audit_events (business_at, actor, action, entity_type, entity_id)
    values (${new Date('2020-01-01')}, 'test', 'late', 'test', '1')`
  expect(await retainAll(years)).toEqual({})
  expect(await retainAll(new Date(years.getTime() + 31 * DAY_MS))).toMatchObject({
    audit_events: 1,
  })
})

test('as a duty it goes on until nothing is left, and asks for another round when its time is over', async () => {
  const errand = { now: years, last: null, signal: new AbortController().signal, isOn: true }
  expect(await keepWindows({ sql: own, windows, forMs: -1 }, errand)).not.toBe('not_yet')
  const settle = await keepWindows({ sql: own, windows, forMs: 60_000 }, errand)
  expect(typeof settle).toBe('function')
})

test('exits that are done go, but of what is held; what is wanted stays', async () => {
  await sql`
    insert into position_exits (ticker, code, state, since, updated_at)
    select ticker, 'stop_loss', state, ${noon}, ${noon}
    from (values ('GONE', 'done'), ('HELD', 'done'), ('WANT', 'wanted'), ('NO', 'refused')) as of (ticker, state)`
  await sql`
    insert into positions (ticker, quantity, entry_price_avg, mark_price, marked_at, opened_at)
    values ('HELD', 1, 10, 10, ${noon}, ${noon})`
  const left = async () =>
    (await sql`select ticker from position_exits order by ticker`).map(({ ticker }) => ticker)
  await retain(own, windows, new Date(noon.getTime() + 80 * DAY_MS))
  expect(await left()).toEqual(['GONE', 'HELD', 'NO', 'WANT'])
  // The same ticker of another account, whose exit was done not long ago.
  await sql`
    insert into position_exits (account_id, ticker, code, state, since, updated_at)
    values ('another', 'GONE', 'stop_loss', 'done', ${noon}, ${new Date(years.getTime() - DAY_MS)})`
  await retain(own, windows, years)
  expect(await left()).toEqual(['GONE', 'HELD', 'NO', 'WANT'])
})
