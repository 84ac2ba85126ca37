import { describe, expect, it } from 'vitest'
import {
  cellText,
  sortRows,
} from '../../../../../../frontend/src/areas/lake/parts/cells/cell-text.ts'

describe('a cell', () => {
  it.each([
    [null, 'number', { text: 'null', isAbsent: true }],
    ['', 'text', { text: 'empty', isAbsent: true }],
    // What looks like nothing and is a text is told apart by its look.
    ['null', 'text', { text: 'null' }],
    [true, 'text', { text: 'true' }],
    [0, 'number', { text: '0' }],
    [2019, 'number', { text: '2019' }],
    [0.1 + 0.2, 'number', { text: '0.3', whole: '0.30000000000000004' }],
    [0.00001234567, 'number', { text: '0.00001235', whole: '0.00001234567' }],
    [-0.000012, 'number', { text: '-0.000012' }],
    [1e300, 'number', { text: '1e+300' }],
    ['12.500000000', 'number', { text: '12.5' }],
    ['100.000000000', 'number', { text: '100' }],
    ['-0.000000001', 'number', { text: '-0.000000001' }],
    ['9007199254740993', 'number', { text: '9007199254740993' }],
    ['1000', 'number', { text: '1000' }],
    ['NaN', 'number', { text: 'NaN' }],
    // No decimal, though it looks like one: a version, an id.
    ['1.10', 'text', { text: '1.10' }],
    ['2019-01-02 14:30:00.5+00', 'moment', { text: '2019-01-02 14:30:00.5+00' }],
    ['one\n  two', 'text', { text: 'one two', whole: 'one\n  two' }],
  ] as const)('%j of a column of %s', (cell, kind, wanted) => {
    expect(cellText(cell, kind)).toEqual(wanted)
  })

  it('that is long is shortened, and nothing of it is lost', () => {
    const cell = `<img src=x onerror=alert(1)>${'x'.repeat(100)}`
    const { text, whole } = cellText(cell, 'text')
    expect(text).toHaveLength(80)
    expect(text.endsWith('…')).toBe(true)
    expect(whole).toBe(cell)
    expect(cellText('x'.repeat(80), 'text')).toEqual({ text: 'x'.repeat(80) })
  })
})

describe('rows in an order', () => {
  const rows = [['10.5'], [null], ['9'], ['-1']]
  const first = (sorted: ReturnType<typeof sortRows>) => sorted.map(([cell]) => cell)

  it('of amounts is that of the amounts, and what is absent comes last either way', () => {
    expect(first(sortRows(rows, 0, 'number', false))).toEqual(['-1', '9', '10.5', null])
    expect(first(sortRows(rows, 0, 'number', true))).toEqual(['10.5', '9', '-1', null])
  })

  it('of texts is that of words, and rows that are alike stay as they stood', () => {
    const pairs = [
      ['b', 1],
      ['a', 2],
      ['b', 3],
    ]
    expect(sortRows(pairs, 0, 'text', false)).toEqual([
      ['a', 2],
      ['b', 1],
      ['b', 3],
    ])
    expect(pairs[0]).toEqual(['b', 1])
  })
})
