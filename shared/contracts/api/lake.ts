/** What the API takes and answers of the lake: its tables, questions in SQL, and questions that are kept. */

import * as v from 'valibot'
import { Uuid } from '../primitives.ts'
import { wanted } from '../sources/settings.ts'
import { Done } from './access-words.ts'
import { EditOf, Line, Name, RowVersion } from './registry-words.ts'
import type { ApiRoutes } from './route.ts'
import { Moment, shortList } from './words.ts'

export const LAKE_ENGINES = ['duckdb', 'trino'] as const
export const ANSWER_ROWS_MAX = 10_000
export const STATEMENT_LENGTH_MAX = 20_000

const LakeTableRow = v.strictObject({
  name: v.string(),
  says: v.string(),
  /** Of rows that are the same in these, the one with the highest `version` stands. */
  keyColumns: v.array(v.string()),
  columns: v.array(v.strictObject({ name: v.string(), type: v.string(), says: v.string() })),
})
export type LakeTableRow = v.InferOutput<typeof LakeTableRow>

const LakeAnswer = v.strictObject({
  /** Whether Trino can be asked here too. */
  engines: v.array(v.picklist(LAKE_ENGINES)),
  tables: v.array(LakeTableRow),
  /**
   * Since when the fact waits that has waited longest for a file, in real time: what was written since may be missing
   * from answers. Null while none has waited for a minute.
   */
  behindSince: v.nullable(Moment),
})
export type LakeAnswer = v.InferOutput<typeof LakeAnswer>

const statementSays = `1 to ${STATEMENT_LENGTH_MAX} characters`
const Statement = v.pipe(
  v.string(),
  v.trim(),
  v.minLength(1, wanted(statementSays)),
  v.maxLength(STATEMENT_LENGTH_MAX, wanted(statementSays)),
)

const SqlQuestion = v.strictObject({
  statement: Statement,
  engine: v.optional(v.picklist(LAKE_ENGINES), 'duckdb'),
  rowsMax: v.optional(
    v.pipe(v.number(), v.integer(), v.minValue(1), v.maxValue(ANSWER_ROWS_MAX)),
    1_000,
  ),
})

export const SqlAnswer = v.strictObject({
  /** `type` is the engine's own word for it, such as BIGINT or decimal(38,9). */
  columns: v.array(v.strictObject({ name: v.string(), type: v.string() })),
  /** Exact decimals and large whole numbers are text, moments are text in UTC. */
  rows: v.array(v.array(v.nullable(v.union([v.string(), v.number(), v.boolean()])))),
  /** True where there are more rows than were asked for. */
  isCut: v.boolean(),
  seconds: v.number(),
})
export type SqlAnswer = v.InferOutput<typeof SqlAnswer>

const SqlFile = v.strictObject({
  statement: Statement,
  engine: v.optional(v.picklist(LAKE_ENGINES), 'duckdb'),
  format: v.picklist(['csv', 'parquet']),
})

/** How an answer is drawn: `y` over `x`; a line where `x` is a moment or a day, else bars. */
export const QuestionChart = v.strictObject({
  kind: v.picklist(['bar', 'line', 'scatter']),
  x: v.string(),
  y: v.pipe(v.array(v.string()), v.minLength(1), v.maxLength(8)),
})
export type QuestionChart = v.InferOutput<typeof QuestionChart>

const QuestionRow = v.strictObject({
  questionId: Uuid,
  /** pipeline, signals, trading, model quality; what people keep stands under `kept`. */
  area: v.picklist(['pipeline', 'signals', 'trading', 'quality', 'kept']),
  name: v.string(),
  says: v.string(),
  statement: v.string(),
  chart: v.nullable(QuestionChart),
  /** It comes with the product, and nobody changes it. */
  shipped: v.boolean(),
  version: RowVersion,
  /** Who changed it last, and when; null of those that come with the product. */
  changedBy: v.nullable(v.string()),
  changedAt: v.nullable(Moment),
})
export type QuestionRow = v.InferOutput<typeof QuestionRow>

const QuestionBody = v.strictObject({
  name: Name,
  says: v.optional(Line, ''),
  statement: Statement,
  chart: v.optional(v.nullable(QuestionChart), null),
})
const QuestionChange = v.strictObject({
  ...EditOf,
  name: v.optional(Name),
  says: v.optional(Line),
  statement: v.optional(Statement),
  chart: v.optional(v.nullable(QuestionChart)),
})
export type QuestionChange = v.InferOutput<typeof QuestionChange>

const reads = { service: 'query-api', role: 'viewer' } as const
const changes = { service: 'query-api', role: 'operator' } as const

export const lakeRoutes = {
  'GET /api/lake': {
    ...reads,
    does: 'lists the tables of the lake, with what each column tells',
    answer: LakeAnswer,
  },
  'POST /api/sql': {
    ...reads,
    does: 'asks the lake a question in SQL',
    routine: true,
    body: SqlQuestion,
    answer: SqlAnswer,
  },
  'POST /api/sql/file': {
    ...reads,
    does: 'takes the answer to a question in SQL as a file',
    body: SqlFile,
    answer: v.string(),
  },
  'GET /api/questions': {
    ...reads,
    does: 'lists questions that are kept, and those that come with the product',
    query: shortList({}, 'name'),
    pages: { field: 'questionId', param: 'after', whole: true },
    answer: v.array(QuestionRow),
  },
  'POST /api/questions': {
    ...changes,
    does: 'keeps a question',
    body: QuestionBody,
    answer: QuestionRow,
    made: 201,
  },
  'PUT /api/questions/:id': {
    ...changes,
    names: 'question',
    does: 'changes a question that was kept',
    body: QuestionChange,
    answer: QuestionRow,
  },
  'DELETE /api/questions/:id': {
    ...changes,
    names: 'question',
    does: 'deletes a question that was kept',
    answer: Done,
  },
} as const satisfies ApiRoutes
