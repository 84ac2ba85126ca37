import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { migrate } from '#shared/sql/schema/migrate.ts'
import { openPostgres } from '#shared/sql/open.ts'
import { freePorts } from '../../services/local/embedded/ports.ts'
import { startPostgres, throwaway } from '../../services/local/embedded/postgres.ts'
import { seedTradingHistory, timeTradingPaths } from './history-trading.ts'
const folder = mkdtempSync(join(tmpdir(), 'stonks-ratio-'))
const [port] = (await freePorts(1)) as [number]
const postgres = await startPostgres(join(folder, 'data'), port, throwaway)
const admin = openPostgres(postgres.url, 1)
const out: Record<string, Record<string, number>> = {}
for (const n of [10_000, 100_000]) {
  await admin.unsafe(`create database h${n}`)
  const sql = openPostgres(postgres.url.replace(/[^/]+$/, `h${n}`), 4)
  await migrate(sql)
  const t = performance.now()
  await seedTradingHistory(sql, n)
  console.log(n, 'seeded in', Math.round((performance.now() - t) / 1000))
  out[n] = await timeTradingPaths(sql, 25)
  console.log(n, out[n])
  await sql.end()
}
await admin.end()
await postgres.stop('immediate')
rmSync(folder, { recursive: true, force: true })
