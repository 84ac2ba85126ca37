/** Table `saved_questions`: questions to the lake that people keep. */

import type { QuestionChange, QuestionChart } from '../../contracts/api/lake.ts'
import type { Db, Tx } from '../open.ts'

export type SavedQuestion = {
  questionId: string
  name: string
  says: string
  statement: string
  chart: QuestionChart | null
  version: number
  changedBy: string
  changedAt: Date
}

/** Every one, or the one of an id. */
export function readQuestions(db: Db, questionId?: string): Promise<SavedQuestion[]> {
  return db<SavedQuestion[]>`
    select question_id, name, says, statement, chart, version, changed_by, changed_at from saved_questions
    where true ${questionId === undefined ? db`` : db`and question_id = ${questionId}`}
    order by name collate "C"`
}

/** All of them wait here for each other, so that names and numbers hold; then one is read. */
export async function lockQuestions(tx: Tx): Promise<void> {
  await tx`select pg_advisory_xact_lock(hashtext('saved_questions'))`
}

/** The question of this name, in any case of letters. */
export async function readQuestionNamed(
  db: Db,
  name: string,
): Promise<{ questionId: string; name: string } | undefined> {
  const [row] = await db<{ questionId: string; name: string }[]>`
    select question_id, name from saved_questions where lower(name) = lower(${name})`
  return row
}

export async function countQuestions(db: Db): Promise<number> {
  const [row] = await db<{ count: number }[]>`select count(*)::int as count from saved_questions`
  return row?.count ?? 0
}

export async function addQuestion(
  tx: Tx,
  {
    questionId,
    name,
    says,
    statement,
    chart,
    changedBy,
    changedAt,
  }: Omit<SavedQuestion, 'version'>,
): Promise<void> {
  await tx`
    insert into saved_questions (question_id, name, says, statement, chart, created_at, changed_at, changed_by)
    values (${questionId}, ${name}, ${says}, ${statement}, ${chart && tx.json(chart)}, ${changedAt}, ${changedAt},
      ${changedBy})`
}

/** Changes what is given, and counts the change. */
export async function changeQuestion(
  tx: Tx,
  {
    questionId,
    changedBy,
    changedAt,
  }: Pick<SavedQuestion, 'questionId' | 'changedBy' | 'changedAt'>,
  { name, says, statement, chart }: QuestionChange,
): Promise<void> {
  await tx`
    update saved_questions set
      name = coalesce(${name ?? null}, name),
      says = coalesce(${says ?? null}, says),
      statement = coalesce(${statement ?? null}, statement),
      chart = ${chart === undefined ? tx`chart` : tx`${chart && tx.json(chart)}::jsonb`},
      version = version + 1, changed_at = ${changedAt}, changed_by = ${changedBy}
    where question_id = ${questionId}`
}

export async function removeQuestion(tx: Tx, questionId: string): Promise<void> {
  await tx`delete from saved_questions where question_id = ${questionId}`
}
