/** Documents as ingestion leaves them, for tests of the stages that read them. */

import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll } from 'vitest'
import { openFolder } from '#shared/clients/objects/folder.ts'
import { deriveId, sha256 } from '#shared/host/ids.ts'
import { saveCompanies, type NewCompany } from '#shared/sql/universe/companies.ts'
import type { Sql } from '#shared/sql/open.ts'

const trackedCompanies: NewCompany[] = [
  {
    ticker: 'AAPL',
    name: 'Apple Inc.',
    sector: 'Information Technology',
    aliases: ['Apple', 'iPhone'],
  },
  { ticker: 'BA', name: 'Boeing', sector: 'Industrials', aliases: ['Boeing'] },
  { ticker: 'F', name: 'Ford Motor', sector: 'Consumer Discretionary', aliases: ['Ford'] },
  { ticker: 'TGT', name: 'Target', sector: 'Consumer Discretionary', aliases: ['Target'] },
]

/** A database with companies and a folder of objects, and a way to put documents into both. */
export async function openDesk(sql: Sql) {
  const folder = mkdtempSync(join(tmpdir(), 'stonks-desk-'))
  afterAll(() => rmSync(folder, { recursive: true, force: true }))
  const objects = openFolder(folder)
  await sql.begin((tx) => saveCompanies(tx, trackedCompanies))

  type Draft = {
    raw: unknown
    mediaType?: string
    sourceType?: string
    documentType?: string
    title?: string
    at?: string
    stored?: boolean
  }
  /** Stores a raw object and its document; returns the document's id. */
  async function place(name: string, draft: Draft): Promise<string> {
    const {
      raw,
      mediaType = 'application/json',
      sourceType = 'news_api',
      documentType = 'article',
      stored = true,
    } = draft
    const bytes = Buffer.from(
      typeof raw === 'string' ? raw : raw instanceof Uint8Array ? raw : JSON.stringify(raw),
    )
    const at = new Date(draft.at ?? '2019-03-11T14:00:00Z')
    const documentId = deriveId('document', name)
    if (stored) await objects.put('stonks-raw-news', `${name}.bin`, bytes, mediaType)
    await sql`
      insert into documents (document_id, source_type, document_type, content_hash, raw_bucket, raw_key, raw_sha256,
        raw_media_type, title, publisher, published_at, ingested_at, status_at)
      values (${documentId}, ${sourceType}, ${documentType}, ${sha256(name)}, 'stonks-raw-news', ${`${name}.bin`},
        ${sha256(bytes)}, ${mediaType}, ${draft.title ?? ''}, 'Wire', ${at}, ${at}, ${at})`
    return documentId
  }
  return { objects, folder, place }
}

/** An item as Polygon's reference news gives it. */
export function newsItem(title: string, description = '', tickers: string[] = []) {
  return {
    id: title,
    publisher: { name: 'Wire' },
    title,
    author: 'A. Writer',
    published_utc: '2019-03-11T14:00:00Z',
    article_url: 'https://example.com/news',
    tickers,
    description,
    keywords: [],
  }
}
