/**
 * Facts written as Parquet in a second of processor time, from cells as a batch has them: ours against DuckDB's own COPY
 * of a table that holds the same rows already, turn and turn about, both with Zstandard and one thread.
 */

import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { DuckDBInstance } from '@duckdb/node-api'
import { writeParquet } from '#shared/clients/lake/parquet.ts'
import type { Cell } from '#shared/contracts/lake/columns.ts'
import { deriveId } from '#shared/host/ids.ts'
import { ordersTable } from '#shared/sql/lake/facts/orders.ts'
import { median } from './median.ts'

const ROWS = 20_000
const TURNS = 9

export async function bench() {
  const folder = mkdtempSync(join(tmpdir(), 'stonks-write-'))
  const instance = await DuckDBInstance.create(':memory:', { threads: '1' })
  const duck = await instance.connect()
  try {
    const rows = Array.from({ length: ROWS }, (_, place) => cellsOf(place))
    const ours = join(folder, 'ours.parquet')
    writeFileSync(ours, await writeParquet(ordersTable.columns, rows))
    await duck.run(`create table orders as select * from read_parquet('${ours}')`)
    const took = { ours: [] as number[], peer: [] as number[] }
    for (let turn = 0; turn < TURNS; turn += 1) {
      took.ours.push(
        await secondsOf(async () => {
          writeFileSync(ours, await writeParquet(ordersTable.columns, rows))
        }),
      )
      const copy = `copy orders to '${join(folder, 'peer.parquet')}' (format parquet, compression zstd)`
      took.peer.push(await secondsOf(() => duck.run(copy)))
    }
    const [own, peer] = [median(took.ours), median(took.peer)].map((seconds) =>
      Math.round(ROWS / seconds),
    ) as [number, number]
    return { name: 'lake-write', ours: own, peer, ratio: own / peer, unit: 'rows/s' }
  } finally {
    duck.closeSync()
    instance.closeSync()
    rmSync(folder, { recursive: true, force: true })
  }
}

async function secondsOf(work: () => Promise<unknown>): Promise<number> {
  const began = process.cpuUsage()
  await work()
  const { user, system } = process.cpuUsage(began)
  return (user + system) / 1e6
}

/** An order as PostgreSQL gives it, each another one. */
function cellsOf(place: number): Cell[] {
  const at = 1_556_700_000_000_000 + place * 1_234_567
  const byType: Record<string, Cell> = {
    decimal: `${place % 500}.${String(place).padStart(6, '0')}`,
    timestamp: at,
    boolean: place % 2 === 0,
    integer: place + 1,
    double: place / 7,
    date: '2019-05-01',
  }
  return ordersTable.columns.map(({ name, type }) => {
    if (type !== 'text') return byType[type] ?? null
    if (name.endsWith('_id')) return deriveId(name, String(place))
    return `${name} ${place % 12}`
  })
}
