import { expect, test } from 'vitest'
import { countRows } from '#shared/sql/counts/counts.ts'
import { cloneDatabase } from '../../../helpers/database.ts'

const { sql } = await cloneDatabase()

test('documents are counted by status as they come, move on and go', async () => {
  await sql`
    insert into documents (document_id, source_type, document_type, content_hash, raw_bucket, raw_key, raw_sha256,
      published_at, ingested_at, status_at)
    select md5(g::text)::uuid, 'news_api', 'article', encode(sha256(g::text::bytea), 'hex'), 'b', 'k',
      repeat('a', 64), now(), now(), now() from generate_series(1, 5) g`
  expect(await countRows(sql, 'documents')).toEqual([{ key: 'ingested', rows: 5 }])
  await sql`update documents set status = 'parsed' where document_id in (md5('1')::uuid, md5('2')::uuid)`
  await sql`update documents set title = 'same status'`
  const expected = await sql`
    select status as key, count(*)::integer as rows from documents group by status order by status`
  expect(await countRows(sql, 'documents')).toEqual([...expected])
  await sql`delete from documents where status = 'parsed'`
  expect((await countRows(sql, 'documents')).map(({ key }) => key)).toEqual(['ingested'])
  await sql`truncate documents cascade`
  expect(await countRows(sql, 'documents')).toEqual([])
})
