/** How often readers of one document disagree: two of them with each other, a model with the rules. */

import type { HeldBack, ReaderPair } from '#shared/contracts/api/quality.ts'
import type { Served } from '#shared/contracts/api/route.ts'
import type { Db } from '#shared/sql/open.ts'

/** Of the newest readings so many are looked at. */
const READINGS_MAX = 2_000

/** Each pair of models once, the one whose reading came later first. */
export async function listReaderPairs(db: Db): Promise<Served<ReaderPair>[]> {
  return db<Served<ReaderPair>[]>`
    with newest as (
      select reading_id, document_id, number, model from document_intelligence
      order by extracted_at desc limit ${READINGS_MAX}
    ), seen as (
      select later.model, before.model as other,
        (case mine.sentiment when 'positive' then 1 when 'negative' then -1 else 0 end) as mine,
        (case theirs.sentiment when 'positive' then 1 when 'negative' then -1 else 0 end) as theirs
      from newest later
      join document_intelligence before on before.document_id = later.document_id
        and before.number < later.number and before.model <> later.model
      join document_impact_records mine on mine.reading_id = later.reading_id
      join document_impact_records theirs on theirs.reading_id = before.reading_id
        and theirs.company_id = mine.company_id
    )
    select model, other, count(*)::int as pairs,
      (count(*) filter (where mine * theirs < 0))::int as opposed,
      (count(*) filter (where (mine = 0) <> (theirs = 0)))::int as unlike
    from seen group by model, other order by pairs desc, model, other`
}

/** By model: what it said of companies that counts, and what was held back, of its newest readings. */
export async function listHeldBack(db: Db): Promise<Served<HeldBack>[]> {
  return db<Served<HeldBack>[]>`
    with newest as (
      select reading_id, model, held from document_intelligence
      order by extracted_at desc limit ${READINGS_MAX}
    )
    select model, count(*)::int as readings, sum(kept.count)::int as kept,
      sum(back.contradicts)::int as contradicts_rules, sum(back.bare)::int as no_sentence
    from newest
    cross join lateral (select count(*) from document_impact_records impact
      where impact.reading_id = newest.reading_id) kept
    cross join lateral (select
      count(*) filter (where claim ->> 'code' = 'contradicts_rules') as contradicts,
      count(*) filter (where claim ->> 'code' = 'no_sentence') as bare
      from jsonb_array_elements(newest.held) claim) back
    group by model order by model collate "C"`
}
