import { afterAll, expect, test } from 'vitest'
import { openPostgres, openStagePostgres } from '#shared/sql/open.ts'
import { cloneDatabase } from '../../helpers/database.ts'

const { url } = await cloneDatabase()
const pools = { service: openPostgres(url, 1), stage: openStagePostgres(url, 1) }
afterAll(() => Promise.all(Object.values(pools).map((sql) => sql.end())))

/** How often the plan of a statement that ran a dozen times was a kept one. */
async function keptRuns(sql: (typeof pools)['stage']): Promise<number> {
  return sql.begin(async (tx) => {
    for (let run = 0; run < 12; run++)
      await tx`select state from jobs where job_id = ${crypto.randomUUID()}`
    const [row] = await tx<{ kept: number }[]>`
      select generic_plans::integer as kept from pg_prepared_statements
      where statement like 'select state from jobs%'`
    return row?.kept ?? 0
  })
}

test('a stage keeps the plans of its statements, a service makes them each time', async () => {
  expect(await keptRuns(pools.service)).toBe(0)
  expect(await keptRuns(pools.stage)).toBeGreaterThan(0)
})

test('a stage keeps no plan longer than a minute', () => {
  expect(pools.stage.options.max_lifetime).toBe(60)
})
