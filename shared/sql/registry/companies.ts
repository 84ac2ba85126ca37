/** Companies as the registry edits them: with their version, and with what hangs on them. */

import type { PendingQuery, Row } from 'postgres'
import {
  HANGING_MAX,
  type Hanging,
  type RegistryCompany,
} from '../../contracts/api/registry-companies.ts'
import type { Db, Tx } from '../open.ts'

export type CompaniesAsked = {
  ticker?: string
  active?: boolean | undefined
  sector?: string | undefined
}

/** By ticker. */
export function readRegistryCompanies(
  db: Db,
  { ticker, active, sector }: CompaniesAsked = {},
): Promise<RegistryCompany[]> {
  return db<RegistryCompany[]>`
    select company_id, ticker, legal_name, sector, industry, cik, active, version,
      array(select alias from company_aliases a where a.company_id = c.company_id
        order by alias collate "C") as aliases
    from companies c
    where true ${ticker === undefined ? db`` : db`and ticker = ${ticker}`}
      ${active === undefined ? db`` : db`and active = ${active}`}
      ${sector === undefined ? db`` : db`and lower(sector) = lower(${sector})`}
    order by ticker collate "C"`
}

/** One company; undefined where the ticker is not tracked. */
export async function readRegistryCompany(
  db: Db,
  ticker: string,
): Promise<RegistryCompany | undefined> {
  const [company] = await readRegistryCompanies(db, { ticker })
  return company
}

/** The same, held until the transaction ends: of two who edit it the second waits here. */
export async function lockCompany(tx: Tx, ticker: string): Promise<RegistryCompany | undefined> {
  await tx`select from companies where ticker = ${ticker} for update`
  return readRegistryCompany(tx, ticker)
}

export type CompanyChange = {
  name?: string | undefined
  sector?: string | undefined
  industry?: string | undefined
  /** Null takes it away. */
  cik?: string | null | undefined
  active?: boolean | undefined
}

/** Changes what is given of a company. */
export async function changeCompany(tx: Tx, companyId: string, to: CompanyChange): Promise<void> {
  await tx`
    update companies set
      legal_name = coalesce(${to.name ?? null}::text, legal_name),
      sector = coalesce(${to.sector ?? null}::text, sector),
      industry = coalesce(${to.industry ?? null}::text, industry),
      cik = case when ${to.cik === undefined} then cik else ${to.cik ?? null}::text end,
      active = coalesce(${to.active ?? null}::boolean, active)
    where company_id = ${companyId}`
}

/** Removes a company, its names, and its sources that were never fetched. */
export async function removeCompany(tx: Tx, companyId: string): Promise<void> {
  await tx`delete from companies where company_id = ${companyId}`
}

/** Takes a name away from a company; false where it had none such. */
export async function removeAlias(tx: Tx, companyId: string, alias: string): Promise<boolean> {
  const { count } = await tx`
    delete from company_aliases where company_id = ${companyId} and alias = ${alias}`
  return count > 0
}

/** Who else goes by one of these names, in any case of letters: the name, and their tickers. */
export async function readNamesakes(
  db: Db,
  companyId: string,
  names: readonly string[],
): Promise<{ alias: string; ticker: string }[]> {
  return db<{ alias: string; ticker: string }[]>`
    select alias, ticker from company_aliases join companies using (company_id)
    where company_id <> ${companyId} and active
      and lower(alias) = any(select lower(name) from unnest(${[...names]}::text[]) as name)
    order by alias collate "C", ticker collate "C" limit 20`
}

/** The watchlists a company is on, by name. */
export async function readListsOf(db: Db, companyId: string): Promise<string[]> {
  const rows = await db<{ name: string }[]>`
    select name from watchlists join watchlist_members using (watchlist_id)
    where company_id = ${companyId} order by name collate "C"`
  return rows.map(({ name }) => name)
}

/** What would be lost or left without its company, and how much of it; nothing where none is. */
export async function readHanging(
  db: Db,
  { companyId, ticker }: { companyId: string; ticker: string },
): Promise<Hanging[]> {
  const own = db`company_id = ${companyId}`
  const named = db`ticker = ${ticker}`
  const kinds: [what: string, rows: PendingQuery<Row[]>][] = [
    ['documents that name it', db`document_company_mentions where ${own}`],
    ['bars', db`market_snapshots where ${named}`],
    ['trends', db`trend_windows where ${named}`],
    ['recommendations', db`recommendations where ${named}`],
    ['decisions', db`trading_decisions where ${named}`],
    ['orders', db`orders where ${named}`],
    ['positions', db`positions where ${named}`],
    [
      'sources that were fetched',
      db`sources s where ${own} and (last_scheduled_at is not null
        or exists (select from ingestion_runs r where r.source_id = s.source_id))`,
    ],
    ['watchlists', db`watchlist_members where ${own}`],
    ['competitors', db`competitor_relationships where ${own} or competitor_id = ${companyId}`],
    ['versions of an exposure profile', db`exposure_profiles where ${own}`],
  ]
  const counted = await Promise.all(
    kinds.map(async ([what, rows]) => {
      const [row] = await db<{ count: number }[]>`
        select count(*)::integer as count from (select from ${rows} limit ${HANGING_MAX}) as found`
      return { what, count: row?.count ?? 0 }
    }),
  )
  return counted.filter(({ count }) => count > 0)
}
