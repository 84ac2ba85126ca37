import { fc, test } from '@fast-check/vitest'
import { describe, expect } from 'vitest'
import { markText } from '../../../../../frontend/src/areas/documents/parts/mark-text.ts'

const quoteOf = (text: string, start: number, end: number) => ({
  text: text.slice(start, end),
  start,
  end,
})

describe('markText', () => {
  test('sets a quote apart from what stands around it', () => {
    expect(markText('one two three', [quoteOf('one two three', 4, 7)])).toEqual([
      { text: 'one ', start: 0, isQuote: false },
      { text: 'two', start: 4, isQuote: true },
      { text: ' three', start: 7, isQuote: false },
    ])
  })

  test('leaves words alone that do not stand where the quote says', () => {
    expect(markText('one two', [{ text: 'two', start: 3, end: 6 }])).toEqual([
      { text: 'one two', start: 0, isQuote: false },
    ])
  })

  test.prop([fc.string(), fc.array(fc.tuple(fc.nat(40), fc.nat(40)), { maxLength: 6 })])(
    'never loses or repeats a character, whatever the quotes',
    (text, spans) => {
      const pieces = markText(
        text,
        spans.map(([a, b]) => quoteOf(text, Math.min(a, b), Math.max(a, b))),
      )
      expect(pieces.map((piece) => piece.text).join('')).toBe(text)
      expect(new Set(pieces.map(({ start }) => start)).size).toBe(pieces.length)
    },
  )
})
