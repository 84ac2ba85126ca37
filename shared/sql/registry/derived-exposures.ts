/** Exposure profiles that nobody wrote: made of what is known of companies, beside those of people. */

import type { DerivedProfile, KnownCompany } from '../../domain/macro/derive-exposure.ts'
import type { Db, Tx } from '../open.ts'
import { REPORT_DAYS, selectYearlyReports } from './yearly-reports.ts'

/** Who is named as having made them. */
export const DERIVED = 'derived'

export type DerivableCompany = KnownCompany & {
  companyId: string
  ticker: string
  /** The newest version of its profile; null where it has none. */
  version: number | null
  /** What the profile in force says, as text; null where there is none. */
  profile: string | null
  /** Why it was made so; the report it was read from among it. */
  reason: string
  /** Its newest yearly report; null where none is kept. */
  report: { documentId: string; title: string; bucket: string; key: string; sha256: string } | null
}

/** Active companies without a profile that a person made or withdrew, by ticker. */
export async function readDerivable(db: Db, now: Date): Promise<DerivableCompany[]> {
  return db<DerivableCompany[]>`
    with reports as (
      ${selectYearlyReports(db, now)}
    )
    select c.company_id, c.ticker, legal_name, sector, industry, e.version,
      coalesce(e.reason, '') as reason,
      case when e.version is not null then jsonb_build_object('marketPosition', market_position,
        'revenueRegions', revenue_regions, 'supplyRegions', supply_regions, 'keyInputs', key_inputs,
        'produces', produces)::text end as profile,
      (select market_cap::double precision from security_details x
        where x.ticker = c.ticker and known_at < ${now} order by known_at desc limit 1) as market_cap,
      (select max(value)::double precision from company_facts f
        where f.company_id = c.company_id and known_at < ${now} and unit = 'USD'
          and concept in ('us-gaap:Revenues',
            'us-gaap:RevenueFromContractWithCustomerExcludingAssessedTax')
          and period_to - period_from between 350 and 380
          and period_to > ${now}::timestamptz - ${REPORT_DAYS} * interval '1 day') as revenue,
      case when r.document_id is not null then jsonb_build_object('documentId', r.document_id,
        'title', r.title, 'bucket', normalized_bucket, 'key', normalized_key, 'sha256', normalized_sha256) end as report
    from companies c
    left join exposure_profiles e on e.company_id = c.company_id and e.is_current
    left join reports r on r.company_id = c.company_id
    where c.active and (e.version is null or e.changed_by = ${DERIVED})
    order by c.ticker collate "C"`
}

export type DerivedVersion = {
  companyId: string
  /** The version it takes the place of; null for the first. */
  before: number | null
  profile: DerivedProfile
  reason: string
  now: Date
}

/** Makes it the profile in force; false where another stands there by now: a person's is never replaced. */
export async function saveDerivedExposure(tx: Tx, made: DerivedVersion): Promise<boolean> {
  const { companyId, before, profile, reason, now } = made
  if (before !== null) {
    const { count } = await tx`update exposure_profiles set is_current = false
      where company_id = ${companyId} and version = ${before} and is_current and changed_by = ${DERIVED}`
    if (count === 0) return false
  }
  const { count } = await tx`
    insert into exposure_profiles (company_id, version, market_position, revenue_regions,
      supply_regions, key_inputs, produces, is_withdrawn, changed_by, changed_at, reason)
    values (${companyId}, ${(before ?? 0) + 1}, ${profile.marketPosition},
      ${tx.json(profile.revenueRegions)}, ${tx.json([...profile.supplyRegions])},
      ${tx.json([...profile.keyInputs])}, ${tx.json([...profile.produces])}, false, ${DERIVED}, ${now},
      ${reason})
    on conflict do nothing`
  return count > 0
}
