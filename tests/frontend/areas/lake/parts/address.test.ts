import { fc } from '@fast-check/vitest'
import { describe, expect, it } from 'vitest'
import {
  hashOf,
  readSqlSearch,
  statementOf,
} from '../../../../../frontend/src/areas/lake/parts/address.ts'

describe('the address of a statement', () => {
  it('gives back any statement, in letters that nobody writes another way', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'grapheme', maxLength: 200 }), (statement) => {
        const hash = hashOf(statement)
        expect(hash).toMatch(/^sql=[A-Za-z0-9_-]*$/)
        expect(decodeURIComponent(hash)).toBe(hash)
        expect(statementOf(hash)).toBe(statement)
      }),
    )
  })

  it('holds one as long as the API takes', () => {
    const statement = `select '${'–'.repeat(19_980)}'`
    expect(statementOf(hashOf(statement))).toBe(statement)
  })

  it('of nothing is nothing, which is another thing than none', () => {
    expect(statementOf(hashOf(''))).toBe('')
    expect(statementOf('')).toBeUndefined()
  })

  it.each(['sql=%', 'sql=A', 'sql=_w', 'page', 'link=c2VsZWN0', 'refused=no'])(
    'is none where it was cut or is another’s: %s',
    (hash) => expect(statementOf(hash)).toBeUndefined(),
  )

  it('knows a question and an engine, and nothing else', () => {
    expect(readSqlSearch({ question: 'x', engine: 'trino', sql: 'drop', more: 1 })).toEqual({
      question: 'x',
      engine: 'trino',
    })
  })
})
