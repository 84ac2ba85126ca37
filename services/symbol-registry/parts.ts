/** What the registry's answers stand on, and how they are asked for a change. */

import type { Clock } from '#shared/host/clock.ts'
import { badFields, Refusal } from '#shared/host/refusal.ts'
import type { Asking } from '#shared/sql/access/keep-change.ts'
import type { Db, Sql } from '#shared/sql/open.ts'
import { readRegistryCompany } from '#shared/sql/registry/companies.ts'
import { readUntracked } from '#shared/sql/registry/watchlists.ts'

export type Parts = { sql: Sql; clock: Clock }

export type Making = Asking & { made(): void }

/** Who asks, as the record of versions names them. */
export function askerOf({ trail: { by } }: Asking): string {
  return by.kind === 'anyone' ? 'anyone' : by.name
}

/** @throws Refusal 404 of a ticker that is not tracked. */
export async function trackedCompany(db: Db, ticker: string) {
  const company = await readRegistryCompany(db, ticker)
  if (!company) throw new Refusal(404, `${ticker} is not tracked`)
  return company
}

/** @throws Refusal 422 that names each ticker that is not tracked. */
export async function askTracked(db: Db, field: string, tickers: readonly string[]) {
  const lost = await readUntracked(db, tickers)
  if (lost.length === 0) return
  throw badFields(
    lost.map((ticker) => ({
      field: `${field}.${tickers.indexOf(ticker)}`,
      says: `expected a tracked company, found "${ticker}"`,
    })),
  )
}
