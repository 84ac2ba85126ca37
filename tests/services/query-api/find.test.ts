/** What is found by name, words or id, and what narrows the long lists and counts them. */

import { describe, expect, test } from 'vitest'
import type { FoundRow } from '#shared/contracts/api/find.ts'
import { COUNT_MAX, type RowTotal } from '#shared/contracts/api/words.ts'
import { holdsWords } from '#shared/sql/documents/title-words.ts'
import { openApi } from './api.ts'
import { ids } from './fixture-base.ts'
import { fillDocuments } from './more-documents.ts'

const { sql, call, read } = await openApi()
const find = async (words: string) =>
  (await read<{ found: FoundRow[] }>(`/api/find?words=${encodeURIComponent(words)}`)).found
const kinds = (found: readonly FoundRow[]) => [...new Set(found.map(({ kind }) => kind))]

describe('finding', () => {
  test('a company by its ticker, and before those whose ticker only begins so', async () => {
    const [first] = await find('xom')
    expect(first).toMatchObject({ kind: 'company', id: 'XOM', title: 'Exxon Mobil Corporation' })
  })

  test('a company by a part of its name, and the documents that have the word', async () => {
    const found = await find('exxon')
    expect(kinds(found)).toEqual(['company', 'document'])
    expect(found.map(({ title }) => title)).toContain('Exxon cuts its outlook for refining margins')
  })

  test('a document by beginnings of its words, in any order', async () => {
    const titles = (await find('refin exx')).map(({ title }) => title)
    expect([...new Set(titles)]).toEqual(['Exxon cuts its outlook for refining margins'])
    expect(await find('refin exx zzz')).toEqual([])
  })

  test.each([
    ['order', ids.order('AAPL')],
    ['order', ids.decision('AAPL')],
    ['document', ids.document(0)],
    ['recommendation', ids.recommendation('AAPL')],
    ['source', ids.source('CNBC')],
  ])('what goes by an id: %s', async (kind, id) => {
    expect(kinds(await find(id))).toEqual([kind])
    expect(kinds(await find(id.toUpperCase()))).toEqual([kind])
  })

  test("an order by the broker's id of it", async () => {
    const [order] = await sql<{ orderId: string; clientOrderId: string }[]>`
      select order_id, client_order_id from orders limit 1`
    expect((await find(order!.clientOrderId)).map(({ id }) => id)).toContain(order!.orderId)
  })

  test.each(['%', '_', '\\', "'", "x':* & !", '☃', '( | )', 'a'.repeat(80), '!!!'])(
    'takes signs for what they are: %s',
    async (words) => {
      const answer = await call(`/api/find?words=${encodeURIComponent(words)}`)
      expect(answer.status).toBe(200)
      expect(kinds(await find('%'))).toEqual([])
    },
  )

  test.each([
    ['Oil/gas rig suspends work', 'gas'],
    ['Amazon.com beats', 'amazon.com'],
    ['Amazon.com beats', 'amazon'],
    ['Up 3.5 % in Q3/2024', '3.5 2024'],
    ['Results of 2024-03-14', '2024-03'],
    ["AT&T's U.S. unit, Coca-Cola too", 'at&t coca u.s.'],
    ['İstanbul açılışı', 'İstanbul'],
    ['रिलायंस के नतीजे', 'नतीजे'],
    ['日本銀行 利上げ', '利上げ'],
    ["O'Neill's “quoted” plan", "o'neill quoted"],
  ])('a document by a part of a joined word: %s by %s', async (title, words) => {
    await sql`update documents set title = ${title} where document_id = ${ids.document(5)}`
    expect((await find(words)).map(({ id }) => id)).toContain(ids.document(5))
  })

  test('documents by an index of their words', async () => {
    const plan = await sql.begin(async (tx) => {
      await tx`set local enable_seqscan = off`
      return tx`explain select from documents d where ${holdsWords(tx, 'oil')}`
    })
    expect(JSON.stringify(plan)).toContain('documents_title_words')
  })

  test('a document whose title is longer than any index takes', async () => {
    const title = `Zebra ${Array.from({ length: 400_000 }, (_, at) => at.toString(36)).join(' ')}`
    await sql`update documents set title = ${title} where document_id = ${ids.document(5)}`
    expect((await find('zebra')).map(({ id }) => id)).toEqual([ids.document(5)])
  })

  test('is refused without a word', async () => {
    expect((await call('/api/find?words=%20')).status).toBe(422)
    expect((await call('/api/find')).status).toBe(422)
  })
})

describe('long lists', () => {
  const lists = ['orders', 'decisions', 'recommendations', 'documents'] as const

  test.each(lists)('%s: the total is that of the rows, narrowed as they are', async (list) => {
    const days = ['', '?from=2024-03-14', '?to=2024-03-13', '?from=2024-03-01&to=2024-03-14']
    const narrows = [...days, '?ticker=XOM', '?ticker=NONE']
    for (const search of narrows) {
      const rows = await read<unknown[]>(
        `/api/${list}${search || '?'}&limit=500`.replace('?&', '?'),
      )
      expect(await read(`/api/totals/${list}${search}`), search).toEqual({
        count: rows.length,
        isMore: false,
      })
    }
  })

  test('a day is one of New York, the last one too', async () => {
    const [order] = await sql<{ orderId: string }[]>`select order_id from orders limit 1`
    const at = (moment: string) =>
      sql`update orders set intended_at = ${moment} where order_id = ${order!.orderId}`
    const isIn = async (search: string) =>
      (await read<{ orderId: string }[]>(`/api/orders?limit=500&${search}`)).some(
        ({ orderId }) => orderId === order!.orderId,
      )
    await at('2024-03-15T03:59:59Z')
    expect([await isIn('from=2024-03-14&to=2024-03-14'), await isIn('from=2024-03-15')]).toEqual([
      true,
      false,
    ])
    await at('2024-03-15T04:00:00Z')
    expect([await isIn('to=2024-03-14'), await isIn('from=2024-03-15&to=2024-03-15')]).toEqual([
      false,
      true,
    ])
  })

  test('counts no further than it says', async () => {
    await fillDocuments(sql, COUNT_MAX)
    expect(await read<RowTotal>('/api/totals/documents')).toEqual({
      count: COUNT_MAX,
      isMore: true,
    })
    const exxon = await read<unknown[]>('/api/documents?words=exxon&limit=500')
    expect(await read<RowTotal>('/api/totals/documents?words=exxon')).toEqual({
      count: exxon.length,
      isMore: false,
    })
  })

  test.each([
    'from=1900-01-01',
    'to=2199-12-31',
    'from=2024-02-29&to=2024-02-29',
    'from=2025-01-01&to=2024-01-01',
  ])('takes any day that there is: %s', async (search) => {
    expect((await call(`/api/orders?${search}`)).status).toBe(200)
    expect((await call(`/api/totals/documents?${search}`)).status).toBe(200)
  })

  test('a day that is none is refused', async () => {
    for (const day of ['2023-02-29', '9999-12-31', '0001-01-01', '2024-13-01'])
      expect((await call(`/api/orders?from=${day}`)).status, day).toBe(422)
    expect((await call('/api/orders?from=yesterday')).status).toBe(422)
  })
})
