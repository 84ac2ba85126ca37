/** Counts and sums over rows of the lake that two engines tell alike where they read alike. */

import type { Column, ColumnType } from '../../contracts/lake/columns.ts'
import type { LakeShape, QueryEngine } from './engine.ts'

type Dialect = QueryEngine['name']

/**
 * Of a set of rows: `rows`, `hash` (over each row's cells together), and of each column `<name> count` (not null) and
 * `<name> sum`, exact: decimals as they are, moments in microseconds and dates in days since 1970, texts by 32 bits of
 * their MD5, doubles in 2^-20 as far as a whole number holds them. Null where there is nothing to sum.
 */
export type Sums = Record<string, string | null>

/** One statement, whose one row holds them in the order of `sumNames`. */
export function sumsText(
  { columns }: Pick<LakeShape, 'columns'>,
  dialect: Dialect,
  from: string,
): string {
  const cells = columns.map(
    (column) => `coalesce(cast(${wholeOf(column, dialect)} as varchar), '-')`,
  )
  const cast = (read: string) => `cast(${read} as varchar)`
  const sums = columns.flatMap((column) => [
    cast(`count("${column.name}")`),
    cast(`sum(${summed(column, dialect)})`),
  ])
  const hash = cast(`sum(${BITS[dialect](cells.join(` || '|' || `))})`)
  return `select ${[cast('count(*)'), hash, ...sums].join(', ')} from ${from}`
}

export function sumNames({ columns }: Pick<LakeShape, 'columns'>): string[] {
  return ['rows', 'hash', ...columns.flatMap(({ name }) => [`${name} count`, `${name} sum`])]
}

/** The sums of two sets of rows together. */
export function addSums(one: Sums, other: Sums): Sums {
  return Object.fromEntries(
    Object.entries(one).map(([name, sum]) => [name, added(sum, other[name] ?? null)]),
  )
}

export type SumsDiffer = { what: string; here: string | null; there: string | null }

/** What two engines tell differently. */
export function compareSums(here: Sums, there: Sums): SumsDiffer[] {
  return Object.keys(here)
    .filter((what) => here[what] !== there[what])
    .map((what) => ({ what, here: here[what] ?? null, there: there[what] ?? null }))
}

/** 32 bits of a text's MD5, as a whole number. */
const BITS: Record<Dialect, (read: string) => string> = {
  duckdb: (read) => `cast('0x' || left(md5(${read}), 8) as bigint)`,
  trino: (read) => `from_base(substr(to_hex(md5(to_utf8(${read}))), 1, 8), 16)`,
}

/** A double as whole 2^-20: times a power of two is exact. What does not fit counts as null. */
const STEPS = (read: string) =>
  `case when abs(${read}) < 8e12 then cast(floor(${read} * 1048576e0) as bigint) end`

const WHOLE: Record<Dialect, Record<ColumnType, (read: string) => string>> = {
  duckdb: {
    text: (read) => read,
    decimal: (read) => read,
    timestamp: (read) => `epoch_us(${read})`,
    date: (read) => `date_diff('day', date '1970-01-01', ${read})`,
    double: STEPS,
    integer: (read) => read,
    boolean: (read) => `cast(${read} as integer)`,
  },
  trino: {
    text: (read) => read,
    decimal: (read) => read,
    // Its own functions tell no more than milliseconds exactly.
    timestamp: (read) =>
      `cast(to_unixtime(date_trunc('second', ${read})) as bigint) * 1000000 + cast(substr(cast(${read} as varchar), 21, 6) as bigint)`,
    date: (read) => `date_diff('day', date '1970-01-01', ${read})`,
    double: STEPS,
    integer: (read) => read,
    boolean: (read) => `cast(${read} as integer)`,
  },
}

const wholeOf = ({ name, type }: Column, dialect: Dialect): string =>
  WHOLE[dialect][type](`"${name}"`)

function summed(column: Column, dialect: Dialect): string {
  const whole = wholeOf(column, dialect)
  if (column.type === 'decimal') return whole
  if (column.type === 'text') return BITS[dialect](whole)
  return `cast(${whole} as decimal(38,0))`
}

const DECIMALS = 9

function added(one: string | null, other: string | null): string | null {
  if (one === null || other === null) return one ?? other
  const sum = unitsOf(one) + unitsOf(other)
  if (!one.includes('.')) return String(sum / 10n ** BigInt(DECIMALS))
  const digits = String(sum < 0n ? -sum : sum).padStart(DECIMALS + 1, '0')
  return `${sum < 0n ? '-' : ''}${digits.slice(0, -DECIMALS)}.${digits.slice(-DECIMALS)}`
}

function unitsOf(text: string): bigint {
  const [whole = '', decimals = ''] = text.replace('-', '').split('.')
  const units = BigInt(`${whole}${decimals.padEnd(DECIMALS, '0')}`)
  return text.startsWith('-') ? -units : units
}
