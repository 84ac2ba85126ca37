/**
 * Within seconds: a row that commits is in the next batch of its table, or the one after, and can be asked for once that
 * is done. Method: real scheduler, pump and publisher, rows that keep coming, and the command a person asks with.
 */

import type { ChildProcess } from 'node:child_process'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, expect, test, vi } from 'vitest'
import { deriveId, sha256 } from '#shared/host/ids.ts'
import { readDelays, readLakeLag } from '#shared/sql/lake/delays.ts'
import { command } from '../../../services/cli/commands/sql.ts'
import { freePorts } from '../../../services/local/embedded/ports.ts'
import { cloneDatabase } from '../../helpers/database.ts'
import { killAll, startProgram } from '../../helpers/processes.ts'
import { openTestRedis } from '../../helpers/redis.ts'

const ROUNDS = 4
const OTHERS = 20
/** Processes start, and two batches are written. */
const PATIENT = { timeout: 120_000, interval: 50 }

const { sql, url } = await cloneDatabase()
const { url: redisUrl } = await openTestRedis()
const folder = mkdtempSync(join(tmpdir(), 'stonks-soon-'))
const [functionPort, pumpPort, schedulerPort] = (await freePorts(3)) as [number, number, number]
const run = (path: string, port: number): ChildProcess =>
  startProgram(path, {
    DATABASE_URL: url,
    REDIS_URL: redisUrl,
    OBJECTS_DIR: folder,
    LAKE_WAIT_SECONDS: '0.3',
    LOG_LEVEL: 'error',
    PUMP_STAGES: 'lake-publisher',
    FUNCTION_URL: `http://127.0.0.1:${functionPort}`,
    PORT: String(port),
  })
const processes = [
  run('functions/lake-publisher/index.ts', functionPort),
  run('services/pump/index.ts', pumpPort),
  run('services/scheduler/index.ts', schedulerPort),
]
afterAll(async () => {
  await killAll(processes)
  rmSync(folder, { recursive: true, force: true })
})

async function write(name: string): Promise<void> {
  await sql`insert into documents (document_id, source_type, document_type, content_hash, raw_bucket, raw_key, raw_sha256, title, published_at, ingested_at, status_at)
    values (${deriveId('soon', name)}, 'news_api', 'article', ${sha256(name)}, 'b', 'k', ${sha256('')}, ${name}, now(), now(), now())`
}

/** What `stonks sql` answers. */
async function titles(): Promise<unknown[]> {
  vi.stubEnv('DATABASE_URL', url)
  vi.stubEnv('OBJECTS_DIR', folder)
  const said: string[] = []
  vi.spyOn(console, 'log').mockImplementation((line) => void said.push(String(line)))
  try {
    expect(await command.run(['select title from documents', '--json'])).toBe(0)
    return (JSON.parse(said.join('')) as { rows: unknown[][] }).rows.flat()
  } finally {
    vi.restoreAllMocks()
    vi.unstubAllEnvs()
  }
}

test('what commits is held by the second batch of its table at the latest, and answers have it then', async () => {
  // Which batch held a row, which the product has no need to know.
  await sql.unsafe(`create table held_by (document_id text, batch uuid);
    create function note_held() returns trigger language plpgsql as $$ begin
      insert into held_by values (old.key ->> 'document_id', old.batch); return old; end $$;
    create trigger note_held before delete on lake_changes for each row
      when (old.fact = 'documents') execute function note_held()`)
  for (let round = 0; round < ROUNDS; round += 1) {
    for (let other = 0; other < OTHERS; other += 1) await write(`${round} other ${other}`)
    const name = `${round} looked for`
    await write(name)
    const [before] = await sql<{ seq: number }[]>`select coalesce(max(seq), 0) as seq from jobs`
    const writing = (async () => {
      for (let other = 0; other < OTHERS; other += 1) await write(`${round} later ${other}`)
    })()
    const batchOf = async () =>
      (
        await sql<{ batch: string }[]>`
        select batch from held_by where document_id = ${deriveId('soon', name)}`
      ).map(({ batch }) => batch)
    await expect.poll(batchOf, PATIENT).toHaveLength(1)
    expect(await titles()).toContain(name)
    const [batch = ''] = await batchOf()
    const [row] = await sql<{ batches: number }[]>`
      select count(*) as batches from jobs where seq > ${before?.seq ?? 0}
        and seq <= (select seq from jobs where job_id = ${batch})
        and payload ->> 'job_type' = 'changes' and payload ->> 'entity_id' = 'documents'`
    expect(row?.batches).toBeLessThanOrEqual(2)
    await writing
  }
  // Each was counted once, under the time that it took.
  await expect.poll(() => readLakeLag(sql), PATIENT).toBe(0)
  const documents = ROUNDS * (2 * OTHERS + 1)
  const counted = (await readDelays(sql)).at(-1)?.facts ?? 0
  const [others] = await sql<{ rows: number }[]>`
    select coalesce(sum(rows), 0)::integer as rows from lake_files where fact <> 'documents'`
  expect(counted).toBe(documents + (others?.rows ?? 0))
})
