/** The sources that each tracked company has of its own: its prices, and its filings where it files. */

import type { Tx } from '#shared/sql/open.ts'
import { readRegistryCompanies } from '#shared/sql/registry/companies.ts'
import { companySources } from '#shared/sql/universe/seed.ts'
import { saveSources } from '#shared/sql/universe/sources.ts'

/** Adds those that are missing, under the id that the company has in the record. */
export async function saveOwnSources(
  tx: Tx,
  companies: readonly Parameters<typeof companySources>[0][],
): Promise<void> {
  const known = await readRegistryCompanies(tx)
  const idOf = new Map(known.map(({ ticker, companyId }) => [ticker, companyId]))
  const sources = companies.flatMap((company) =>
    companySources(company).map((source) => ({
      ...source,
      companyId: idOf.get(company.ticker) ?? source.companyId,
    })),
  )
  await saveSources(tx, sources)
}
