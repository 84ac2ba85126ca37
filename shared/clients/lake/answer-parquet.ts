/** An engine's answer as a Parquet file: the types of its columns decide, and what fits none of them is text. */

import { DAY_MS } from '../../domain/spans.ts'
import type { QueryResult } from './engine.ts'
import {
  CODEC,
  CREATED_BY,
  ELEMENTS,
  storedSchema,
  zstd,
  type StoredType,
} from './parquet/types.ts'

type Value = string | number | boolean
/** A cell as it is stored: moments and decimals as whole numbers of their smallest unit. */
type StoredCell = string | number | bigint | boolean | null
/** Undefined of a cell that does not fit. */
type Kind = { element: StoredType; store: (cell: Value) => StoredCell | undefined }

/** The file's bytes. A column one of whose cells does not fit its type is text, as its cells are told. */
export function writeAnswer({
  columns,
  rows,
}: Pick<QueryResult, 'columns' | 'rows'>): Promise<Uint8Array> {
  return writeStored(
    uniqueNames(columns).map(({ name, type }, place) => {
      const cells = rows.map((row) => row[place] ?? null)
      for (const { element, store } of kindsOf(type)) {
        const stored = cells.map((cell) => (cell === null ? null : store(cell)))
        if (stored.every((cell) => cell !== undefined)) return { name, element, cells: stored }
      }
      return { name, element: text.element, cells: cells.map((cell) => cell && String(cell)) }
    }),
  )
}

/** Whatever type an engine tells of, so that the pages are the writer's own too. */
async function writeStored(
  columns: readonly { name: string; element: StoredType; cells: StoredCell[] }[],
): Promise<Uint8Array> {
  const { parquetWriteBuffer } = await import('hyparquet-writer')
  return new Uint8Array(
    parquetWriteBuffer({
      columnData: columns.map(({ name, cells }) => ({ name, data: cells })),
      schema: storedSchema(columns),
      createdBy: CREATED_BY,
      codec: CODEC,
      compressors: { ZSTD: zstd },
    }),
  )
}

/** A file's columns are told apart by their names, those of an answer by their places. */
function uniqueNames(columns: QueryResult['columns']): QueryResult['columns'] {
  const seen = new Map<string, number>()
  return columns.map(({ name, type }) => {
    const times = (seen.get(name) ?? 0) + 1
    seen.set(name, times)
    return { name: times === 1 ? name : `${name}_${times}`, type }
  })
}

const text: Kind = { element: ELEMENTS.text, store: String }
const truth: Kind = {
  element: ELEMENTS.boolean,
  store: (cell) => (typeof cell === 'boolean' ? cell : undefined),
}
const double: Kind = {
  element: ELEMENTS.double,
  store: (cell) => {
    const value = Number(cell)
    return Number.isNaN(value) && cell !== 'NaN' ? undefined : value
  },
}
const INT64_MAX = 2n ** 63n
const whole: Kind = {
  element: ELEMENTS.integer,
  store: (cell) => {
    const value = unscaled(cell, 0)
    return value !== undefined && value < INT64_MAX && value >= -INT64_MAX ? value : undefined
  },
}
const date: Kind = {
  element: ELEMENTS.date,
  store: (cell) => {
    const ms = /^\d{4}-\d\d-\d\d$/.test(String(cell)) ? Date.parse(`${cell}T00:00:00Z`) : Number.NaN
    return Number.isNaN(ms) ? undefined : ms / DAY_MS
  },
}

/** With a zone they are UTC; without one they are told as they are. */
function moment(isUtc: boolean): Kind {
  const element: StoredType = {
    type: 'INT64',
    logical_type: { type: 'TIMESTAMP', isAdjustedToUTC: isUtc, unit: 'MICROS' },
  }
  return { element: isUtc ? ELEMENTS.timestamp : element, store: microseconds }
}

const MOMENT = /^(\d{4}-\d\d-\d\d) (\d\d:\d\d:\d\d)(?:\.(\d{1,6}))?(?:\+00)?$/

function microseconds(cell: Value): bigint | undefined {
  const [, day, time, fraction = ''] = MOMENT.exec(String(cell)) ?? []
  const ms = Date.parse(`${day}T${time}Z`)
  return Number.isNaN(ms) ? undefined : BigInt(ms) * 1_000n + BigInt(fraction.padEnd(6, '0'))
}

const PRECISION_MAX = 38

function decimal(precision: number, scale: number): Kind {
  const element: StoredType = {
    ...ELEMENTS.decimal,
    precision,
    scale,
    logical_type: { type: 'DECIMAL', precision, scale },
  }
  const tooMany = 10n ** BigInt(precision)
  return {
    element,
    store: (cell) => {
      const value = unscaled(cell, scale)
      return value !== undefined && value < tooMany && value > -tooMany ? value : undefined
    },
  }
}

/** Exact digits as a whole number of the smallest unit. */
function unscaled(cell: Value, scale: number): bigint | undefined {
  const parts = /^(-?)(\d+)(?:\.(\d+))?$/.exec(String(cell))
  const decimals = parts?.[3]?.replace(/0+$/, '') ?? ''
  if (!parts || decimals.length > scale) return undefined
  const units = BigInt(`${parts[2]}${decimals.padEnd(scale, '0')}`)
  return parts[1] ? -units : units
}

/** What a column of that type may be, in either engine's words, the closest first. */
function kindsOf(type: string): readonly Kind[] {
  const word = type.toLowerCase()
  const [, precision, scale] = /^decimal\((\d+), ?(\d+)\)$/.exec(word) ?? []
  if (precision !== undefined) return [decimal(Number(precision), Number(scale))]
  if (/^u?(?:tiny|small|big|huge)int$|^u?integer$/.test(word))
    return [whole, decimal(PRECISION_MAX, 0)]
  if (/^(?:double|real|float)$/.test(word)) return [double]
  if (word === 'boolean') return [truth]
  if (word === 'date') return [date]
  if (word.startsWith('timestamp')) return [moment(word.endsWith('with time zone'))]
  return [text]
}
