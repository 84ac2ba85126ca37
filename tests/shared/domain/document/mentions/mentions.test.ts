import { describe, expect, it } from 'vitest'
import { fc, test } from '@fast-check/vitest'
import { findMentions } from '#shared/domain/document/mentions/mentions.ts'
import { compileRegistry } from '#shared/domain/document/mentions/registry.ts'

const company = (ticker: string, legalName: string, aliases: string[]) => ({
  companyId: ticker,
  ticker,
  legalName,
  sector: '',
  aliases,
})
const registry = compileRegistry([
  company('AAPL', 'Apple Inc.', ['Apple', 'iPhone']),
  company('F', 'Ford Motor', ['Ford']),
  company('GM', 'General Motors', ['GM', 'General Motors']),
  company('TGT', 'Target', ['Target']),
  company('V', 'Visa', ['Visa']),
  company('T', 'AT&T', ['AT&T']),
  company('MCD', "McDonald's", ["McDonald's"]),
  company('AMZN', 'Amazon.com', ['Amazon']),
  company('BRK.B', 'Berkshire Hathaway', ['Berkshire Hathaway']),
  company('MRK', 'Merck', ['Merck']),
  company('NVDA', 'NVIDIA Corporation', ['Nvidia']),
])
const tickersIn = (text: string, titleLength = text.length) =>
  findMentions(registry, text, titleLength).map(({ company: { ticker } }) => ticker)

describe('findMentions()', () => {
  it.each([
    ["Apple's margin grows", ['AAPL']],
    ['Apple’s margin grows', ['AAPL']],
    ['Pineapple and apple prices', []],
    ['Applebee rises', []],
    ['apple harvest is good', []],
    ['Apple orchards fear frost', []],
    ['Buy $AAPL now', ['AAPL']],
    ['The maker (NASDAQ: AAPL) said', ['AAPL']],
    ['The maker (NYSE:F) said', ['F']],
    ['The maker (AAPL.O) said', ['AAPL']],
    ['Vitamin F is not a vitamin', []],
    ['AAPL jumps', ['AAPL']],
    ['AAPLX jumps', []],
    ['AT&T cuts debt', ['T']],
    ['McDonald’s workers strike', ['MCD']],
    ['Christine Blasey Ford testifies', []],
    ['Ford recalls trucks', ['F']],
    ['Target rate is missed', []],
    ['Target settles claims', ['TGT']],
    ['Price Target raised', []],
    ['Visa applications rise', []],
    ['Visa beats estimates', ['V']],
    ['Amazon fires spread in Brazil', []],
    ['Amazon fires managers', ['AMZN']],
    ['Amazon fires rage on', []],
    ['Facebook post by the president', []],
    ['Criticism of Amazon grows', ['AMZN']],
    ['GM crops approved', []],
    ['GM, Ford cut jobs', ['F', 'GM']],
    ['$BRK.B gains', ['BRK.B']],
    ['Merck KGaA wins Versum', []],
    ['NVIDIA and Nvidia are one', ['NVDA']],
    ['@Apple and #Ford are handles', []],
  ])('%s', (text, tickers) => expect(tickersIn(text).sort()).toEqual([...tickers].sort()))

  it('counts, places and names the first', () => {
    const text = 'Strong quarter\n\nFord beat GM. Ford rose.'
    expect(findMentions(registry, text, 14)).toMatchObject([
      { company: { ticker: 'F' }, alias: 'Ford', firstOffset: 16, count: 2, inTitle: false },
      { company: { ticker: 'GM' }, alias: 'GM', firstOffset: 26, count: 1, inTitle: false },
    ])
  })

  it('puts the title first, and what only the source named last', () => {
    const text = 'GM cuts jobs\n\nFord and Ford and Ford'
    const found = findMentions(registry, text, 12, ['V', 'GM', 'ZZZ'])
    expect(found.map(({ company: { ticker }, firstOffset }) => [ticker, firstOffset])).toEqual([
      ['GM', 0],
      ['F', 14],
      ['V', -1],
    ])
  })

  test.prop([
    fc
      .array(
        fc.oneof(
          fc.constantFrom(
            'Apple',
            'Ford',
            'GM',
            "McDonald's",
            '$AAPL',
            'Nvidia',
            '\n',
            '.',
            '(NYSE: F)',
          ),
          fc.string(),
        ),
      )
      .map((parts) => parts.join(' ')),
  ])('places are within the text and say the name', (text) => {
    for (const {
      company: { ticker, aliases, legalName },
      occurrences,
      count,
      firstOffset,
    } of findMentions(registry, text)) {
      expect(count).toBe(occurrences.length)
      expect(firstOffset).toBe(occurrences[0]?.start)
      for (const { start, end } of occurrences) {
        const shown = text.slice(start, end).replaceAll('’', "'").toLowerCase()
        expect(
          [ticker, ...aliases, legalName].some((name) => name.toLowerCase().startsWith(shown)),
        ).toBe(true)
      }
    }
  })
})
