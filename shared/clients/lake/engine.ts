/** What answers a question to the lake, wherever its files are read: DuckDB here, or Trino. */

import type { Column } from '../../contracts/lake/columns.ts'

export type QueryLimits = {
  /** Rows that are given at most; of more the result says that it is cut. */
  rowsMax: number
  /** How long it may take; it is ended behind that. */
  seconds: number
  memoryMb: number
}

export type QueryResult = {
  /** `type` is the engine's own word for it, such as BIGINT or decimal(38,9). */
  columns: { name: string; type: string }[]
  /**
   * Exact decimals, and whole numbers that JavaScript cannot hold, are text; moments are text in UTC,
   * "2019-01-02 14:30:00.5+00", to the last digit that is none of zero; lists and records are their JSON.
   */
  rows: (string | number | boolean | null)[][]
  isCut: boolean
  seconds: number
}

export type QueryEngine = {
  name: 'duckdb' | 'trino'
  /** @throws QueryFault where it has no answer, whatever the reason. */
  query(statement: string, limits: QueryLimits, signal: AbortSignal): Promise<QueryResult>
}

export type QueryFaultCode =
  /** It is not one SELECT, or asks for what is not the lake's. */
  | 'statement_refused'
  /** The engine does not understand it; the message is the engine's. */
  | 'statement_wrong'
  | 'time_limit'
  | 'memory_limit'
  | 'result_limit'
  | 'asker_gone'
  | 'engine_failed'

export class QueryFault extends Error {
  override readonly name = 'QueryFault'
  readonly code: QueryFaultCode

  constructor(code: QueryFaultCode, message: string, options?: ErrorOptions) {
    super(message, options)
    this.code = code
  }
}

/** A table of the lake, as an engine needs to know it. */
export type LakeShape = {
  name: string
  columns: readonly Column[]
  /** Of rows that are the same in these, the one with the highest `version` stands. */
  keyColumns: readonly string[]
  /** The column that is true for a row that was taken back: it does not stand, though it is the newest. */
  withdrawn?: string
}

/** A file that holds rows of one table of one New York day. */
export type HeldFile = { fact: string; day: string; key: string; bytes: number; sha256: string }
