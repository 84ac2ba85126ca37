/** Says what a statement asks for before anything of it runs: DuckDB's own parser takes it apart. */

import type { DuckDBConnection } from '@duckdb/node-api'
import { QueryFault } from './engine.ts'

/** Those that make rows of their arguments alone; all others read files, change settings or tell of the machine. */
const TABLE_FUNCTIONS = new Set(['unnest', 'range', 'generate_series'])

type Tree = {
  error: boolean
  error_message?: string
  position?: string
  statements?: unknown[]
}

/** @throws QueryFault of what is not exactly one SELECT over tables. */
export async function refuseOther(duck: DuckDBConnection, statement: string): Promise<void> {
  // DuckDB reads text to its first zero, and would not say so.
  if (statement.includes('\0'))
    throw new QueryFault('statement_refused', 'Expected a statement, found a zero byte in it')
  const read = await duck.runAndReadAll('select json_serialize_sql($1::varchar)::varchar', [
    statement,
  ])
  const tree = JSON.parse(String(read.getRows()[0]?.[0])) as Tree
  if (tree.error) throw faultOf(tree, statement)
  const found = tree.statements?.length ?? 0
  if (found !== 1)
    throw new QueryFault('statement_refused', `Expected one SELECT, found ${found} statements`)
  for (const name of tableFunctions(tree.statements)) {
    if (TABLE_FUNCTIONS.has(name)) continue
    throw new QueryFault(
      'statement_refused',
      `${name}() reads no table of the lake: expected tables, or one of ${[...TABLE_FUNCTIONS].join(', ')}`,
    )
  }
}

function faultOf({ error_message: says = '', position }: Tree, statement: string): QueryFault {
  if (position === undefined)
    return new QueryFault(
      'statement_refused',
      'Expected one SELECT, found a statement of another kind',
    )
  const line = statement.slice(0, Number(position)).split('\n').length
  return new QueryFault('statement_wrong', `Parser Error: ${says}, line ${line}`)
}

function tableFunctions(node: unknown): string[] {
  if (typeof node !== 'object' || node === null) return []
  const below = Object.values(node).flatMap(tableFunctions)
  if (!('type' in node) || node.type !== 'TABLE_FUNCTION') return below
  const { function: called } = node as { function?: { function_name?: string } }
  return [called?.function_name?.toLowerCase() ?? 'a function', ...below]
}
