/** npm run chaos -- trading: the options of a run, its one line of JSON, and its exit code. */

import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { parseArgs } from 'node:util'
import { migrate } from '#shared/sql/schema/migrate.ts'
import { openPostgres, type Sql } from '#shared/sql/open.ts'
import { drawSecret } from '../../../services/local/embedded/draw-secret.ts'
import { claimBlock } from '../../../services/local/embedded/ports.ts'
import { startPostgres, throwaway } from '../../../services/local/embedded/postgres.ts'
import { runTradingChaos } from './run.ts'

/** Runs as asked, on a PostgreSQL of its own; the exit code is 1 where a rule was broken. */
export async function runTrading(args: readonly string[]): Promise<number> {
  const { values } = parseArgs({
    args: [...args],
    options: {
      runs: { type: 'string', default: '100' },
      commands: { type: 'string', default: '50' },
      seed: { type: 'string', default: String(Date.now() % 2 ** 31) },
      /** Where in the runs of a seed a broken rule was found: goes straight there. */
      path: { type: 'string' },
      /** Stops at the first day that breaks a rule, without looking for a shorter one. */
      quick: { type: 'boolean', default: false },
      /** Stops rest at the broker from the beginning of each day on. */
      resting: { type: 'boolean', default: false },
      json: { type: 'boolean', default: false },
    },
  })
  const [runs, commands, seed] = [values.runs, values.commands, values.seed].map(Number) as [
    number,
    number,
    number,
  ]
  if (![runs, commands, seed].every(Number.isSafeInteger) || runs < 1 || commands < 1) {
    process.stderr.write('chaos: --runs, --commands and --seed take whole numbers\n')
    return 2
  }
  process.stderr.write(`seed ${seed}\n`)
  const { path, quick, resting } = values
  const say = (words: string) => void process.stderr.write(`${words}\n`)
  const asked = { runs, commands, seed, quick, resting, say, ...(path ? { path } : {}) }
  const { found, ...result } = await withPostgres((sql) => runTradingChaos(sql, asked))
  if (found) process.stderr.write(`${JSON.stringify(found, null, values.json ? 0 : 1)}\n`)
  process.stdout.write(`${JSON.stringify(result)}\n`)
  return found ? 1 : 0
}

/** A PostgreSQL that ends with the work. */
export async function withPostgres<Made>(work: (sql: Sql) => Promise<Made>): Promise<Made> {
  const folder = mkdtempSync(join(tmpdir(), 'stonks-trading-'))
  // Held, so that two runs at once never start on one port.
  const { first: port, release } = await claimBlock(1)
  const postgres = await startPostgres(join(folder, 'data'), port, throwaway, {
    password: drawSecret(),
    forTrials: true,
  })
  const sql = openPostgres(postgres.url, 6)
  try {
    await migrate(sql)
    return await work(sql)
  } finally {
    await sql.end({ timeout: 2 })
    await postgres.stop('immediate')
    await release()
    rmSync(folder, { recursive: true, force: true })
  }
}
