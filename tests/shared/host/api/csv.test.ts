import { fc, test as property } from '@fast-check/vitest'
import { describe, expect, test } from 'vitest'
import { toCsv } from '#shared/host/api/csv.ts'

const cell = (text: unknown) => toCsv(['a'], [{ a: text }]).slice('a\r\n'.length, -2)

describe('a cell', () => {
  test.each([
    ['plain', 'plain'],
    ['with, comma', '"with, comma"'],
    ['with "quotes"', '"with ""quotes"""'],
    ['two\nlines', '"two\nlines"'],
    [null, ''],
    [12.5, '12.5'],
    [-0.25, '-0.25'],
    ['-12.500000', '-12.500000'],
    [true, 'true'],
    [new Date('2024-03-14T12:00:00Z'), '2024-03-14T12:00:00.000Z'],
    [['a', 'b'], '"[""a"",""b""]"'],
  ])('%j is %s', (value, wanted) => expect(cell(value)).toBe(wanted))

  test.each([
    '=1+1',
    '+1+1',
    '-1+1',
    '@SUM(A1)',
    '\t=1+1',
    '\r=1+1',
    '\u0000=1+1',
    '\u200b=1+1',
    ' =1+1',
    '＝1+1',
    '=cmd|"/c calc"!A1',
    '-2+3+cmd',
  ])('%j is no formula', (text) => expect(cell(text)).toMatch(/^"'/))

  property.prop([fc.string({ unit: 'binary' })])('is read back as it was written', (text) => {
    const written = cell(text)
    const read = written.startsWith('"') ? written.slice(1, -1).replaceAll('""', '"') : written
    expect([text, `'${text}`]).toContain(read)
    if (/^[=+@]/.test(text) && !/^[=+@-]?\d/.test(text)) expect(read).toBe(`'${text}`)
  })
})

test('rows have the columns they are said to have, in their order', () => {
  expect(toCsv(['b', 'a'], [{ a: 1, b: 2 }, { b: 3 }])).toBe('b,a\r\n2,1\r\n3,\r\n')
})
