/** An exposure profile made of what is known of a company: its report, else its trade and sector. */

import type { ReportExposure } from './report-exposure.ts'
import type { Exposed } from './impact.ts'
import { SECTOR_EXPOSURES, TRADES, UNKNOWN_SECTOR } from './sector-exposures.ts'

export type KnownCompany = {
  legalName: string
  sector: string
  industry: string
  /** Dollars a year, and in the market; null where nobody told. */
  revenue: number | null
  marketCap: number | null
}

export type DerivedProfile = Omit<Exposed, 'sector'>

const HUGE_REVENUE = 50e9
const HUGE_MARKET_CAP = 200e9

/** The profile of a company; `report` is what its newest yearly report says, where one was read. */
export function deriveExposure(
  company: KnownCompany,
  report: ReportExposure | null,
): DerivedProfile {
  const sector = SECTOR_EXPOSURES[company.sector] ?? UNKNOWN_SECTOR
  const trades = TRADES.filter(({ words }) =>
    words.test(`${company.industry} ${company.legalName}`),
  )
  const revenueRegions = report?.revenueRegions ?? sector.revenueRegions
  const keyInputs = report?.keyInputs.length ? report.keyInputs : sector.keyInputs
  const produces = namesOf(sector.produces, ...trades.map((trade) => trade.produces ?? []))
  return {
    marketPosition: positionOf(company, 1 - (revenueRegions['US'] ?? 0)),
    revenueRegions,
    supplyRegions: report?.supplyRegions.length ? report.supplyRegions : sector.supplyRegions,
    keyInputs: namesOf(keyInputs, ...trades.map((trade) => trade.keyInputs ?? [])).filter(
      (name) => !produces.includes(name),
    ),
    produces,
  }
}

/** How far a business reaches, by what it sells abroad and how large it is. */
function positionOf(
  { revenue, marketCap }: KnownCompany,
  abroad: number,
): DerivedProfile['marketPosition'] {
  const isHuge = (revenue ?? 0) >= HUGE_REVENUE || (marketCap ?? 0) >= HUGE_MARKET_CAP
  if (abroad >= 0.3) return isHuge ? 'global_leader' : 'multinational'
  if (abroad >= 0.1) return isHuge ? 'multinational' : 'regional'
  return 'domestic'
}

function namesOf(...lists: readonly (readonly string[])[]): string[] {
  return [...new Set(lists.flat())]
}
