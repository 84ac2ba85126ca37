/** A dashboard of Superset: the charts of one area, two a row, tables over the whole width. */

import { deriveId } from '#shared/host/ids.ts'
import type { ShippedQuestion } from '#shared/sql/lake/questions/shipped.ts'
import { chartId } from './chart.ts'
import { VERSION } from './database.ts'

/** Of the page's twelve columns. */
const WIDTH = 12
/** In steps of eight pixels. */
const HEIGHT = 50

type Placed = { question: ShippedQuestion; width: number }

export function dashboardOf(
  area: string,
  title: string,
  questions: readonly ShippedQuestion[],
): object {
  return {
    dashboard_title: title,
    description: null,
    css: '',
    slug: `stonks-${area}`,
    certified_by: '',
    certification_details: '',
    published: true,
    uuid: deriveId('superset', 'dashboard', area),
    position: positionOf(title, rowsOf(questions)),
    metadata: {
      color_scheme: 'supersetColors',
      refresh_frequency: 0,
      cross_filters_enabled: false,
      native_filter_configuration: [],
      // The bar of filters, which there are none of.
      show_native_filters: false,
      chart_configuration: {},
    },
    version: VERSION,
  }
}

function rowsOf(questions: readonly ShippedQuestion[]): Placed[][] {
  const rows: Placed[][] = []
  for (const question of questions) {
    const width = question.chart ? WIDTH / 2 : WIDTH
    const last = rows.at(-1)
    const taken = last?.reduce((sum, placed) => sum + placed.width, 0) ?? WIDTH
    if (last && taken + width <= WIDTH) last.push({ question, width })
    else rows.push([{ question, width }])
  }
  // Nothing stands beside a chart that is alone in its row.
  return rows.map((row) =>
    row.length === 1 ? row.map((placed) => ({ ...placed, width: WIDTH })) : row,
  )
}

function positionOf(title: string, rows: readonly Placed[][]): object {
  const grid = { id: 'GRID_ID', type: 'GRID', parents: ['ROOT_ID'] }
  const names = rows.map((_, nth) => `ROW-${nth + 1}`)
  let charts = 0
  const parts = rows.flatMap((row, nth) => {
    const id = names[nth] ?? ''
    const parents = ['ROOT_ID', 'GRID_ID']
    const ofRow = row.map(({ question, width }) => ({
      id: `CHART-${question.slug}`,
      type: 'CHART',
      children: [],
      parents: [...parents, id],
      meta: {
        // Superset puts its own number there.
        chartId: (charts += 1),
        uuid: chartId(question),
        sliceName: question.name,
        width,
        height: HEIGHT,
      },
    }))
    const meta = { background: 'BACKGROUND_TRANSPARENT' }
    return [{ id, type: 'ROW', children: ofRow.map((chart) => chart.id), parents, meta }, ...ofRow]
  })
  return {
    DASHBOARD_VERSION_KEY: 'v2',
    ROOT_ID: { id: 'ROOT_ID', type: 'ROOT', children: ['GRID_ID'] },
    HEADER_ID: { id: 'HEADER_ID', type: 'HEADER', meta: { text: title } },
    GRID_ID: { ...grid, children: names },
    ...Object.fromEntries(parts.map((part) => [part.id, part])),
  }
}
