/** How the API refuses, what it changes, and the news it sends. */

import { describe, expect, test } from 'vitest'
import type { DeadGroup, DeadLetterRow } from '#shared/contracts/api/dead-letters.ts'
import { ids, NOW } from './fixture-base.ts'

import { person } from '../../helpers/principals.ts'
import { openApi } from './api.ts'

const { sql, redis, live, call, post, read } = await openApi()

describe('how it refuses', () => {
  test.each([
    ['/api/documents?limit=501', 422],
    ['/api/documents?limit=-1', 422],
    ['/api/documents?surprise=1', 422],
    ['/api/documents/none', 422],
    ['/api/dead-letters?list=none', 422],
    [`/api/documents/${ids.order('AAPL')}`, 404],
    ['/api/nothing', 404],
    ['/api/equity?range=2y', 422],
    ['/../../etc/passwd', 503],
    ['/assets/none.js', 404],
  ])('%s with %d and a detail', async (path, status) => {
    const response = await call(path)
    expect(response.status).toBe(status)
    const { faults = [], ...told } = (await response.json()) as { faults?: unknown[] }
    expect(told).toEqual({
      detail: expect.any(String),
      code: expect.stringMatching(/^[a-z_]+$/),
    })
    for (const fault of faults)
      expect(fault).toEqual({
        field: expect.any(String),
        says: expect.stringMatching(/^expected .*found /),
      })
  })

  test('a change in another shape', async () => {
    expect((await post('/api/pipeline/toggle', { enabled: 'no' })).status).toBe(422)
    expect(
      (await post('/api/pipeline/toggle', { enabled: false, reason: 'x'.repeat(201) })).status,
    ).toBe(422)
    expect(
      (
        await call('/api/pipeline/toggle', {
          method: 'POST',
          headers: { 'content-type': 'application/json' },
          body: '{',
        })
      ).status,
    ).toBe(400)
    expect(await read('/api/pipeline/toggle')).toMatchObject({ enabled: true })
  })
})

describe('what it changes', () => {
  test('the switch, for PostgreSQL, Redis and the overview at once', async () => {
    expect(
      await (await post('/api/pipeline/toggle', { enabled: false, reason: 'a test' })).json(),
    ).toMatchObject({ enabled: false, changedBy: 'operator', reason: 'a test' })
    expect(await redis.get('stonks:pipeline:enabled')).toBe('0')
    expect(await read('/api/overview')).toMatchObject({ pipeline: { state: 'paused' } })
    await post('/api/pipeline/toggle', { enabled: true, reason: '' })
    // On a busy machine the answer may come before the record has it (503 then): it is on its way.
    await expect
      .poll(() => read('/api/pipeline/toggle'), { timeout: 10_000 })
      .toMatchObject({ enabled: true })
  })

  test('dead letters of a list are discarded with a reason, and say so ever after', async () => {
    const before = await read<DeadGroup[]>('/api/dead-letter-groups')
    const group = before.find(({ list }) => list === 'ingestion')!
    const which = { list: group.list, of: group.reason }
    expect((await post('/api/dead-letter-groups/discard', { ...which, reason: ' ' })).status).toBe(
      422,
    )
    const discard = () =>
      post('/api/dead-letter-groups/discard', { ...which, reason: 'an old plan' })
    expect(await (await discard()).json()).toEqual({ done: group.count, left: 0 })
    expect(await (await discard()).json()).toEqual({ done: 0, left: 0 })
    expect(await read('/api/dead-letter-groups')).toEqual(before.filter((one) => one !== group))
    const [letter] = await read<DeadLetterRow[]>('/api/dead-letters?state=settled&list=ingestion')
    expect(letter).toMatchObject({
      reason: group.reason,
      discardedBy: 'operator',
      discardedBecause: 'an old plan',
      coveredBy: null,
    })
    expect((await post(`/api/dead-letters/${letter!.jobId}/discard`, { reason: 'x' })).status).toBe(
      404,
    )
    const rows = await sql`select reason from audit_events
      where action = 'POST /api/dead-letter-groups/discard' and entity_id = 'ingestion'`
    expect(rows).toEqual([{ reason: 'an old plan' }])
  })

  test('a dead letter goes back to its list, once', async () => {
    const letter = (await read<DeadLetterRow[]>('/api/dead-letters?list=extraction'))[0]!
    expect(JSON.parse(letter.payload)).toHaveProperty('document_id')
    expect((await post(`/api/dead-letters/${letter.jobId}/replay`, {})).status).toBe(200)
    expect(
      await sql`select state, replayed from jobs where job_id = ${letter.jobId}`,
    ).toMatchObject([{ state: 'queued', replayed: 1 }])
    expect((await post(`/api/dead-letters/${letter.jobId}/replay`, {})).status).toBe(404)
  })
})

test('news names the topic that changed, and only while someone listens', async () => {
  const reader = live.open(person('viewer')).body!.getReader()
  const decoder = new TextDecoder()
  let told = ''
  const until = async (wanted: string) => {
    while (!told.includes(wanted)) told += decoder.decode((await reader.read()).value)
  }
  await until('welcome')
  await sql`insert into circuit_breaker_events (breaker, opened_at) values ('manual', ${NOW})`
  const change = setInterval(() => {
    void sql`update documents set status_at = status_at + interval '1 day' where document_id = ${ids.document(3)}`
  }, 300)
  await until('"documents"')
  clearInterval(change)
  await reader.cancel()
  expect(live.clients).toBe(0)
})
