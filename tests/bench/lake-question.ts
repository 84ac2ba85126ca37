/**
 * Questions to ten million rows of the lake in a second, as `stonks sql` asks them: a process of its own that takes the
 * statement apart, makes its views and is closed to all else. The peer is DuckDB in this process over the same files,
 * ready and warm, which asks nothing of whom it serves. Turn and turn about, with two threads each.
 */

import { mkdirSync, mkdtempSync, rmSync, statSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { DuckDBInstance, type DuckDBConnection } from '@duckdb/node-api'
import { openDuckdb } from '#shared/clients/lake/duckdb.ts'
import type { HeldFile } from '#shared/clients/lake/engine.ts'
import { fileKey, LAKE_BUCKET } from '#shared/clients/lake/names.ts'
import { placeInFolder } from '#shared/clients/lake/place.ts'
import { marketBarsTable } from '#shared/sql/lake/facts/market-bars.ts'
import { median } from './median.ts'

const DAYS = 250
const ROWS_A_DAY = 40_000
const TURNS = 5
const LIMITS = { rowsMax: 100, seconds: 60, memoryMb: 1024 }
const QUESTION = `select ticker, count(*) as bars, sum(volume) as shares, max(high) as highest,
  avg(cast(close as double)) as close from FACTS group by ticker order by shares desc limit 10`

export async function bench() {
  const folder = mkdtempSync(join(tmpdir(), 'stonks-question-'))
  const instance = await DuckDBInstance.create(':memory:', { threads: '2' })
  const duck = await instance.connect()
  try {
    const files = await writeBars(duck, folder)
    const ours = openDuckdb({
      tables: [marketBarsTable],
      held: () => Promise.resolve(files),
      place: placeInFolder(folder),
    })
    const peer = QUESTION.replace('FACTS', `read_parquet('${folder}/**/*.parquet')`)
    const took = { ours: [] as number[], peer: [] as number[] }
    for (let turn = 0; turn < TURNS; turn += 1) {
      const never = new AbortController().signal
      const asked = await ours.query(QUESTION.replace('FACTS', 'market_bars'), LIMITS, never)
      if (asked.rows.length !== 10)
        throw new Error(`Ask: expected 10 rows, found ${asked.rows.length}`)
      took.ours.push(asked.seconds)
      const began = performance.now()
      await duck.runAndReadAll(peer)
      took.peer.push((performance.now() - began) / 1_000)
    }
    const [own, other] = [1 / median(took.ours), 1 / median(took.peer)]
    return {
      name: 'lake-question',
      ours: own,
      peer: other,
      ratio: own / other,
      unit: 'questions/s',
    }
  } finally {
    duck.closeSync()
    instance.closeSync()
    rmSync(folder, { recursive: true, force: true })
  }
}

/** Days as the compactor leaves them: one file each, sorted by key. */
async function writeBars(duck: DuckDBConnection, folder: string): Promise<HeldFile[]> {
  const files: HeldFile[] = []
  for (let place = 0; place < DAYS; place += 1) {
    const day = new Date(Date.UTC(2019, 0, 1 + place)).toISOString().slice(0, 10)
    const key = fileKey(marketBarsTable.name, day, 'day')
    const path = join(folder, LAKE_BUCKET, key)
    mkdirSync(dirname(path), { recursive: true })
    await duck.run(`copy (
      select 'T' || lpad((n % 500)::text, 3, '0') as ticker, 'minute' as timespan,
        timestamptz '${day} 14:30:00+00' + n * interval 1 second as starts_at, date '${day}' as session_date,
        (100 + n % 37)::decimal(38, 9) as open, (101 + n % 41)::decimal(38, 9) as high,
        (99 + n % 31)::decimal(38, 9) as low, (100 + n % 43)::decimal(38, 9) as close,
        (n * 7919 % 100000)::decimal(38, 9) as volume, (100 + n % 29)::decimal(38, 9) as vwap,
        'raw' as basis, 'vendor' as vendor, timestamptz '${day} 21:00:00+00' as fetched_at,
        n as version, timestamptz '${day} 21:00:00+00' as changed_at
      from range(${ROWS_A_DAY}) as rows(n) order by ticker, timespan, starts_at
    ) to '${path}' (format parquet, compression zstd)`)
    files.push({ fact: marketBarsTable.name, day, key, bytes: statSync(path).size, sha256: '' })
  }
  return files
}
