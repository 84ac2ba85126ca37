/** The shape of a pipeline: which job each list carries, and which lists each stage reads. */

import type * as v from 'valibot'
import { lists } from '../contracts/jobs/lists.ts'
import { stages } from '../pipeline.ts'

export type StageRow = {
  /** In turn: a list named twice of three times gets two turns of three. */
  reads: readonly string[]
  feeds: readonly string[]
  inFlight: number
}

export type PipelineTable = {
  lists: Readonly<Record<string, v.GenericSchema>>
  stages: Readonly<Record<string, StageRow>>
}

/** The product's own. Host and pump take another one in the chaos tests. */
export const productTable: PipelineTable = { lists, stages }

/**
 * A stage's row.
 *
 * @throws RangeError naming the stages there are.
 */
export function stageRow(table: PipelineTable, stage: string): StageRow {
  const row = table.stages[stage]
  if (row) return row
  throw new RangeError(`Find stage "${stage}": there are ${Object.keys(table.stages).join(', ')}`)
}
