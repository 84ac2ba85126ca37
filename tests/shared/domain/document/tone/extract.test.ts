/** rules-v2 reads: faults of rules-v1 mended, roles told apart, bodies joined, quotes verbatim. */

import { readFileSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import type { Entity, Sentiment } from '#shared/domain/document/reading/reading.ts'
import { extractByRules } from '#shared/domain/document/rules/extract.ts'
import { extractByModel } from '#shared/domain/document/tone/extract.ts'
import { toneReader } from '#shared/domain/document/tone/reader.ts'

function entity(text: string, name: string): Entity {
  const occurrences: Entity['occurrences'][number][] = []
  if (name === '') return { name, occurrences }
  for (let at = text.indexOf(name); at >= 0; at = text.indexOf(name, at + 1))
    occurrences.push({ start: at, end: at + name.length })
  return { name, occurrences }
}

function read(text: string, ...names: string[]) {
  return extractByModel(
    text,
    names.map((name) => entity(text, name)),
  ).companies
}

describe('what rules-v1 read wrongly', () => {
  it.each<[string, Sentiment]>([
    ['Nuvaquant ends down 3%', 'negative'],
    ['Nuvaquant closes lower after results', 'negative'],
    ['Nuvaquant ends higher', 'positive'],
    ['Nuvaquant breaks record for quarterly sales', 'positive'],
    ['Nuvaquant snaps five-day losing streak', 'positive'],
    ['Nuvaquant snaps winning streak', 'negative'],
    ['Nuvaquant loss less bad than feared', 'positive'],
    ['Nuvaquant quarterly loss narrower than expected', 'positive'],
    ['Nuvaquant earnings beat expectations', 'positive'],
    ['Nuvaquant falls short of expectations', 'negative'],
    ['Nuvaquant fails to win contract', 'negative'],
    ['Higher jet fuel costs hit Nuvaquant profit', 'negative'],
    ['Operating profit rose to EUR 13.1 mn from EUR 8.7 mn a year earlier', 'positive'],
    ['Net sales decreased to EUR 91 mn from EUR 104 mn in 2007', 'negative'],
  ])('%s: %s', (text, sentiment) => {
    const names = text.includes('Nuvaquant') ? ['Nuvaquant'] : ['']
    expect(read(text, ...names)[0]?.sentiment).toBe(sentiment)
  })

  it('reads what ends or breaks by what stands behind it', () => {
    const [v1] = extractByRules('Nuvaquant ends down 3%', [
      entity('Nuvaquant ends down 3%', 'Nuvaquant'),
    ]).companies
    // The old version stays as it was: what it read can be explained.
    expect(v1?.sentiment).toBe('positive')
  })
})

describe('roles', () => {
  it.each<[string, Sentiment, Sentiment]>([
    ['Orbis launches rival product ahead of Nuvaquant', 'negative', 'positive'],
    ['Orbis sues Nuvaquant over patents', 'negative', 'neutral'],
    ['Nuvaquant wins lawsuit against Orbis', 'positive', 'negative'],
    ['Orbis takes market share from Nuvaquant', 'negative', 'positive'],
    ['Orbis picks Nuvaquant as supplier', 'positive', 'neutral'],
    ['Orbis drops Nuvaquant as supplier', 'negative', 'neutral'],
    ['Orbis offers to buy Nuvaquant at premium', 'positive', 'neutral'],
    ['Orbis beats Nuvaquant in market share', 'negative', 'positive'],
    ['Nuvaquant beats Orbis in market share', 'positive', 'negative'],
  ])('%s: %s', (text, nuvaquant, orbis) => {
    const [own, other] = read(text, 'Nuvaquant', 'Orbis')
    expect(own?.sentiment).toBe(nuvaquant)
    // The other side of a deal may be read as having part in it; never the other way round.
    if (orbis !== 'neutral') expect(other?.sentiment).toBe(orbis)
  })
})

describe('extractByModel()', () => {
  const body = `Nuvaquant annual meeting held on Monday

Nuvaquant said on Tuesday its quarterly profit plunged 40% as demand collapsed. Shares of Nuvaquant
slumped 12% after it slashed its full-year outlook. The company was founded in 1987. Nuvaquant is
based in Ohio.`

  it('joins the sentences of a body: what says nothing takes little from what does', () => {
    const [company] = read(body, 'Nuvaquant')
    expect(company?.sentiment).toBe('negative')
    expect(company?.score).toBeLessThan(-0.4)
    expect(company?.quotes.some(({ text }) => /plunged|slumped/.test(text))).toBe(true)
  })

  it('quotes verbatim, and tells by which features it answers', () => {
    for (const text of [body, 'Nuvaquant ends down 3%', 'Orbis sues Nuvaquant over patents'])
      for (const { quotes, because } of read(text, 'Nuvaquant')) {
        expect(quotes.length).toBeGreaterThan(0)
        for (const quote of quotes) expect(text.slice(quote.start, quote.end)).toBe(quote.text)
        expect(because.length).toBeGreaterThan(0)
        for (const { weight } of because) expect(weight).toBeGreaterThan(0)
      }
  })

  it('says of a text that is not about it that it is sure of nothing', () => {
    const [company] = extractByModel('', [{ name: 'Nuvaquant', occurrences: [] }]).companies
    expect(company).toMatchObject({ sentiment: 'neutral', score: 0, confidence: 0, quotes: [] })
  })

  it('is sure of a plain headline and not of a mention without a word', () => {
    const [plain] = read('Nuvaquant profit soars 40%, beats estimates', 'Nuvaquant')
    const [bare] = read('Wait and watch on Nuvaquant', 'Nuvaquant')
    expect(plain?.confidence).toBeGreaterThan(0.85)
    expect(bare?.sentiment).toBe('neutral')
    // What is read as neutral is no longer as good as unread.
    expect(bare?.confidence).toBeGreaterThan(0.5)
  })

  it('keeps scores and confidence within their bounds whatever the text', () => {
    for (const text of ['!!!', 'Nuvaquant'.repeat(400), 'a\n'.repeat(3000), '🙂 Nuvaquant ~ \\ "'])
      for (const { score, confidence, impact } of read(text, 'Nuvaquant')) {
        expect(Math.abs(score)).toBeLessThanOrEqual(1)
        for (const share of [confidence, impact]) {
          expect(share).toBeGreaterThanOrEqual(0)
          expect(share).toBeLessThanOrEqual(1)
        }
      }
  })

  it('is a reader like the others, and keeps to what a record holds', async () => {
    const text = 'Nuvaquant profit soars'
    const company = {
      companyId: 'n',
      ticker: 'NUVA',
      legalName: 'Nuvaquant',
      sector: 'Technology',
      aliases: [],
    }
    const mention = {
      company,
      alias: 'Nuvaquant',
      firstOffset: 0,
      count: 1,
      inTitle: true,
      occurrences: [{ start: 0, end: 9 }],
    }
    const { companies } = await toneReader.extract(text, [mention], new AbortController().signal)
    expect(Object.keys(companies[0] ?? {}).sort()).toEqual(
      ['catalyst', 'confidence', 'entity', 'impact', 'quotes', 'score', 'sentiment'].sort(),
    )
    expect(toneReader.model).toBe('rules-v2')
  })
})

it('keeps its weights small', () => {
  const file = new URL('../../../../../shared/domain/document/tone/weights.json', import.meta.url)
  expect(readFileSync(file).length).toBeLessThan(175_000)
})
