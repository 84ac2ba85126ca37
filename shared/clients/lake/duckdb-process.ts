/**
 * A process that answers one question and ends: DuckDB in memory, with the lake's files to read and nothing else.
 *
 * It is told the question on its input, which stays open as long as somebody waits; its answer is its whole output.
 */

import { writeFileSync } from 'node:fs'
import {
  DuckDBInstance,
  DuckDBTimestampTZValue,
  JsonDuckDBValueConverter,
  StatementType,
  type DuckDBConnection,
} from '@duckdb/node-api'
import { ANSWER_BYTES_MAX, lengthOfRow } from './answer-size.ts'
import { cellOf } from './duckdb-cells.ts'
import { literal } from './duckdb-columns.ts'
import { refuseOther } from './duckdb-refuse.ts'
import { QueryFault, type QueryLimits, type QueryResult } from './engine.ts'

/** What the process is told, as one line. */
export type Question = {
  statement: string
  views: string[]
  /** The files that may be read. */
  paths: string[]
  limits: QueryLimits
}
/** What it says, as JSON. */
export type EngineReply =
  | { result: Omit<QueryResult, 'seconds'> }
  | { code: string; message: string }

/** What the process itself takes beside DuckDB's memory. */
const OWN_MB = 256

async function answer({ statement, views, paths, limits }: Question): Promise<EngineReply> {
  watchMemory(limits)
  const instance = await DuckDBInstance.create(':memory:', {
    memory_limit: `${limits.memoryMb}MB`,
    threads: '2',
    temp_directory: '',
    autoinstall_known_extensions: 'false',
    autoload_known_extensions: 'false',
    allow_community_extensions: 'false',
  })
  const duck = await instance.connect()
  await refuseOther(duck, statement)
  // The driver writes moments in the machine's zone, whatever the session's.
  DuckDBTimestampTZValue.timezoneOffsetInMinutes = 0
  await duck.run("set TimeZone = 'UTC'")
  for (const view of views) await duck.run(view)
  await close(duck, paths)
  return { result: await run(duck, statement, limits) }
}

/** From here on nothing is reached but the files, and nothing of this can be undone. */
async function close(duck: DuckDBConnection, paths: readonly string[]): Promise<void> {
  const files = paths.map(literal).join(', ')
  await duck.run(`set allowed_paths = [${files}]`)
  await duck.run('set enable_external_access = false')
  await duck.run('set lock_configuration = true')
}

async function run(
  duck: DuckDBConnection,
  statement: string,
  { rowsMax }: QueryLimits,
): Promise<Omit<QueryResult, 'seconds'>> {
  const statements = await duck.extractStatements(statement)
  const prepared = await statements.prepare(0)
  if (statements.count !== 1 || prepared.statementType !== StatementType.SELECT)
    throw new QueryFault('statement_refused', 'Expected one SELECT')
  const stream = await prepared.stream()
  const types = stream.columnTypes().map(String)
  const columns = stream
    .columnNames()
    .map((name, place) => ({ name, type: types[place] ?? 'VARCHAR' }))
  const rows: QueryResult['rows'] = []
  let bytes = 0
  for (;;) {
    const chunk = await stream.fetchChunk()
    if (!chunk || chunk.rowCount === 0) return { columns, rows, isCut: false }
    for (const values of chunk.convertRows(JsonDuckDBValueConverter)) {
      if (rows.length === rowsMax) return { columns, rows, isCut: true }
      const row = values.map((value, place) => cellOf(value, types[place] ?? ''))
      bytes += lengthOfRow(row, columns)
      if (bytes > ANSWER_BYTES_MAX) return { columns, rows, isCut: true }
      rows.push(row)
    }
  }
}

/** DuckDB does not count all that it takes. */
function watchMemory({ memoryMb }: QueryLimits): void {
  try {
    // Where memory runs out all the same, the system ends this process and not who asks.
    writeFileSync('/proc/self/oom_score_adj', '1000')
  } catch {
    // Not Linux.
  }
  setInterval(() => {
    if (process.memoryUsage.rss() > (memoryMb + OWN_MB) * 1024 ** 2)
      say({ code: 'memory_limit', message: `It took more than ${memoryMb} MB` })
  }, 20).unref()
}

function replyOf(fault: unknown): EngineReply {
  const message = fault instanceof Error ? fault.message : String(fault)
  if (fault instanceof QueryFault) return { code: fault.code, message }
  if (message.startsWith('Out of Memory')) return { code: 'memory_limit', message }
  return { code: 'statement_wrong', message }
}

let isSaid = false

function say(reply: EngineReply): void {
  if (isSaid) return
  isSaid = true
  process.stdout.write(JSON.stringify(reply), () => process.kill(process.pid, 'SIGKILL'))
}

let told = ''
let isTold = false
process.stdin.setEncoding('utf8')
process.stdin.on('data', (text: string) => {
  told += text
  if (isTold || !told.endsWith('\n')) return
  isTold = true
  answer(JSON.parse(told) as Question).then(say, (fault: unknown) => say(replyOf(fault)))
})
// Nobody waits for it any more.
process.stdin.on('close', () => process.kill(process.pid, 'SIGKILL'))
process.on('uncaughtException', (fault) => say(replyOf(fault)))
