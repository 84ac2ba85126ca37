/** How well documents are read and judged, over a stretch of business time. */

import { DAY_MS } from '#shared/domain/spans.ts'
import type { Db } from '#shared/sql/open.ts'

/** A model that reads fewer than the others is left out beyond these. */
const MODELS_MAX = 8

export type ModelReadings = {
  model: string
  version: string
  documents: number
  /** In [0, 1]. */
  confidenceMean: number
  /** Documents whose confidence is below `gate`: they move no trend. */
  belowGate: number
}

/** Documents read since `since`, by the model that read them, the busiest first. */
export async function readModelReadings(
  db: Db,
  since: Date,
  gate: number,
): Promise<ModelReadings[]> {
  return db<ModelReadings[]>`
    select i.model, i.model_version as version, count(*)::integer as documents,
      avg(i.confidence)::double precision as confidence_mean,
      count(*) filter (where i.confidence < ${gate})::integer as below_gate
    from document_intelligence i join documents d using (document_id)
    where i.extracted_at > ${since} and i.is_current and d.status = 'extracted'
    group by i.model, i.model_version order by documents desc, model, version limit ${MODELS_MAX}`
}

export type EvidenceCounts = {
  impacts: number
  /** Impact records without a quote that stands in their text. */
  unquoted: number
  /** Dead letters whose last error was a model's reply that did not fit its schema. */
  unfitReplies: number
}

/** What the readings since `since` rest on; dead letters of any age. */
export async function readEvidenceCounts(db: Db, since: Date): Promise<EvidenceCounts> {
  const [row] = await db<EvidenceCounts[]>`
    select count(*)::integer as impacts, count(*) filter (where quotes = '[]')::integer as unquoted,
      (select count(*)::integer from jobs where state = 'dead'
        and list in ('extraction', 'macro_classification')
        and last_error like '%Read the model''s reply:%') as unfit_replies
    from document_intelligence i join documents d using (document_id)
      join document_impact_records r using (reading_id)
    where i.extracted_at > ${since} and i.is_current and d.status = 'extracted'`
  return row!
}

export type RecommendationCount = { action: string; mode: string; recommendations: number }
export type WithheldCount = { code: string; recommendations: number }

export type PipelineCounts = { compared: number; agreed: number }

/** Of which evaluations the two pipelines are compared: the newest, so that the number rolls on. */
const COMPARED_MAX = 100
const COMPARED_DAYS = 7

/** The newest evaluations of the signal engine in which both pipelines said something, and in how many the same. */
export async function readPipelineCounts(db: Db, now: Date): Promise<PipelineCounts> {
  const since = new Date(now.getTime() - COMPARED_DAYS * DAY_MS)
  const [row] = await db<PipelineCounts[]>`
    select count(*)::integer as compared, (count(*) filter (where agreement))::integer as agreed
    from (select agreement from signal_engine_outputs
      where evaluated_at > ${since} and evaluated_at <= ${now} and agreement is not null
      order by evaluated_at desc, output_id limit ${COMPARED_MAX}) newest`
  return row!
}

export type QualityRecord = {
  models: ModelReadings[]
  evidence: EvidenceCounts
  made: RecommendationCount[]
  withheld: WithheldCount[]
  pipelines: PipelineCounts
  /** Failures in a row of each agent that is on. */
  agents: { slug: string; failures: number }[]
}

/** Recommendations since `since`: by what they say, and by each reason that holds them back. */
export async function readRecommendationCounts(
  db: Db,
  since: Date,
): Promise<{ made: RecommendationCount[]; withheld: WithheldCount[] }> {
  const [made, withheld] = await Promise.all([
    db<RecommendationCount[]>`
      select action, mode, count(*)::integer as recommendations from recommendations
      where generated_at > ${since} group by action, mode`,
    db<WithheldCount[]>`
      select code, count(*)::integer as recommendations
      from recommendations cross join unnest(suppressions || ineligibilities) as code
      where generated_at > ${since} group by code`,
  ])
  return { made, withheld }
}
