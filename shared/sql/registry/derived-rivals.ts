/** Pairs of competitors that nobody named: made of sectors and industries, and labelled so. */

import type { DerivedRival, Rivalless } from '../../domain/competitive/derive-rivals.ts'
import { deriveId } from '../../host/ids.ts'
import type { Db, Tx } from '../open.ts'
import { DERIVED } from './derived-exposures.ts'

/** Active companies with the size they were known to have before `now`; those whose rivals were made once, or named by a person, have theirs. */
export function readRivalless(db: Db, now: Date): Promise<Rivalless[]> {
  return db<Rivalless[]>`
    select company_id, ticker, sector, industry,
      rivals_derived or exists (select from competitor_relationships r
        where r.company_id = c.company_id or r.competitor_id = c.company_id) as has_rivals,
      (select market_cap::double precision from security_details x
        where x.ticker = c.ticker and known_at < ${now} order by known_at desc limit 1) as market_cap
    from companies c where active order by ticker collate "C"`
}

/** Adds pairs that are not related yet, and notes that it was done: what a person takes away stays away. */
export async function addDerivedRivals(
  tx: Tx,
  pairs: readonly DerivedRival[],
  now: Date,
): Promise<number> {
  if (pairs.length === 0) return 0
  const rows = pairs.map(({ tickers, ...pair }) => ({
    relationship_id: deriveId('competitor', DERIVED, ...tickers),
    company_id: pair.companyId,
    competitor_id: pair.competitorId,
    relationship_type: pair.relationshipType,
    strength: pair.strength,
  }))
  const { count } = await tx`
    insert into competitor_relationships (relationship_id, company_id, competitor_id,
      relationship_type, strength, changed_by, changed_at)
    select relationship_id, company_id, competitor_id, relationship_type, strength, ${DERIVED}, ${now}
    from jsonb_to_recordset(${tx.json(rows)}) as made (relationship_id uuid, company_id uuid,
      competitor_id uuid, relationship_type text, strength double precision)
    on conflict do nothing`
  await tx`update companies set rivals_derived = true
    where not rivals_derived and company_id = any(${pairs.flatMap(({ companyId, competitorId }) => [companyId, competitorId])}::uuid[])`
  return count
}
