/** What the editor offers, as CodeMirror asks for it. */

import { CompletionContext } from '@codemirror/autocomplete'
import { sql } from '@codemirror/lang-sql'
import { EditorState } from '@codemirror/state'
import { describe, expect, it } from 'vitest'
import {
  completeSql,
  tablesNamed,
  wantsTable,
} from '../../../../../../frontend/src/areas/lake/parts/editor/complete.ts'
import { lakeDialect } from '../../../../../../frontend/src/areas/lake/parts/editor/dialect.ts'

const table = (name: string, columns: readonly string[]) => ({
  name,
  says: `Every one of ${name}`,
  keyColumns: [],
  columns: columns.map((column) => ({ name: column, type: 'text', says: `the ${column}` })),
})
const tables = [table('orders', ['order_id', 'ticker']), table('documents', ['title', 'ticker'])]

/** `|` is where the caret stands; `isAsked` after Ctrl and Space. */
function offered(statement: string, isAsked = false) {
  const pos = statement.indexOf('|')
  const doc = statement.replace('|', '')
  const state = EditorState.create({ doc, extensions: [sql({ dialect: lakeDialect })] })
  const context = new CompletionContext(state, pos, isAsked)
  return completeSql(tables).flatMap((source) => {
    const result = source(context)
    return result === null || result instanceof Promise ? [] : result.options
  })
}
const labels = (statement: string, isAsked = false) =>
  offered(statement, isAsked).map(({ label }) => label)

describe('what is completed', () => {
  it('are tables, those of versions too', () => {
    expect(labels('select * from o|')).toEqual(
      expect.arrayContaining(['orders', 'orders_versions', 'documents', 'order']),
    )
    const [orders] = offered('select * from o|').filter(({ label }) => label === 'orders')
    expect(orders?.info).toBe('Every one of orders')
  })

  it('are the columns of the tables that are named, with what they tell', () => {
    const found = offered('select t| from orders')
    expect(found.map(({ label }) => label)).toContain('order_id')
    expect(found.map(({ label }) => label)).not.toContain('title')
    expect(found.find(({ label }) => label === 'ticker')).toMatchObject({
      detail: 'text',
      info: 'the ticker',
    })
    expect(found.map(({ label }) => label)).toContain('year')
  })

  it('are columns of all tables while none is named, each name once', () => {
    const found = offered('select t|')
    expect(found.filter(({ label }) => label === 'ticker')).toMatchObject([
      { info: 'of orders, documents' },
    ])
    expect(found.map(({ label }) => label)).toContain('title')
  })

  it('behind a table or its other name are its columns alone', () => {
    for (const statement of [
      'select orders.| from orders',
      'select o.| from orders as o join documents d on true',
    ])
      expect(labels(statement)).toEqual(['order_id', 'ticker', 'year', 'month', 'day'])
    expect(labels('select v.| from documents_versions v')).toContain('title')
  })

  it('are tables first behind from and join, and nothing of a table there', () => {
    const boostOf = (statement: string, name: string) =>
      offered(statement).find(({ label }) => label === name)?.boost
    expect(boostOf('select * from o|', 'orders')).toBe(2)
    expect(boostOf('select o|', 'orders')).toBe(-2)
    expect(labels('select * from t|')).not.toContain('ticker')
  })

  it('are words and functions, which open their bracket', () => {
    const found = offered('select co|')
    expect(found.find(({ label }) => label === 'count')).toMatchObject({
      type: 'function',
      apply: 'count(',
    })
    // Those that stand at the end of a line of the list among them.
    expect(found.map(({ label }) => label)).toEqual(
      expect.arrayContaining([
        'where',
        'as',
        'using',
        'then',
        'else',
        'extract',
        'hour',
        'timestamp',
      ]),
    )
    expect(found.filter(({ label }) => /\s|^$/.test(label))).toEqual([])
  })

  it.each(["select 'or|'", 'select 1 -- or|', 'select /* or| */ 1'])(
    'is nothing within a text or a remark: %s',
    (statement) => expect(labels(statement)).toEqual([]),
  )

  it('is nothing where nothing was typed, unless it is asked for', () => {
    expect(labels('select |')).not.toContain('ticker')
    expect(labels('select |', true)).toContain('ticker')
  })
})

describe('wantsTable()', () => {
  it.each([
    ['select * from ', true],
    ['select * FROM ord', true],
    ['select * from orders o, doc', true],
    ['select * from orders as o, documents, ', true],
    ['select * from orders left join ', true],
    ['select * from orders ', false],
    ['select * from orders where a = b, ', false],
    ['select extract(year from a), ', false],
    ['select ', false],
    ['select fromage', false],
  ])('%j: %s', (text, wanted) => expect(wantsTable(text)).toBe(wanted))
})

describe('tablesNamed()', () => {
  it.each([
    ['select 1 from ORDERS', ['orders']],
    ['from orders_versions', ['orders']],
    ['from orders join documents', ['orders', 'documents']],
    // A word that only holds the name names nothing.
    ['from reorders', ['orders', 'documents']],
    ['', ['orders', 'documents']],
  ])('%s', (statement, wanted) => {
    expect(tablesNamed(statement, tables).map(({ name }) => name)).toEqual(wanted)
  })
})
