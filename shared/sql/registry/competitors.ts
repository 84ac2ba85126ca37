/** Table `competitor_relationships`: pairs of companies, and how they are related. */

import type { Competitor } from '../../contracts/api/registry-competitors.ts'
import type { Served } from '../../contracts/api/route.ts'
import type { Relationship } from '../../contracts/sets.ts'
import { isSymmetric } from '../../domain/market/competitors.ts'
import type { Db, Tx } from '../open.ts'

export type CompetitorRow = Served<Competitor>

type Asked = { relationshipId?: string; ticker?: string | undefined; type?: string | undefined }

/** Pairs by their tickers; with `ticker` those it is in, on either side. */
export async function readCompetitors(
  db: Db,
  { relationshipId, ticker, type }: Asked = {},
): Promise<CompetitorRow[]> {
  const rows = await db<Omit<CompetitorRow, 'isSymmetric'>[]>`
    select relationship_id, a.ticker, b.ticker as competitor, relationship_type, strength,
      r.version, changed_by, changed_at
    from competitor_relationships r
    join companies a on a.company_id = r.company_id
    join companies b on b.company_id = r.competitor_id
    where true ${relationshipId === undefined ? db`` : db`and relationship_id = ${relationshipId}`}
      ${ticker === undefined ? db`` : db`and (a.ticker = ${ticker} or b.ticker = ${ticker})`}
      ${type === undefined ? db`` : db`and relationship_type = ${type}`}
    order by a.ticker collate "C", b.ticker collate "C"`
  return rows.map((row) => ({ ...row, isSymmetric: isSymmetric(row.relationshipType) }))
}

/** One pair, held until the transaction ends. */
export async function lockCompetitor(
  tx: Tx,
  relationshipId: string,
): Promise<CompetitorRow | undefined> {
  await tx`select from competitor_relationships where relationship_id = ${relationshipId} for update`
  const [row] = await readCompetitors(tx, { relationshipId })
  return row
}

export type NewPair = {
  relationshipId: string
  companyId: string
  competitorId: string
  relationshipType: Relationship
  strength: number
  changedBy: string
  changedAt: Date
}

/** Adds the pair; false where the two are related already, whichever of them was named first. */
export async function addPair(tx: Tx, pair: NewPair): Promise<boolean> {
  const { count } = await tx`
    insert into competitor_relationships (relationship_id, company_id, competitor_id,
      relationship_type, strength, changed_by, changed_at)
    values (${pair.relationshipId}, ${pair.companyId}, ${pair.competitorId},
      ${pair.relationshipType}, ${pair.strength}, ${pair.changedBy}, ${pair.changedAt})
    on conflict do nothing`
  return count > 0
}

/** Writes the pair anew, and counts the change. */
export async function changePair(tx: Tx, pair: NewPair): Promise<void> {
  await tx`
    update competitor_relationships set company_id = ${pair.companyId},
      competitor_id = ${pair.competitorId}, relationship_type = ${pair.relationshipType},
      strength = ${pair.strength}, changed_by = ${pair.changedBy}, changed_at = ${pair.changedAt},
      version = version + 1
    where relationship_id = ${pair.relationshipId}`
}

export async function removePair(tx: Tx, relationshipId: string): Promise<void> {
  await tx`delete from competitor_relationships where relationship_id = ${relationshipId}`
}
