import { beforeAll, expect, test } from 'vitest'
import type { Sql } from '#shared/sql/open.ts'
import { cloneDatabase } from './database.ts'
import { wholeScans, watchReads } from './plans.ts'

const { url, sql } = await cloneDatabase()
const ROWS = 5_000

beforeAll(async () => {
  await sql.unsafe(`
    create table past (id bigint primary key, at timestamptz not null, word jsonb, aged boolean not null default true);
    insert into past select g, to_timestamp(g), '{"a":1}' from generate_series(1, ${ROWS}) g;
    create table asked (id bigint);
    create function look_back() returns trigger language plpgsql as $$
    begin perform count(*) from past where past.aged; return new; end $$;
    create trigger asked_look before insert on asked for each row execute function look_back();
  `)
  await sql.unsafe('vacuum analyze')
})

test('a read by index is no scan, and reads few rows', async () => {
  const seen = await watchReads(url, (db) => db`select * from past where id = ${7}`)
  expect(seen.statements).toHaveLength(1)
  expect(wholeScans(seen, ['past'])).toEqual([])
  expect(seen.rowsRead.get('past')).toBe(1)
})

test('a whole scan is told with its statement, in a transaction and with any parameter', async () => {
  const seen = await watchReads(url, (db) =>
    db.begin(async (tx) => {
      await tx`select count(*) from past
        where at < ${new Date(9e12)} and word @> ${tx.json({ a: 1 })} and aged = ${true}
          and id <> all(${[1, 2]}::bigint[]) and ${null}::text is null`
    }),
  )
  expect(wholeScans(seen, ['past'])).toEqual([
    expect.stringMatching(/^Seq Scan on past: select count/),
  ])
  expect(wholeScans(seen, ['jobs'])).toEqual([])
  expect(seen.rowsRead.get('past')).toBe(ROWS)
})

test('what an index and a trigger read is counted', async () => {
  const byIndex = await watchReads(
    url,
    (db) => db`select max(at) from past where id > 0 and id < 501`,
  )
  expect(wholeScans(byIndex, ['past'])).toEqual([])
  // The planner itself may look at the ends of an index.
  expect(Math.floor((byIndex.rowsRead.get('past') ?? 0) / 10)).toBe(50)
  const byTrigger = await watchReads(url, (db) => db`insert into asked values (1)`)
  expect(wholeScans(byTrigger, ['past'])).toEqual([])
  expect(byTrigger.rowsRead.get('past')).toBe(ROWS)
})

test('a plan made without the values is watched where it is asked for', async () => {
  const path = (db: Sql) => db`select * from past where id = 7 and aged = ${true}`
  for (const plans of ['custom', 'generic'] as const)
    expect(wholeScans(await watchReads(url, path, { plans }), ['past'])).toEqual([])
  // Without knowing the word, the index for one of its values is of no use.
  await sql`create index past_one on past (at) where word = '{"a":2}'`
  const byWord = (db: Sql) => db`select * from past where word = ${'{"a":2}'}::text::jsonb`
  expect(wholeScans(await watchReads(url, byWord), ['past'])).toEqual([])
  expect(wholeScans(await watchReads(url, byWord, { plans: 'generic' }), ['past'])).toHaveLength(1)
})
