/** One issuer, several securities: which rows of a universe are one company. */

import type { TrackedCompany } from '../document/mentions/companies.ts'
import { keyOf } from '../document/mentions/spelling.ts'

export type SecurityRow = {
  ticker: string
  name: string
  sector: string
  aliases: readonly string[]
  cik?: string | undefined
}

export type Security = { ticker: string; shareClass: string; name: string }

/** A company as its rows make it: the first is its primary security. */
export type Issuer<Row extends SecurityRow> = Row & { securities: Security[] }

const CLASS = /[,(]?\s*\b(?:class|cl|series|ser\.?)\s+([a-z])\b\.?\)?/i
const KIND = /[,(]?\s*\b(?:common|ordinary|capital)\s+(?:stock|shares?)\b.*$/i

/** The share class that a name or a ticker tells: `A` of `Alphabet Inc. (Class A)`, `B` of `BRK.B`. */
export function shareClassOf(name: string, ticker: string): string {
  return (CLASS.exec(name)?.[1] ?? /\.([A-Z])$/.exec(ticker)?.[1] ?? '').toUpperCase()
}

/** A name without its share class: that of the issuer. */
export function issuerName(name: string): string {
  const bare = name.replace(KIND, '').replace(CLASS, '').trim()
  return bare === '' ? name : bare
}

/**
 * Rows with one CIK, or with one name but for the share class where no CIK tells them apart, become one
 * company: the row of a ticker in `primaries`, else the first, gives its ticker and name.
 */
export function groupSecurities<Row extends SecurityRow>(
  rows: readonly Row[],
  primaries: ReadonlySet<string> = new Set(),
): Issuer<Row>[] {
  const groups: Row[][] = []
  const byCik = new Map<string, Row[]>()
  const byName = new Map<string, Row[]>()
  for (const row of rows) {
    const key = keyOf(issuerName(row.name))
    const named = byName.get(key)
    const sameName = named && areOneIssuer(named[0], row) ? named : undefined
    const group = (row.cik ? byCik.get(row.cik) : undefined) ?? sameName ?? []
    if (group.length === 0) groups.push(group)
    group.push(row)
    if (row.cik) byCik.set(row.cik, group)
    if (!named) byName.set(key, group)
  }
  return groups.map((group) => issuerOf(group, primaries))
}

function areOneIssuer(one: SecurityRow | undefined, other: SecurityRow): boolean {
  if (!one || (one.cik && other.cik && one.cik !== other.cik)) return false
  // The same name twice without a class may be two firms: the tickers must begin alike.
  return one.ticker[0] === other.ticker[0]
}

function issuerOf<Row extends SecurityRow>(
  group: readonly Row[],
  primaries: ReadonlySet<string>,
): Issuer<Row> {
  const primary = group.find(({ ticker }) => primaries.has(ticker)) ?? group[0]
  if (!primary) throw new RangeError('Group securities: a company has no row')
  const ordered = [primary, ...group.filter((row) => row !== primary)]
  const cik = ordered.find((row) => row.cik)?.cik
  return {
    ...primary,
    ...(cik ? { cik } : {}),
    name: ordered.length > 1 ? issuerName(primary.name) : primary.name,
    aliases: [...new Set(ordered.flatMap(({ aliases }) => aliases))],
    securities: ordered.map(({ ticker, name }) => ({
      ticker,
      shareClass: shareClassOf(name, ticker),
      name,
    })),
  }
}

/** The companies of a universe as a text is searched for them, each under its primary ticker. */
export function companiesToFind(rows: readonly SecurityRow[]): TrackedCompany[] {
  return groupSecurities(rows).map(({ ticker, name, sector, aliases, securities }) => ({
    companyId: ticker,
    ticker,
    legalName: name,
    sector,
    aliases,
    securities: securities.slice(1).map((security) => security.ticker),
  }))
}
