import { describe, expect, it } from 'vitest'
import { findTables } from '../../../../../frontend/src/areas/lake/parts/find-tables.ts'

const column = (name: string, says: string) => ({ name, type: 'text', says })
const tables = [
  {
    name: 'orders',
    says: 'Every order, as it stands',
    keyColumns: ['order_id'],
    columns: [column('order_id', 'the order'), column('limit_price', 'dollars')],
  },
  {
    name: 'documents',
    says: 'Every document',
    keyColumns: ['document_id'],
    columns: [column('document_id', 'the document'), column('title', 'its headline')],
  },
]
const found = (wanted: string) =>
  findTables(tables, wanted).map(({ table, columns, isByColumn }) => [
    table.name,
    columns.map(({ name }) => name),
    isByColumn,
  ])

describe('tables that are looked for', () => {
  it.each([
    [
      '',
      [
        ['orders', ['order_id', 'limit_price'], false],
        ['documents', ['document_id', 'title'], false],
      ],
    ],
    [' ORDERS ', [['orders', ['order_id', 'limit_price'], false]]],
    ['headline', [['documents', ['title'], true]]],
    ['dollar', [['orders', ['limit_price'], true]]],
    ['nowhere', []],
  ])('%j', (wanted, tables) => expect(found(wanted)).toEqual(tables))
})
