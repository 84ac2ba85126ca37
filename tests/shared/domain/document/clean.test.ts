import { describe, expect, it } from 'vitest'
import { fc, test } from '@fast-check/vitest'
import { cleanText, cleanValue } from '#shared/domain/document/text/clean.ts'
import { soundCursor, usableCursor } from '#shared/domain/source/cursor.ts'

const oddText = fc.string({
  unit: fc.oneof(
    fc.constantFrom('\0', '\u0001', '\x7f', '\u0085', '\u0092', '\ud83d', '\ude00', '😀', '\t'),
    fc.string({ unit: 'binary', minLength: 1, maxLength: 1 }),
  ),
})

describe('cleanText()', () => {
  it.each([
    ['Fo\0rd', 'Ford'],
    ['cut \ud83d', 'cut '],
    ['\ude00 led', ' led'],
    ['whole 😀', 'whole 😀'],
    ['Moody\u0092s \u0093up\u0094', 'Moody’s “up”'],
    ['a\u0081\u009db\u007f\u001bc', 'abc'],
    ['one\ttwo\r\nthree', 'one\ttwo\r\nthree'],
  ])('makes %j %j', (text, clean) => expect(cleanText(text)).toBe(clean))

  test.prop([oddText, fc.integer({ min: 0, max: 40 })])(
    'leaves nothing that a store refuses, within its bound, and twice is once',
    (text, max) => {
      const clean = cleanText(text, max)
      expect(clean).toBe(cleanText(clean, max))
      expect(clean.isWellFormed()).toBe(true)
      expect(clean.length).toBeLessThanOrEqual(max)
      // eslint-disable-next-line no-control-regex
      expect(clean).not.toMatch(/[\0-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f]/)
    },
  )

  it('reaches every text of a value, names too', () => {
    expect(cleanValue({ 'a\0': ['\ud83d', 1, null, { b: 'x\0' }] })).toEqual({
      a: ['', 1, null, { b: 'x' }],
    })
  })
})

describe('a cursor', () => {
  const now = new Date('2026-03-02T15:00:00Z')
  it.each([
    ['2026-03-02T14:00:00Z', true],
    ['9999-12-31T00:00:00Z', false],
    ['0000-01-01T00:00:00Z', false],
    ['1970-01-01T00:00:00Z', false],
    ['2026-03-02T15:00:01Z', false],
    ['no date', false],
  ])('of %s is kept: %s', (at, kept) => {
    expect(soundCursor(new Date(at), now) !== null).toBe(kept)
  })
  it('far ahead of the clock is not gone on from', () => {
    expect(usableCursor(new Date('9999-01-01T00:00:00Z'), now)).toBeNull()
    expect(usableCursor(now, now)).toEqual(now)
  })
})
