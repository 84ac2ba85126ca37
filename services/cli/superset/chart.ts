/** A question's chart in Superset's words: drawn as the question says, or the whole answer as a table. */

import { deriveId } from '#shared/host/ids.ts'
import type { ShippedQuestion } from '#shared/sql/lake/questions/shipped.ts'
import { VERSION } from './database.ts'
import { datasetId, type DescribedQuestion } from './dataset.ts'

type Chart = NonNullable<ShippedQuestion['chart']>

const ROWS_MAX = 10_000

export const chartId = ({ slug }: ShippedQuestion): string => deriveId('superset', 'chart', slug)

export function chartOf({ question, columns }: DescribedQuestion): object {
  const { name, says, chart } = question
  const params = chart
    ? drawn(chart, question.statement)
    : { viz_type: 'table', ...whole(columns.map((column) => column.name)) }
  return {
    slice_name: name,
    description: says,
    certified_by: null,
    certification_details: null,
    viz_type: params.viz_type,
    params,
    cache_timeout: null,
    uuid: chartId(question),
    version: VERSION,
    dataset_uuid: datasetId(question),
  }
}

const whole = (names: readonly string[]) => ({
  query_mode: 'raw',
  all_columns: names,
  order_by_cols: [],
  row_limit: ROWS_MAX,
  adhoc_filters: [],
  table_timestamp_format: 'smart_date',
  include_search: true,
})

/** Rows of one x make one point: bars and lines add them up, dots show their mean. */
const AGGREGATES: Record<Chart['kind'], string> = { bar: 'SUM', line: 'SUM', scatter: 'AVG' }

function drawn({ kind, x, y }: Chart, statement: string) {
  const order = orderOf(statement)
  const isByValue = kind === 'bar' && order !== undefined && y.includes(order.name)
  return {
    viz_type: `echarts_timeseries_${kind}`,
    x_axis: x,
    x_axis_sort: isByValue ? order.name : x,
    x_axis_sort_asc: isByValue || order?.name === x ? !order.isDescending : true,
    metrics: y.map((name) => ({
      expressionType: 'SIMPLE',
      column: { column_name: name },
      aggregate: AGGREGATES[kind],
      label: name,
      hasCustomLabel: true,
      optionName: `metric_${name}`,
    })),
    groupby: [],
    adhoc_filters: [],
    row_limit: ROWS_MAX,
    order_desc: true,
    show_legend: y.length > 1,
    legendOrientation: 'top',
    rich_tooltip: true,
    x_axis_title: x,
    x_axis_title_margin: 30,
    x_axis_time_format: 'smart_date',
    y_axis_format: 'SMART_NUMBER',
    ...(kind === 'bar' ? { xAxisLabelRotation: 45 } : {}),
    ...(kind === 'line' ? { markerEnabled: true } : {}),
  }
}

/** What a statement orders its answer by first; it is lost where a chart sums it up. */
function orderOf(statement: string): { name: string; isDescending: boolean } | undefined {
  const found = [...statement.matchAll(/\border by\s+"?(\w+)"?(\s+desc)?/gi)].at(-1)
  return found?.[1] === undefined
    ? undefined
    : { name: found[1], isDescending: found[2] !== undefined }
}
