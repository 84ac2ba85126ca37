import { beforeEach, describe, expect, test, vi } from 'vitest'
import { enqueue, finishJob, storeOrJoinJobs } from '#shared/queue/record/jobs.ts'
import { cloneDatabase } from '../../../helpers/database.ts'

const { sql } = await cloneDatabase()
const now = new Date('2026-03-02T15:00:00Z')
const AAPL = [{ to: 'aggregation' as const, job: { ticker: 'AAPL' } }]

beforeEach(async () => {
  await sql`truncate jobs`
})

/** A job that waits in its list. */
async function waiting(key: string, handovers: Parameters<typeof enqueue>[1] = AAPL) {
  const ids = await enqueue(sql, handovers, { key, now })
  await sql`update jobs set relayed_at = clock_timestamp() where job_id = any(${ids}::uuid[])`
  return ids[0]!
}

const handOn = (key: string, handovers: Parameters<typeof storeOrJoinJobs>[1] = AAPL) =>
  sql.begin((tx) => storeOrJoinJobs(tx, handovers, { key, now }))

const rows = () =>
  sql<{ list: string; payload: object }[]>`select list, payload from jobs order by seq`

const finish = (jobId: string) =>
  sql.begin((tx) =>
    finishJob(tx, { jobId, list: 'aggregation', payload: AAPL[0]!.job, businessAt: now }, 1),
  )

describe('storeOrJoinJobs', () => {
  test('makes no second job while one waits for the same', async () => {
    await waiting('a')
    await handOn('b')
    expect(await rows()).toHaveLength(1)
  })

  test('makes a job where none waits, where the one before is done, and of other content', async () => {
    await handOn('a', [{ to: 'aggregation', job: { ticker: 'MSFT' } }])
    await finish(await waiting('b'))
    await handOn('c')
    expect(await rows()).toHaveLength(3)
    const windows = (['7d', '30d'] as const).map((window) => ({
      to: 'recommendation' as const,
      job: { ticker: 'AAPL', window },
    }))
    await waiting('d', windows.slice(0, 1))
    await handOn('e', windows)
    expect((await rows()).slice(3).map(({ payload }) => payload)).toEqual([
      { ticker: 'AAPL', window: '7d' },
      { ticker: 'AAPL', window: '30d' },
    ])
  })

  test('makes a job where the one before is not pushed yet', async () => {
    await enqueue(sql, AAPL, { key: 'a', now })
    await handOn('b')
    expect(await rows()).toHaveLength(2)
  })

  test('makes every job of a list that asks for more than a look', async () => {
    const documents = ['a', 'b'].map((normalized_text) => ({
      to: 'extraction' as const,
      job: {
        document_id: '5b0b9a52-7c9b-5d3c-8a53-0a4b7a6e1f01',
        ticker: 'AAPL',
        normalized_text,
      },
    }))
    await waiting('a', documents.slice(0, 1))
    await handOn('b', documents)
    expect(await rows()).toHaveLength(3)
  })

  test('makes a job, without waiting, while the one before is in hand', async () => {
    const held = await waiting('a')
    await sql.begin(async (run) => {
      await finishJob(run, { jobId: held, list: 'aggregation', payload: {}, businessAt: now }, 1)
      await handOn('b')
    })
    expect(await rows()).toHaveLength(2)
  })

  test('holds the run of the job it joined until what it wrote is to be seen', async () => {
    const joined = await waiting('a')
    let run: Promise<boolean> | undefined
    await sql.begin(async (tx) => {
      await storeOrJoinJobs(tx, AAPL, { key: 'b', now })
      run = finish(joined)
      await vi.waitFor(async () => {
        const [row] = await sql`
          select count(*)::int as blocked from pg_stat_activity
          where datname = current_database() and wait_event_type = 'Lock'`
        expect(row?.blocked).toBe(1)
      })
      await tx`insert into scheduler_marks (name, at) values ('written', ${now})`
    })
    expect(await run).toBe(true)
    expect(await sql`select from scheduler_marks where name = 'written'`).toHaveLength(1)
    expect(await rows()).toHaveLength(1)
  })
})
