/** What was said and taken back at one moment does not stand in the lake, whenever the lake came to write it. */

import { afterAll, beforeEach, expect, test } from 'vitest'
import { openDuckdb } from '#shared/clients/lake/duckdb.ts'
import { placeInFolder } from '#shared/clients/lake/place.ts'
import { handOutUpkeep } from '#shared/queue/lake.ts'
import { recommendationsTable } from '#shared/sql/lake/facts/recommendations.ts'
import { readHeldFiles } from '#shared/sql/lake/files.ts'
import { dropRecommendation, recommendationIdOf } from '#shared/sql/signals/recommendations.ts'
import { verifyTable } from '../../../services/cli/lake/verify.ts'
import { cloneDatabase } from '../../helpers/database.ts'
import { openLakeRig } from '../../helpers/lake.ts'
import { seedRecommendation } from '../../helpers/trading.ts'

const { sql, as } = await cloneDatabase()
const functions = as('stonks_functions')
const NOW = new Date('2019-01-10T15:00:00Z')
const SAID = new Date('2019-01-03T15:00:00Z')
const rig = openLakeRig(sql, as('stonks_lake'), NOW)
afterAll(rig.close)
beforeEach(async () => {
  await sql`truncate trend_history cascade`
  await rig.empty()
})

const engine = openDuckdb({
  tables: [recommendationsTable],
  held: () => readHeldFiles(sql, 'recommendations'),
  place: placeInFolder(rig.folder),
})
const ask = async (statement: string) =>
  (
    await engine.query(
      statement,
      { rowsMax: 100, seconds: 60, memoryMb: 256 },
      new AbortController().signal,
    )
  ).rows
const standing = () => ask('select ticker from recommendations order by ticker')
const told = () => ask('select ticker, is_withdrawn from recommendations_versions order by version')

/** Under the id that the stage gives it. */
async function say(ticker: string): Promise<void> {
  await sql`delete from trend_history where ticker = ${ticker}`
  const made = await seedRecommendation(sql, { ticker, generatedAt: SAID })
  await sql`update recommendations set recommendation_id = ${recommendationIdOf(ticker, '7d', SAID)}
    where recommendation_id = ${made}`
}
const takeBack = (ticker: string) => dropRecommendation(functions, ticker, '7d', SAID)

async function expectWhole(): Promise<void> {
  const found = await verifyTable({ sql, objects: rig.objects }, recommendationsTable)
  expect(found).toMatchObject({ missing: 0, extra: 0, unequal: 0, waiting: 0, damaged: [] })
  expect(found.facts).toBe(found.rows)
}

test('taken back after it was written, it stands no more and stays told', async () => {
  await say('AAPL')
  await say('MSFT')
  await rig.flush()
  await takeBack('AAPL')
  await rig.flush()
  expect(await standing()).toEqual([['MSFT']])
  expect(await told()).toEqual([
    ['AAPL', false],
    ['MSFT', false],
    ['AAPL', true],
  ])
  await expectWhole()
  await handOutUpkeep(as('stonks_orchestration'), NOW, { quietSeconds: 0 })
  await rig.work()
  expect(await readHeldFiles(sql, 'recommendations')).toHaveLength(1)
  expect(await standing()).toEqual([['MSFT']])
  await expectWhole()
})

test('taken back before it was written, it never stands', async () => {
  await say('AAPL')
  await takeBack('AAPL')
  await rig.flush()
  expect(await standing()).toEqual([])
  expect(await told()).toEqual([['AAPL', true]])
  await expectWhole()
})

test('said anew after that, it stands', async () => {
  await say('AAPL')
  await rig.flush()
  await takeBack('AAPL')
  await say('AAPL')
  await rig.flush()
  expect(await standing()).toEqual([['AAPL']])
  await takeBack('AAPL')
  await rig.flush()
  await say('AAPL')
  await rig.flush()
  expect(await standing()).toEqual([['AAPL']])
  await expectWhole()
})
