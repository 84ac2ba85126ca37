/** Events of the world and companies that hang on it, as the stages store them. */

import type { EventReading } from '#shared/domain/document/reading/reading.ts'
import { deriveId, sha256 } from '#shared/host/ids.ts'
import { saveEvent } from '#shared/sql/documents/events.ts'
import { saveMacroImpacts } from '#shared/sql/documents/macro-impacts.ts'
import type { Sql, Tx } from '#shared/sql/open.ts'
import { addExposure } from '#shared/sql/registry/exposures.ts'
import { putCompany } from './signals.ts'

export const tariffs: EventReading = {
  eventType: 'trade_barrier',
  severity: 'high',
  direction: 'trade_barrier',
  regions: ['US', 'China'],
  sectors: ['Technology'],
  commodities: [],
  duration: 'medium_term',
  isInternational: true,
  confidence: 0.6,
  summary: 'China raises tariffs',
  quotes: [],
}
const by = {
  model: 'rules-v1',
  modelVersion: '1',
  promptVersion: 'none',
  inputSha256: '',
  inputLength: 0,
}

/** A multinational that sells in these regions and buys in China. */
export async function putExposure(
  sql: Sql,
  ticker: string,
  revenueRegions: Record<string, number>,
): Promise<void> {
  const companyId = await putCompany(sql, ticker)
  await sql.begin((tx) =>
    addExposure(tx, {
      companyId,
      version: 1,
      marketPosition: 'multinational',
      revenueRegions,
      supplyRegions: ['China'],
      keyInputs: [],
      produces: [],
      isWithdrawn: false,
      changedBy: 'test',
      changedAt: new Date('2026-01-01T00:00:00Z'),
      reason: '',
    }),
  )
}

/** A document of the world of `at`, read at `now` as the event; returns whom it asks to be summed up. */
export async function tellWorld(
  tx: Tx,
  name: string,
  event: EventReading | null,
  { at, now = at }: { at: Date; now?: Date },
): Promise<string[]> {
  const documentId = deriveId('document', `world ${name}`)
  await tx`
    insert into documents (document_id, source_type, document_type, content_hash, raw_bucket, raw_key, raw_sha256,
      title, publisher, credibility_score, published_at, ingested_at, status, status_at, quality_score)
    values (${documentId}, 'macro_news', 'macro_event', ${sha256(`world ${name}`)}, 'b', 'k', ${sha256(name)}, ${name}, 'Wire', 0.8, ${at},
      ${at}, 'parsed', ${at}, 0.9) on conflict do nothing`
  const document = { documentId, publishedAt: at, version: 1 } as never
  await saveEvent(tx, document, event, by, now)
  return saveMacroImpacts(tx, document, event, now)
}
