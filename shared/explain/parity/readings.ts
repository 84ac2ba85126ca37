/** The readings under a trend, each made again once a replay and compared with what was kept of it. */

import type { ParityFinding } from '../../contracts/api/parity.ts'
import { canonicalJson } from '../../host/canonical.ts'
import type { DayDecision } from '../../sql/provenance/day-decisions.ts'
import type { SignalOrigin } from '../../sql/provenance/evidence.ts'
import { readStoredImpacts, type StoredImpact } from '../../sql/provenance/impact-records.ts'
import { findingOf } from './compare.ts'
import { readAgain, type ReadAgain, type ReadAgainParts } from './read-again.ts'

type Checked = { differences: ParityFinding[]; gaps: ParityFinding[] }
export type ReadingCheck = (
  row: DayDecision,
  documents: readonly SignalOrigin[],
) => Promise<Checked>

/** Remembers what each reading came to, by its id. */
export function openReadingCheck(parts: ReadAgainParts): ReadingCheck {
  const known = new Map<string, ReadAgain>()
  return async (row, documents) => {
    const stored = Map.groupBy(
      await readStoredImpacts(
        parts.db,
        documents.map(({ readingId }) => readingId),
      ),
      ({ readingId }) => readingId,
    )
    const checked: Checked = { differences: [], gaps: [] }
    for (const document of new Map(documents.map((one) => [one.readingId, one])).values()) {
      const again = known.get(document.readingId) ?? (await readAgain(parts, document))
      known.set(document.readingId, again)
      const found = { part: 'reading', field: document.readingId }
      if (again.kind === 'not_read')
        checked.gaps.push(findingOf(row, { ...found, recorded: again.says, cause: again.cause }))
      else
        checked.differences.push(
          ...compareReading(row, document, stored.get(document.readingId) ?? [], again),
        )
    }
    return checked
  }
}

function compareReading(
  row: DayDecision,
  { readingId }: SignalOrigin,
  stored: readonly StoredImpact[],
  { extraction }: Extract<ReadAgain, { kind: 'read' }>,
): ParityFinding[] {
  const read = new Map(extraction.companies.map((company) => [company.entity, company]))
  return stored.flatMap(({ ticker, sentiment, sentimentScore, impactScore, ...kept }) => {
    const company = read.get(ticker)
    const was = { sentiment, score: sentimentScore, impact: impactScore, ...plain(kept) }
    const is = company && {
      sentiment: company.sentiment,
      score: company.score,
      impact: company.impact,
      confidence: company.rawConfidence ?? company.confidence,
      catalyst: company.catalyst,
      quotes: company.quotes,
      byRules: kept.byRules && (company.byRules ?? null),
    }
    if (canonicalJson(was) === canonicalJson(is)) return []
    const field = `${readingId} ${ticker}`
    const found = { part: 'reading', field, recorded: was, replayed: is ?? 'not read' }
    return [findingOf(row, { ...found, cause: 'reading_differs' })]
  })
}

function plain({
  confidence,
  catalyst,
  quotes,
  byRules,
}: Omit<StoredImpact, 'ticker' | 'sentiment' | 'sentimentScore' | 'impactScore'>) {
  return { confidence, catalyst, quotes, byRules }
}
