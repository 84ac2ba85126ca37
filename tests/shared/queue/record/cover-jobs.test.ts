import { describe, expect, test } from 'vitest'
import { coverJobs, enqueue } from '#shared/queue/record/jobs.ts'
import { cloneDatabase } from '../../../helpers/database.ts'

const { sql } = await cloneDatabase()
const now = new Date('2026-03-02T15:00:00Z')
const later = new Date('2026-03-02T15:00:01Z')

const ask = async (key: string, ticker: string, at = now) => {
  const [id] = await enqueue(sql, [{ to: 'aggregation', job: { ticker } }], { key, now: at })
  return id!
}
const stateOf = async (jobId: string) => {
  const [row] = await sql<{ state: string; reason: string | null }[]>`
    select state, reason from jobs where job_id = ${jobId}`
  return row
}

describe('coverJobs', () => {
  test('settles what waits for the same ticker, and nothing else', async () => {
    const [mine, same, other, tomorrow] = [
      await ask('a', 'AAPL'),
      await ask('b', 'AAPL'),
      await ask('c', 'MSFT'),
      await ask('d', 'AAPL', later),
    ]
    const cover = { jobId: mine, now }
    const settled = await sql.begin((tx) => coverJobs(tx, 'aggregation', { ticker: 'AAPL' }, cover))
    expect(settled).toBe(1)
    expect(await stateOf(same)).toEqual({ state: 'done', reason: 'covered' })
    for (const id of [mine, other, tomorrow])
      expect(await stateOf(id)).toMatchObject({ state: 'queued' })
  })

  test('leaves alone a job that is in hand elsewhere, without waiting for it', async () => {
    const [mine, held] = [await ask('e', 'NVDA'), await ask('f', 'NVDA')]
    await sql.begin(async (holder) => {
      await holder`select from jobs where job_id = ${held} for update`
      const cover = { jobId: mine, now }
      expect(await sql.begin((tx) => coverJobs(tx, 'aggregation', { ticker: 'NVDA' }, cover))).toBe(
        0,
      )
    })
    expect(await stateOf(held)).toMatchObject({ state: 'queued' })
  })

  test('keeps the windows of a recommendation apart', async () => {
    const windows = ['7d', '30d'] as const
    const ids = await enqueue(
      sql,
      windows.map((window) => ({ to: 'recommendation' as const, job: { ticker: 'IBM', window } })),
      { key: 'g', now },
    )
    const [again] = await enqueue(
      sql,
      [{ to: 'recommendation', job: { ticker: 'IBM', window: '7d' } }],
      { key: 'h', now },
    )
    const wanted = { ticker: 'IBM', window: '7d' }
    await sql.begin((tx) => coverJobs(tx, 'recommendation', wanted, { jobId: ids[0]!, now }))
    expect(await stateOf(again!)).toMatchObject({ state: 'done' })
    expect(await stateOf(ids[1]!)).toMatchObject({ state: 'queued' })
  })
})
