/** Rows of the analytical lake, as PostgreSQL holds them; each table's columns in one order. */

import type { Cell, Column } from '../../contracts/lake-columns.ts'
import type { Db } from '../open.ts'

/** Rows by their cells, in the order of the table's columns. The first timestamp gives the day. */
export type LakeRows = Cell[][]
/** One row by its id, or all that came to be in [since, until). */
export type Which = { id: string } | { since: Date; until: Date }

export const lakeColumns = {
  documents: [
    ['document_id', 'text'],
    ['ingested_at', 'timestamp'],
    ['published_at', 'timestamp'],
    ['source_type', 'text'],
    ['document_type', 'text'],
    ['publisher', 'text'],
    ['title', 'text'],
    ['url', 'text'],
    ['author', 'text'],
    ['credibility_score', 'double'],
    ['hour_is_synthetic', 'boolean'],
    ['status', 'text'],
    ['quality_score', 'double'],
    ['language', 'text'],
    ['content_hash', 'text'],
    ['raw_bucket', 'text'],
    ['raw_key', 'text'],
    ['raw_sha256', 'text'],
  ],
  extractions: [
    ['document_id', 'text'],
    ['extracted_at', 'timestamp'],
    ['published_at', 'timestamp'],
    ['impact_id', 'text'],
    ['ticker', 'text'],
    ['sentiment', 'text'],
    ['sentiment_score', 'double'],
    ['impact_score', 'double'],
    ['impact_confidence', 'double'],
    ['catalyst', 'text'],
    ['horizon', 'text'],
    ['confidence', 'double'],
    ['novelty', 'double'],
    ['summary', 'text'],
    ['model', 'text'],
    ['model_version', 'text'],
    ['prompt_version', 'text'],
  ],
  orders: [
    ['order_id', 'text'],
    ['intended_at', 'timestamp'],
    ['submitted_at', 'timestamp'],
    ['closed_at', 'timestamp'],
    ['decision_id', 'text'],
    ['client_order_id', 'text'],
    ['broker_order_id', 'text'],
    ['ticker', 'text'],
    ['sector', 'text'],
    ['side', 'text'],
    ['order_type', 'text'],
    ['quantity', 'decimal'],
    ['limit_price', 'decimal'],
    ['stop_price', 'decimal'],
    ['reference_price', 'decimal'],
    ['state', 'text'],
    ['filled_quantity', 'decimal'],
    ['filled_price_avg', 'decimal'],
    ['reject_reason', 'text'],
  ],
  fills: [
    ['execution_id', 'text'],
    ['filled_at', 'timestamp'],
    ['order_id', 'text'],
    ['broker_order_id', 'text'],
    ['ticker', 'text'],
    ['side', 'text'],
    ['quantity', 'decimal'],
    ['price', 'decimal'],
    ['fee', 'decimal'],
  ],
  positions: [
    ['ticker', 'text'],
    ['marked_at', 'timestamp'],
    ['opened_at', 'timestamp'],
    ['sector', 'text'],
    ['quantity', 'decimal'],
    ['entry_price_avg', 'decimal'],
    ['mark_price', 'decimal'],
    ['realised_pnl', 'decimal'],
  ],
} as const satisfies Record<string, readonly Column[]>

export type LakeTable = keyof typeof lakeColumns

export async function readDocumentRows(db: Db, which: Which): Promise<LakeRows> {
  const rows = await db`
    select document_id, ingested_at, published_at, source_type, document_type, publisher, title,
      url, author, credibility_score, hour_is_synthetic, status, quality_score, language,
      content_hash, raw_bucket, raw_key, raw_sha256
    from documents
    where ${
      'id' in which
        ? db`document_id = ${which.id}`
        : db`ingested_at >= ${which.since} and ingested_at < ${which.until}`
    }
    order by ingested_at, document_id`.values()
  return [...rows] as LakeRows
}

/** One row for each company a document touches, by its current reading; one without a ticker where it touches none. */
export async function readExtractionRows(db: Db, which: Which): Promise<LakeRows> {
  const rows = await db`
    select i.document_id, i.extracted_at, d.published_at, impact_id, ticker, sentiment,
      sentiment_score, impact_score, r.confidence, catalyst, horizon, i.confidence, novelty,
      i.summary, model, model_version, prompt_version
    from document_intelligence i join documents d using (document_id)
      left join document_impact_records r using (reading_id)
    where i.is_current and ${
      'id' in which
        ? db`i.document_id = ${which.id}`
        : db`i.extracted_at >= ${which.since} and i.extracted_at < ${which.until}`
    }
    order by i.extracted_at, i.document_id, ticker collate "C"`.values()
  return [...rows] as LakeRows
}

export async function readOrderRows(db: Db, orderId: string): Promise<LakeRows> {
  const rows = await db`
    select order_id, intended_at, submitted_at, closed_at, decision_id, client_order_id,
      broker_order_id, ticker, sector, side, order_type, quantity, limit_price, stop_price,
      reference_price, state, filled_quantity, filled_price_avg, reject_reason
    from orders where order_id = ${orderId}`.values()
  return [...rows] as LakeRows
}

export async function readFillRows(db: Db, executionId: string): Promise<LakeRows> {
  const rows = await db`
    select execution_id, filled_at, order_id, broker_order_id, ticker, side, quantity, price, fee
    from order_fills where execution_id = ${executionId}`.values()
  return [...rows] as LakeRows
}

/** What is held now. */
export async function readPositionRows(db: Db): Promise<LakeRows> {
  const rows = await db`
    select ticker, marked_at, opened_at, sector, quantity, entry_price_avg, mark_price, realised_pnl
    from positions where quantity > 0 and account_id = current_account_id() order by ticker collate "C"`.values()
  return [...rows] as LakeRows
}
