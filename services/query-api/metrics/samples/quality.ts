/** Samples of how well documents are read and judged. */

import type { QualityRecord } from '../reads/quality.ts'
import { sample, type Sample } from './sample.ts'

export function qualitySamples({
  models,
  evidence,
  made,
  withheld,
  pipelines,
  agents,
}: QualityRecord): Sample[] {
  return [
    ...models.flatMap(({ model, version, documents, belowGate, confidenceMean }) => [
      sample('stonks_extractions_last_day', documents, { model, version }),
      sample('stonks_extractions_below_gate_last_day', belowGate, { model, version }),
      sample('stonks_extraction_confidence_mean', confidenceMean, { model, version }),
    ]),
    sample('stonks_impacts_last_day', evidence.impacts),
    sample('stonks_impacts_unquoted_last_day', evidence.unquoted),
    sample('stonks_unfit_replies_dead', evidence.unfitReplies),
    ...[...worstOf(agents)].map(([agent, failures]) =>
      sample('stonks_agent_failures_in_a_row', failures, { agent }),
    ),
    sample('stonks_signal_pipelines_compared', pipelines.compared),
    sample('stonks_signal_pipelines_agreed', pipelines.agreed),
    ...made.map(({ action, mode, recommendations }) =>
      sample('stonks_recommendations_last_day', recommendations, { action, mode }),
    ),
    ...withheld.map(({ code, recommendations }) =>
      sample('stonks_recommendations_withheld_last_day', recommendations, { code }),
    ),
  ]
}

/** Of an agent and its variants the one that fares worst: others that answer do not hide it. */
function worstOf(readers: QualityRecord['agents']): Map<string, number> {
  const worst = new Map<string, number>()
  for (const { slug, failures } of readers)
    worst.set(slug, Math.max(failures, worst.get(slug) ?? 0))
  return worst
}
