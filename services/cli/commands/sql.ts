/** `stonks sql`: asks the lake one question. */

import { writeFileSync } from 'node:fs'
import { answerCsv } from '#shared/clients/lake/answer-csv.ts'
import {
  QueryFault,
  type QueryEngine,
  type QueryLimits,
  type QueryResult,
} from '#shared/clients/lake/engine.ts'
import { shortened } from '#shared/domain/document/text/cut.ts'
import { openLakeEngine, openTrinoEngine } from '#shared/explain/ask-lake.ts'
import { openPostgres } from '#shared/sql/open.ts'
import { readArgs, UsageError, type Command, type ExitCode } from '../command.ts'
import { findQuestion, listQuestions, listTables } from '../lake/list.ts'
import { formatTable } from '../table.ts'

const ENGINES = ['duckdb', 'trino'] as const
const ROWS = '1000'
const WIDTH_MAX = 60

export const command: Command = {
  name: 'sql',
  summary: 'ask the lake a question in SQL, or list its tables',
  help: `Usage: stonks sql "SELECT …" [--engine duckdb|trino] [--rows N] [--json] [--csv FILE]
       stonks sql --question NAME
       stonks sql --questions [--json]
       stonks sql --tables [--json]

Answers one SELECT over every fact that was kept. A table holds each fact as it stands, <table>_versions
each as it ever stood. Nothing can be changed, and nothing but the lake is read.

Options
  --engine NAME   ${ENGINES.join(' or ')} (default duckdb, on this machine; trino by TRINO_URL)
  --rows N        how many rows at most (default ${ROWS})
  --seconds N     how long it may take (default 60)
  --memory MB     how much memory it may take (default 1024)
  --json          print {"columns", "rows", "isCut", "seconds"}; with --tables {"tables": […]},
                  with --questions {"questions": […]}
  --csv FILE      write the rows there; - prints them
  --question NAME ask this one instead, by its slug or name
  --questions     those that come with the product, and those that people keep
  --tables        every table with its columns, their types and what they tell

Exit codes: 1 when there is no answer, 2 wrong use.

Examples
  stonks sql --question hit-rate-by-catalyst
  stonks sql "select publisher, count(*) as documents from documents group by publisher order by 2 desc"`,
  async run(args) {
    const { values, positionals } = readArgs(args, {
      allowPositionals: true,
      options: {
        engine: { type: 'string', default: 'duckdb' },
        rows: { type: 'string', default: ROWS },
        seconds: { type: 'string', default: '60' },
        memory: { type: 'string', default: '1024' },
        json: { type: 'boolean', default: false },
        csv: { type: 'string' },
        tables: { type: 'boolean', default: false },
        question: { type: 'string' },
        questions: { type: 'boolean', default: false },
      },
    })
    const [statement, ...surplus] = positionals
    const { tables, question, questions, engine } = values
    const asked = [statement !== undefined, question !== undefined, tables, questions]
    if (surplus.length > 0 || asked.filter(Boolean).length !== 1)
      throw new UsageError('sql takes one SELECT in quotes, --question, --questions or --tables')
    if (tables) return listTables(values.json)
    if (!ENGINES.some((name) => name === engine))
      throw new UsageError(`--engine takes ${ENGINES.join(' or ')}, found "${engine}"`)
    const limits = {
      rowsMax: whole('--rows', values.rows),
      seconds: whole('--seconds', values.seconds),
      memoryMb: whole('--memory', values.memory),
    }
    return askOf({ statement, question, questions, engine, limits }, values)
  },
}

function whole(name: string, text: string): number {
  const value = Number(text)
  if (Number.isSafeInteger(value) && value >= 1 && value <= 1_000_000) return value
  throw new UsageError(`${name} takes a number from 1 to 1000000, found "${text}"`)
}

type Wanted = {
  statement: string | undefined
  question: string | undefined
  questions: boolean
  engine: string
  limits: QueryLimits
}
type Shape = { json: boolean; csv?: string | undefined }

async function askOf(
  { statement, question, questions, engine, limits }: Wanted,
  shape: Shape,
): Promise<ExitCode> {
  if (statement !== undefined && engine === 'trino')
    return answer(trino(), statement, limits, shape)
  const sql = openPostgres(undefined, 1)
  try {
    if (questions) return await listQuestions(sql, shape.json)
    const text = statement ?? (await findQuestion(sql, question ?? '')).statement
    return await answer(engine === 'trino' ? trino() : openLakeEngine(sql), text, limits, shape)
  } finally {
    await sql.end({ timeout: 2 })
  }
}

function trino(): QueryEngine {
  const engine = openTrinoEngine()
  if (!engine) throw new UsageError('--engine trino takes its address from TRINO_URL')
  return engine
}

async function answer(
  engine: QueryEngine,
  statement: string,
  limits: QueryLimits,
  { json, csv }: Shape,
): Promise<ExitCode> {
  try {
    const never = new AbortController().signal
    say(await engine.query(statement, limits, never), { json, csv })
    return 0
  } catch (fault) {
    if (!(fault instanceof QueryFault)) throw fault
    process.stderr.write(`${fault.message}\n`)
    return 1
  }
}

function say(
  result: QueryResult,
  { json, csv }: { json: boolean; csv?: string | undefined },
): void {
  const { columns, rows, isCut, seconds } = result
  const names = columns.map(({ name }) => name)
  if (csv === '-') process.stdout.write(answerCsv(result))
  else if (csv !== undefined) writeFileSync(csv, answerCsv(result))
  if (json) console.log(JSON.stringify(result))
  if (json || csv === '-') return
  if (csv === undefined && columns.length > 0) console.log(formatTable(names, rows.map(cells)))
  const much = `${rows.length} ${rows.length === 1 ? 'row' : 'rows'}`
  console.log(`${isCut ? `First ${much}; there are more` : much}, ${seconds.toFixed(2)} s`)
}

/** As wide as a screen bears. */
function cells(row: QueryResult['rows'][number]): (string | number)[] {
  return row.map((cell) => {
    if (typeof cell === 'number') return cell
    return shortened(String(cell ?? '').replaceAll(/\s+/g, ' '), WIDTH_MAX)
  })
}
