/** Asks DuckDB over the lake's files, each question in a process of its own that outlives neither it nor its limits. */

import { spawn } from 'node:child_process'
import { existsSync } from 'node:fs'
import { extname } from 'node:path'
import { fileURLToPath } from 'node:url'
import { messageOf } from '../../host/faults.ts'
import type { Question, EngineReply } from './duckdb-process.ts'
import { viewsOf } from './duckdb-views.ts'
import {
  QueryFault,
  type HeldFile,
  type LakeShape,
  type QueryEngine,
  type QueryFaultCode,
  type QueryLimits,
} from './engine.ts'
import type { LakePlace } from './place.ts'

/** From here as a source or a chunk of a bundle, or from a command of a bundle. */
const PROGRAM = ['../../clients/lake/', '../shared/clients/lake/']
  .map((folder) => `${folder}duckdb-process${extname(import.meta.filename)}`)
  .map((file) => fileURLToPath(new URL(file, import.meta.url)))
  .find((file) => existsSync(file))
/** A result ends at 16 MB of cells; their JSON is somewhat longer. */
const REPLY_LENGTH_MAX = 64 * 1024 ** 2

type Lake = {
  tables: readonly LakeShape[]
  /** The files that hold these tables now. */
  held: (names: readonly string[]) => Promise<readonly HeldFile[]>
  place: LakePlace
}

/** Only the tables that a statement may name are looked up and fetched. */
export function openDuckdb({ tables, held, place }: Lake): QueryEngine {
  return {
    name: 'duckdb',
    async query(statement, limits, signal) {
      const started = performance.now()
      const ends = AbortSignal.any([signal, AbortSignal.timeout(limits.seconds * 1_000)])
      const names = tables.map(({ name }) => name).filter(isIn(statement))
      const files = names.length === 0 ? [] : await held(names)
      const placed = await place(files, ends).catch((fault: unknown) => {
        throw unplaced(fault, endedBy(signal, ends, limits))
      })
      try {
        const question = {
          statement,
          views: tables.flatMap((table) =>
            viewsOf(
              table,
              placed.files.filter(({ fact }) => fact === table.name),
            ),
          ),
          paths: placed.files.map(({ path }) => path),
          limits,
        }
        const result = await askApart(question, ends, () => endedBy(signal, ends, limits))
        return { ...result, seconds: (performance.now() - started) / 1_000 }
      } finally {
        placed.release()
      }
    },
  }
}

/** DuckDB takes names whatever the case of their letters, and knows no other way to write them. */
function isIn(statement: string): (name: string) => boolean {
  const text = statement.toLowerCase()
  return (name) => text.includes(name)
}

function endedBy(
  asker: AbortSignal,
  ends: AbortSignal,
  { seconds }: QueryLimits,
): QueryFault | undefined {
  if (asker.aborted) return new QueryFault('asker_gone', 'Nobody waits for the answer any more')
  if (ends.aborted) return new QueryFault('time_limit', `It took more than ${seconds} s`)
  return undefined
}

/** Whose fault it is that the files are not here. */
function unplaced(fault: unknown, ended: QueryFault | undefined): QueryFault {
  if (ended?.code === 'time_limit')
    return new QueryFault('time_limit', `${ended.message}: its files did not come from the store`)
  if (ended) return ended
  if (fault instanceof QueryFault) return fault
  return new QueryFault('engine_failed', messageOf(fault), { cause: fault })
}

async function askApart(
  question: Question,
  ends: AbortSignal,
  endedBecause: () => QueryFault | undefined,
): Promise<Extract<EngineReply, { result: unknown }>['result']> {
  if (ends.aborted) throw endedBecause() ?? new QueryFault('asker_gone', 'It was ended')
  const reply = await converse(question, ends)
  const ended = endedBecause()
  if (reply === '') {
    if (ended) throw ended
    // The system, or Node's own limit, ends what takes too much.
    throw new QueryFault('memory_limit', `It took more than ${question.limits.memoryMb} MB`)
  }
  let read: EngineReply
  try {
    read = JSON.parse(reply) as EngineReply
  } catch (cause) {
    throw ended ?? new QueryFault('engine_failed', 'Its answer broke off', { cause })
  }
  if ('result' in read) return read.result
  throw new QueryFault(read.code as QueryFaultCode, read.message)
}

/** What the process says; nothing where it was ended before. No secret and no setting of ours goes with it. */
function converse(question: Question, ends: AbortSignal): Promise<string> {
  const heap = `--max-old-space-size=${Math.max(64, question.limits.memoryMb)}`
  const child = spawn(process.execPath, ['--no-warnings', heap, PROGRAM ?? 'duckdb-process'], {
    env: {},
    cwd: '/',
    stdio: ['pipe', 'pipe', 'ignore'],
  })
  const kill = () => child.kill('SIGKILL')
  ends.addEventListener('abort', kill, { once: true })
  // It may be ended while it is told.
  child.stdin.on('error', () => undefined)
  child.stdin.write(`${JSON.stringify(question)}\n`)
  const parts: Buffer[] = []
  let length = 0
  child.stdout.on('data', (part: Buffer) => {
    length += part.length
    if (length > REPLY_LENGTH_MAX) kill()
    else parts.push(part)
  })
  return new Promise((resolve, reject) => {
    child.on('error', (fault) =>
      reject(new QueryFault('engine_failed', `Start DuckDB: ${messageOf(fault)}`)),
    )
    child.on('close', () => {
      ends.removeEventListener('abort', kill)
      resolve(Buffer.concat(parts).toString())
    })
  })
}
