import { describe, expect, it } from 'vitest'
import { fc, test } from '@fast-check/vitest'
import { languageOf } from '#shared/domain/document/language.ts'
import { judgeQuality } from '#shared/domain/document/quality.ts'
import { sentencesOf } from '#shared/domain/document/text/sentences.ts'
import { beginning } from '#shared/domain/document/text/cut.ts'
import { composeText, normaliseText } from '#shared/domain/document/text/normalise.ts'

const anyText = fc.oneof(
  fc.string({ unit: 'binary' }),
  fc.string({
    unit: fc.constantFrom(' ', '\n', '\r', '\u200b', '\u0301', 'e', '.', 'A', '\ud800', '😀', '\t'),
  }),
)

describe('normaliseText()', () => {
  test.prop([anyText])('twice is once', (text) => {
    expect(normaliseText(normaliseText(text))).toBe(normaliseText(text))
  })
  test.prop([anyText])('leaves no doubled space, no edge space, no third line break', (text) => {
    expect(normaliseText(text)).not.toMatch(/ {2}|^\s|\s$|\n{3}| \n|\n |[\u200b\u00ad\u202e]/)
  })
})

describe('beginning()', () => {
  test.prop([anyText, fc.integer({ min: 1, max: 30 })])(
    'is a beginning of whole characters',
    (text, max) => {
      const cut = beginning(text.toWellFormed(), max)
      expect(text.toWellFormed().startsWith(cut)).toBe(true)
      expect(cut.length).toBeLessThanOrEqual(max)
      expect(cut.isWellFormed()).toBe(true)
    },
  )
})

describe('composeText()', () => {
  it.each([
    ['Title', 'Body', 'Title\n\nBody', 5],
    ['Title', '', 'Title', 5],
    ['', 'Body', 'Body', 0],
    ['Title', 'Title and body', 'Title and body', 5],
  ])('%j and %j', (title, body, text, titleLength) =>
    expect(composeText(title, body)).toEqual({ text, titleLength }),
  )
})

describe('sentencesOf()', () => {
  it.each([
    ['One. Two! Three?', ['One.', 'Two!', 'Three?']],
    ['Acme Inc. rose. Mr. Lee left.', ['Acme Inc. rose.', 'Mr. Lee left.']],
    ['U.S. stocks rose 1.5 percent.', ['U.S. stocks rose 1.5 percent.']],
    ['Title\n\nBody text', ['Title', 'Body text']],
    ['He said "yes." Then no.', ['He said "yes."', 'Then no.']],
  ])('%j', (text, sentences) =>
    expect(sentencesOf(text).map(({ start, end }) => text.slice(start, end))).toEqual(sentences),
  )

  test.prop([anyText])('spans ascend and lose nothing but space', (text) => {
    const spans = sentencesOf(text)
    expect(
      spans
        .map(({ start, end }) => text.slice(start, end))
        .join('')
        .replace(/\s/g, ''),
    ).toBe(text.replace(/\s/g, ''))
    for (const [index, { start, end }] of spans.entries()) {
      expect(end).toBeGreaterThan(start)
      expect(start).toBeGreaterThanOrEqual(spans[index - 1]?.end ?? 0)
    }
  })
})

describe('languageOf()', () => {
  it.each([
    ['The company said that it will buy the rest of the shares', 'en'],
    ['Apple beats estimates', 'und'],
    ['Der Konzern hat die Prognose für das Jahr nicht erhöht', 'de'],
    ['Le groupe a annoncé que les ventes ont augmenté dans le monde', 'fr'],
    ['苹果公司公布季度业绩', 'zh'],
    ['', 'und'],
  ])('%s is %s', (text, language) => expect(languageOf(text)).toBe(language))
})

describe('judgeQuality()', () => {
  const judge = (text: string, titleLength = text.length, mentions = 1) =>
    judgeQuality({ text, titleLength, hasDate: true, language: languageOf(text), mentions })

  it.each([
    ['Ford cuts its forecast', 'medium', null],
    ['Apple beats estimates again', 'medium', null],
    ['Ford news', 'low', 'too_short'],
    ['', 'low', 'garbled_text'],
    ['404 Not Found', 'low', 'error_page'],
    ['Access denied\n\nYou do not have permission.', 'low', 'error_page'],
    ['Forbidden fruit: berry growers warn of ruin', 'medium', null],
    [
      'We use cookies to improve the site. Accept all cookies or manage consent.',
      'low',
      'consent_wall',
    ],
    ['Please enable JavaScript to read this page', 'low', 'script_wall'],
    ['x9 {}{}{} ||| ~~~ ^^^ qqq zzz ###', 'low', 'garbled_text'],
  ])('%j is %s', (text, confidence, reason) => {
    const quality = judge(text)
    expect([quality.reason, quality.confidence === 'high' ? 'medium' : quality.confidence]).toEqual(
      [reason, confidence],
    )
  })

  it('is high for an article', () => {
    const sentence =
      'The company said on Monday that it expects revenue of four billion dollars for the year. '
    expect(judge(`Ford lifts its forecast\n\n${sentence.repeat(12)}`, 23).confidence).toBe('high')
  })

  test.prop([anyText])('stays in [0, 1], and is low where there is a fault', (text) => {
    const { score, confidence, reason } = judge(text, 0, 0)
    expect(score).toBeGreaterThanOrEqual(0)
    expect(score).toBeLessThanOrEqual(1)
    expect(confidence === 'low').toBe(reason !== null)
  })
})

describe('marks on a letter', () => {
  const marks = (count: number) => 'q' + '\u0315'.repeat(count)

  test('stay up to thirty, and no more than that', () => {
    expect(normaliseText(marks(30))).toBe(marks(30))
    expect(normaliseText(`${marks(31)} ${marks(95)}b`)).toBe(`${marks(30)} ${marks(30)}b`)
    expect(normaliseText(normaliseText(marks(95)))).toBe(marks(30))
  })

  test('may be millions', () => {
    expect(normaliseText(marks(3_000_000))).toBe(marks(30))
  })
})
