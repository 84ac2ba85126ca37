import { expect, it } from 'vitest'
import { REJECT_BYTES_MAX, saveRejects } from '#shared/sql/universe/rejects.ts'
import { saveSources, sourceIdOf, type NewSource } from '#shared/sql/universe/sources.ts'
import { deriveId, sha256 } from '#shared/host/ids.ts'
import { cloneDatabase } from '../../../helpers/database.ts'

const { sql, as } = await cloneDatabase()
const own = as('stonks_functions')
const source: NewSource = {
  companyId: null,
  sourceType: 'news_api',
  sourceName: 'Odd',
  config: {},
  credibilityScore: 0.5,
}
const sourceId = sourceIdOf(source)
await sql.begin((tx) => saveSources(tx, [source]))
const run = (n: number) => ({
  sourceId,
  ingestionRunId: deriveId('run', `${n}`),
  now: new Date(`2019-01-0${n}T00:00:00Z`),
})

it('keeps one row of a record refused again for the same reason, and counts', async () => {
  const item = Buffer.from('{"title":"\\u0000\\ud83d"}')
  const refused = { reason: 'no_title', says: 'a NUL\0 and half \ud83d an emoji', item }
  for (const n of [1, 3, 2]) {
    await own.begin((tx) => saveRejects(tx, [refused, { ...refused, reason: 'no_date' }], run(n)))
  }
  await own.begin((tx) => saveRejects(tx, [refused, refused], run(2)))
  expect(
    await sql`select reason, says, item, item_bytes, sha256, first_seen_at, last_seen_at, times
      from rejects order by reason`,
  ).toEqual([
    expect.objectContaining({ reason: 'no_date', times: 3 }),
    {
      reason: 'no_title',
      says: 'a NUL and half  an emoji',
      item,
      itemBytes: item.length,
      sha256: sha256(item),
      firstSeenAt: new Date('2019-01-01'),
      lastSeenAt: new Date('2019-01-03'),
      times: 5,
    },
  ])
})

it('keeps the beginning of a large record, and its whole size', async () => {
  const item = Buffer.alloc(200_000, 'x')
  await own.begin((tx) => saveRejects(tx, [{ reason: 'large', says: '', item }], run(1)))
  const [row] = await sql`
    select octet_length(item) as kept, item_bytes, sha256 from rejects where reason = 'large'`
  expect(row).toEqual({ kept: REJECT_BYTES_MAX, itemBytes: 200_000, sha256: sha256(item) })
})
