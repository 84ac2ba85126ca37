import * as fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import {
  beginning,
  endOf,
  plainText,
  shortened,
  wholeBeginning,
} from '#shared/domain/document/text/cut.ts'

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

  test.each([
    ['Sales rose. Costs fell.', 23, 'Sales rose. Costs fell.'],
    ['Sales rose. Costs fell.', 22, 'Sales rose.'],
    ['Sales rose. Costs fell.', 11, 'Sales rose.'],
    ['Sales rose. Costs fell.', 10, 'Sales'],
    ['Sales rose 1.5 % on the day.', 12, 'Sales rose'],
    ['Sales of Acme Inc. rose.', 19, 'Sales of Acme Inc.'],
    // A sentence that leaves most of the room empty is no place to cut at.
    ['Up. Sales rose and costs fell', 24, 'Up. Sales rose and costs'],
    ['Sales rose\nCosts fell a lot', 17, 'Sales rose'],
    ['Profit not reached', 10, 'Profit not'],
    ['Unbelievable', 5, 'Unbel'],
    ['ab😀cd', 3, 'ab'],
  ])('for a reader ends behind a sentence, else a word: %j within %d', (text, max, kept) =>
    expect(wholeBeginning(text, max)).toBe(kept),
  )

  test('for a reader never ends within a word where the room holds a space', () => {
    fc.assert(
      fc.property(texts, limits, (text, max) => {
        const cut = wholeBeginning(text, max)
        expect(text.startsWith(cut)).toBe(true)
        expect(cut.length).toBeLessThanOrEqual(max)
        expect(cut.isWellFormed()).toBe(true)
        if (cut !== text && cut.trim().includes(' ')) expect(text[cut.length]).toBe(' ')
      }),
    )
  })

  test('can be stored', () => {
    expect(plainText('a\0b\ud800c', 5)).toBe('a\ufffdb\ufffdc')
  })
})
