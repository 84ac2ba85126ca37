/** Bodies: what says nothing of a company is left out, and `the company` stands for whom was named. */

import { describe, expect, it } from 'vitest'
import { bearingSentences } from '#shared/domain/document/tone/bearing.ts'
import { extractByModel } from '#shared/domain/document/tone/extract.ts'
import { sentencesOf } from '#shared/domain/document/text/sentences.ts'

const kept = (text: string) =>
  bearingSentences(text, sentencesOf(text)).map(({ start, end }) => text.slice(start, end).trim())

function read(text: string, ...names: string[]) {
  const entities = names.map((name) => ({
    name,
    occurrences: [...text.matchAll(new RegExp(name, 'g'))].map(({ index }) => ({
      start: index,
      end: index + name.length,
    })),
  }))
  return extractByModel(text, entities).companies
}

const NEWS = `Nuvaquant profit plunges 40%

Nuvaquant said on Tuesday its profit plunged 40% as demand collapsed.`

describe('bearingSentences()', () => {
  it.each([
    'These forward-looking statements are subject to risks and uncertainties.',
    'Actual results could differ from what is strongly expected here.',
    'Purchasing or owning Nuvaquant stock involves risks, including strong gains and losses.',
    'The author holds shares in Nuvaquant and expects them to soar.',
    'This is not investment advice, however great the growth.',
    'Sign up for our award-winning newsletter and gain an edge.',
    'Reporting by Ann Best; Editing by Al Strong',
    'Nuvaquant is a registered trademark and all rights reserved.',
  ])('leaves out: %s', (sentence) => {
    expect(kept(`${NEWS} ${sentence}`)).toEqual(kept(NEWS))
    const [with_, without] = [read(`${NEWS} ${sentence}`, 'Nuvaquant'), read(NEWS, 'Nuvaquant')]
    expect(with_[0]?.score).toBe(without[0]?.score)
    expect(with_[0]?.quotes.some(({ text }) => sentence.includes(text))).toBe(false)
  })

  it.each(['About Nuvaquant', 'Forward-Looking Statements', 'Contacts:', 'Disclosure'])(
    'ends at a line of its own: %s',
    (line) => {
      const tail = 'Nuvaquant is the leading and award-winning maker of great engines.'
      expect(kept(`${NEWS}\n\n${line}\n\n${tail}`)).toEqual(kept(NEWS))
    },
  )

  it('keeps news that is about such things', () => {
    for (const text of [
      'About 500 Nuvaquant workers strike over pay',
      'Nuvaquant results risk missing forecasts',
      'Nuvaquant raises its offer to shareholders',
    ])
      expect(kept(text)).toEqual([text])
    // A text of nothing else is read as it is.
    expect(kept('Sign up for our newsletter')).toHaveLength(1)
  })
})

describe('whom a sentence means that names nobody', () => {
  const opening = 'Orbis and Nuvaquant met on Monday.'

  it('is the one that the sentence before named', () => {
    const text = `${opening} Nuvaquant held its meeting in Berlin. The company slashed its outlook after profit plunged.`
    const [own, other] = read(text, 'Nuvaquant', 'Orbis')
    expect(own?.score).toBeLessThan(-0.25)
    expect(own?.because.length).toBeGreaterThan(0)
    expect(Math.abs(other?.score ?? 1)).toBeLessThan(0.2)
  })

  it('is nobody where two were named, or where the words do not say so', () => {
    const bare = read(opening, 'Nuvaquant', 'Orbis')
    for (const more of [
      ' The company slashed its outlook after profit plunged.',
      ' Markets plunged worldwide.',
    ])
      expect(read(opening + more, 'Nuvaquant', 'Orbis').map(({ score }) => score)).toEqual(
        bare.map(({ score }) => score),
      )
  })
})
