/** What the API tells of the installation, its logs, and what waits for a person. */

import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, describe, expect, test } from 'vitest'
import { LOG_BYTES_MAX, LOG_LINES_MAX, type SystemPage } from '#shared/contracts/api/system.ts'
import type { Need } from '#shared/contracts/api/needs.ts'
import { searchLogs } from '../../../services/query-api/system/logs.ts'
import { openApi } from './api.ts'
import { minutesAgo, NOW } from './fixture-base.ts'

const { sql, post, read } = await openApi()
const beat = (service: string, instance: string, secondsAgo: number, revision = '') => sql`
  insert into service_beats (service, instance, at, started_at, every_ms, round_at, revision)
  values (${service}, ${instance}, clock_timestamp() - ${secondsAgo} * interval '1 second',
    clock_timestamp() - interval '1 hour', 1000, clock_timestamp() - ${secondsAgo + 3} * interval '1 second', ${revision})`

describe('the installation', () => {
  test('tells each instance with its build and lag, and how large the stores are', async () => {
    await beat('scheduler', 'a', 1, 'abc123')
    await beat('scheduler', 'b', 2, 'abc122')
    const told = await read<SystemPage>('/api/system')
    expect(told.services).toMatchObject([
      {
        service: 'scheduler',
        state: 'alive',
        instances: [
          { instance: 'a', revision: 'abc123', state: 'alive' },
          { instance: 'b', revision: 'abc122' },
        ],
      },
    ])
    expect(told.services[0]!.instances[0]!.lagMs).toBeGreaterThan(2_000)
    expect(told.database.bytes).toBeGreaterThan(1_000_000)
    expect(told.database.tables.length).toBeLessThanOrEqual(12)
    expect(told.redis!.bytes).toBeGreaterThan(1_000)
    expect(await read('/api/beside')).toEqual({
      grafana: null,
      superset: null,
      logs: null,
      hasLogs: false,
    })
  })

  test('a service that is silent is retired by a person, audited; one that is heard is not', async () => {
    const retire = (service: string) =>
      post(`/api/services/${service}/retire`, { reason: 'moved into another' })
    await sql`update service_beats set at = clock_timestamp() where service = 'scheduler'`
    expect((await retire('scheduler')).status).toBe(409)
    expect((await retire('nobody')).status).toBe(404)
    await beat('market-stream', 'c', 400)
    expect((await retire('market-stream')).status).toBe(200)
    expect(await sql`select from service_beats where service = 'market-stream'`).toHaveLength(0)
    const rows = await sql`select reason from audit_events
      where entity_id = 'market-stream' and outcome = 'done'`
    expect(rows).toMatchObject([{ reason: 'moved into another' }])
  })
})

describe('logs', () => {
  const folder = mkdtempSync(join(tmpdir(), 'stonks-logs-'))
  afterAll(() => rmSync(folder, { recursive: true, force: true }))
  const nothing = { service: '', trace: '', words: '' }
  const line = (second: number, more: object) =>
    JSON.stringify({
      level: 'info',
      at: `2024-03-14T14:30:${String(second).padStart(2, '0')}Z`,
      ...more,
    })
  writeFileSync(
    join(folder, 'parser.log'),
    [
      line(1, { msg: 'parsed', traceId: 'a'.repeat(32) }),
      line(3, { level: 'error', msg: 'failed', err: { message: 'no disk' } }),
      'Segmentation fault',
      '',
    ].join('\n'),
  )
  writeFileSync(join(folder, 'scheduler.log'), `${line(2, { level: 'warn', msg: 'slow' })}\n`)
  writeFileSync(join(folder, 'secrets.json'), line(9, { msg: 'never shown' }))

  test('of all programs, the newest first, by level, trace, program and words', async () => {
    const said = async (more: object) =>
      (await searchLogs(folder, { ...nothing, ...more })).lines.map(({ says }) => says)
    expect(await said({})).toEqual(['failed: no disk', 'slow', 'parsed', 'Segmentation fault'])
    expect(await said({ level: 'warn' })).toEqual(['failed: no disk', 'slow'])
    expect(await said({ trace: 'a'.repeat(32) })).toEqual(['parsed'])
    expect(await said({ service: 'scheduler' })).toEqual(['slow'])
    expect(await said({ words: 'NO DISK' })).toEqual(['failed: no disk'])
    expect(await said({ service: '../secrets' })).toEqual([])
    expect((await searchLogs(folder, nothing)).services).toEqual(['parser', 'scheduler'])
    expect(await searchLogs('', nothing)).toEqual({ lines: [], isMore: false, services: [] })
  })

  test('that are long are looked at from their end alone', async () => {
    const rows = Array.from({ length: 6_000 }, (_, place) =>
      line(place % 60, { msg: `row ${place} ${'x'.repeat(80)}` }),
    )
    writeFileSync(join(folder, 'pump.log'), rows.join('\n'))
    expect(rows.join('').length).toBeGreaterThan(LOG_BYTES_MAX)
    const found = await searchLogs(folder, { ...nothing, service: 'pump' })
    expect(found.isMore).toBe(true)
    expect(found.lines).toHaveLength(LOG_LINES_MAX)
    expect((await searchLogs(folder, { ...nothing, words: 'row 1 ' })).lines).toEqual([])
  })
})

describe('what waits for a person', () => {
  const needs = async () => (await read<{ needs: Need[]; more: number }>('/api/needs')).needs

  test('is told the most urgent first, and not once it is mended', async () => {
    // Those of before grow old while the others are tested.
    await sql`delete from service_beats`
    await sql`insert into position_exits (ticker, code, state, refusals, next_try_at, said, since, updated_at)
      values ('XOM', 'stop_loss', 'refused', 2, ${NOW}, 'held for orders', ${minutesAgo(3)}, ${NOW})`
    await beat('trading-engine', 'd', 60)
    const found = await needs()
    expect(found.map(({ kind }) => kind)).toEqual([
      'exit_refused',
      'service_unwell',
      'dead_letters',
      'dead_letters',
      ...found.slice(4).map(() => 'sources_fail' as const),
    ])
    expect(found[0]).toMatchObject({ of: 'XOM', count: 2, says: 'held for orders' })
    expect(found[1]).toMatchObject({ of: 'trading-engine', code: 'silent' })
    expect(found.filter(({ kind }) => kind === 'dead_letters')).toMatchObject([
      { count: 1 },
      { count: 1 },
    ])
    await sql`update position_exits set state = 'done'`
    await sql`delete from service_beats`
    await sql`update jobs set state = 'cancelled' where state = 'dead'`
    await sql`update sources set failures = 0, failing_since = null`
    expect(await needs()).toEqual([])
  })

  test('of one kind only the first few are told, and how many more there are', async () => {
    for (const ticker of ['A', 'B', 'C', 'D', 'E', 'F', 'G'])
      await sql`insert into position_exits (ticker, code, state, refusals, next_try_at, said, since, updated_at)
        values (${ticker}, 'stop_loss', 'refused', 1, ${NOW}, '', ${NOW}, ${NOW})`
    expect(await read('/api/needs')).toMatchObject({ more: 2 })
    expect(await needs()).toHaveLength(5)
  })
})
