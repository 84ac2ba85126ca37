import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, inject, it } from 'vitest'
import { openTrino } from '#shared/clients/trino/engine.ts'
import { shippedQuestions } from '#shared/sql/lake/questions/all.ts'
import { writeSuperset } from '../../../../services/cli/lake/superset.ts'
import { trino, whyNoTrino } from '../../../helpers/trino.ts'
import { openSuperset, whyNoSuperset, type TestSuperset } from './server.ts'

const engine = openTrino(trino)
const LIMITS = { rowsMax: 10_000, seconds: 120, memoryMb: 512 }
const ask = (text: string) => engine.query(text, LIMITS, new AbortController().signal)
const isSynced =
  whyNoTrino === '' &&
  (await ask('select * from documents limit 1').then(
    () => true,
    () => false,
  ))
const why =
  whyNoSuperset ||
  whyNoTrino ||
  (isSynced ? '' : ' (skipped: nobody has told this Trino of a lake: stonks lake sync)')

type Row = Record<string, string | number | boolean | null>
type Listed = {
  result: { id: number; slice_name: string; dashboard_title: string }[]
  count: number
}

describe.skipIf(why !== '')(`a real Superset${why}`, { timeout: 1_200_000 }, () => {
  const folder = mkdtempSync(join(tmpdir(), 'stonks-bundle-'))
  let superset: TestSuperset
  beforeAll(async () => {
    superset = await openSuperset(inject('redisUrl'))
    const files = await writeSuperset(folder, trino.url)
    const said = `superset: ${files} files of the release are loaded`
    expect(await superset.load(folder)).toContain(said)
    // As each start of the pod does.
    expect(await superset.load(folder)).toContain(said)
    await superset.addUser('reader', 'Reader')
    await superset.serve()
  }, 1_800_000)
  afterAll(() => {
    superset?.stop()
    rmSync(folder, { recursive: true, force: true })
  })
  const list = async (user: string, what: string) =>
    (await superset.ask(user, 'GET', `/api/v1/${what}/?q=(page_size:200)`)).body as Listed

  it('has four dashboards, and of each question one chart, though it was loaded twice', async () => {
    const { result, count } = await list('reader', 'dashboard')
    expect([count, result.map((one) => one.dashboard_title).toSorted()]).toEqual([
      4,
      ['Model quality', 'Pipeline', 'Signals', 'Trading'],
    ])
    const charts = await list('reader', 'chart')
    expect(charts.result.map((one) => one.slice_name).toSorted()).toEqual(
      shippedQuestions.map(({ name }) => name).toSorted(),
    )
  })

  it('answers each question with the rows that Trino gives', async () => {
    const { body } = await superset.ask('admin', 'GET', '/api/v1/dataset/?q=(page_size:200)')
    const datasets = (body as { result: { id: number; table_name: string }[] }).result
    const told: unknown[] = []
    const wanted: unknown[] = []
    for (const { slug, statement } of shippedQuestions) {
      const { columns, rows } = await ask(statement)
      const names = columns.map(({ name }) => name)
      const id = datasets.find((dataset) => dataset.table_name === slug)?.id
      const answer = await superset.ask('reader', 'POST', '/api/v1/chart/data', {
        datasource: { id, type: 'table' },
        queries: [{ columns: names, row_limit: 10_000, metrics: [], orderby: [] }],
        result_format: 'json',
        result_type: 'full',
      })
      expect([slug, answer.status]).toEqual([slug, 200])
      const [{ data }] = (answer.body as { result: [{ data: Row[] }] }).result
      const there = data.map((row) => names.map((name) => plain(row[name] ?? null)))
      told.push([slug, inOrder(there)])
      wanted.push([slug, inOrder(rows.map((row) => row.map(plain)))])
    }
    expect(told).toEqual(wanted)
  })

  it('lets a reader see, and neither change nor ask SQL', async () => {
    const { result } = await list('reader', 'chart')
    const path = `/api/v1/chart/${result[0]?.id}`
    const statuses = async (user: string) => [
      (await superset.ask(user, 'GET', path)).status,
      (await superset.ask(user, 'PUT', path, { slice_name: 'mine' })).status,
      (await superset.ask(user, 'DELETE', path)).status,
      (await superset.ask(user, 'POST', '/api/v1/chart/', { slice_name: 'new' })).status,
      (
        await superset.ask(user, 'POST', '/api/v1/sqllab/execute/', {
          database_id: 1,
          sql: 'select 1',
        })
      ).status,
    ]
    expect(await statuses('reader')).toEqual([200, 403, 403, 403, 403])
  })
})

/** A cell as both tell it: Superset makes decimals numbers, days and moments milliseconds. */
function plain(cell: string | number | boolean | null): string | number | boolean | null {
  if (typeof cell === 'string' && /^-?\d+(\.\d+)?$/.test(cell)) return Number(cell).toPrecision(12)
  if (typeof cell === 'string' && /^\d{4}-\d\d-\d\d( \d\d:|$)/.test(cell))
    return Date.parse(cell).toPrecision(12)
  return typeof cell === 'number' ? cell.toPrecision(12) : cell
}

const inOrder = (rows: readonly unknown[][]) => rows.map((row) => JSON.stringify(row)).toSorted()
