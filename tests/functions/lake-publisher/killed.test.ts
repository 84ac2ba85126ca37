/**
 * Facts are written while every process of the lake is killed again and again: none is lost, none is there twice.
 * LAKE_FACTS makes it more of them.
 */

import type { ChildProcess } from 'node:child_process'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { afterAll, expect, test } from 'vitest'
import { LAKE_BUCKET } from '#shared/clients/lake/names.ts'
import { openFolder } from '#shared/clients/objects/folder.ts'
import { countWaiting } from '#shared/sql/lake/changes.ts'
import { lakeTableOf } from '#shared/sql/lake/facts/all.ts'
import { needsTidying } from '#shared/sql/lake/upkeep.ts'
import { tidy } from '../../../functions/lake-publisher/tidy.ts'
import { verifyTable } from '../../../services/cli/lake/verify.ts'
import { freePorts } from '../../../services/local/embedded/ports.ts'
import { openRandom } from '../../../services/world/contents/random.ts'
import { cloneDatabase } from '../../helpers/database.ts'
import { killAll, startProgram } from '../../helpers/processes.ts'
import { openTestRedis } from '../../helpers/redis.ts'

const FACTS = Number(process.env['LAKE_FACTS'] ?? 60_000)
const KILLS = 20
const DAYS = 40
/** Of each piece that is added, and of what is there one in twenty that changes with it. */
const PIECE = FACTS / KILLS
/** It takes what is added for as long as that takes. */
const MORE = Math.max(1, FACTS / 250_000)
const PATIENCE_MS = 1_800_000 * MORE

const { sql, url } = await cloneDatabase()
const { url: redisUrl } = await openTestRedis()
const folder = mkdtempSync(join(tmpdir(), 'stonks-killed-'))
const objects = openFolder(folder, { flush: false })
const [functionPort, pumpPort, schedulerPort] = (await freePorts(3)) as [number, number, number]
const PARTS = {
  scheduler: ['services/scheduler/index.ts', schedulerPort],
  pump: ['services/pump/index.ts', pumpPort],
  publisher: ['functions/lake-publisher/index.ts', functionPort],
} as const
type Part = keyof typeof PARTS

const running = new Map<Part, ChildProcess>()
let isOver = false
/** Starts a part; it comes back when it dies. */
function start(part: Part): void {
  const [path, port] = PARTS[part]
  const child = startProgram(path, {
    DATABASE_URL: url,
    REDIS_URL: redisUrl,
    OBJECTS_DIR: folder,
    LAKE_WAIT_SECONDS: '0.3',
    LEASE_SECONDS: '2',
    REAPER_SECONDS: '0.25',
    SWEEP_AGE_SECONDS: '3',
    SWEEP_SECONDS: '1',
    // Only dying is tried here: a job that died five times would wait for a person.
    DELIVERIES_MAX: '1000',
    LOG_LEVEL: 'error',
    PUMP_STAGES: 'lake-publisher',
    FUNCTION_URL: `http://127.0.0.1:${functionPort}`,
    PORT: String(port),
  })
  running.set(part, child)
  child.once('exit', () => {
    if (!isOver) start(part)
  })
}
afterAll(async () => {
  isOver = true
  await killAll(running.values())
  rmSync(folder, { recursive: true, force: true })
})

/** Bars by number: of one in forty tickers each day. */
const addPiece = (from: number) => sql`
  insert into market_snapshots (ticker, timespan, starts_at, session_date, open, high, low, close, volume, fetched_at)
  select 'T' || n / ${DAYS}, 'day', timestamptz '2019-01-01 05:00:00+00' + (n % ${DAYS}) * interval '1 day',
    date '2019-01-01' + n % ${DAYS}, n + 10.123456, n + 99, n + 1, n + 10.5, n, now()
  from generate_series(${from}::integer, ${from + PIECE - 1}::integer) n`
const changeSome = (part: number) => sql`
  update market_snapshots set close = close + 0.000001 where substr(ticker, 2)::integer % 20 = ${part}`

/** Files that were named to be written and were not committed so far. */
const readNamed = async () =>
  (await sql<{ key: string }[]>`select key from lake_writes order by key`).map(({ key }) => key)

/**
 * Kills the publisher amid a write, between storing a file and committing it, and changes what it wrote before it is
 * delivered again: what is written then is another file. False where it had stored none yet, or committed meanwhile.
 */
async function killAmidWrite(part: number): Promise<boolean> {
  const before = await readNamed()
  const named = async () => (await readNamed()).filter((key) => !before.includes(key))
  await changeSome(part)
  await expect.poll(named, { timeout: 120_000 * MORE, interval: 5 }).not.toEqual([])
  const child = running.get('publisher')
  child?.kill('SIGSTOP')
  const begun = await named()
  await changeSome(part)
  child?.kill('SIGKILL')
  // What it sent off as it was stopped may have been done all the same.
  await settled()
  const orphans = await findOrphans()
  return begun.some((key) => orphans.includes(key))
}

const waiting = async () => Object.values(await countWaiting(sql)).reduce((a, b) => a + b, 0)
const settled = () => expect.poll(waiting, { timeout: PATIENCE_MS / 2, interval: 500 }).toBe(0)
const parquetThere = async () =>
  (await objects.list(LAKE_BUCKET, '')).filter((key) => key.endsWith('.parquet')).toSorted()
const parquetKnown = async () =>
  (await sql<{ key: string }[]>`select key from lake_files`).map(({ key }) => key).toSorted()

/** Files in the store that nothing holds or held. */
async function findOrphans(): Promise<string[]> {
  const known = new Set(await parquetKnown())
  return (await parquetThere()).filter((key) => !known.has(key))
}

async function expectWhole(): Promise<void> {
  const told = await verifyTable({ sql, objects }, lakeTableOf('market_bars'))
  expect(told).toMatchObject({
    rows: FACTS,
    facts: FACTS,
    missing: 0,
    extra: 0,
    unequal: 0,
    twice: 0,
    damaged: [],
  })
}

test(
  `${FACTS.toLocaleString('en')} facts are in the lake once, whoever is killed meanwhile`,
  async () => {
    const random = openRandom(7, 'killed')
    for (const part of Object.keys(PARTS) as Part[]) start(part)
    let killed = 0
    for (let piece = 0; piece < KILLS; piece += 1) {
      await addPiece(piece * PIECE)
      await changeSome(piece)
      await sleep(random.between(300, 1_500))
      const part = random.pick(['publisher', 'publisher', 'pump', 'scheduler'] as const)
      if (running.get(part)?.kill('SIGKILL')) killed += 1
    }
    expect(killed).toBe(KILLS)
    await settled()
    // Whoever is killed at random may have been at nothing just then.
    let part = 0
    while (!(await killAmidWrite(part))) part = (part + 1) % 20
    await expectWhole()
    const [dead] = await sql`select count(*)::int as jobs from jobs where state = 'dead'`
    expect(dead).toEqual({ jobs: 0 })
    isOver = true
    await killAll(running.values())
    const [named, orphans] = [await readNamed(), await findOrphans()]
    console.log(
      JSON.stringify({ facts: FACTS, killed, named: named.length, orphans: orphans.length }),
    )
    expect(orphans.length).toBeGreaterThan(0)
    expect(named).toEqual(expect.arrayContaining(orphans))
    // Each takes away as many as one job may.
    const graces = { readSeconds: 0, writeSeconds: 0 }
    while (await needsTidying(sql, graces)) await sql.begin(await tidy({ sql, objects }, graces))
    expect(await readNamed()).toEqual([])
    expect(await parquetThere()).toEqual(await parquetKnown())
    await expectWhole()
  },
  PATIENCE_MS,
)
