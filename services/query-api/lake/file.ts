/** The answer to a question as a file: CSV, or Parquet with exact decimals and moments. */

import { answerCsv } from '#shared/clients/lake/answer-csv.ts'
import { writeAnswer } from '#shared/clients/lake/answer-parquet.ts'
import { PARQUET } from '#shared/clients/lake/names.ts'
import type { lakeRoutes } from '#shared/contracts/api/lake.ts'
import type { Asked } from '#shared/contracts/api/route.ts'
import type { AskLake } from './ask.ts'

const ROWS_MAX = 100_000
const TYPES = { csv: 'text/csv; charset=utf-8; header=present', parquet: PARQUET }

/** Whoever takes data along is told of in the audit, with what was asked. */
export async function answerFile(
  ask: AskLake,
  { body, request, tell }: Asked<(typeof lakeRoutes)['POST /api/sql/file']>,
): Promise<Response> {
  const { format, engine, statement } = body
  const result = await ask({ ...body, rowsMax: ROWS_MAX }, request.signal)
  const rows = result.rows.length
  tell({ after: { format, engine, statement, rows } })
  const file = format === 'csv' ? answerCsv(result) : new Uint8Array(await writeAnswer(result))
  return new Response(file, {
    headers: {
      'cache-control': 'no-store',
      'content-type': TYPES[format],
      'content-disposition': `attachment; filename="answer.${format}"`,
      'x-content-type-options': 'nosniff',
      'x-stonks-rows': String(rows),
      'x-stonks-cut': String(result.isCut),
    },
  })
}
