/** The tables of the lake, in the order in which the data comes. */

import type { LakeTable } from './fact.ts'
import { agentCallsTable } from './agent-calls.ts'
import { competitiveSignalsTable } from './competitive-signals.ts'
import { competitorRelationshipsTable } from './competitor-relationships.ts'
import { counterfactualsTable } from './counterfactuals.ts'
import { decisionsTable } from './decisions.ts'
import { documentsTable } from './documents.ts'
import { equityTable } from './equity.ts'
import { extractionsTable } from './extractions.ts'
import { fillsTable } from './fills.ts'
import { globalEventsTable } from './global-events.ts'
import { impactsTable } from './impacts.ts'
import { jobsTable } from './jobs.ts'
import { macroImpactsTable } from './macro-impacts.ts'
import { marketBarsTable } from './market-bars.ts'
import { ordersTable } from './orders.ts'
import { positionDaysTable } from './position-days.ts'
import { recommendationsTable } from './recommendations.ts'
import { riskChecksTable } from './risk-checks.ts'
import { scalingTable } from './scaling.ts'
import { signalEngineOutputsTable } from './signal-engine-outputs.ts'
import { trendProjectionsTable } from './trend-projections.ts'
import { trendsTable } from './trends.ts'

export const lakeTables: readonly LakeTable[] = [
  documentsTable,
  extractionsTable,
  impactsTable,
  globalEventsTable,
  macroImpactsTable,
  competitorRelationshipsTable,
  competitiveSignalsTable,
  marketBarsTable,
  trendsTable,
  trendProjectionsTable,
  signalEngineOutputsTable,
  recommendationsTable,
  decisionsTable,
  riskChecksTable,
  counterfactualsTable,
  ordersTable,
  fillsTable,
  positionDaysTable,
  equityTable,
  agentCallsTable,
  jobsTable,
  scalingTable,
]

/** @throws RangeError of a name that no table has. */
export function lakeTableOf(name: string): LakeTable {
  const found = lakeTables.find((table) => table.name === name)
  if (found) return found
  const names = lakeTables.map((table) => table.name).join(', ')
  throw new RangeError(`Look up a table of the lake: expected one of ${names}, found "${name}"`)
}
