/** `stonks lake`: whether it holds what the record holds, how it is filled again and mended, and how Trino is told of it. */

import { nameObjects, openObjects } from '#shared/clients/objects/store.ts'
import { trinoSettings } from '#shared/clients/trino/settings.ts'
import { openPostgres, type Sql } from '#shared/sql/open.ts'
import { lakeTables, lakeTableOf } from '#shared/sql/lake/facts/all.ts'
import type { LakeTable } from '#shared/sql/lake/facts/fact.ts'
import { readArgs, UsageError, type Command, type ExitCode } from '../command.ts'
import { backfillTable, dayOf } from '../lake/backfill.ts'
import { mendTable, NothingThere, type Mended } from '../lake/mend.ts'
import { runSuperset, supersetHelp } from '../lake/superset.ts'
import { runSync, syncHelp } from '../lake/sync.ts'
import { verifyTable, type Verified } from '../lake/verify.ts'
import { tellTrino, verifyOnTrino, type TrinoVerified } from '../lake/verify-trino.ts'
import { formatTable } from '../table.ts'

export const command: Command = {
  name: 'lake',
  summary: 'compare the lake with the record, fill it again, or tell Trino of it',
  help: `Usage: stonks lake verify [--table NAME] [--trino URL] [--json]
       stonks lake backfill [--table NAME] [--from DAY] [--to DAY] [--json]
       stonks lake mend [--table NAME] [--even-all] [--json]
       stonks lake sync [--trino URL] [--json]
       stonks lake superset --out FOLDER [--trino URL]

verify    reads every row of the record and every fact of the lake and compares them, key by key and
          cell by cell, and each file with its hash and its day; what files hold more than once in one version is
          twice. Rows that wait to be written are counted and not compared, so it may be asked of a running
          system. Exits with 1 where they differ, and names it.
backfill  has all rows, or those of the New York days DAY to DAY, written once more. Facts that are there
          already are not there twice; the jobs are made within seconds by the scheduler.
mend      lets go of files that the store lost, that are others than were stored or that have rows of other
          days, and has the rows of those days written once more. What retention took from the record does not come back with them.
${syncHelp}
${supersetHelp}

Options
  --table NAME   one of ${lakeTables.map(({ name }) => name).join(', ')}
  --trino URL    verify: count and sum the same files on Trino too; sync: instead of TRINO_URL;
                 superset: where it finds Trino, http://trino:8080
  --even-all     mend: although the store has none of a table's files
  --json         print {"tables": {name: {"rows", "facts", "missing", "extra", "unequal", "twice", …}}}

Example
  stonks lake verify --table orders`,
  async run(args) {
    const [action, ...rest] = args
    if (action === 'verify') return verify(rest)
    if (action === 'backfill') return backfill(rest)
    if (action === 'mend') return mend(rest)
    if (action === 'sync') return runSync(rest)
    if (action === 'superset') return runSuperset(rest)
    throw new UsageError(
      `expected verify, backfill, mend, sync or superset, found "${action ?? ''}"`,
    )
  },
}

async function verify(args: string[]): Promise<ExitCode> {
  const { values } = readArgs(args, {
    options: {
      table: { type: 'string' },
      trino: { type: 'string' },
      json: { type: 'boolean', default: false },
    },
  })
  const trino = values.trino === undefined ? undefined : trinoSettings(values.trino)
  return withRecord(async (sql) => {
    const objects = openObjects()
    const tables: Record<string, Told> = {}
    for (const table of tablesNamed(values.table)) {
      if (!values.json) process.stderr.write(`comparing ${table.name}\n`)
      tables[table.name] = {
        ...(await verifyTable({ sql, objects }, table)),
        ...(trino ? { trino: await verifyOnTrino(sql, trino, table) } : {}),
      }
    }
    if (values.json) console.log(JSON.stringify({ tables }))
    else console.log(describe(tables))
    return Object.values(tables).some(differs) ? 1 : 0
  })
}

type Told = Verified & { trino?: TrinoVerified }

const differs = ({ missing, extra, unequal, twice, damaged, misplaced, trino }: Told) =>
  missing + extra + unequal + twice + damaged.length + misplaced.length > 0 ||
  (trino?.unequal.length ?? 0) > 0

function describe(tables: Record<string, Told>): string {
  const rows = Object.entries(tables).map(([name, told]) => [
    name,
    ...[
      told.rows,
      told.facts,
      told.missing,
      told.extra,
      told.unequal,
      told.twice,
      told.outlived,
      told.waiting,
    ].map(String),
  ])
  const head = ['table', 'rows', 'facts', 'missing', 'extra', 'unequal', 'twice']
  const told = Object.entries(tables).flatMap(([name, { examples, damaged, misplaced, trino }]) => [
    ...examples.map(
      ({ what, key, columns }) =>
        `${name} ${key}: ${what}${columns.length > 0 ? ` in ${columns.join(', ')}` : ''}`,
    ),
    ...[...damaged, ...misplaced].map(
      (what) => `${name}: ${what} (stonks lake mend --table ${name})`,
    ),
    ...(trino ? tellTrino(name, trino) : []),
  ])
  const isDamaged = Object.values(tables).some(({ damaged }) => damaged.length > 0)
  const where = isDamaged ? [`Files were looked for in ${nameObjects()}.`] : []
  return [formatTable([...head, 'outlived', 'waiting'], rows), ...told, ...where].join('\n')
}

async function backfill(args: string[]): Promise<ExitCode> {
  const { values } = readArgs(args, {
    options: {
      table: { type: 'string' },
      from: { type: 'string' },
      to: { type: 'string' },
      json: { type: 'boolean', default: false },
    },
  })
  const [from, to] = (['from', 'to'] as const).map((name) => {
    try {
      return dayOf(values[name])
    } catch (cause) {
      throw new UsageError(`--${name}: ${(cause as Error).message}`, { cause })
    }
  })
  return withRecord(async (sql) => {
    const noted: Record<string, number> = {}
    for (const table of tablesNamed(values.table)) {
      noted[table.name] = await backfillTable(sql, table, { from, to })
      if (!values.json)
        console.log(`${table.name}: ${noted[table.name]} rows are written once more`)
    }
    if (values.json) console.log(JSON.stringify({ tables: noted }))
    return 0
  })
}

async function mend(args: string[]): Promise<ExitCode> {
  const { values } = readArgs(args, {
    options: {
      table: { type: 'string' },
      'even-all': { type: 'boolean', default: false },
      json: { type: 'boolean', default: false },
    },
  })
  return withRecord(async (sql) => {
    const objects = openObjects()
    const tables: Record<string, Mended> = {}
    for (const table of tablesNamed(values.table)) {
      const told = await mendTable({ sql, objects }, table, values['even-all'])
      tables[table.name] = told
      if (!values.json) console.log(sayMended(table.name, told))
    }
    if (values.json) console.log(JSON.stringify({ tables }))
    return 0
  })
}

function sayMended(name: string, { lost, rewritten }: Mended): string {
  if (lost.length === 0) return `${name}: every file is there`
  const files = lost.map(({ key, rows, why }) => `${name}: ${key} (${rows} rows): ${why}`)
  return [...files, `${name}: ${rewritten} rows of those days are written once more`].join('\n')
}

function tablesNamed(name: string | undefined): readonly LakeTable[] {
  if (name === undefined) return lakeTables
  try {
    return [lakeTableOf(name)]
  } catch (cause) {
    throw new UsageError(`--table: ${(cause as Error).message}`, { cause })
  }
}

async function withRecord(run: (sql: Sql) => Promise<ExitCode>): Promise<ExitCode> {
  const sql = openPostgres(undefined, 2)
  try {
    return await run(sql)
  } catch (fault) {
    if (!(fault instanceof NothingThere)) throw fault
    process.stderr.write(`${fault.message}\n`)
    return 1
  } finally {
    await sql.end({ timeout: 2 })
  }
}
