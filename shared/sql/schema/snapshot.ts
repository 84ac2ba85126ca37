/**
 * Says in text what schema a database has: types, functions, tables with all that hangs on them, views.
 *
 * Read from the catalogs, in PostgreSQL's own words where it has a function for them, and sorted by
 * bytes: two databases have the same text exactly when they have the same schema, whatever their
 * collation, their time zone and the order in which they came to it. Rows are no part of it.
 */

import type { Sql, Tx } from '../open.ts'

const HEAD = `-- What the files of this folder add up to. Nothing runs this file: "npm run schema" writes it, and a
-- test compares it with a database that ran them all.
`

/** The whole schema as one text; ends with a line break. */
export async function describeSchema(sql: Sql): Promise<string> {
  return sql.begin('isolation level repeatable read read only', async (tx) => {
    // What PostgreSQL writes of defaults and conditions follows these.
    await tx`
      select set_config(name, value, true) from (values
        ('timezone', 'UTC'), ('datestyle', 'ISO, YMD'), ('intervalstyle', 'postgres'),
        ('extra_float_digits', '1'), ('bytea_output', 'hex'), ('quote_all_identifiers', 'off')
      ) as wanted (name, value)`
    const parts = [
      ...(await readTypes(tx)),
      ...(await readFunctions(tx)),
      ...(await readTables(tx)),
      ...(await readViews(tx)),
    ]
    return [HEAD, ...parts.map((part) => `${part}\n`)].join('\n')
  })
}

/** Extensions, and types made by name. */
async function readTypes(tx: Tx): Promise<string[]> {
  const rows = await tx<{ text: string }[]>`
    select 'create extension ' || extname || ';' as text, 0 as place, extname as name
    from pg_extension where extname <> 'plpgsql'
    union all
    select 'create sequence ' || relname || ' as ' || format_type(s.seqtypid, null)
      || ' start ' || seqstart || ' increment ' || seqincrement || ';', 1, relname
    from pg_class c join pg_sequence s on s.seqrelid = c.oid
    where relnamespace = current_schema()::regnamespace and not exists (
      select from pg_depend d where d.objid = c.oid and d.classid = 'pg_class'::regclass
        and d.deptype in ('a', 'i', 'e'))
    union all
    select 'create type ' || typname || ' as enum (' || (
      select string_agg(quote_literal(enumlabel), ', ' order by enumsortorder)
      from pg_enum where enumtypid = t.oid) || ');', 2, typname
    from pg_type t where typnamespace = current_schema()::regnamespace and typtype = 'e'
    union all
    select 'create domain ' || typname || ' as ' || format_type(typbasetype, typtypmod)
      || coalesce(' default ' || typdefault, '') || case when typnotnull then ' not null' else '' end
      || coalesce((
        select string_agg(' constraint ' || conname || ' ' || pg_get_constraintdef(oid, true), ''
          order by conname collate "C")
        from pg_constraint where contypid = t.oid and contype = 'c'), '') || ';', 2, typname
    from pg_type t where typnamespace = current_schema()::regnamespace and typtype = 'd'
    order by place, name`
  return rows.map(({ text }) => text)
}

async function readFunctions(tx: Tx): Promise<string[]> {
  const rows = await tx<{ text: string }[]>`
    select rtrim(pg_get_functiondef(oid), E'\n') || ';' as text
    from pg_proc p
    where pronamespace = current_schema()::regnamespace and prokind in ('f', 'p') and not exists (
      select from pg_depend d
      where d.objid = p.oid and d.classid = 'pg_proc'::regclass and d.deptype = 'e')
    order by proname collate "C", pg_get_function_identity_arguments(oid) collate "C"`
  return rows.map(({ text }) => text)
}

type Table = { name: string; opens: string; closes: string; lines: string[]; after: string[] }

/** Each with its columns and constraints, then its indexes, statistics and triggers. */
async function readTables(tx: Tx): Promise<string[]> {
  const tables = await tx<Table[]>`
    select relname as name,
      case when relispartition
        then ' partition of ' || (
          select inhparent::regclass::text from pg_inherits where inhrelid = c.oid)
        else '' end as opens,
      coalesce(' ' || nullif(pg_get_expr(relpartbound, oid), ''), '')
        || coalesce(' partition by ' || pg_get_partkeydef(oid), '')
        || coalesce(' with (' || array_to_string(reloptions, ', ') || ')', '') as closes,
      ${linesOf(tx)} as lines, ${afterOf(tx)} as after
    from pg_class c
    where relnamespace = current_schema()::regnamespace and relkind in ('r', 'p') and not exists (
      select from pg_depend d
      where d.objid = c.oid and d.classid = 'pg_class'::regclass and d.deptype = 'e')
    order by relname collate "C"`
  return tables.map(({ name, opens, closes, lines, after }) => {
    const body = lines.length > 0 ? ` (\n${lines.map((line) => `  ${line}`).join(',\n')}\n)` : ''
    const statements = [`create table ${name}${opens}${body}${closes}`, ...after]
    return statements.map((statement) => ended(statement)).join('\n')
  })
}

/** Columns and constraints of the table `c`. */
const linesOf = (tx: Tx) => tx`
    array(
      select text from (
        select attname || ' ' || format_type(atttypid, atttypmod)
          || case when attcollation <> typcollation
            then ' collate ' || attcollation::regcollation::text else '' end
          || case attidentity when 'a' then ' generated always as identity'
            when 'd' then ' generated by default as identity' else '' end
          || coalesce(case when attgenerated = '' then ' default ' || pg_get_expr(adbin, adrelid)
            else ' generated always as (' || pg_get_expr(adbin, adrelid) || ')'
              || case attgenerated when 's' then ' stored' else ' virtual' end end, '')
          || case when attnotnull then ' not null' else '' end as text,
          0 as kind, attnum as place, '' as name
        from pg_attribute a join pg_type t on t.oid = atttypid
          left join pg_attrdef on adrelid = attrelid and adnum = attnum
        where attrelid = c.oid and attnum > 0 and not attisdropped and not relispartition
        union all
        select 'constraint ' || conname || ' ' || pg_get_constraintdef(oid, true),
          -- "not null" stands with its column; since PostgreSQL 18 it is a constraint as well.
          1, position(contype::text in 'puxfc'), conname
        from pg_constraint
        where conrelid = c.oid and contype in ('p', 'u', 'x', 'f', 'c')
          and conparentid = 0 and (conislocal or not relispartition)
      ) as lines order by kind, place, name collate "C")`

/** What stands behind the table `c`: indexes, statistics, triggers. */
const afterOf = (tx: Tx) => tx`
    array(
      select text from (
        select pg_get_indexdef(indexrelid, 0, true)
            || case when indisvalid then '' else ' -- INVALID' end as text,
          0 as kind, i.relname as name
        from pg_index x join pg_class i on i.oid = indexrelid
        where indrelid = c.oid and not i.relispartition and not exists (
          select from pg_constraint where conindid = indexrelid and contype in ('p', 'u', 'x'))
        union all
        select pg_get_statisticsobjdef(oid), 1, stxname from pg_statistic_ext where stxrelid = c.oid
        union all
        select pg_get_triggerdef(oid, true)
            || case tgenabled when 'O' then '' else ' -- enabled: ' || tgenabled::text end,
          2, tgname
        from pg_trigger where tgrelid = c.oid and not tgisinternal and tgparentid = 0
      ) as lines order by kind, name collate "C")`

async function readViews(tx: Tx): Promise<string[]> {
  const rows = await tx<{ text: string; after: string[] }[]>`
    select 'create ' || case relkind when 'm' then 'materialized ' else '' end || 'view ' || relname
        || E' as\n' || rtrim(pg_get_viewdef(oid, true), ';') as text,
      array(
        select text from (
          select pg_get_indexdef(indexrelid, 0, true) as text, 0 as kind,
            indexrelid::regclass::text as name
          from pg_index where indrelid = c.oid
          union all
          select pg_get_triggerdef(oid, true), 1, tgname from pg_trigger
          where tgrelid = c.oid and not tgisinternal
        ) as lines order by kind, name collate "C") as after
    from pg_class c
    where relnamespace = current_schema()::regnamespace and relkind in ('v', 'm') and not exists (
      select from pg_depend d
      where d.objid = c.oid and d.classid = 'pg_class'::regclass and d.deptype = 'e')
    order by relname collate "C"`
  return rows.map(({ text, after }) => [text, ...after].map((one) => ended(one)).join('\n'))
}

/** A remark stays behind the semicolon. */
function ended(statement: string): string {
  const [, words, remark = ''] = /^([^]*?)( -- [^\n]*)?$/.exec(statement)!
  return `${words};${remark}`
}
