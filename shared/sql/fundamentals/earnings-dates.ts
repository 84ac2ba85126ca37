/** Table `earnings_dates`: the filings that told a company's results. */

import type { EarningsNotice } from '../../domain/fundamentals/earnings-dates.ts'
import type { Db, Tx } from '../open.ts'
import { DAY_MS } from '../../domain/spans.ts'
import { FUNDAMENTALS_DAYS, type FactOrigin } from './company-facts.ts'

/** Stores what is new, and the sure moment over an assumed one. Returns how many rows changed. */
export async function saveEarningsDates(
  tx: Tx,
  notices: readonly EarningsNotice[],
  { companyId, sourceId, now }: FactOrigin,
): Promise<number> {
  const oldest = new Date(now.getTime() - FUNDAMENTALS_DAYS * DAY_MS)
  const rows = notices
    .filter(({ announcedAt }) => announcedAt <= now && announcedAt >= oldest)
    .map(({ accessionNumber, basis, announcedAt, isSure }) => ({
      accession_number: accessionNumber,
      basis,
      announced_at: announcedAt.toISOString(),
      is_sure: isSure,
    }))
  if (rows.length === 0) return 0
  const { count } = await tx`
    insert into earnings_dates as e (company_id, accession_number, basis, announced_at, is_sure,
      source_id, known_at)
    select ${companyId}::uuid, accession_number, basis, announced_at, is_sure, ${sourceId}::uuid,
      announced_at
    from jsonb_to_recordset(${tx.json(rows)}) as r (accession_number text, basis text,
      announced_at timestamptz, is_sure boolean)
    order by accession_number
    on conflict (company_id, accession_number) do update
      set announced_at = excluded.announced_at, known_at = excluded.known_at, is_sure = true
      where excluded.is_sure and not e.is_sure`
  return count
}

/** What a company had told before `asOf`, oldest first. For `earningsDays` and `nextEarnings`. */
export async function readEarningsDates(
  db: Db,
  companyId: string,
  asOf: Date,
): Promise<EarningsNotice[]> {
  return db<EarningsNotice[]>`
    select accession_number, basis, announced_at, is_sure from earnings_dates
    where company_id = ${companyId} and known_at < ${asOf}
    order by announced_at, accession_number`
}
