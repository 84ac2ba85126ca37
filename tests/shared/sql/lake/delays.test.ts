import { beforeEach, expect, test } from 'vitest'
import { deriveId } from '#shared/host/ids.ts'
import { foldCounts } from '#shared/sql/counts/counts.ts'
import { endBatch, readBehindSince, readDelays, readLakeLag } from '#shared/sql/lake/delays.ts'
import { cloneDatabase } from '../../../helpers/database.ts'

const { sql, as } = await cloneDatabase()
/** As the stage comes to it. */
const own = as('stonks_lake')
const batch = deriveId('delays', 'batch')

beforeEach(() => sql`truncate lake_changes, row_counts`)

/** A change that was noted so many real seconds ago. */
const note = (seconds: number, of: string | null = batch) => sql`
  insert into lake_changes (fact, key, changed_at, batch)
  values ('documents', '{}', clock_timestamp() - make_interval(secs => ${seconds}), ${of})`
const end = () => own.begin((tx) => endBatch(tx, batch))
const counted = async () =>
  Object.fromEntries((await readDelays(sql)).map(({ within, facts }) => [within, facts]))

test('each fact that a file holds is counted once, under the seconds that it waited', async () => {
  await note(3, null)
  await note(3, deriveId('delays', 'other'))
  // At one moment, the first as if yet to come and the others far under their bounds: a slow machine moves none over one.
  await sql`
    insert into lake_changes (fact, key, changed_at, batch)
    select 'documents', '{}', clock_timestamp() - make_interval(secs => waited), ${batch}
    from unnest(${[-60, 1.01, 2.1, 6, 6, 22, 35, 100, 400, 4_000]}::double precision[]) as waited`
  await end()
  expect(await counted()).toEqual({
    '1': 1,
    '2': 2,
    '5': 3,
    '10': 5,
    '20': 5,
    '30': 6,
    '60': 7,
    '300': 8,
    '900': 9,
    '+Inf': 10,
  })
  expect(await sql`select from lake_changes`).toHaveLength(2)
  await end()
  expect((await counted())['+Inf']).toBe(10)
})

test('what is undone is not counted, and what backends counted that are gone stays', async () => {
  await note(3)
  await own
    .begin(async (tx) => {
      await endBatch(tx, batch)
      throw new Error('undone')
    })
    .catch(() => undefined)
  expect((await counted())['+Inf']).toBe(0)
  await end()
  await sql`update row_counts set backend = 2147483647`
  expect(await foldCounts(sql)).toBe(1)
  expect(await counted()).toMatchObject({ '2': 0, '5': 1, '+Inf': 1 })
})

test('how far the lake is behind, in a batch or not', async () => {
  expect(await readLakeLag(sql)).toBe(0)
  expect(await readBehindSince(sql, 60)).toBeUndefined()
  await note(59)
  await note(5, null)
  expect(await readBehindSince(sql, 3_000)).toBeUndefined()
  expect(await readLakeLag(sql)).toBeGreaterThanOrEqual(59)
  await sql`update lake_changes set changed_at = changed_at - interval '1 hour' where batch is not null`
  const since = await readBehindSince(sql, 60)
  const [oldest] = await sql<{ at: Date }[]>`select min(changed_at) as at from lake_changes`
  expect(since).toEqual(oldest?.at)
  expect(await readLakeLag(sql)).toBeGreaterThanOrEqual(3_659)
})
