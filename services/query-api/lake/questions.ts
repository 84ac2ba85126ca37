/** Questions to the lake: those that come with the product, and those that people keep. */

import type { lakeRoutes, QuestionRow } from '#shared/contracts/api/lake.ts'
import type { Answers, Served } from '#shared/contracts/api/route.ts'
import { askVersion, saved } from '#shared/host/api/edit.ts'
import type { Clock } from '#shared/host/clock.ts'
import { deriveId } from '#shared/host/ids.ts'
import { Refusal } from '#shared/host/refusal.ts'
import { nameOf } from '#shared/sql/access/audit.ts'
import { keepChange, type Asking } from '#shared/sql/access/keep-change.ts'
import { shippedQuestions } from '#shared/sql/lake/questions/all.ts'
import {
  addQuestion,
  changeQuestion,
  countQuestions,
  lockQuestions,
  readQuestionNamed,
  readQuestions,
  removeQuestion,
  type SavedQuestion,
} from '#shared/sql/lake/saved-questions.ts'
import type { Sql, Tx } from '#shared/sql/open.ts'

type Parts = { sql: Sql; clock: Clock }
type QuestionRoutes = Pick<
  typeof lakeRoutes,
  Extract<keyof typeof lakeRoutes, `${string}/api/questions${string}`>
>

const SAVED_MAX = 500

export function answerQuestions(parts: Parts): Answers<QuestionRoutes> {
  const { sql, clock } = parts
  return {
    'GET /api/questions': async () => {
      const kept = (await readQuestions(sql)).map(rowOf)
      return [...shipped.values(), ...kept].toSorted((a, b) => (a.name < b.name ? -1 : 1))
    },
    'POST /api/questions': (asked) =>
      sql.begin(async (tx) => {
        const { body, trail } = asked
        await lockQuestions(tx)
        await askName(tx, body.name)
        if ((await countQuestions(tx)) >= SAVED_MAX)
          throw new Refusal(409, `At most ${SAVED_MAX} questions are kept: delete one first`)
        const now = clock.now()
        const questionId = deriveId('question', body.name, now.toISOString(), trail.traceId)
        await addQuestion(tx, { questionId, ...body, changedBy: nameOf(trail.by), changedAt: now })
        asked.made()
        return keep(tx, asked, { questionId, before: null }, now)
      }),
    'PUT /api/questions/:id': (asked) =>
      edit(parts, asked, async (tx, before) => {
        askVersion(`The question ${before.name}`, before.version, asked.body.version)
        await askName(tx, asked.body.name, asked.id)
        const now = clock.now()
        const by = { questionId: asked.id, changedBy: nameOf(asked.trail.by), changedAt: now }
        await changeQuestion(tx, by, asked.body)
        return keep(tx, asked, { questionId: asked.id, before }, now)
      }),
    'DELETE /api/questions/:id': (asked) =>
      edit(parts, asked, async (tx, before) => {
        await removeQuestion(tx, asked.id)
        await keepChange(tx, asked, { subject: asked.id, before, after: null }, clock.now())
        return { done: true as const }
      }),
  }
}

const shipped = new Map(
  shippedQuestions.map(({ slug, ...question }) => {
    const questionId = deriveId('shipped_question', slug)
    const row: Served<QuestionRow> = {
      questionId,
      ...question,
      shipped: true,
      version: 1,
      changedBy: null,
      changedAt: null,
    }
    return [questionId, row] as const
  }),
)

const rowOf = (question: SavedQuestion): Served<QuestionRow> => ({
  ...question,
  area: 'kept',
  shipped: false,
})

/** Holds all that are kept; undefined where there is none of this id. @throws Refusal 409 of one that is shipped. */
function edit<T>(
  { sql }: Parts,
  { id }: { id: string },
  change: (tx: Tx, before: SavedQuestion) => Promise<T>,
): Promise<T | undefined> {
  const own = shipped.get(id)
  if (own)
    throw new Refusal(
      409,
      `${own.name} comes with the product: keep a copy of it under another name`,
      'system_owned',
    )
  return sql.begin(async (tx) => {
    await lockQuestions(tx)
    const [before] = await readQuestions(tx, id)
    return before && change(tx, before)
  }) as Promise<T | undefined>
}

async function keep(
  tx: Tx,
  asked: Asking,
  { questionId, before }: { questionId: string; before: SavedQuestion | null },
  now: Date,
): Promise<Served<QuestionRow>> {
  const after = saved((await readQuestions(tx, questionId))[0])
  await keepChange(tx, asked, { subject: questionId, before, after }, now)
  return rowOf(after)
}

/** @throws Refusal 409 `name_taken` where another question has it, in any case of letters. */
async function askName(tx: Tx, name: string | undefined, own?: string): Promise<void> {
  if (name === undefined) return
  const found = await readQuestionNamed(tx, name)
  const isShipped = [...shipped.values()].some(
    (one) => one.name.toLowerCase() === name.toLowerCase(),
  )
  if (isShipped || (found && found.questionId !== own))
    throw new Refusal(409, `There is a question ${found?.name ?? name} already`, 'name_taken')
}
