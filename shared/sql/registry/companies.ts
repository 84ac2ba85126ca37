/** Companies as the registry edits them: with their version, and with what hangs on them. */

import type { Hanging, RegistryCompany } from '../../contracts/api/registry-companies.ts'
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
  const rows = await db<Hanging[]>`
    select what, count::integer as count from (values
      ('documents that name it', (select count(*) from document_company_mentions where company_id = ${companyId})),
      ('bars', (select count(*) from market_snapshots where ticker = ${ticker})),
      ('trends', (select count(*) from trend_windows where ticker = ${ticker})),
      ('recommendations', (select count(*) from recommendations where ticker = ${ticker})),
      ('decisions', (select count(*) from trading_decisions where ticker = ${ticker})),
      ('orders', (select count(*) from orders where ticker = ${ticker})),
      ('positions', (select count(*) from positions where ticker = ${ticker})),
      ('sources that were fetched', (select count(*) from sources s where company_id = ${companyId}
        and (last_scheduled_at is not null or exists (
          select from ingestion_runs r where r.source_id = s.source_id)))),
      ('watchlists', (select count(*) from watchlist_members where company_id = ${companyId})),
      ('competitors', (select count(*) from competitor_relationships
        where company_id = ${companyId} or competitor_id = ${companyId})),
      ('versions of an exposure profile', (select count(*) from exposure_profiles where company_id = ${companyId}))
    ) as found (what, count) where count > 0`
  return [...rows]
}
