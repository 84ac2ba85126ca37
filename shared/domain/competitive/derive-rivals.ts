/** Who competes with whom, where nobody said: companies of one industry, else of one sector. */

import type { Relationship } from '../../contracts/sets.ts'

export type Rivalless = {
  companyId: string
  ticker: string
  sector: string
  industry: string
  /** Dollars, or null. */
  marketCap: number | null
  /** Whether it is related to another company already, or was once. */
  hasRivals: boolean
}

export type DerivedRival = {
  companyId: string
  competitorId: string
  tickers: readonly [string, string]
  relationshipType: Relationship
  strength: number
}

/** So few that one piece of news stays a small number of signals. */
const RIVALS_MAX = 5
const STRENGTHS = { direct_rival: 0.8, same_sector: 0.5 } as const
/** Of who has no size: nobody is further. */
const FAR = 100

/** At most five rivals for each company that has none, the nearest in size; each pair once. */
export function deriveRivals(companies: readonly Rivalless[]): DerivedRival[] {
  const pairs = new Map<string, DerivedRival>()
  for (const one of companies.filter(({ hasRivals }) => !hasRivals))
    for (const { rival, type } of rivalsOf(one, companies)) {
      const [first, second] = one.ticker < rival.ticker ? [one, rival] : [rival, one]
      pairs.set(`${first.ticker} ${second.ticker}`, {
        companyId: first.companyId,
        competitorId: second.companyId,
        tickers: [first.ticker, second.ticker],
        relationshipType: type,
        strength: STRENGTHS[type],
      })
    }
  return [...pairs.values()]
}

function rivalsOf(one: Rivalless, companies: readonly Rivalless[]) {
  const others = companies.filter(({ companyId }) => companyId !== one.companyId)
  const inIndustry = others.filter(({ industry }) => industry !== '' && industry === one.industry)
  const inSector = others.filter(({ sector }) => sector !== '' && sector === one.sector)
  const type = inIndustry.length > 0 ? ('direct_rival' as const) : ('same_sector' as const)
  return (inIndustry.length > 0 ? inIndustry : inSector)
    .toSorted((a, b) => apart(one, a) - apart(one, b) || (a.ticker < b.ticker ? -1 : 1))
    .slice(0, RIVALS_MAX)
    .map((rival) => ({ rival, type }))
}

/** How many times the larger is the smaller, as a logarithm. */
function apart({ marketCap: one }: Rivalless, { marketCap: other }: Rivalless): number {
  if (one === null || other === null || one <= 0 || other <= 0) return FAR
  return Math.abs(Math.log(one / other))
}
