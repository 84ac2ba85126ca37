import { describe, expect, it } from 'vitest'
import { groupSecurities, issuerName, shareClassOf } from '#shared/domain/universe/securities.ts'

const row = (ticker: string, name: string, cik?: string) => ({
  ticker,
  name,
  sector: '',
  aliases: [ticker.toLowerCase()],
  ...(cik ? { cik } : {}),
})
const grouped = (...rows: ReturnType<typeof row>[]) =>
  groupSecurities(rows).map(({ name, securities }) => [
    name,
    ...securities.map((one) => one.ticker),
  ])

describe('groupSecurities()', () => {
  it.each([
    [
      'one CIK',
      [row('GOOGL', 'Alphabet Inc.', '1652044'), row('GOOG', 'Alphabet Inc.', '1652044')],
      [['Alphabet Inc.', 'GOOGL', 'GOOG']],
    ],
    [
      'a class in brackets',
      [row('FOXA', 'Fox Corporation (Class A)'), row('FOX', 'Fox Corporation (Class B)')],
      [['Fox Corporation', 'FOXA', 'FOX']],
    ],
    [
      'a class of common stock',
      [
        row('NWSA', 'News Corporation Class A Common Stock'),
        row('NWS', 'News Corporation Class B Common Stock'),
      ],
      [['News Corporation', 'NWSA', 'NWS']],
    ],
    [
      'a class in the ticker',
      [row('BRK.B', 'Berkshire Hathaway Inc.'), row('BRK.A', 'Berkshire Hathaway Inc.')],
      [['Berkshire Hathaway Inc.', 'BRK.B', 'BRK.A']],
    ],
    [
      'other rows between',
      [
        row('UA', 'Under Armour, Inc. Class C'),
        row('MSFT', 'M'),
        row('UAA', 'Under Armour, Inc. Class A'),
      ],
      [
        ['Under Armour, Inc.', 'UA', 'UAA'],
        ['M', 'MSFT'],
      ],
    ],
  ])('makes one company of %s', (_what, rows, wanted) => expect(grouped(...rows)).toEqual(wanted))

  it.each([
    ['two CIKs', [row('AAA', 'Delta Inc.', '1'), row('AAB', 'Delta Inc.', '2')]],
    ['tickers that begin differently', [row('DAL', 'Delta Inc.'), row('XYZ', 'Delta Inc.')]],
    ['other legal forms', [row('CG', 'Carlyle Group'), row('CGH', 'Carlyle Holdings')]],
  ])('keeps apart %s', (_what, rows) => expect(groupSecurities(rows)).toHaveLength(2))

  it('keeps the primary that is tracked already, and every alias once', () => {
    const rows = [row('GOOGL', 'Alphabet Inc. (Class A)'), row('GOOG', 'Alphabet Inc. (Class C)')]
    expect(groupSecurities(rows, new Set(['GOOG']))).toMatchObject([
      {
        ticker: 'GOOG',
        name: 'Alphabet Inc.',
        aliases: ['goog', 'googl'],
        securities: [
          { ticker: 'GOOG', shareClass: 'C' },
          { ticker: 'GOOGL', shareClass: 'A' },
        ],
      },
    ])
  })
})

it('tells the class and the issuer', () => {
  expect(shareClassOf('Berkshire Hathaway Inc.', 'BRK.B')).toBe('B')
  expect(shareClassOf('Apple Inc.', 'AAPL')).toBe('')
  expect(issuerName('Class A')).toBe('Class A')
  expect(issuerName('Lennar Corp. Cl B')).toBe('Lennar Corp.')
})
