/** Asks an engine a question, within the limits that one question may have here. */

import type { LAKE_ENGINES } from '#shared/contracts/api/lake.ts'
import { QueryFault, type QueryEngine, type QueryResult } from '#shared/clients/lake/engine.ts'
import { badFields, Refusal } from '#shared/host/refusal.ts'
import { openLakeTurns } from './turns.ts'

/** What questions of people are answered by. */
export type LakeParts = {
  /** DuckDB, and Trino where there is one. */
  engines: readonly QueryEngine[]
  /** Of one question. */
  seconds: number
  memoryMb: number
  /** Questions at once. */
  parallel: number
}

export type AskLake = (
  asked: { statement: string; engine: (typeof LAKE_ENGINES)[number]; rowsMax: number },
  signal: AbortSignal,
) => Promise<QueryResult>

/** @throws Refusal of what has no answer, whatever the reason. */
export function openAskLake({ engines, seconds, memoryMb, parallel }: LakeParts): AskLake {
  const take = openLakeTurns(parallel, seconds)
  return ({ statement, engine: name, rowsMax }, signal) => {
    const engine = engines.find((one) => one.name === name)
    if (!engine) throw notHere(name, engines)
    return take(signal, () =>
      engine.query(statement, { rowsMax, seconds, memoryMb }, signal),
    ).catch((fault: unknown) => {
      if (fault instanceof QueryFault) throw refusalOfQuery(fault)
      throw fault
    })
  }
}

function notHere(name: string, engines: readonly QueryEngine[]): Refusal {
  const there = engines.map((one) => one.name).join(' or ')
  return badFields([
    { field: 'engine', says: `expected ${there}, found ${name}: TRINO_URL names no Trino` },
  ])
}

function refusalOfQuery({ code, message }: QueryFault): Refusal {
  return new Refusal(code === 'engine_failed' ? 503 : 422, message, code)
}
