import { expect, test, vi } from 'vitest'
import { deriveId } from '#shared/host/ids.ts'
import { deliver, type DeliveryHost } from '#shared/queue/deliver.ts'
import { enqueue } from '#shared/queue/record/jobs.ts'
import { productTable } from '#shared/queue/table.ts'
import { openLog } from '#shared/host/log.ts'
import { openSchemaGate } from '#shared/sql/schema/gate.ts'
import { cloneDatabase } from '../../helpers/database.ts'

const { sql } = await cloneDatabase()
const early = new Date('2026-03-02T15:00:00Z')
const late = new Date('2026-03-02T15:00:05Z')

test('a run looks at business time once its row is held, not before', async () => {
  let now = early
  const seen: Date[] = []
  const host: DeliveryHost = {
    table: productTable,
    stage: 'aggregation',
    handlers: {
      aggregation: (_job, delivery) => {
        seen.push(delivery.now)
        return Promise.resolve((_tx, held) => {
          seen.push(held)
          return Promise.resolve([])
        })
      },
    },
    sql,
    schema: openSchemaGate(sql, openLog('test')),
    clock: { mode: 'stepped', speed: 0, now: () => now },
    signal: new AbortController().signal,
  }
  const job = { ticker: 'AAPL' }
  const [id] = await enqueue(sql, [{ to: 'aggregation', job }], { key: 'a', now })
  const event = {
    specversion: '1.0',
    id: id ?? deriveId('none'),
    source: '/stonks/test',
    type: 'stonks.aggregation',
    time: early.toISOString(),
    data: job,
  }
  let outcome: ReturnType<typeof deliver> | undefined
  await sql.begin(async (joiner) => {
    await joiner`select from jobs where job_id = ${event.id} for share`
    outcome = deliver(host, event, 1)
    await vi.waitFor(async () => {
      const [row] = await sql`
        select count(*)::int as blocked from pg_stat_activity
        where datname = current_database() and wait_event_type = 'Lock'`
      expect(row?.blocked).toBe(1)
    })
    now = late
  })
  expect(await outcome).toMatchObject({ status: 204, repeat: false })
  expect(seen).toEqual([early, late])
})
