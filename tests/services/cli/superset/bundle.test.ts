import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { parse } from 'yaml'
import { afterAll, describe, expect, it } from 'vitest'
import { shippedQuestions } from '#shared/sql/lake/questions/all.ts'
import type { ShippedQuestion } from '#shared/sql/lake/questions/shipped.ts'
import { writeSuperset } from '../../../../services/cli/lake/superset.ts'
import { supersetBundle } from '../../../../services/cli/superset/bundle.ts'
import { describeQuestions } from '../../../../services/cli/superset/dataset.ts'

const answered = await describeQuestions(shippedQuestions)
const TRINO = { url: 'http://trino:8080', user: 'superset' }
const bundle = supersetBundle(answered, TRINO)

type Told = Record<string, unknown> & { uuid: string }
/** As Superset reads them: YAML 1.1, in which an unquoted moment is none of a text. */
const under = (folder: string): Told[] =>
  [...bundle]
    .filter(([path]) => path.startsWith(folder))
    .map(([, text]) => parse(text, { version: '1.1' }) as Told)
const [database] = under('databases/')
const datasets = under('datasets/')
const charts = under('charts/')
const dashboards = under('dashboards/')

const question = (more: Partial<ShippedQuestion>): ShippedQuestion => ({
  slug: 'a-b',
  area: 'pipeline',
  name: 'A',
  says: 'what it is',
  statement: 'select 1 as x, 2 as y order by y desc',
  chart: { kind: 'bar', x: 'x', y: ['y'] },
  ...more,
})
const paramsOf = async (more: Partial<ShippedQuestion>) => {
  const files = supersetBundle(await describeQuestions([question(more)]), TRINO)
  return (parse(files.get('charts/a_b.yaml') ?? '') as { params: Record<string, unknown> }).params
}

describe('what Superset imports', () => {
  it('is of every shipped question one dataset, one chart and one place on the dashboard of its area', () => {
    const names = shippedQuestions.map(({ slug }) => slug)
    expect(datasets.map(({ table_name: name }) => name)).toEqual(names)
    expect(charts.map(({ slice_name: name }) => name)).toEqual(
      shippedQuestions.map(({ name }) => name),
    )
    expect(charts.map((chart) => chart['dataset_uuid'])).toEqual(datasets.map(({ uuid }) => uuid))
    const placed = dashboards.flatMap(({ slug, position }) =>
      Object.values(position as Record<string, { type?: string; meta?: { uuid: string } }>)
        .filter(({ type }) => type === 'CHART')
        .map(({ meta }) => `${String(slug)} ${meta?.uuid}`),
    )
    expect(placed.toSorted()).toEqual(
      shippedQuestions.map(({ area }, nth) => `stonks-${area} ${charts[nth]?.uuid}`).toSorted(),
    )
  })

  it('is the same for the same questions, and no id stands twice', async () => {
    expect(supersetBundle(await describeQuestions(shippedQuestions), TRINO)).toEqual(bundle)
    const ids = [database, ...datasets, ...charts, ...dashboards].map((told) => told?.uuid)
    expect(new Set(ids).size).toBe(ids.length)
  })

  it('draws columns that the question answers with', () => {
    for (const [nth, { params }] of charts.entries()) {
      const columns = (datasets[nth]!['columns'] as { column_name: string }[]).map(
        (column) => column.column_name,
      )
      expect(columns.length).toBeGreaterThan(0)
      const {
        x_axis: x,
        metrics,
        all_columns: all,
      } = params as {
        x_axis?: string
        metrics?: { column: { column_name: string } }[]
        all_columns?: string[]
      }
      const drawn = all ?? [x, ...(metrics ?? []).map(({ column }) => column.column_name)]
      expect(columns).toEqual(expect.arrayContaining(drawn))
    }
  })

  it('asks the lake on Trino, without a password, and may write nothing there', () => {
    expect(database).toMatchObject({
      sqlalchemy_uri: 'trino://superset@trino:8080/lakehouse',
      allow_dml: false,
      allow_ctas: false,
      allow_cvas: false,
    })
    for (const dataset of datasets)
      expect(dataset).toMatchObject({
        database_uuid: database?.uuid,
        catalog: 'lakehouse',
        schema: 'stonks',
      })
  })

  it.each([
    ['https://trino.example', 'trino://superset@trino.example:443/lakehouse'],
    [
      'https://trino.example:8443',
      'trino://superset@trino.example:8443/lakehouse?http_scheme=https',
    ],
    ['http://trino.example', 'trino://superset@trino.example:80/lakehouse'],
  ])('finds Trino at %s', (url, address) => {
    const text = supersetBundle([], { ...TRINO, url }).get('databases/lakehouse.yaml') ?? ''
    expect(parse(text)).toMatchObject({ sqlalchemy_uri: address })
  })
})

describe('a chart', () => {
  it('keeps the order of its question', async () => {
    expect(await paramsOf({})).toMatchObject({ x_axis_sort: 'y', x_axis_sort_asc: false })
    expect(await paramsOf({ statement: 'select 1 as x, 2 as y order by x' })).toMatchObject({
      x_axis_sort: 'x',
      x_axis_sort_asc: true,
    })
    expect(await paramsOf({ statement: 'select 1 as x, 2 as y order by x desc' })).toMatchObject({
      x_axis_sort: 'x',
      x_axis_sort_asc: false,
    })
  })

  it('of a question without one is its whole answer as a table', async () => {
    expect(await paramsOf({ chart: null })).toMatchObject({
      viz_type: 'table',
      query_mode: 'raw',
      all_columns: ['x', 'y'],
    })
  })

  it.each(['bar', 'line', 'scatter'] as const)('is drawn as a %s', async (kind) => {
    expect(await paramsOf({ chart: { kind, x: 'x', y: ['y'] } })).toMatchObject({
      viz_type: `echarts_timeseries_${kind}`,
    })
  })
})

describe('the folder', () => {
  const folder = mkdtempSync(join(tmpdir(), 'stonks-superset-'))
  afterAll(() => rmSync(folder, { recursive: true, force: true }))

  it('holds what the release has, and nothing that one before left', async () => {
    await writeSuperset(folder)
    rmSync(join(folder, 'metadata.yaml'))
    expect(await writeSuperset(folder)).toBe(bundle.size)
    const files = readdirSync(folder, { recursive: true, withFileTypes: true })
    expect(files.filter((file) => file.isFile())).toHaveLength(bundle.size)
    for (const [path, text] of bundle) expect(readFileSync(join(folder, path), 'utf8')).toBe(text)
  })
})
