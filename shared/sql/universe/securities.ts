/** The securities of companies: one issuer may have several tickers, of which one is the primary. */

import type { Security } from '../../domain/universe/securities.ts'
import type { Db, Tx } from '../open.ts'

/** `primary` is the ticker of the company that it belongs to. */
export type NewSecurity = Security & { primary: string }

/** Every ticker that prices are kept of: all active securities of active companies. */
export async function readTrackedTickers(db: Db): Promise<Set<string>> {
  const rows = await db<{ ticker: string }[]>`
    select s.ticker from securities s join companies c using (company_id)
    where s.active and c.active`
  return new Set(rows.map(({ ticker }) => ticker))
}

/**
 * Adds securities and brings known ones up to date. One that was another company's goes over; a ticker
 * that is a company of its own stays that company's.
 */
export async function saveSecurities(tx: Tx, securities: readonly NewSecurity[]): Promise<void> {
  const rows = securities.map(({ ticker, primary, shareClass, name }) => ({
    ticker,
    of_company: primary,
    share_class: shareClass,
    name,
  }))
  await tx`
    insert into securities (ticker, company_id, share_class, name, is_primary)
    select r.ticker, company_id, share_class, name, r.ticker = of_company
    from jsonb_to_recordset(${tx.json(rows)})
      as r (ticker text, of_company text, share_class text, name text)
      join companies c on c.ticker = of_company
    where r.ticker = of_company or not exists (select from companies o where o.ticker = r.ticker)
    on conflict (ticker) do update set company_id = excluded.company_id,
      share_class = case when excluded.share_class = '' then securities.share_class
        else excluded.share_class end,
      name = excluded.name, is_primary = excluded.is_primary`
}

/** The primary ticker of the company that a ticker is a security of; undefined where it is none's. */
export async function readPrimaryOf(db: Db, ticker: string): Promise<string | undefined> {
  const [row] = await db<{ ticker: string }[]>`
    select c.ticker from securities s join companies c using (company_id) where s.ticker = ${ticker}`
  return row?.ticker
}
