/** Samples of the data: what business time it is, and how fresh what came in by it is. */

import type { Clock } from '#shared/host/clock.ts'
import type { IntakeRecord } from '../reads/intake.ts'
import { sample, type Sample } from './sample.ts'

/** Business time itself, and what came in by it. */
export function clockSamples(clock: Clock, now: Date, isMarketOpen: boolean): Sample[] {
  return [
    sample('stonks_business_time_seconds', now.getTime() / 1000),
    sample('stonks_business_clock_speed', clock.speed),
    sample('stonks_market_open', Number(isMarketOpen)),
  ]
}

export function intakeSamples(intake: IntakeRecord, now: Date): Sample[] {
  const { documents, newestDocumentAgeSeconds, sources, splitSuspicions } = intake
  return [
    sample('stonks_split_suspicions', splitSuspicions),
    ...intake.streams.flatMap((stream) => streamSamples(stream, now)),
    ...documents.map(({ status, count }) => sample('stonks_documents', count, { status })),
    ...(newestDocumentAgeSeconds === null
      ? []
      : [sample('stonks_document_newest_age_seconds', newestDocumentAgeSeconds)]),
    ...sources.flatMap(({ sourceType, ...health }) => {
      const labels = { source_type: sourceType }
      return [
        sample('stonks_sources', health.sources, labels),
        sample('stonks_sources_failing', health.failing, labels),
        sample('stonks_source_failures', health.failuresMost, labels),
        sample('stonks_source_failing_seconds', health.failingSeconds, labels),
        sample('stonks_source_rejects_last_day', health.rejects, labels),
        sample('stonks_source_overdue_seconds', health.overdueSeconds, labels),
        ...(health.successAgeSeconds === null
          ? []
          : [sample('stonks_source_success_age_seconds', health.successAgeSeconds, labels)]),
      ]
    }),
  ]
}

function streamSamples(
  { feed, state, rejected, lastMessageAt }: IntakeRecord['streams'][number],
  now: Date,
): Sample[] {
  const ageSeconds = lastMessageAt && Math.max(0, (now.getTime() - lastMessageAt.getTime()) / 1000)
  return [
    sample('stonks_market_stream', 1, { feed, state }),
    sample('stonks_market_stream_rejected', rejected, { feed }),
    ...(ageSeconds === null
      ? []
      : [sample('stonks_market_stream_message_age_seconds', ageSeconds, { feed })]),
  ]
}
