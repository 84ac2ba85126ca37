/** The names that companies go by besides their own, and who gave them. */

import type { Tx } from '../open.ts'

/** A person, or a file, which may take away again what it gave. */
export type AliasOrigin = 'hand' | 'file'

type Alias = { ticker: string; alias: string }

/** Adds names of companies; those known already stay whose they are. Unknown tickers are passed over. */
export async function saveAliases(
  tx: Tx,
  aliases: readonly Alias[],
  origin: AliasOrigin = 'hand',
): Promise<void> {
  if (aliases.length === 0) return
  await tx`
    insert into company_aliases (company_id, alias, origin)
    select distinct company_id, alias, ${origin}
    from jsonb_to_recordset(${tx.json([...aliases])}) as r (ticker text, alias text)
      join companies using (ticker)
    on conflict do nothing`
}

/** Takes away what files gave these companies, but for what is kept. */
export async function dropFileAliases(
  tx: Tx,
  tickers: readonly string[],
  kept: readonly Alias[],
): Promise<void> {
  await tx`
    delete from company_aliases a using companies c
    where c.company_id = a.company_id and c.ticker = any(${[...tickers]}::text[])
      and origin = 'file' and not exists (
        select from jsonb_to_recordset(${tx.json([...kept])}) as r (ticker text, alias text)
        where r.ticker = c.ticker and r.alias = a.alias)`
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
