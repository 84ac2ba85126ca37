import { afterAll, expect, test } from 'vitest'
import { openPostgres } from '#shared/sql/open.ts'
import { cloneDatabase } from '../../helpers/database.ts'

const { sql, url } = await cloneDatabase()
const name = new URL(url).pathname.slice(1)
await sql`alter database ${sql(name)} set timezone to 'Pacific/Kiritimati'`
const abroad = openPostgres(url, 1)
afterAll(() => abroad.end())

test('a day is a day of UTC, whatever zone the server stands in', async () => {
  const [row] = await abroad`
    select '2019-05-01T12:00:00Z'::timestamptz::date::text as day,
      '2019-05-01T12:00:00Z'::timestamptz::text as words,
      '2019-05-01 12:00'::timestamptz = '2019-05-01T12:00:00Z'::timestamptz as same`
  expect(row).toEqual({ day: '2019-05-01', words: '2019-05-01 12:00:00+00', same: true })
})
