/**
 * Goal: Trino passes over rows that a question cannot mean, by the bounds that our files tell. Method: rows of texts,
 * decimals and moments, below and above nothing, in a batch's file and in a day's; how many rows a question had read is
 * asked of Trino itself.
 */

import { randomBytes } from 'node:crypto'
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { HeldFile } from '#shared/clients/lake/engine.ts'
import { mergeFiles } from '#shared/clients/lake/merge.ts'
import { fileKey, LAKE_BUCKET, PARQUET } from '#shared/clients/lake/names.ts'
import { writeParquet } from '#shared/clients/lake/parquet.ts'
import { LAKEHOUSE } from '#shared/clients/trino/names.ts'
import { runStatement } from '#shared/clients/trino/statement.ts'
import { syncTrino } from '#shared/clients/trino/sync.ts'
import type { NamedShape } from '#shared/clients/trino/table-sync.ts'
import { VERSION_COLUMNS, type Cell } from '#shared/contracts/lake/columns.ts'
import { openTrinoObjects, trino, whyNoTrino } from '../../../helpers/trino.ts'

const { signal } = new AbortController()
const folder = mkdtempSync(join(tmpdir(), 'stonks-skips-'))
const name = `t${randomBytes(6).toString('hex')}`
const shape: NamedShape = {
  name,
  says: '',
  columns: [
    { name: 'k', type: 'text', says: '' },
    { name: 'q', type: 'decimal', says: '' },
    { name: 't', type: 'timestamp', says: '' },
    ...VERSION_COLUMNS,
  ],
  keyColumns: ['k'],
}
afterAll(async () => {
  rmSync(folder, { recursive: true, force: true })
  if (whyNoTrino !== '') return
  await runStatement(trino, { text: `drop view if exists ${name}`, ...LAKEHOUSE }, signal)
  await runStatement(trino, { text: `drop table if exists ${name}_versions`, ...LAKEHOUSE }, signal)
}, 600_000)

const ROWS = 250_000
const HALF = ROWS / 2
/** Below and above nothing: in the bytes of a number without its sign those below would be the greatest. */
const rowAt = (n: number): Cell[] => [
  `k${String(n).padStart(6, '0')}`,
  `${n < HALF ? '-' : ''}${Math.abs(n - HALF)}.${n < HALF ? '25' : '75'}`,
  (n - HALF) * 3_600_000_000,
  n,
  1,
]

/** What is stored as of one day, and of how many rows a group of it is at most. */
const FILES = [
  ['a batch', 3, 20_000],
  ['a day', 4, 122_880],
] as const

async function store(day: number, bytes: Uint8Array): Promise<HeldFile> {
  const date = `2019-01-0${day}`
  const key = fileKey(name, date, 'whole')
  await openTrinoObjects().put(LAKE_BUCKET, key, bytes, PARQUET)
  return { fact: name, day: date, key, bytes: bytes.length, sha256: '' }
}

type Page = {
  nextUri?: string
  data?: unknown[][]
  stats: { processedRows: number }
  error?: { message: string }
}

/** How many rows a condition leaves of a day, and how many were read for that. */
async function count(day: number, where: string): Promise<{ found: unknown; read: number }> {
  let response = await fetch(`${trino.url}/v1/statement`, {
    method: 'POST',
    headers: {
      'x-trino-user': trino.user,
      'x-trino-catalog': LAKEHOUSE.catalog,
      'x-trino-schema': LAKEHOUSE.schema,
    },
    body: `select count(k), count(q), count(t) from ${name}_versions where "day" = ${day} and ${where}`,
  })
  const rows: unknown[][] = []
  for (;;) {
    const page = (await response.json()) as Page
    if (page.error) throw new Error(page.error.message)
    rows.push(...(page.data ?? []))
    if (!page.nextUri) return { found: rows[0]?.[0], read: page.stats.processedRows }
    response = await fetch(page.nextUri, { headers: { 'x-trino-user': trino.user } })
  }
}

const moment = (n: number) => {
  const [date, time] = new Date((n - HALF) * 3_600_000).toISOString().split(/[TZ]/)
  return `timestamp '${date} ${time}'`
}
/** Each column: how a cell of its is written, and one that is beyond all of them. */
const COLUMNS = [
  ['k', (n: number) => `'${String(rowAt(n)[0])}'`, `'l'`],
  ['q', (n: number) => `decimal '${String(rowAt(n)[1])}'`, `decimal '125000.5'`],
  ['t', moment, moment(ROWS + 1)],
] as const

describe.skipIf(whyNoTrino !== '')(`a real Trino${whyNoTrino}`, { timeout: 600_000 }, () => {
  beforeAll(async () => {
    const rows = Array.from({ length: ROWS }, (_, n) => rowAt(n))
    const batch = await writeParquet(shape.columns, rows)
    const parts = [rows.slice(HALF), rows.slice(0, HALF)]
    const paths: string[] = []
    for (const [place, part] of parts.entries()) {
      paths.push(join(folder, `${place}.parquet`))
      writeFileSync(paths[place]!, await writeParquet(shape.columns, part))
    }
    const merged = await mergeFiles(paths, folder, shape)
    const files = [await store(3, batch), await store(4, readFileSync(merged!.path))]
    await syncTrino({
      settings: trino,
      tables: [shape],
      held: () => Promise.resolve(files),
      signal,
      tell: () => undefined,
    })
  }, 600_000)

  it.each(FILES)('reads all rows of %s where any may be meant', async (_name, day) => {
    expect(await count(day, 'true')).toEqual({ found: ROWS, read: ROWS })
  })

  describe.each(FILES)('of %s', (_name, day, groupRows) => {
    it.each(COLUMNS)('reads one group of rows for the greatest of %s', async (column, text) => {
      const { found, read } = await count(day, `${column} >= ${text(ROWS - 10)}`)
      expect(found).toBe(10)
      expect(read).toBeGreaterThanOrEqual(10)
      expect(read).toBeLessThanOrEqual(groupRows)
    })

    it.each(COLUMNS)('reads one group of rows for the least of %s', async (column, text) => {
      const { found, read } = await count(day, `${column} < ${text(10)}`)
      // Those below nothing are in order too: the most below it is the first.
      expect(found).toBe(10)
      expect(read).toBeGreaterThanOrEqual(10)
      expect(read).toBeLessThanOrEqual(groupRows)
    })

    it.each(COLUMNS)('reads nothing for what is beyond every %s', async (column, _text, beyond) => {
      expect(await count(day, `${column} > ${beyond}`)).toEqual({ found: 0, read: 0 })
    })
  })
})
