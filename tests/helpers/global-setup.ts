/** Boots one PostgreSQL and one Redis for the whole test run, with a migrated template database. */

import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { TestProject } from 'vitest/node'
import { drawSecret } from '../../services/local/embedded/draw-secret.ts'
import { freePorts } from '../../services/local/embedded/ports.ts'
import { startPostgres, throwaway } from '../../services/local/embedded/postgres.ts'
import { startRedis } from '../../services/local/embedded/redis.ts'
import { databaseRoles } from '../../shared/sql/schema/rights.ts'
import { migrate } from '../../shared/sql/schema/migrate.ts'
import { openPostgres } from '../../shared/sql/open.ts'

declare module 'vitest' {
  interface ProvidedContext {
    postgresUrl: string
    /** Of every role of the database. */
    rolePassword: string
    redisUrl: string
    redisKind: string
  }
}

export default async function setup(project: TestProject): Promise<() => Promise<void>> {
  const folder = mkdtempSync(join(tmpdir(), 'stonks-test-'))
  const [postgresPort, redisPort] = (await freePorts(2)) as [number, number]
  const [postgres, redis] = await Promise.all([
    startPostgres(
      join(folder, 'data'),
      postgresPort,
      { ...throwaway, max_connections: '300' },
      { forTrials: true },
    ),
    startRedis(redisPort),
  ])
  const sql = openPostgres(postgres.url, 1)
  const rolePassword = drawSecret()
  const passwords = Object.fromEntries(databaseRoles.map((role) => [role, rolePassword]))
  await migrate(sql, { passwords })
  // As an engine leaves it that has found itself at a paper account.
  await sql`update trading_mode set mode = 'paper', account_number = 'PA3WORLD0001'`
  await sql`insert into pipeline_control (enabled) values (true)`
  await sql.end()
  project.provide('postgresUrl', postgres.url)
  project.provide('rolePassword', rolePassword)
  project.provide('redisUrl', redis.url)
  project.provide('redisKind', redis.kind)
  return async () => {
    await Promise.all([postgres.stop('immediate'), redis.stop()])
    rmSync(folder, { recursive: true, force: true })
  }
}
