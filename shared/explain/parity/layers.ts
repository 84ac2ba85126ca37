/**
 * Signals of the world and of rivals under a trend, made again of what they were made of: the event out of its text, its
 * impact out of event and profile, a rival's signal out of the news and the pattern that was kept with it.
 */

import type { ParityFinding } from '../../contracts/api/parity.ts'
import { propagate } from '../../domain/competitive/propagate.ts'
import { impactOf, type Exposed } from '../../domain/macro/impact.ts'
import { readCompetitiveSettings } from '../../host/layer-settings.ts'
import { canonicalJson } from '../../host/canonical.ts'
import type { DayDecision } from '../../sql/provenance/day-decisions.ts'
import type { StoredTrend } from '../../sql/provenance/evidence.ts'
import {
  readMacroAgain,
  readRivalsAgain,
  type StoredMacro,
  type StoredRival,
} from '../../sql/provenance/layers-again.ts'
import { classifyAgain, type ClassifiedAgain } from './classify-again.ts'
import { findingOf } from './compare.ts'
import type { ReadAgainParts } from './read-again.ts'

type LayersChecked = {
  differences: ParityFinding[]
  gaps: ParityFinding[]
  /** News of others that reached this company: their readings are made again too. */
  newsIds: string[]
}
export type LayerCheck = (
  row: DayDecision,
  trend: Pick<StoredTrend, 'macroIds' | 'competitiveIds'>,
) => Promise<LayersChecked>

/** Why it was not made again, or what came of it; nothing where it is the same. */
type Found = { field: string; recorded: unknown; replayed?: unknown; cause: string; isGap: boolean }

/** Remembers what each event came to, by its id. */
export function openLayerCheck(parts: ReadAgainParts): LayerCheck {
  const events = new Map<string, ClassifiedAgain>()
  const eventOf = async (one: StoredMacro) => {
    const known = events.get(one.globalEventId) ?? (await classifyAgain(parts, one))
    events.set(one.globalEventId, known)
    return known
  }
  return async (row, { macroIds, competitiveIds }) => {
    const [impacts, rivals] = await Promise.all([
      readMacroAgain(parts.db, macroIds),
      readRivalsAgain(parts.db, competitiveIds),
    ])
    const found: Found[] = []
    for (const impact of impacts) {
      found.push(...impactAgain(impact))
      if (impact.isOfEvent) found.push(...eventAgain(impact, await eventOf(impact)))
    }
    for (const rival of rivals) found.push(...rivalAgain(rival))
    const told = (isGap: boolean) =>
      found
        .filter((one) => one.isGap === isGap)
        .map(({ field, recorded, replayed, cause }) =>
          findingOf(row, { part: 'signal', field, recorded, replayed, cause }),
        )
    const newsIds = rivals.map(({ impactId }) => impactId)
    return { differences: told(false), gaps: told(true), newsIds }
  }
}

function impactAgain(stored: StoredMacro): Found[] {
  const { macroImpactId: field, event, score, direction, components, exposed } = stored
  const gap = (cause: string, recorded: string) => [{ field, cause, recorded, isGap: true }]
  if (!stored.isOfEvent) return gap('event_replaced', 'its event was told anew since')
  if (exposed === null) return gap('profile_gone', 'the profile of the company is gone')
  const was = canonicalJson({ score, direction, components })
  const profile = JSON.parse(exposed) as Exposed
  const madeOf = (sector: string) => impactOf(event, { ...profile, sector })
  const again = madeOf(profile.sector)
  if (again && canonicalJson(again) === was) return []
  // Of a company the sector of now alone is kept.
  const others = ['', ...event.sectors].map(madeOf)
  if (others.some((one) => one && canonicalJson(one) === was))
    return gap('profile_gone', 'its company was of another sector then')
  const recorded = { score, direction, components }
  return [
    { field, recorded, replayed: again ?? 'no impact', cause: 'impact_differs', isGap: false },
  ]
}

function eventAgain({ globalEventId: field, event }: StoredMacro, again: ClassifiedAgain): Found[] {
  if (again.kind === 'not_read')
    return [{ field, recorded: again.says, cause: again.cause, isGap: true }]
  const told = again.event && { ...again.event, by: undefined }
  if (canonicalJson(told) === canonicalJson(event)) return []
  const replayed = told ?? 'no event'
  return [{ field, recorded: event, replayed, cause: 'reading_differs', isGap: false }]
}

/** Weak ones were never kept, so that none is too weak here. */
const anyStrength = () => ({
  ...readCompetitiveSettings(),
  patternConfidenceMin: 0,
  strengthMin: 0,
  samplesMin: 0,
})

function rivalAgain(stored: StoredRival): Found[] {
  const { competitiveSignalId: field, news, components, type } = stored
  const { direction, strength, patternConfidence } = stored
  if (!news)
    return [{ field, recorded: 'the news it is of is gone', cause: 'rival_news_gone', isGap: true }]
  const { news: strengthOfNews, basis, ...pattern } = components
  const again = propagate(
    {
      sentiment: news.sentiment === 'positive' ? 1 : -1,
      strength: news.impactScore,
      catalyst: news.catalyst,
    },
    { type, strength: stored.relationshipStrength },
    basis === 'self' ? { cross: [], self: [pattern] } : { cross: [pattern], self: [] },
    anyStrength(),
  )
  const was = { direction, strength, patternConfidence, news: strengthOfNews }
  const is = again && {
    direction: again.direction,
    strength: again.strength,
    patternConfidence: again.patternConfidence,
    news: news.impactScore,
  }
  if (canonicalJson(is) === canonicalJson(was)) return []
  return [
    { field, recorded: was, replayed: is ?? 'no signal', cause: 'rival_differs', isGap: false },
  ]
}
