/** How many of a trend's signals are the company's own: of a trend from before it was kept, nothing, in the record and in files. */

import { afterAll, expect, test } from 'vitest'
import { openDuckdb } from '#shared/clients/lake/duckdb.ts'
import { placeInFolder } from '#shared/clients/lake/place.ts'
import { rules } from '#shared/domain/rules/versions.ts'
import { deriveId } from '#shared/host/ids.ts'
import { handOutChanges } from '#shared/queue/lake.ts'
import { lakeTables } from '#shared/sql/lake/facts/all.ts'
import { trendsTable } from '#shared/sql/lake/facts/trends.ts'
import { holdFiles, readHeldFiles } from '#shared/sql/lake/files.ts'
import { readBatchRows } from '#shared/sql/lake/read-rows.ts'
import { aggregation } from '../../../../functions/aggregation/handler.ts'
import { writeDays } from '../../../../functions/lake-publisher/write-days.ts'
import { verifyTable } from '../../../../services/cli/lake/verify.ts'
import { cloneDatabase } from '../../../helpers/database.ts'
import { openLakeRig } from '../../../helpers/lake.ts'
import { putDocument } from '../../../helpers/signals.ts'

const NOW = new Date('2026-01-07T17:00:00Z')
const { sql, as } = await cloneDatabase()
const own = as('stonks_lake')
const rig = openLakeRig(sql, own, NOW)
afterAll(rig.close)
const engine = openDuckdb({
  tables: lakeTables,
  held: () => readHeldFiles(sql),
  place: placeInFolder(rig.folder),
})
const limits = { rowsMax: 100, seconds: 60, memoryMb: 256 }
const { signal } = new AbortController()

/** Its file has every column but this one, as one of a release before. */
async function writeAsBefore(): Promise<void> {
  await handOutChanges(sql, NOW, 0)
  const [job] = (await rig.queued()).filter(({ payload }) => payload.entity_id === 'trends')
  const place = trendsTable.columns.findIndex(({ name }) => name === 'company_signals')
  const rows = await readBatchRows(sql, trendsTable, job!.jobId)
  const before = { ...trendsTable, columns: trendsTable.columns.toSpliced(place, 1) }
  const files = await writeDays(
    { sql: own, objects: rig.objects },
    before,
    'before',
    rows.map(({ day, cells }) => ({ day, cells: cells.toSpliced(place, 1) })),
  )
  await own.begin((tx) => holdFiles(tx, files))
  await sql`delete from lake_changes where fact = 'trends'`
}

test('an old file goes on beside new ones, without what it does not know', async () => {
  await sql`insert into trend_history (trend_id, ticker, trend_window, as_of, direction, strength, confidence, contradiction,
      sentiment_mean, signal_count, source_count, market, scoring_version, impact_ids)
    values (${deriveId('trend', 'old')}, 'AAPL', '7d', ${new Date('2026-01-07T15:00:00Z')}, 'mixed', 0.5, 0.5, 0, 0.1, 1, 1, '{}',
      'test', ${[deriveId('impact', 'old')]})`
  await writeAsBefore()
  for (const name of ['one', 'two'])
    await putDocument(sql, { ticker: 'AAPL', name, publishedAt: new Date('2026-01-07T16:00:00Z') })
  const delivery = { jobId: deriveId('job', 'new'), now: NOW, signal }
  const settle = await aggregation(rules).aggregation({ ticker: 'AAPL' }, delivery)
  await as('stonks_functions').begin((tx) => settle(tx, NOW))
  await rig.flush()

  const asked = `select company_signals, signal_count from trends where trend_window = '7d' order by as_of`
  expect((await engine.query(asked, limits, signal)).rows).toEqual([
    [null, 1],
    [2, 2],
  ])
  expect(await verifyTable({ sql, objects: rig.objects }, trendsTable)).toMatchObject({
    missing: 0,
    extra: 0,
    unequal: 0,
  })
})
