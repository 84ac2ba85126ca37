/** Where a stage's function answers. */

import { readEnv, readNumber } from '../host/env.ts'
import { productTable, stageRow, type PipelineTable } from './table.ts'

/** The stage's port where functions share one host: FUNCTION_PORT_BASE plus its row in the table. */
function functionPort(stage: string, table: PipelineTable = productTable): number {
  stageRow(table, stage)
  return readNumber('FUNCTION_PORT_BASE', 1) + Object.keys(table.stages).indexOf(stage)
}

/** FUNCTION_URL with `{stage}` and `{port}` replaced. */
export function functionUrl(stage: string, table: PipelineTable = productTable): URL {
  const port = String(functionPort(stage, table))
  return new URL(readEnv('FUNCTION_URL').replaceAll('{stage}', stage).replaceAll('{port}', port))
}
