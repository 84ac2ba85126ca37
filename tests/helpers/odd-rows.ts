/** Rows of a table of the lake with the values that engines have been known to read each in its own way. */

import type { LakeShape } from '#shared/clients/lake/engine.ts'
import type { Cell, ColumnType } from '#shared/contracts/lake/columns.ts'

const NINES = `${'9'.repeat(29)}.${'9'.repeat(9)}`
const AT = 1_546_527_600_123_456

const VALUES: Record<ColumnType, readonly Cell[]> = {
  text: [
    '',
    'a "ü" 😀\\',
    "it's\na\ttext",
    ' ',
    'NULL',
    'e\u0301 \u00e9 ﷺ',
    'x'.repeat(40_000),
    '-',
  ],
  decimal: ['-1.500000001', '0', '0.000000001', '-0.000000001', '12.5', '-99999', '1', '-7'],
  timestamp: [
    AT,
    -1,
    0,
    1,
    -123_456_789_123_456,
    -8_520_335_999_999_999,
    8_836_041_599_999_999,
    1_000_000,
  ],
  date: [
    '1970-01-01',
    '1969-12-31',
    '0001-01-01',
    '9999-12-31',
    '1582-10-10',
    '2000-02-29',
    '1900-02-28',
    '2019-01-03',
  ],
  double: [0.1, -1e300, 5e-324, -0, 1.797_693_134_862_315_7e308, 1 / 3, -0.5, 123_456_789],
  integer: [0, -1, 2 ** 53 - 1, -(2 ** 53) + 1, 2 ** 31, -(2 ** 31) - 1, 7, 42],
  boolean: [true, false, true, true, false, false, true, false],
}

const ROWS = VALUES.text.length

/**
 * One of each value in every column, the largest and the smallest decimal (once each, so that sums fit), and one row
 * that is null but for what tells it apart.
 */
export function oddRows({ columns, keyColumns }: LakeShape): Cell[][] {
  const rows = Array.from({ length: ROWS }, (_, nth) =>
    columns.map(({ type }, place) => VALUES[type][(nth + place) % ROWS] ?? null),
  )
  const ends = [NINES, `-${NINES}`].map((decimal, nth) =>
    columns.map(({ type }, place) =>
      type === 'decimal' ? decimal : (VALUES[type][(nth + place) % ROWS] ?? null),
    ),
  )
  const empty = columns.map(() => null)
  return [...rows, ...ends, empty].map((row, nth) =>
    row.map((cell, place) => {
      const { name, type } = columns[place]!
      if (name === 'version') return nth + 1
      if (name === 'changed_at') return AT + nth
      return keyColumns.includes(name) ? keyOf(type, nth, cell) : cell
    }),
  )
}

/** Another in each row. */
function keyOf(type: ColumnType, nth: number, cell: Cell): Cell {
  if (type === 'text') return `${String(cell ?? '').slice(0, 60)}#${nth}`
  if (type === 'timestamp') return AT + nth
  if (type === 'date') return `2019-01-${String(nth + 1).padStart(2, '0')}`
  if (type === 'integer') return nth
  throw new RangeError(`Make a key: expected text, a moment, a day or a number, found ${type}`)
}
