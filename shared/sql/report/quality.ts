/** What readers read in a period, how they failed and differed, and how publishers stand. */

import type { QualityFacts } from '../../domain/report/facts.ts'
import type { ReportPeriod } from '../../domain/report/period.ts'
import type { Db } from '../open.ts'

const PUBLISHERS_MAX = 12

/** Everything but the publishers and calibrations, which stand as they do now, is of the period alone. */
export async function readQualityFacts(db: Db, { from, to }: ReportPeriod): Promise<QualityFacts> {
  const [readings, calls, pairs, calibrations, documents, publishers] = await Promise.all([
    db<QualityFacts['readings'][number][]>`
      select model, count(*)::integer as readings, round(avg(confidence)::numeric, 3)::float8 as confidence
      from document_intelligence where extracted_at > ${from} and extracted_at <= ${to}
      group by model order by count(*) desc, model`,
    db<QualityFacts['calls'][number][]>`
      select model, outcome, count(*)::integer as count,
        percentile_disc(0.5) within group (order by latency_ms)::integer as milliseconds
      from agent_performance_log where at > ${from} and at <= ${to}
      group by model, outcome order by count(*) desc, model, outcome limit 50`,
    readPairs(db, from, to),
    db<QualityFacts['calibrations'][number][]>`
      select model || ' ' || model_version as model, method, ece_before as before, ece_after as after
      from reader_calibrations where fitted_at <= ${to} order by 1, prompt_version limit 20`,
    db<QualityFacts['documents'][number][]>`
      select status, count(*)::integer as count from documents
      where ingested_at > ${from} and ingested_at <= ${to} group by status order by count(*) desc, status`,
    db<QualityFacts['publishers'][number][]>`
      select domain as name, tried, borne_out from publisher_records
      where tried > 0 order by tried desc, domain limit ${PUBLISHERS_MAX}`,
  ])
  return { readings, calls, pairs, calibrations, documents, publishers }
}

/** Two readings of one document, of which the later falls in the period; who says good and who bad. */
function readPairs(db: Db, from: Date, to: Date): Promise<QualityFacts['pairs']> {
  return db<QualityFacts['pairs'][number][]>`
    with seen as (
      select later.model, before.model as other,
        (case mine.sentiment when 'positive' then 1 when 'negative' then -1 else 0 end) as mine,
        (case theirs.sentiment when 'positive' then 1 when 'negative' then -1 else 0 end) as theirs
      from document_intelligence later
      join document_intelligence before on before.document_id = later.document_id
        and before.number < later.number and before.model <> later.model
      join document_impact_records mine on mine.reading_id = later.reading_id
      join document_impact_records theirs on theirs.reading_id = before.reading_id
        and theirs.company_id = mine.company_id
      where later.extracted_at > ${from} and later.extracted_at <= ${to}
    )
    select model, other, count(*)::integer as pairs,
      (count(*) filter (where mine * theirs < 0))::integer as opposed
    from seen group by model, other order by count(*) desc, model, other limit 20`
}
