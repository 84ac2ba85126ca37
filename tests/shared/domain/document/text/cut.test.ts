import * as fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { beginning, endOf, plainText, shortened } from '#shared/domain/document/text/cut.ts'

const texts = fc.string({ unit: fc.constantFrom('a', '😀', 'é', ' '), maxLength: 40 })
const limits = fc.integer({ min: 1, max: 50 })

describe('a cut text', () => {
  test('is whole where it fits, and never holds half a character', () => {
    fc.assert(
      fc.property(texts, limits, (text, max) => {
        for (const cut of [beginning(text, max), endOf(text, max), shortened(text, max)]) {
          expect(cut.isWellFormed()).toBe(true)
          expect(cut.length).toBeLessThanOrEqual(max)
          if (text.length <= max) expect(cut).toBe(text)
        }
        expect(text.startsWith(beginning(text, max))).toBe(true)
        expect(text.endsWith(endOf(text, max))).toBe(true)
      }),
    )
  })

  test('leaves out at most the half of one character', () => {
    expect([beginning('ab😀', 3), endOf('😀ab', 3)]).toEqual(['ab', 'ab'])
    expect(shortened('abcdef', 4)).toBe('abc…')
    expect(shortened('ab😀def', 4)).toBe('ab…')
  })

  test('can be stored', () => {
    expect(plainText('a\0b\ud800c', 5)).toBe('a\ufffdb\ufffdc')
  })
})
