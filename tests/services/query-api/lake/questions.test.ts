/** Questions that people keep, beside those that come with the product. */

import * as v from 'valibot'
import { beforeEach, describe, expect, test } from 'vitest'
import { lakeRoutes, type QuestionChange } from '#shared/contracts/api/lake.ts'
import { shippedQuestions } from '#shared/sql/lake/questions/all.ts'
import { openApi } from '../api.ts'

const { sql, call, post, read } = await openApi()
const Rows = lakeRoutes['GET /api/questions'].answer
const Row = lakeRoutes['POST /api/questions'].answer
const list = async (query = '') => v.parse(Rows, await read(`/api/questions${query}`))
const kept = async () => (await list()).filter(({ shipped }) => !shipped)
const keep = (body: object) => post('/api/questions', { statement: 'select 1', ...body })
const kept1 = async (body: object) => v.parse(Row, await (await keep(body)).json())
const change = (method: string, id: string, body: QuestionChange | object = {}) =>
  call(`/api/questions/${id}`, {
    method,
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify(body),
  })
const said = async (response: Promise<Response>) => {
  const answer = await response
  return [answer.status, await answer.json()]
}

beforeEach(() => sql`truncate saved_questions`)

describe('what is listed', () => {
  test('those of the product, each by an id that stays, and by name', async () => {
    const rows = await list()
    expect(rows).toHaveLength(shippedQuestions.length)
    expect(rows.every(({ shipped, changedBy }) => shipped && changedBy === null)).toBe(true)
    expect(rows.map(({ name }) => name)).toEqual(rows.map(({ name }) => name).toSorted())
    expect(await list()).toEqual(rows)
  })

  test('those of people among them, page by page', async () => {
    await keep({ name: '  A first  ' })
    const rows = await list()
    expect(rows[0]).toMatchObject({
      name: 'A first',
      area: 'kept',
      says: '',
      chart: null,
      version: 1,
    })
    const next = await list(`?limit=2&after=${rows[0]?.questionId}`)
    expect(next).toEqual(rows.slice(1, 3))
    expect((await list('?sort=-name&limit=1'))[0]).toEqual(rows.at(-1))
  })
})

describe('what is kept', () => {
  const chart = { kind: 'bar' as const, x: 'ticker', y: ['orders'] }

  test('is told whole, changed in part, and leaves rows of the audit', async () => {
    const made = await kept1({ name: 'Orders', says: 'how many', chart })
    expect(made).toMatchObject({ says: 'how many', chart, version: 1, changedBy: 'operator' })
    const [status, changed] = await said(
      change('PUT', made.questionId, { chart: null, statement: 'select 2', version: 1 }),
    )
    expect([status, changed]).toMatchObject([
      200,
      { name: 'Orders', says: 'how many', statement: 'select 2', chart: null, version: 2 },
    ])
    expect(await said(change('DELETE', made.questionId))).toEqual([200, { done: true }])
    expect(await kept()).toEqual([])
    const rows = await sql`select action, before, detail from audit_events
      where entity_id = ${made.questionId} order by audit_event_id`
    expect(rows).toMatchObject([
      { action: 'POST /api/questions', before: null, detail: { name: 'Orders' } },
      { before: { statement: 'select 1' }, detail: { statement: 'select 2', version: 2 } },
      { action: 'DELETE /api/questions/:id', before: { version: 2 } },
    ])
  })

  test('is changed by the one who read it last', async () => {
    const { questionId } = await kept1({ name: 'Orders' })
    await change('PUT', questionId, { says: 'mine', version: 1 })
    expect(await said(change('PUT', questionId, { says: 'yours', version: 1 }))).toMatchObject([
      409,
      { code: 'changed_since' },
    ])
    expect(await kept()).toMatchObject([{ says: 'mine', version: 2 }])
  })

  test('has a name of its own, in any case of letters', async () => {
    const { questionId } = await kept1({ name: 'Orders' })
    const other = await kept1({ name: 'Fills' })
    const taken = { code: 'name_taken', detail: 'There is a question Orders already' }
    expect(await said(keep({ name: 'ORDERS' }))).toMatchObject([409, taken])
    expect(await said(change('PUT', other.questionId, { name: 'orders' }))).toMatchObject([
      409,
      taken,
    ])
    expect(await said(keep({ name: shippedQuestions[0]?.name }))).toMatchObject([
      409,
      { code: 'name_taken' },
    ])
    expect((await change('PUT', questionId, { name: 'orders' })).status).toBe(200)
  })

  test('of two who take one name at once, one has it', async () => {
    const answers = await Promise.all(['One', 'ONE', 'one'].map((name) => keep({ name })))
    expect(answers.map(({ status }) => status).toSorted()).toEqual([201, 409, 409])
  })

  test('is not more than 500', async () => {
    await sql`insert into saved_questions (question_id, name, statement, created_at, changed_at, changed_by)
      select gen_random_uuid(), 'n' || n, 'select 1', now(), now(), 'x' from generate_series(1, 499) n`
    const answers = await Promise.all(['One', 'Two', 'Three'].map((name) => keep({ name })))
    expect(answers.map(({ status }) => status).toSorted()).toEqual([201, 409, 409])
  })

  test('may hold no more than a statement may', async () => {
    expect((await keep({ name: 'Long', statement: 'x'.repeat(20_001) })).status).toBe(422)
    expect((await keep({ name: 'Empty', statement: ' ' })).status).toBe(422)
    expect((await keep({ name: 'Zero', statement: 'select \0' })).status).toBe(400)
  })
})

describe('what comes with the product', () => {
  test('is neither changed nor deleted', async () => {
    const { questionId = '' } = (await list())[0] ?? {}
    const no = { code: 'system_owned' }
    expect(await said(change('PUT', questionId, { name: 'x' }))).toMatchObject([409, no])
    expect(await said(change('DELETE', questionId))).toMatchObject([409, no])
  })

  test('is told by slug and name, each once, in letters that both know', () => {
    const of = (read: (one: (typeof shippedQuestions)[number]) => string) =>
      shippedQuestions.map(read)
    expect(new Set(of(({ slug }) => slug)).size).toBe(shippedQuestions.length)
    expect(new Set(of(({ name }) => name.toLowerCase())).size).toBe(shippedQuestions.length)
    for (const slug of of((one) => one.slug)) expect(slug).toMatch(/^[a-z]+(-[a-z]+)*$/)
  })
})
