/** The tracked companies and the names they go by. */

import { deriveId } from '../../host/ids.ts'
import type { Db, Tx } from '../open.ts'

export type Company = {
  companyId: string
  ticker: string
  legalName: string
  sector: string
  /** Ordered; the ticker and the legal name are not among them unless someone put them there. */
  aliases: string[]
  cik: string | null
  active: boolean
}

export type NewCompany = {
  ticker: string
  name: string
  sector: string
  aliases: string[]
  cik?: string | undefined
}

/** All companies, or only the active (or inactive) ones, by ticker. */
export function readCompanies(db: Db, filter: { active?: boolean } = {}): Promise<Company[]> {
  return db<Company[]>`
    select company_id, ticker, legal_name, sector, cik, active,
      array(select alias from company_aliases a where a.company_id = c.company_id
        order by alias collate "C") as aliases
    from companies c
    where ${filter.active ?? null}::boolean is null or active = ${filter.active ?? null}
    order by ticker collate "C"`
}

/** One company, or undefined where the ticker is not tracked. */
export async function readCompany(db: Db, ticker: string): Promise<Company | undefined> {
  const [company] = await db<Company[]>`
    select company_id, ticker, legal_name, sector, cik, active,
      array(select alias from company_aliases a where a.company_id = c.company_id
        order by alias collate "C") as aliases
    from companies c where ticker = ${ticker}`
  return company
}

/** The id a ticker has on every machine. */
export function companyIdOf(ticker: string): string {
  return deriveId('company', ticker)
}

/**
 * Adds companies and aliases, and brings names of known ones up to date; removes nothing.
 * Returns how many companies were new.
 */
export async function saveCompanies(tx: Tx, companies: readonly NewCompany[]): Promise<number> {
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
  const aliases = companies.flatMap(({ ticker, aliases: names }) =>
    names.filter((alias) => alias.length >= 2).map((alias) => ({ ticker, alias })),
  )
  await saveAliases(tx, aliases)
  return saved.filter(({ isNew }) => isNew).length
}

/** Adds names of companies; those known already stay. Unknown tickers are passed over. */
export async function saveAliases(
  tx: Tx,
  aliases: readonly { ticker: string; alias: string }[],
): Promise<void> {
  if (aliases.length === 0) return
  await tx`
    insert into company_aliases (company_id, alias)
    select company_id, alias from jsonb_to_recordset(${tx.json([...aliases])}) as r (ticker text, alias text)
      join companies using (ticker)
    on conflict do nothing`
}

/** Makes these the names of a company, and no others. */
export async function replaceAliases(
  tx: Tx,
  companyId: string,
  aliases: readonly string[],
): Promise<void> {
  await tx`delete from company_aliases where company_id = ${companyId} and alias <> all(${[...aliases]}::text[])`
  await tx`insert into company_aliases (company_id, alias)
    select ${companyId}, alias from unnest(${[...aliases]}::text[]) as alias on conflict do nothing`
}
