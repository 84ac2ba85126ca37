/**
 * What every page, poll, scrape and round costs with a long past, against a tenth of it.
 *
 * 1,000 days of 1,000 jobs, 1,000 documents, 100 trends and 100 orders each, and the fetches of 501
 * sources, against 100 such days; the same is open in both. A path that read all of its past would
 * take ten times as long.
 */

import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { openFolder } from '#shared/clients/objects/folder.ts'
import { closeRedis, openRedis, type Redis } from '#shared/queue/redis/connection.ts'
import { relayRound } from '#shared/queue/relay.ts'
import { restoreIfLost } from '#shared/queue/sweeper.ts'
import { migrate } from '#shared/sql/schema/migrate.ts'
import { openPostgres, type Sql } from '#shared/sql/open.ts'
import { freePorts } from '../../services/local/embedded/ports.ts'
import { startPostgres, throwaway } from '../../services/local/embedded/postgres.ts'
import { startRedis } from '../../services/local/embedded/redis.ts'
import { openHistoryPaths, readExamples, type HistoryPath } from './history-paths.ts'
import { seedRecords } from './history-records.ts'
import { seedHistory } from './history-seed.ts'
import { seedTradingHistory, tradingPaths } from './history-trading.ts'
import { median } from './median.ts'

const DAYS = { ours: 1_000, peer: 100 }
const PER_DAY = { jobs: 1_000, documents: 1_000, trends: 100 }
const ORDERS_PER_DAY = 100
const RUNS = 31
const WARM_UP = 2
const TRIES = 3

type Past = { sql: Sql; paths: Record<string, HistoryPath> }

/** `paths` are ratios; `ours` and `peer` the sums of the medians in milliseconds. */
export async function bench() {
  const folder = mkdtempSync(join(tmpdir(), 'stonks-history-'))
  const [postgresPort, redisPort] = (await freePorts(2)) as [number, number]
  const settings = {
    ...throwaway,
    max_wal_size: '4GB',
    autovacuum: 'off',
    // As a server has it that holds this much.
    shared_buffers: '512MB',
  }
  const postgres = await startPostgres(join(folder, 'data'), postgresPort, settings, {
    forTrials: true,
  })
  const server = await startRedis(redisPort)
  const closing: (() => Promise<unknown>)[] = []
  const open = async (days: number, number: number): Promise<Past> => {
    const admin = openPostgres(postgres.url, 1)
    await admin.unsafe(`create database history_${days}`)
    await admin.end()
    const sql = openPostgres(postgres.url.replace(/[^/]+$/, `history_${days}`), 4)
    const redis = openRedis(server.url.replace(/\/\d+$/, `/${number}`))
    closing.push(
      () => sql.end({ timeout: 2 }),
      () => closeRedis(redis),
    )
    return { sql, paths: await openPast(sql, redis, join(folder, 'objects'), days) }
  }
  try {
    const [ours, peer] = [await open(DAYS.ours, 0), await open(DAYS.peer, 1)]
    return tell(await time(ours, peer))
  } finally {
    await Promise.all(closing.map((close) => close()))
    await Promise.all([postgres.stop('immediate'), server.stop()])
    rmSync(folder, { recursive: true, force: true })
  }
}

async function openPast(
  sql: Sql,
  redis: Redis,
  folder: string,
  days: number,
): Promise<Record<string, HistoryPath>> {
  await migrate(sql)
  await seedTradingHistory(sql, days * ORDERS_PER_DAY)
  await seedHistory(sql, days, PER_DAY)
  await seedRecords(sql, days)
  await restoreIfLost({ sql, redis })
  while ((await relayRound({ sql, redis })) > 0);
  await sql.unsafe('vacuum analyze')
  const trading = Object.entries(tradingPaths).map(
    ([name, path]) => [name, (run: number) => path(sql, run)] as const,
  )
  return {
    ...openHistoryPaths({ sql, redis, objects: openFolder(folder) }, await readExamples(sql)),
    ...Object.fromEntries(trading),
  }
}

type Timed = Record<string, { ours: number; peer: number; ratio: number }>

/**
 * The two take turns, and who goes first too, so that what else the machine does troubles both; the
 * ratio is the middle one of those of all turns.
 */
async function time(ours: Past, peer: Past): Promise<Timed> {
  const timed: Timed = {}
  for (const name of Object.keys(ours.paths)) {
    const took = { ours: [] as number[], peer: [] as number[], ratio: [] as number[] }
    for (let run = 1; run <= WARM_UP + RUNS; run++) {
      const pair = { ours: 0, peer: 0 }
      const order = run % 2 === 0 ? (['ours', 'peer'] as const) : (['peer', 'ours'] as const)
      for (const side of order) pair[side] = await clocked({ ours, peer }[side].paths[name]!, run)
      if (run <= WARM_UP) continue
      took.ours.push(pair.ours)
      took.peer.push(pair.peer)
      took.ratio.push(pair.ours / pair.peer)
    }
    const { ours: long, peer: short, ratio } = took
    timed[name] = { ours: median(long), peer: median(short), ratio: median(ratio) }
  }
  return timed
}

/** The quickest of a few: a turn in which the machine did something else tells nothing of the path. */
async function clocked(path: HistoryPath, turn: number): Promise<number> {
  let best = Infinity
  for (let run = turn * TRIES; run < (turn + 1) * TRIES; run++) {
    const began = performance.now()
    await path(run)
    best = Math.min(best, performance.now() - began)
  }
  return best
}

const round = (value: number) => Math.round(value * 100) / 100

function tell(timed: Timed) {
  const sum = (side: 'ours' | 'peer') =>
    round(Object.values(timed).reduce((total, pair) => total + pair[side], 0))
  const paths = Object.fromEntries(
    Object.entries(timed).map(([name, { ratio }]) => [name, round(ratio)]),
  )
  return {
    name: 'history',
    ours: sum('ours'),
    peer: sum('peer'),
    ratio: Math.max(...Object.values(paths)),
    unit: 'ms, 1,000 days of history against 100; the ratio is that of the worst path',
    paths,
    milliseconds: Object.fromEntries(
      Object.entries(timed).map(([name, { ours, peer }]) => [name, [round(ours), round(peer)]]),
    ),
  }
}
