/** The tracked companies and the names they go by. */

import type { Security } from '../../domain/universe/securities.ts'
import { deriveId } from '../../host/ids.ts'
import type { Db, Tx } from '../open.ts'
import { dropFileAliases, saveAliases, type AliasOrigin } from './aliases.ts'
import { saveSecurities, type NewSecurity } from './securities.ts'

export type Company = {
  companyId: string
  ticker: string
  legalName: string
  sector: string
  /** Ordered; the ticker and the legal name are not among them unless someone put them there. */
  aliases: string[]
  cik: string | null
  active: boolean
  /** The active tickers of its other securities. */
  securities: string[]
}

export type NewCompany = {
  ticker: string
  name: string
  sector: string
  aliases: string[]
  cik?: string | undefined
  /** All of its securities, the primary first; left out, it has the one. */
  securities?: readonly Security[]
}

/** All companies, or only the active (or inactive) ones, by ticker. */
export function readCompanies(db: Db, filter: { active?: boolean } = {}): Promise<Company[]> {
  return db<Company[]>`
    select ${columns(db)} from companies c
    where ${filter.active ?? null}::boolean is null or active = ${filter.active ?? null}
    order by ticker collate "C"`
}

/** One company by its primary ticker, or undefined where that is not tracked. */
export async function readCompany(db: Db, ticker: string): Promise<Company | undefined> {
  const [company] = await db<Company[]>`
    select ${columns(db)} from companies c where ticker = ${ticker}`
  return company
}

function columns(db: Db) {
  return db`company_id, ticker, legal_name, sector, cik, active,
    array(select alias from company_aliases a where a.company_id = c.company_id
      order by alias collate "C") as aliases,
    array(select s.ticker from securities s
      where s.company_id = c.company_id and s.active and not is_primary
      order by s.ticker collate "C") as securities`
}

/** Sectors by ticker; of a company without one nothing. */
export async function readSectors(
  db: Db,
  tickers: readonly string[],
): Promise<Map<string, string>> {
  const rows = await db<{ ticker: string; sector: string }[]>`
    select ticker, sector from companies where ticker = any(${[...tickers]}::text[]) and sector <> ''`
  return new Map(rows.map(({ ticker, sector }) => [ticker, sector]))
}

/** The id a ticker has on every machine. */
export function companyIdOf(ticker: string): string {
  return deriveId('company', ticker)
}

/**
 * Adds companies, their securities and aliases, and brings names of known ones up to date. A file takes
 * away what an earlier file gave and it does not; what people gave stays. Returns how many were new.
 */
export async function saveCompanies(
  tx: Tx,
  companies: readonly NewCompany[],
  origin: AliasOrigin = 'hand',
): Promise<number> {
  if (companies.length === 0) return 0
  const rows = companies.map(({ ticker, name, sector, cik }) => ({
    company_id: companyIdOf(ticker),
    ticker,
    legal_name: name,
    sector,
    cik: cik ?? null,
  }))
  const saved = await tx<{ isNew: boolean }[]>`
    insert into companies (company_id, ticker, legal_name, sector, cik)
    select company_id, ticker, legal_name, sector, cik from jsonb_to_recordset(${tx.json(rows)})
      as r (company_id uuid, ticker text, legal_name text, sector text, cik text)
    on conflict (ticker) do update set legal_name = excluded.legal_name,
      sector = excluded.sector, cik = coalesce(excluded.cik, companies.cik)
    returning xmax = 0 as is_new`
  await saveSecurities(tx, companies.flatMap(securitiesOf))
  const aliases = companies.flatMap(({ ticker, aliases: names }) =>
    names.filter((alias) => alias.length >= 2).map((alias) => ({ ticker, alias })),
  )
  const tickers = companies.map(({ ticker }) => ticker)
  if (origin === 'file') await dropFileAliases(tx, tickers, aliases)
  await saveAliases(tx, aliases, origin)
  return saved.filter(({ isNew }) => isNew).length
}

function securitiesOf({ ticker, name, securities }: NewCompany): NewSecurity[] {
  return (securities ?? [{ ticker, shareClass: '', name }]).map((security) => ({
    ...security,
    primary: ticker,
  }))
}
