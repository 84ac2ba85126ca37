import { cpSync, mkdtempSync, readdirSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import { afterAll, expect, test } from 'vitest'
import { migrate } from '#shared/sql/schema/migrate.ts'
import { readSignals } from '#shared/sql/signals/signals.ts'
import { emptyDatabase } from '../../../helpers/database.ts'
import { putCompany } from '../../../helpers/signals.ts'

const PRODUCT = new URL('../../../../migrations/', import.meta.url)
const folder = mkdtempSync(join(tmpdir(), 'stonks-readings-'))
afterAll(() => rmSync(folder, { recursive: true }))

test('readings from before there were many keep their ids and are the current first ones', async () => {
  const { sql } = await emptyDatabase()
  for (const name of readdirSync(PRODUCT).filter((each) => each < '0131'))
    cpSync(new URL(name, PRODUCT), join(folder, name))
  await migrate(sql, { folder: pathToFileURL(`${folder}/`) })
  const companyId = await putCompany(sql, 'AAPL')
  const [documentId, impactId] = [
    '11111111-1111-5111-8111-111111111111',
    '22222222-2222-5222-8222-222222222222',
  ]
  const at = new Date('2026-01-07T15:00:00Z')
  await sql`
    insert into documents (document_id, source_type, document_type, content_hash, raw_bucket, raw_key, raw_sha256,
      published_at, ingested_at, status, status_at)
    values (${documentId}, 'news_api', 'article', repeat('a', 64), 'b', 'k', repeat('a', 64), ${at}, ${at}, 'extracted', ${at})`
  await sql`
    insert into document_intelligence (document_id, model, model_version, prompt_version, confidence, input_sha256,
      input_length, extracted_at)
    values (${documentId}, 'rules-v1', '1', 'none', 0.5, 'x', 1, ${at})`
  await sql`
    insert into document_impact_records (impact_id, document_id, company_id, ticker, sentiment, sentiment_score,
      impact_score, confidence, published_at, extracted_at)
    values (${impactId}, ${documentId}, ${companyId}, 'AAPL', 'positive', 0.5, 0.5, 0.5, ${at}, ${at})`
  await migrate(sql)
  expect(
    await sql`select reading_id, number, is_current, asked from document_intelligence`,
  ).toEqual([{ readingId: documentId, number: 1, isCurrent: true, asked: null }])
  expect(await sql`select impact_id, reading_id, is_current from document_impact_records`).toEqual([
    { impactId, readingId: documentId, isCurrent: true },
  ])
  const signals = await readSignals(sql, 'AAPL', new Date('2026-01-07T17:00:00Z'))
  expect(signals.map((signal) => signal.impactId)).toEqual([impactId])
  await sql`delete from documents`
  expect(await sql`select from document_impact_records`).toHaveLength(0)
})
