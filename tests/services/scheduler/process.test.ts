/** The scheduler as it is run: a process of its own over real PostgreSQL and Redis. */

import { spawn, type ChildProcess } from 'node:child_process'
import { once } from 'node:events'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, describe, expect, it } from 'vitest'
import { marketSources } from '#shared/sql/universe/seed.ts'
import { saveSources } from '#shared/sql/universe/sources.ts'
import { freePorts } from '../../../services/local/embedded/ports.ts'
import { cloneDatabase } from '../../helpers/database.ts'
import { signedTick } from '../../helpers/secret.ts'
import { openTestRedis } from '../../helpers/redis.ts'

const database = await cloneDatabase()
const { redis, url: redisUrl } = await openTestRedis()
const folder = mkdtempSync(join(tmpdir(), 'stonks-clock-'))
const clock = join(folder, 'clock')
writeFileSync(clock, '2019-01-03T15:00:00Z')
const [port] = (await freePorts(1)) as [number]
const url = `http://127.0.0.1:${port}`
let child: ChildProcess | undefined
afterAll(() => {
  child?.kill('SIGKILL')
  rmSync(folder, { recursive: true, force: true })
})

async function until<T>(ask: () => Promise<T | undefined>, what: string): Promise<T> {
  const deadline = performance.now() + 10_000
  for (;;) {
    const found = await ask().catch(() => undefined)
    if (found !== undefined) return found
    if (performance.now() > deadline) throw new Error(`Waited 10 s for ${what}`)
    await new Promise((resolve) => setTimeout(resolve, 20))
  }
}

const tick = async () =>
  (await fetch(`${url}/tick`, { method: 'POST', headers: signedTick() })).status
const count = async () =>
  (
    await database.sql<
      { count: number }[]
    >`select count(*)::integer as count from jobs where list in ('ingestion', 'broker_sync')`
  )[0]?.count

describe('the scheduler', () => {
  it('answers a tick once all jobs are committed, relays them, heeds the switch, and ends with 0', async () => {
    await database.sql.begin((tx) => saveSources(tx, marketSources(true)))
    child = spawn(process.execPath, ['services/scheduler/index.ts'], {
      stdio: ['ignore', 'ignore', 'inherit'],
      env: {
        ...process.env,
        PORT: String(port),
        DATABASE_URL: database.url,
        REDIS_URL: redisUrl,
        OBJECTS_DIR: folder,
        BUSINESS_CLOCK: `stepped:${clock}`,
        LOG_LEVEL: 'warn',
      },
    })
    await until(async () => (await fetch(`${url}/ready`)).ok || undefined, 'readiness')
    expect(await count()).toBe(0)
    expect(await tick()).toBe(200)
    expect(await count()).toBe(5)
    await until(
      async () => (await redis.llen('stonks:queue:ingestion')) === 4 || undefined,
      'the relay',
    )
    expect(await redis.get('stonks:pipeline:enabled')).toBe('1')

    await database.sql`update jobs set state = 'done', settled_at = clock_timestamp()`
    await database.sql`insert into pipeline_control (enabled) values (false)
      on conflict (only_row) do update set enabled = false`
    writeFileSync(clock, '2019-01-03T16:00:00Z')
    expect(await tick()).toBe(200)
    // The broker goes on being read.
    expect(await count()).toBe(6)
    expect(await redis.get('stonks:pipeline:enabled')).toBe('0')

    const exit = once(child, 'exit')
    child.kill('SIGTERM')
    expect(await exit).toEqual([0, null])
  })
})
