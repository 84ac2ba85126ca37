/** A question as a dataset of Superset: its statement, and what columns it answers with. */

import { DuckDBInstance } from '@duckdb/node-api'
import { viewsOf } from '#shared/clients/lake/duckdb-views.ts'
import { LAKEHOUSE } from '#shared/clients/trino/names.ts'
import { deriveId } from '#shared/host/ids.ts'
import { lakeTables } from '#shared/sql/lake/facts/all.ts'
import type { ShippedQuestion } from '#shared/sql/lake/questions/shipped.ts'
import { databaseId, VERSION } from './database.ts'

export type DescribedQuestion = {
  question: ShippedQuestion
  /** What it answers with; `type` in Trino's words. */
  columns: readonly { name: string; type: string }[]
}

/** Asks DuckDB over a lake without a file, which knows every column's type. @throws Error of one it refuses. */
export async function describeQuestions(
  questions: readonly ShippedQuestion[],
): Promise<DescribedQuestion[]> {
  const instance = await DuckDBInstance.create(':memory:', { threads: '1' })
  const duck = await instance.connect()
  try {
    for (const text of lakeTables.flatMap((table) => viewsOf(table, []))) await duck.run(text)
    const answered: DescribedQuestion[] = []
    for (const question of questions) {
      const told = await duck.runAndReadAll(`describe ${question.statement}`)
      const columns = told
        .getRows()
        .map(([name, type]) => ({ name: String(name), type: typeOf(String(type)) }))
      answered.push({ question, columns })
    }
    return answered
  } finally {
    duck.closeSync()
    instance.closeSync()
  }
}

/** Where Trino has another word. */
function typeOf(duckdb: string): string {
  if (duckdb === 'HUGEINT') return 'BIGINT'
  return duckdb === 'TIMESTAMP WITH TIME ZONE' ? 'TIMESTAMP(6) WITH TIME ZONE' : duckdb
}

export const datasetId = ({ slug }: ShippedQuestion): string =>
  deriveId('superset', 'dataset', slug)

const isTemporal = (type: string): boolean => /^(?:DATE|TIMESTAMP)/.test(type)

export function datasetOf({ question, columns }: DescribedQuestion): object {
  return {
    table_name: question.slug,
    main_dttm_col: null,
    description: question.says,
    default_endpoint: null,
    offset: 0,
    cache_timeout: null,
    catalog: LAKEHOUSE.catalog,
    schema: LAKEHOUSE.schema,
    sql: question.statement,
    params: null,
    template_params: null,
    filter_select_enabled: true,
    fetch_values_predicate: null,
    extra: null,
    normalize_columns: false,
    always_filter_main_dttm: false,
    uuid: datasetId(question),
    metrics: [],
    columns: columns.map(({ name, type }) => ({
      column_name: name,
      verbose_name: null,
      is_dttm: isTemporal(type),
      is_active: true,
      type,
      groupby: true,
      filterable: true,
      expression: null,
      description: null,
      python_date_format: null,
    })),
    version: VERSION,
    database_uuid: databaseId,
  }
}
