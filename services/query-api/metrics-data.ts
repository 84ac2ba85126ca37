/** Samples of the data: how fresh it is, and how well it is read and judged. */

import type { Clock } from '#shared/host/clock.ts'
import type { SourceHealth } from '#shared/sql/views/metrics-intake.ts'
import type {
  EvidenceCounts,
  ModelReadings,
  RecommendationCount,
  WithheldCount,
} from '#shared/sql/views/metrics-quality.ts'
import { sample, type Sample } from './metrics-sample.ts'

export type IntakeRecord = {
  documents: { status: string; count: number }[]
  /** Null before the first document. */
  newestDocumentAgeSeconds: number | null
  sources: SourceHealth[]
}

/** Business time itself, and what came in by it. */
export function clockSamples(clock: Clock, now: Date, isMarketOpen: boolean): Sample[] {
  return [
    sample('stonks_business_time_seconds', now.getTime() / 1000),
    sample('stonks_business_clock_speed', clock.speed),
    sample('stonks_market_open', Number(isMarketOpen)),
  ]
}

export function intakeSamples(intake: IntakeRecord): Sample[] {
  const { documents, newestDocumentAgeSeconds, sources } = intake
  return [
    ...documents.map(({ status, count }) => sample('stonks_documents', count, { status })),
    ...(newestDocumentAgeSeconds === null
      ? []
      : [sample('stonks_document_newest_age_seconds', newestDocumentAgeSeconds)]),
    ...sources.flatMap(({ sourceType, ...health }) => {
      const labels = { source_type: sourceType }
      return [
        sample('stonks_sources', health.sources, labels),
        sample('stonks_sources_failing', health.failing, labels),
        sample('stonks_source_overdue_seconds', health.overdueSeconds, labels),
        ...(health.successAgeSeconds === null
          ? []
          : [sample('stonks_source_success_age_seconds', health.successAgeSeconds, labels)]),
      ]
    }),
  ]
}

export type QualityRecord = {
  models: ModelReadings[]
  evidence: EvidenceCounts
  made: RecommendationCount[]
  withheld: WithheldCount[]
}

export function qualitySamples({ models, evidence, made, withheld }: QualityRecord): Sample[] {
  return [
    ...models.flatMap(({ model, version, documents, belowGate, confidenceMean }) => [
      sample('stonks_extractions_last_day', documents, { model, version }),
      sample('stonks_extractions_below_gate_last_day', belowGate, { model, version }),
      sample('stonks_extraction_confidence_mean', confidenceMean, { model, version }),
    ]),
    sample('stonks_impacts_last_day', evidence.impacts),
    sample('stonks_impacts_unquoted_last_day', evidence.unquoted),
    sample('stonks_unfit_replies_dead', evidence.unfitReplies),
    ...made.map(({ action, mode, recommendations }) =>
      sample('stonks_recommendations_last_day', recommendations, { action, mode }),
    ),
    ...withheld.map(({ code, recommendations }) =>
      sample('stonks_recommendations_withheld_last_day', recommendations, { code }),
    ),
  ]
}
