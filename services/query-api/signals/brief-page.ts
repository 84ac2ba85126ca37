/** A recommendation as its page shows it: the brief. */

import type { Served } from '#shared/contracts/api/route.ts'
import type { BriefPage } from '#shared/contracts/api/signals.ts'
import type { Sql } from '#shared/sql/open.ts'
import { searchDecisions } from '../trading/decisions.ts'
import { listDisagreements } from './disagreements.ts'
import { listEvidence, listNeighbours, readBrief } from './recommendations.ts'

/** A recommendation, its evidence on both sides, and what the engine made of it. */
export async function readBriefPage(sql: Sql, id: string): Promise<Served<BriefPage> | undefined> {
  const brief = await readBrief(sql, id)
  if (!brief) return undefined
  const [evidence, disagreements, decisions, neighbours] = await Promise.all([
    listEvidence(sql, id),
    listDisagreements(sql, brief.trendId),
    searchDecisions(sql, { recommendationId: id, limit: 10 }),
    listNeighbours(sql, brief),
  ])
  return { brief, evidence, disagreements, decisions, ...neighbours }
}
