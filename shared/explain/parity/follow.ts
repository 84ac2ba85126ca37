/** Below a decision: its recommendation judged again, its trend summed up again, its documents read again. */

import type { ParityDepth, ParityFinding } from '../../contracts/api/parity.ts'
import type { Link } from '../../contracts/api/explanation.ts'
import { LINKS } from '../../contracts/api/explanation.ts'
import type { Rules } from '../../domain/rules/versions.ts'
import type { Db } from '../../sql/open.ts'
import type { DayDecision } from '../../sql/provenance/day-decisions.ts'
import {
  readSignalOrigins,
  readStoredEvidence,
  readStoredTrend,
} from '../../sql/provenance/evidence.ts'
import { readStoredRecommendation } from '../../sql/provenance/order.ts'
import type { KnownLinks } from '../explain.ts'
import { checkRecommendation } from '../recommendation.ts'
import { findingOf } from './compare.ts'
import type { LayerCheck } from './layers.ts'
import type { ReadingCheck } from './readings.ts'

export type FollowedDown = {
  depth: Exclude<ParityDepth, 'none' | 'decision'> | null
  differences: ParityFinding[]
  /** Why it goes no deeper. */
  gaps: ParityFinding[]
}

export type FollowParts = {
  db: Db
  rules: Rules
  known: KnownLinks
  explain: (orderId: string) => Promise<{ links: Link[] }>
  readings: ReadingCheck
  layers: LayerCheck
}

/**
 * A decision to act is followed to the readings of its documents, with its order and evaluation where there
 * are any; one to skip to its recommendation.
 */
export async function followDecision(parts: FollowParts, row: DayDecision): Promise<FollowedDown> {
  const { db, known } = parts
  if (row.recommendationId === null) return followAlone(parts, row)
  const made = await readStoredRecommendation(db, row.recommendationId)
  if (!made) return gap(row, 'recommendation_gone')
  if (row.action === 'skip') {
    const [trend, evidence] = await Promise.all([
      readStoredTrend(db, made.trendId),
      readStoredEvidence(db, made.trendId),
    ])
    if (!trend) return gap(row, 'trend_gone')
    const link = checkRecommendation(made, trend, evidence, parts.rules.recommendation)
    return { depth: 'recommendation', differences: differencesOf(row, [link]), gaps: [] }
  }
  const chain = await known.trend(made.trendId)
  if (!chain.trend) return gap(row, 'trend_gone')
  const links = row.orderId
    ? (await parts.explain(row.orderId)).links
    : [
        checkRecommendation(made, chain.trend, chain.evidence, parts.rules.recommendation),
        ...chain.links,
      ]
  const differences = differencesOf(row, links)
  const layers = await parts.layers(row, chain.trend)
  const documents = await readSignalOrigins(db, [...chain.trend.impactIds, ...layers.newsIds])
  const read = await parts.readings(row, documents)
  const gaps = [...layers.gaps, ...read.gaps]
  const rests = documents.length + chain.trend.macroIds.length
  return {
    depth: rests > 0 && gaps.length === 0 ? 'reading' : 'trend',
    differences: [...differences, ...layers.differences, ...read.differences],
    gaps,
  }
}

/** What is a link of an exit itself; what it was entered by is replayed with the day of that. */
const OWN: readonly string[] = ['order', 'decision', 'risk_evaluation', 'entry_decision']

/** What answers no recommendation has its order to be followed to: a stop or a limit ends a position by itself. */
async function followAlone(parts: FollowParts, row: DayDecision): Promise<FollowedDown> {
  if (row.kind !== 'exit') return gap(row, 'no_recommendation')
  const links = row.orderId ? (await parts.explain(row.orderId)).links : []
  const own = links.filter(({ link }) => OWN.includes(link))
  return { depth: null, differences: differencesOf(row, own), gaps: [] }
}

/** Broken links, in words. */
function differencesOf(row: DayDecision, links: readonly Link[]): ParityFinding[] {
  return links
    .filter(({ ok }) => !ok)
    .toSorted((a, b) => LINKS.indexOf(a.link) - LINKS.indexOf(b.link))
    .map(({ link, id, why }) =>
      findingOf(row, { part: link, field: id, recorded: why, cause: 'chain_broken' }),
    )
}

function gap(row: DayDecision, cause: string): FollowedDown {
  const found = findingOf(row, { part: 'recommendation', field: '', cause })
  return { depth: null, differences: [], gaps: [found] }
}
