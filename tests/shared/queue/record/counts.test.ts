import { beforeEach, describe, expect, test } from 'vitest'
import { readJobTotals, readOldestQueued } from '#shared/queue/record/counts.ts'
import { recordDeath, replayDead } from '#shared/queue/record/dead.ts'
import { readWaiting, markRelayed, requeueAll } from '#shared/queue/record/dispatch.ts'
import { takeTurn } from '#shared/queue/record/relay-turn.ts'
import { coverJobs, finishJob, storeJobs } from '#shared/queue/record/jobs.ts'
import { foldCounts } from '#shared/sql/counts/counts.ts'
import { openPostgres, type Db, type Tx } from '#shared/sql/open.ts'
import { cloneDatabase } from '../../../helpers/database.ts'
import { openRandom } from '../../../chaos/random.ts'

const { url, sql } = await cloneDatabase()
const now = new Date('2026-01-07T17:00:00Z')
const lists = ['extraction', 'aggregation', 'recommendation']

beforeEach(() => sql`truncate jobs`)

/** The same numbers by looking at every job; nothing is ever deleted here. */
async function scan(db: Db) {
  return db`
    select list, count(*) filter (where state = 'queued') as queued,
      count(*) filter (where state = 'queued' and relayed_at is null) as unrelayed,
      count(*) filter (where state = 'dead') as dead, count(*) as enqueued,
      count(*) filter (where state = 'done') as done, count(*) filter (where state = 'cancelled') as cancelled,
      count(*) filter (where state in ('dead', 'cancelled')) + sum(replayed) as buried, sum(deliveries) as deliveries,
      sum(case when state = 'done' and replayed = 0 then greatest(deliveries - 1, 0)
        else deliveries end) as failures,
      sum(replayed) as replays
    from jobs group by list order by list`.then((rows) => rows.map(toNumbers))
}

const toNumbers = ({ list, ...counts }: Record<string, unknown>) => ({
  list,
  ...Object.fromEntries(Object.entries(counts).map(([name, value]) => [name, Number(value)])),
})

let made = 0
const ask = (db: Db, list: string, count: number) =>
  storeJobs(
    db,
    Array.from({ length: count }, () => ({ to: list, job: { ticker: `T${made++ % 7}` } })),
    { key: `test:${made}`, now },
  )

const death = (jobId: string, list: string) => ({
  jobId,
  list,
  payload: '{}',
  businessAt: now,
  reason: 'refused',
  error: 'no',
  deliveries: 3,
  history: [],
})

describe('counts', () => {
  test.each([1, 2, 3])(
    'are what a look at every job says, whatever happens (seed %i)',
    async (seed) => {
      const random = openRandom(seed)
      const { pick } = random
      const someone = (state: string) =>
        sql<{ jobId: string; list: string }[]>`
        select job_id, list from jobs where state = ${state} order by md5(job_id::text || ${String(random.next())}) limit 3`
      const finish = async (tx: Tx, jobs: { jobId: string; list: string }[]) => {
        for (const job of jobs) await finishJob(tx, { ...job, payload: {}, businessAt: now }, 2)
      }
      const steps = [
        () => ask(sql, pick(lists), random.between(1, 5)),
        () =>
          sql.begin(async (tx) => {
            const jobs = await readWaiting(tx, pick(lists), 4)
            const ids = jobs.map(({ jobId }) => jobId)
            await markRelayed(tx, ids, (await takeTurn(tx, 0)) ?? 0)
          }),
        async () => {
          const jobs = await someone('queued')
          await sql.begin((tx) => finish(tx, jobs))
        },
        async () => {
          for (const { jobId, list } of await someone('queued'))
            await recordDeath(sql, death(jobId, list))
        },
        async () => {
          for (const { jobId } of (await someone('dead')).slice(0, 1))
            await replayDead(sql, { jobId })
        },
        () => recordDeath(sql, death(crypto.randomUUID(), pick(lists))),
        async () => {
          for (const { jobId } of (await someone('dead')).slice(0, 1))
            await sql`update jobs set state = 'cancelled', reason = 'fetched_since',
              covered_by = ${crypto.randomUUID()}, covered_at = ${now} where job_id = ${jobId}`
        },
        () =>
          sql.begin((tx) =>
            finishJob(
              tx,
              { jobId: crypto.randomUUID(), list: pick(lists), payload: {}, businessAt: now },
              1,
            ),
          ),
        () =>
          sql.begin((tx) =>
            coverJobs(
              tx,
              'aggregation',
              { ticker: `T${made % 7}` },
              { jobId: crypto.randomUUID(), now },
            ),
          ),
        () => requeueAll(sql),
        // What is undone was never counted.
        () =>
          sql
            .begin(async (tx) => {
              await ask(tx, pick(lists), 3)
              await finish(tx, await someone('queued'))
              throw new Error('undone')
            })
            .catch(() => undefined),
        () => foldCounts(sql),
      ]
      for (let step = 0; step < 80; step++) {
        await pick(steps)()
        expect(await readJobTotals(sql)).toEqual(await scan(sql))
      }
    },
  )

  test('nobody waits for another’s counts, and an open transaction is not counted', async () => {
    const ids = await ask(sql, 'extraction', 2)
    const settle = (tx: Tx, jobId: string) =>
      finishJob(tx, { jobId, list: 'extraction', payload: {}, businessAt: now }, 1)
    await sql.begin(async (tx) => {
      await settle(tx, ids[0]!)
      await sql.begin(async (other) => {
        await other`set local lock_timeout = 1000`
        await settle(other, ids[1]!)
      })
      expect(await readJobTotals(sql)).toMatchObject([{ queued: 1, done: 1 }])
      await foldCounts(sql)
      expect(await readJobTotals(sql)).toMatchObject([{ queued: 1, done: 1 }])
    })
    expect(await readJobTotals(sql)).toMatchObject([{ queued: 0, done: 2, enqueued: 2 }])
  })

  test('what a backend counted outlives it, in one row a list', async () => {
    for (let round = 0; round < 3; round++) {
      const own = openPostgres(url, 1)
      await ask(own, 'extraction', 2)
      await own.end()
    }
    await expect
      .poll(async () => {
        await foldCounts(sql)
        const [row] = await sql`select count(*)::integer as rows from job_counts where queued <> 0`
        return row!.rows as number
      })
      .toBe(1)
    expect(await readJobTotals(sql)).toMatchObject([
      { list: 'extraction', queued: 6, unrelayed: 6 },
    ])
  })

  test('what is taken away stays counted as done, and is no longer there', async () => {
    const [done, dead] = (await ask(sql, 'extraction', 3)) as [string, string, string]
    await sql.begin((tx) =>
      finishJob(tx, { jobId: done, list: 'extraction', payload: {}, businessAt: now }, 1),
    )
    await recordDeath(sql, death(dead, 'extraction'))
    await sql`delete from jobs`
    expect(await readJobTotals(sql)).toMatchObject([
      { enqueued: 3, done: 1, buried: 1, deliveries: 4, queued: 0, unrelayed: 0, dead: 0 },
    ])
  })
})

test('the oldest job that waits is found in each list that has one', async () => {
  await ask(sql, 'extraction', 2)
  await ask(sql, 'aggregation', 1)
  await sql`update jobs set enqueued_at = '2026-01-01', relayed_at = now() where list = 'aggregation'`
  await sql`update jobs set state = 'done', settled_at = now() where list = 'extraction'`
  expect(await readOldestQueued(sql)).toEqual([{ list: 'aggregation', at: new Date('2026-01-01') }])
})
