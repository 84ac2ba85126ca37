/** Who asks while days are made one and files are tidied away sees every fact once. */

import { afterAll, expect, test } from 'vitest'
import { openDuckdb } from '#shared/clients/lake/duckdb.ts'
import { placeInFolder } from '#shared/clients/lake/place.ts'
import { deriveId, sha256 } from '#shared/host/ids.ts'
import { handOutUpkeep } from '#shared/queue/lake.ts'
import { documentsTable } from '#shared/sql/lake/facts/documents.ts'
import { readHeldFiles } from '#shared/sql/lake/files.ts'
import { tidy } from '../../../functions/lake-publisher/tidy.ts'
import { cloneDatabase } from '../../helpers/database.ts'
import { openLakeRig } from '../../helpers/lake.ts'

const { sql, as } = await cloneDatabase()
const own = as('stonks_lake')
const NOW = new Date('2019-01-10T15:00:00Z')
const rig = openLakeRig(sql, own, NOW)
const engine = openDuckdb({
  tables: [documentsTable],
  held: () => readHeldFiles(sql, 'documents'),
  place: placeInFolder(rig.folder),
})
afterAll(() => rig.close())

const QUESTIONS = 5
const DAYS = ['2019-01-03', '2019-01-04']
const LIMITS = { rowsMax: 10, seconds: 60, memoryMb: 512 }

let written = 0
/** One more of each day, one that changes, and a batch of it. */
async function write(): Promise<void> {
  for (const day of DAYS) {
    const name = `${day} ${written}`
    const at = `${day}T15:00:00Z`
    await sql`insert into documents (document_id, source_type, document_type, content_hash, raw_bucket, raw_key, raw_sha256, title, published_at, ingested_at, status_at)
      values (${deriveId('test', name)}, 'news_api', 'article', ${sha256(name)}, 'b', 'k', ${sha256('')}, ${name}, ${at}, ${at}, ${at})`
  }
  await sql`update documents set title = title || '!' where title like ${`${DAYS[0]} 0%`}`
  await rig.flush()
  written += 1
}

/** Takes away what was replaced before `since`, as if that were ten minutes ago: whoever asked since may read it. */
async function tidyBefore(since: Date): Promise<void> {
  await sql`update lake_files set replaced_at = replaced_at - interval '1 hour' where replaced_at < ${since}`
  await own.begin(await tidy({ sql: own, objects: rig.objects }))
}

async function ask(statement: string): Promise<number[]> {
  const { rows } = await engine.query(statement, LIMITS, new AbortController().signal)
  return (rows[0] ?? []).map(Number)
}

test('who asks meanwhile sees every fact once, and never fewer than there were', async () => {
  await write()
  let asked = 0
  let since = new Date()
  let [made, tidied] = [0, 0]
  let failed = false
  const isOver = () => failed || (asked >= QUESTIONS && made > 0 && tidied > 0)
  const upkeep = async () => {
    while (!isOver()) {
      await write()
      await handOutUpkeep(sql, NOW, { quietSeconds: 0 })
      made += (await rig.work()).filter(({ job_type: type }) => type === 'compaction').length
      const before = await sql`select from lake_files where replaced_at is not null`
      await tidyBefore(since)
      const after = await sql`select from lake_files where replaced_at is not null`
      tidied += before.length - after.length
    }
  }
  const reading = async () => {
    for (; !isOver(); asked += 1) {
      const [row] = await sql<{ now: Date }[]>`select clock_timestamp() as now`
      since = row?.now ?? since
      const least = written
      const [rows, facts, doubles] = await ask(`
        select (select count(*) from documents), (select count(distinct document_id) from documents),
          (select count(*) from (select document_id, version from documents_versions group by all having count(*) > 1))`)
      expect([rows, doubles]).toEqual([facts, 0])
      expect(rows).toBeGreaterThanOrEqual(least * DAYS.length)
    }
  }
  // The one that fails ends the other.
  const end = (fault: unknown) => {
    failed = true
    throw fault
  }
  await Promise.all([upkeep().catch(end), reading().catch(end)])
  expect(await ask('select count(*) from documents')).toEqual([written * DAYS.length])
}, 300_000)
