/** Two thousand meetings of all who write to the books, and a pair that breaks the order of locks. */

import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { migrate } from '#shared/sql/schema/migrate.ts'
import { openPostgres, type Sql } from '#shared/sql/open.ts'
import { freePorts } from '../../services/local/embedded/ports.ts'
import { startPostgres, throwaway, type Postgres } from '../../services/local/embedded/postgres.ts'
import { openMeetings } from '../helpers/meetings.ts'

const MEETINGS = 2_000
const folder = mkdtempSync(join(tmpdir(), 'stonks-meetings-'))
let postgres: Postgres
let sql: Sql
beforeAll(async () => {
  const [port] = (await freePorts(1)) as [number]
  postgres = await startPostgres(join(folder, 'data'), port, throwaway)
  sql = openPostgres(postgres.url, 10)
  await migrate(sql)
  await sql`update trading_mode set mode = 'paper'`
})
afterAll(async () => {
  await sql.end({ timeout: 2 })
  await postgres.stop('immediate')
  rmSync(folder, { recursive: true, force: true })
})

test(`${MEETINGS} meetings without a deadlock`, async () => {
  const meetings = await openMeetings(sql, sql)
  const faults: string[] = []
  for (let n = 0; n < MEETINGS; n++) faults.push(...(await meetings.meet()))
  expect(faults).toEqual([])
}, 1_800_000)
