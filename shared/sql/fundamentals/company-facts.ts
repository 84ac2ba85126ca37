/** Table `company_facts`: what companies reported, as it was known at a moment. */

import { EARNINGS_CONCEPTS, type Fact } from '../../domain/fundamentals/facts.ts'
import { endOfFilingDate } from '../../domain/document/filing-time.ts'
import { newYorkDate, shiftDate } from '../../domain/market/calendar.ts'
import type { Db, Tx } from '../open.ts'

export type FactOrigin = { companyId: string; sourceId: string; now: Date }

/** How far back filings of results are kept: five years and their comparison, with room. */
export const FUNDAMENTALS_DAYS = 2_200

/** Stores what is new and not too old; what a filing told once stands. Returns how many are new. */
export async function saveFacts(
  tx: Tx,
  facts: readonly Fact[],
  { companyId, sourceId, now }: FactOrigin,
): Promise<number> {
  const today = newYorkDate(now)
  const oldest = shiftDate(today, -FUNDAMENTALS_DAYS)
  const rows = facts
    .filter(({ filedOn }) => oldest <= filedOn && filedOn <= today)
    .map((fact) => ({
      concept: fact.concept,
      unit: fact.unit,
      period_from: fact.from,
      period_to: fact.to,
      accession_number: fact.accessionNumber,
      value: fact.value,
      form: fact.form,
      filed_on: fact.filedOn,
      known_at: knownAt(fact, now).toISOString(),
    }))
  if (rows.length === 0) return 0
  const { count } = await tx`
    insert into company_facts (company_id, concept, unit, period_from, period_to, accession_number,
      value, form, filed_on, source_id, known_at)
    select ${companyId}::uuid, concept, unit, period_from, period_to, accession_number, value, form,
      filed_on, ${sourceId}::uuid, known_at
    from jsonb_to_recordset(${tx.json(rows)}) as r (concept text, unit text, period_from date,
      period_to date, accession_number text, value numeric, form text, filed_on date,
      known_at timestamptz)
    order by concept, unit, period_from, period_to, accession_number
    on conflict do nothing`
  return count
}

/**
 * A company's earnings a share as they were known before `asOf`: of the first concept and unit that it
 * reports. For `trailingEarnings`.
 */
export async function readEarningsFacts(db: Db, companyId: string, asOf: Date): Promise<Fact[]> {
  const rows = await db<Fact[]>`
    select concept, unit, period_from::text as "from", period_to::text as "to", value::text as value,
      form, accession_number, filed_on::text as filed_on
    from company_facts
    where company_id = ${companyId} and known_at < ${asOf}
      and concept = any(${[...EARNINGS_CONCEPTS]}::text[]) and unit like '%/shares'
    order by period_to, period_from, filed_on, accession_number`
  const known = EARNINGS_CONCEPTS.find((concept) => rows.some((row) => row.concept === concept))
  const ofConcept = rows.filter(({ concept }) => concept === known)
  const unit = ofConcept.find((row) => row.unit === 'USD/shares')?.unit ?? ofConcept[0]?.unit
  return ofConcept.filter((row) => row.unit === unit)
}

function knownAt({ filedOn }: Fact, now: Date): Date {
  const end = endOfFilingDate(filedOn) ?? now
  return end < now ? end : now
}
