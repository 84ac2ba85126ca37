import { readFileSync } from 'node:fs'
import { expect, test } from 'vitest'
import { openPostgres } from '#shared/sql/open.ts'
import { describeSchema } from '#shared/sql/schema/snapshot.ts'
import { cloneDatabase } from '../../../helpers/database.ts'

const { url, sql } = await cloneDatabase()
const written = readFileSync(new URL('../../../../migrations/schema.sql', import.meta.url), 'utf8')

test('migrations/schema.sql is what the migrations add up to; else run "npm run schema"', async () => {
  expect(await describeSchema(sql)).toBe(written.replaceAll('\r\n', '\n'))
})

test('the snapshot shows the last of a function that was replaced', () => {
  expect(written.match(/FUNCTION public\.guard_order\b/g)).toHaveLength(1)
  // As 0051 has it, not 0050.
  expect(written).toContain(`(new.state = 'rejected' and old.state <> 'rejected')`)
})

test('the text does not follow the settings of the database', async () => {
  await sql.unsafe(`create table planted (
    at timestamptz default '2020-01-01 12:00+00', every interval default '1 day 02:00', x bytea default '\\x00ff')`)
  const before = await describeSchema(sql)
  const name = new URL(url).pathname.slice(1)
  for (const [setting, value] of [
    ['timezone', 'Asia/Tokyo'],
    ['datestyle', 'German'],
    ['intervalstyle', 'iso_8601'],
    ['bytea_output', 'escape'],
    ['extra_float_digits', '-5'],
    ['quote_all_identifiers', 'on'],
  ])
    await sql.unsafe(`alter database ${name} set ${setting} to '${value}'`)
  const other = openPostgres(url, 1)
  expect(await describeSchema(other)).toBe(before)
  await other.end()
  await sql`drop table planted`
})

test.each([
  ['a type', `create type mood as enum ('good', 'bad')`],
  ['a domain', `create domain share as double precision not null check (value <= 1)`],
  ['a sequence', `create sequence tickets`],
  ['a function', `create function one() returns integer language sql as 'select 1'`],
  ['a column', `alter table jobs add column extra integer default 7`],
  [
    'a generated column',
    `alter table jobs add twice integer generated always as (deliveries * 2) stored`,
  ],
  ['a collation', `alter table companies alter column sector type text collate "C"`],
  ['a default', `alter table jobs alter column deliveries set default 1`],
  ['not null', `alter table documents alter column url set not null`],
  ['a constraint', `alter table jobs add check (swept < 1000)`],
  ['a storage parameter', `alter table jobs set (fillfactor = 70)`],
  ['an index', `create index jobs_extra on jobs (settled_at)`],
  ['statistics', `create statistics jobs_both (dependencies) on list, state from jobs`],
  ['a trigger', `drop trigger order_fills_append_only on order_fills`],
  ['a trigger that is off', `alter table orders disable trigger orders_guard`],
  [
    'a partition',
    `create table logs (day date) partition by range (day);
     create table logs_2020 partition of logs for values from ('2020-01-01') to ('2021-01-01')`,
  ],
  ['a view', `create view busy as select list from jobs`],
  [
    'a view that is kept',
    `create materialized view kept as select list from jobs;
     create index kept_list on kept (list)`,
  ],
])('the text tells %s', async (_what, statements) => {
  const before = await describeSchema(sql)
  await sql.unsafe(statements)
  const after = await describeSchema(sql)
  expect(after).not.toBe(before)
})

test('a partition says whose it is and for which values', async () => {
  const text = await describeSchema(sql)
  expect(text).toContain('create table logs (\n  day date\n) partition by RANGE (day);')
  expect(text).toContain(
    `create table logs_2020 partition of logs FOR VALUES FROM ('2020-01-01') TO ('2021-01-01');`,
  )
})
