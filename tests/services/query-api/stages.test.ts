/** What the API tells of one stage, and how it is paused. */

import { describe, expect, test } from 'vitest'
import type { StageError, StagePage, StageSamples } from '#shared/contracts/api/stages.ts'
import { claim, push } from '#shared/queue/redis/claim.ts'
import { pausedKey, pendingKey } from '#shared/queue/redis/keys.ts'
import { fail } from '#shared/queue/redis/settle.ts'
import { mirrorSwitch } from '#shared/queue/switch.ts'
import { deriveId } from '#shared/host/ids.ts'
import { person } from '../../helpers/principals.ts'
import { openApi } from './api.ts'

const { sql, redis, call, post, read } = await openApi()

const eventOf = (name: string) =>
  JSON.stringify({
    specversion: '1.0',
    id: deriveId('stages', name),
    source: '/stonks/test',
    type: 'stonks.extraction',
    data: {},
  })

describe('a stage', () => {
  test('tells its lists, what it holds, how long its jobs took, and what it may hold', async () => {
    await push(redis, 'extraction', ['a', 'b', 'c'].map(eventOf))
    const held = await claim(redis, {
      stage: 'extractor',
      list: 'extraction',
      most: 2,
      leaseMs: 60_000,
    })
    await fail(redis, 'extractor', held[0]!, {
      backOffMs: 60_000,
      error: 'the model is away',
      counts: true,
    })
    const told = await read<StagePage>('/api/stages/extractor')
    expect(told).toMatchObject({
      stage: { stage: 'extractor', pending: 1, inFlight: 2, dead: 1, paused: false },
      pause: null,
      isSwitchedOff: false,
      isOfTrading: false,
      held: { working: 1, retrying: 1, putOff: 0 },
      lists: [
        { list: 'extraction', pending: 1, done: 5, dead: 1 },
        { list: 'macro_classification', pending: 0, done: 0 },
      ],
      most: { inFlight: 8, functions: 2 },
    })
    expect(told.speed).toMatchObject({ jobs: 5, attempts: [{ deliveries: 1, jobs: 5 }] })
    expect(told.speed!.ranP50Ms).toBeGreaterThan(0)
    expect(told.speed!.ranP50Ms).toBeLessThan(told.speed!.tookP50Ms)
  })

  test('tells what its jobs failed of: those that are tried again, and those given up', async () => {
    const { errors } = await read<{ errors: StageError[] }>('/api/stages/extractor/errors')
    expect(errors).toMatchObject([
      { state: 'retrying', error: 'the model is away', list: 'extraction', deliveries: 1 },
      { state: 'dead', reason: 'deliveries_exhausted', deliveries: 5 },
    ])
    expect(await read('/api/stages/strategy/errors')).toEqual({ errors: [] })
  })

  test('tells how it scaled: how it stood before, then each change, no finer than the range', async () => {
    const told = await read<StageSamples>('/api/stages/parser/scaling?range=1h')
    expect(told.samples).toMatchObject([
      { pending: 0, replicas: 0, paused: false },
      { pending: 7, inFlight: 2, replicas: 2 },
      { pending: 0, paused: true },
    ])
    expect(Date.parse(told.samples[0]!.at)).toBeLessThan(Date.parse(told.from))
    // A day of a sample each minute is no more than a point each five minutes.
    await sql`insert into stage_samples (stage, sampled_at, business_at, pending, in_flight, paused)
      select 'reporter', clock_timestamp() - n * interval '1 minute', clock_timestamp(), n % 3, 0, false
      from generate_series(1, 1430) n`
    const day = await read<StageSamples>('/api/stages/reporter/scaling?range=1d')
    expect(day.samples.length).toBeLessThanOrEqual(289)
    expect(day.samples.every(({ pending }) => pending >= 1)).toBe(true)
    expect((await read<StageSamples>('/api/stages/strategy/scaling')).samples).toEqual([])
  })

  test('that there is not is a 404', async () => {
    for (const path of ['', '/errors', '/scaling'])
      expect((await call(`/api/stages/none${path}`)).status).toBe(404)
    expect((await post('/api/stages/none/pause', { paused: true, reason: 'x' })).status).toBe(404)
  })
})

describe('the pause of a stage', () => {
  const pause = (stage: string, paused: boolean, reason: string) =>
    post(`/api/stages/${stage}/pause`, { paused, reason })

  test('needs a reason, holds its jobs in their list, is audited, and ends with one press', async () => {
    expect((await pause('aggregation', true, '  ')).status).toBe(422)
    const answer = await pause('aggregation', true, 'its figures look wrong')
    expect(await answer.json()).toMatchObject({
      stage: 'aggregation',
      pause: { pausedBy: 'operator', reason: 'its figures look wrong' },
    })
    expect(await redis.smembers(pausedKey('aggregation'))).toEqual(['operator'])
    await redis.rpush(pendingKey('aggregation'), eventOf('waits'))
    const takes = { stage: 'aggregation', list: 'aggregation', most: 9, leaseMs: 60_000 }
    expect(await claim(redis, takes)).toEqual([])
    // It is seen wherever stages are, and is no trouble of its own.
    expect(await read('/api/stages/aggregation')).toMatchObject({
      stage: { paused: true, pending: 1 },
      pause: { reason: 'its figures look wrong' },
    })
    await sql`update jobs set state = 'cancelled' where state = 'dead'`
    expect(await read('/api/overview')).toMatchObject({
      pipeline: {
        state: 'partly_paused',
        troubled: [{ stage: 'aggregation', why: 'stage_paused' }],
      },
    })
    // Redis may forget it: the scheduler's round says it again.
    await redis.del(pausedKey('aggregation'))
    await mirrorSwitch({ sql, redis })
    expect(await claim(redis, takes)).toEqual([])
    expect(await (await pause('aggregation', false, '')).json()).toMatchObject({ pause: null })
    expect(await claim(redis, takes)).toHaveLength(1)
    const rows = await sql`select action, before, detail, reason from audit_events
      where entity_id = 'aggregation' order by audit_event_id`
    expect(rows.slice(-2)).toMatchObject([
      { reason: 'its figures look wrong', before: { paused: false }, detail: { paused: true } },
      { before: { paused: true }, detail: { paused: false } },
    ])
  })

  test('of what carries orders asks for a passkey, and its end does not', async () => {
    const stale = await openApi({
      authenticate: () => Promise.resolve({ ...person('operator'), steppedUpAt: null }),
    })
    const ask = (paused: boolean) =>
      stale.post('/api/stages/broker-adapter/pause', { paused, reason: 'a test' })
    const refused = await ask(true)
    expect([refused.status, await refused.json()]).toMatchObject([403, { code: 'step_up' }])
    await stale.sql`insert into paused_stages (stage, paused_by) values ('broker-adapter', 'ann')`
    expect((await ask(false)).status).toBe(200)
    expect(
      (await stale.post('/api/stages/parser/pause', { paused: true, reason: 'x' })).status,
    ).toBe(200)
  })
})
