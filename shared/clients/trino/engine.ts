/** Questions to the lake, answered by Trino: one SELECT, within limits that Trino itself keeps. */

import { ANSWER_BYTES_MAX, lengthOfRow } from '../lake/answer-size.ts'
import type { QueryEngine, QueryLimits, QueryResult } from '../lake/engine.ts'
import { QueryFault, type QueryFaultCode } from '../lake/engine.ts'
import { messageOf, PermanentFault } from '../../host/faults.ts'
import { TrinoAway } from './ask.ts'
import type { Exact } from './exact-json.ts'
import { LAKEHOUSE, type TrinoPlace } from './names.ts'
import { startsQuery } from './one-query.ts'
import type { TrinoSettings } from './settings.ts'
import { runStatement, TrinoFault, type TrinoTold } from './statement.ts'

/**
 * Trino's grammar lets nothing that begins as a query write, and takes one statement at a time; what its user may read
 * is for its own access control to say. `place` is the schema that plain names are looked up in.
 */
export function openTrino(settings: TrinoSettings, place: TrinoPlace = LAKEHOUSE): QueryEngine {
  return {
    name: 'trino',
    async query(statement, limits, signal) {
      if (!startsQuery(statement))
        throw new QueryFault(
          'statement_refused',
          'Expected one SELECT, found a statement of another kind',
        )
      const started = performance.now()
      const inTime = AbortSignal.timeout(limits.seconds * 1_000)
      const asked = {
        text: statement.trim().replace(/;$/, ''),
        ...place,
        session: sessionOf(limits),
        rowsMax: limits.rowsMax,
        lengthMax: ANSWER_BYTES_MAX,
      }
      const told = await runStatement(settings, asked, AbortSignal.any([signal, inTime])).catch(
        (fault: unknown) => {
          throw faultOf(fault, signal, inTime, limits)
        },
      )
      return { ...resultOf(told), seconds: (performance.now() - started) / 1_000 }
    },
  }
}

/** Trino ends it by itself, should this process die meanwhile. */
function sessionOf({ seconds, memoryMb }: QueryLimits): Record<string, string> {
  return {
    query_max_run_time: `${Math.ceil(seconds * 1_000)}ms`,
    query_max_memory: `${memoryMb}MB`,
  }
}

function resultOf({ columns, rows, isCut }: TrinoTold): Omit<QueryResult, 'seconds'> {
  const types = columns.map(({ type }) => type)
  const cells = rows.map((row) => row.map((cell, place) => cellOf(cell, types[place] ?? '')))
  for (const row of cells) lengthOfRow(row, columns)
  return { columns: columns.map(({ name, type }) => ({ name, type })), rows: cells, isCut }
}

function cellOf(cell: Exact, type: string): string | number | boolean | null {
  if (cell !== null && typeof cell === 'object') return JSON.stringify(cell)
  return typeof cell === 'string' && type.startsWith('timestamp') ? momentOf(cell) : cell
}

/** As DuckDB writes it: no fraction where there is none, and UTC as +00. */
function momentOf(text: string): string {
  const at = text.replace(/ UTC$/, '+00')
  return at.replace(/\.(\d*?)0*(\+00|)$/, (_end, digits: string, utc: string) =>
    digits ? `.${digits}${utc}` : utc,
  )
}

const CODES: Record<string, QueryFaultCode> = {
  EXCEEDED_TIME_LIMIT: 'time_limit',
  EXCEEDED_CPU_LIMIT: 'time_limit',
  EXCEEDED_GLOBAL_MEMORY_LIMIT: 'memory_limit',
  EXCEEDED_LOCAL_MEMORY_LIMIT: 'memory_limit',
  CLUSTER_OUT_OF_MEMORY: 'memory_limit',
  PERMISSION_DENIED: 'statement_refused',
}

function faultOf(
  fault: unknown,
  asker: AbortSignal,
  inTime: AbortSignal,
  { seconds }: QueryLimits,
): QueryFault {
  if (asker.aborted) return new QueryFault('asker_gone', 'Nobody waits for the answer any more')
  // Before the limit of time, which is reached by waiting for it.
  if (fault instanceof TrinoAway)
    return new QueryFault('engine_failed', messageOf(fault), { cause: fault })
  if (inTime.aborted)
    return new QueryFault(
      'time_limit',
      `It took more than ${seconds} s: Trino works on it, or waits for the store of its files`,
    )
  if (fault instanceof PermanentFault) return new QueryFault('result_limit', fault.message)
  if (!(fault instanceof TrinoFault))
    return new QueryFault('engine_failed', messageOf(fault), { cause: fault })
  const code =
    CODES[fault.code] ?? (fault.kind === 'USER_ERROR' ? 'statement_wrong' : 'engine_failed')
  return new QueryFault(code, fault.message)
}
