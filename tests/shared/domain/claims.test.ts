/** Claims that can be checked: what is taken for one, and what prices say to it. */

import { gunzipSync } from 'node:zlib'
import { readFileSync } from 'node:fs'
import { describe, expect, it, test } from 'vitest'
import { checkMove, sessionsToldOf, type Reach } from '#shared/domain/claim/check-move.ts'
import { checkFigure } from '#shared/domain/claim/check-figure.ts'
import { claimsIn } from '#shared/domain/claim/claims.ts'
import { newYorkInstant } from '#shared/domain/market/calendar.ts'
import { beside } from '../../helpers/beside.ts'

const move = (direction: 1 | -1, percent: number | null) => [
  { kind: 'price_move', direction, percent },
]

test.each([
  ['Nuvaquant shares soar 30% on approval', move(1, 30)],
  ['Shares of Nuvaquant Corp. fell as much as 12.5 percent on Friday', move(-1, 12.5)],
  ['Nuvaquant misses views; shares plunge', move(-1, null)],
  ['The stock was up 4 pct in early trading', move(1, 4)],
  ['the share price crashed 41 per cent', move(-1, 41)],
  // Too small, or too vague, to be told apart from a day's noise.
  ['Nuvaquant shares rise 2%', []],
  ['Nuvaquant shares rise after results', []],
  ['Nuvaquant shares rise 5000%', []],
  // Not told as made.
  ['Nuvaquant shares could soar 30%, says analyst', []],
  ['Why Nuvaquant shares will jump 20%', []],
  ['Nuvaquant shares did not fall 10%', []],
  ['Nuvaquant stock to buy if shares drop 10%', []],
  // Of another time than a few sessions.
  ['Nuvaquant shares jumped 40% this year', []],
  ['Shares are up 60% since the merger', []],
  ['Shares have plunged 45% over three months', []],
  // Of two, or of none.
  ['Nuvaquant shares jump 9%, rival shares fall 4%', []],
  ['Stocks tumble as tariffs loom', []],
  ['Sales jump 30%', []],
  [
    'Nuvaquant said in an 8-K filed on Monday that it sold its unit',
    [{ kind: 'filing', form: '8-K' }],
  ],
  ['Nuvaquant disclosed in a Form 8-K a $2 billion order', [{ kind: 'filing', form: '8-K' }]],
  ['Nuvaquant will file an 8-K', []],
  ['Nuvaquant failed to file its 8-K', []],
  ['The race over 8k gained a following', []],
])('"%s"', (quote, claims) => {
  expect(claimsIn(quote)).toEqual(claims)
})

const figure = (kind: string, amount: string, unit: string) => [{ kind, amount, unit }]

test.each([
  [
    'Its revenue rose 5% to $94.8 billion in the quarter',
    figure('revenue', '94800000000', '100000000'),
  ],
  ['Nuvaquant Inc posted revenue of $812 million', figure('revenue', '812000000', '1000000')],
  ['Net income was $1.21bn', figure('net_income', '1210000000', '10000000')],
  ['Nuvaquant posts net loss of $430 million', figure('net_income', '-430000000', '1000000')],
  ['It earned $1.52 a share', figure('earnings_per_share', '1.52', '0.01')],
  ['Diluted loss per share was $0.40', figure('earnings_per_share', '-0.4', '0.01')],
  ['Nuvaquant declares quarterly dividend of $0.77 per share', figure('dividend', '0.77', '0.01')],
  ['Nuvaquant announces 3-for-1 stock split', figure('split', '3.000000', '0.000001')],
  ['The board approved a one-for-eight reverse split', figure('split', '0.125000', '0.000001')],
  ['Nuvaquant filed its 10-Q on Monday', [{ kind: 'filing', form: '10-Q' }]],
  ['Nuvaquant files Form 10-K', [{ kind: 'filing', form: '10-K' }]],
  ["Kohl's Q3 revenue $4.625 bln vs. $4.628 bln", figure('revenue', '4625000000', '1000000')],
  ['Cognizant Q1 revenue rises 20% to $2.42 billion', figure('revenue', '2420000000', '10000000')],
  ['BHP posts $5.67 billion net loss', figure('net_income', '-5670000000', '10000000')],
  ['Madison Square Garden Q2 EPS $3.93 vs. $3.42', figure('earnings_per_share', '3.93', '0.01')],
  ['Jack Henry increases quarterly dividend to $0.43/share', figure('dividend', '0.43', '0.01')],
  [
    'AT&T to raise quarterly dividend by 2% to 52 cents a share',
    figure('dividend', '0.52', '0.01'),
  ],
  ['Albany EPS beats by $0.24, beats on revenue', []],
  ['Tyson Foods EPS misses by $0.01', []],
  // Of a part, of another time, loose, expected, or not what was reported.
  ['Cloud revenue of $20 billion', []],
  // A name is not told from a part.
  ['Nuvaquant revenue of $20 billion', []],
  ['Revenue was $4 billion from China', []],
  ['Revenue of $4 billion in Europe', []],
  ['Revenue of nearly $95 billion', []],
  ['Nuvaquant expects revenue of $95 billion', []],
  ['Adjusted earnings of $1.52 a share', []],
  ['Revenue of $95', []],
  ['AWS net sales of $28.8 billion', []],
  ['Nuvaquant said AWS Q3 revenue was $27.5 billion', []],
  ['Its cloud unit posted revenue of $3 billion', []],
  ['Nuvaquant falls as rival Foo posted revenue of $3 billion', []],
  ['Nuvaquant buys Foo, which had a good year, with revenue of $3 billion', []],
  ['Nuvaquant reaffirms Q3 revenue of $3 billion', []],
  ['Nuvaquant projects record revenue of $3 billion', []],
  ['Preliminary Q3 revenue of $3 billion', []],
  ['Its total net sales were $3.1 billion', figure('revenue', '3100000000', '100000000')],
  [
    'International Business Machines posted record quarterly revenue of $3 billion',
    figure('revenue', '3000000000', '1000000000'),
  ],
  ['Nuvaquant declares annual dividend of $3 per share', []],
  ['It may announce a 3-for-1 stock split', []],
  ['Nuvaquant filed its 10-Q and an 8-K', []],
])('"%s" tells %o', (quote, claims) => {
  expect(claimsIn(quote)).toEqual(claims)
})

test.each([
  // What is told and one of its last digit; what is known; the verdict.
  ['revenue', '94800000000', '100000000', ['94836000000'], true, 'borne_out'],
  ['revenue', '95000000000', '1000000000', ['94036000000'], true, 'borne_out'],
  ['revenue', '104000000000', '1000000000', ['94836000000', '60000000000'], true, 'borne_out'],
  ['revenue', '105000000000', '100000000', ['94836000000', '60000000000'], true, 'refuted'],
  ['revenue', '148000000000', '1000000000', ['94836000000'], false, 'open'],
  ['net_income', '-430000000', '1000000', ['430000000'], true, 'refuted'],
  ['net_income', '-430000000', '1000000', ['-429600000'], true, 'borne_out'],
  ['earnings_per_share', '2.28', '0.01', ['1.52'], true, 'borne_out'],
  ['earnings_per_share', '2.30', '0.01', ['1.52'], true, 'refuted'],
  ['dividend', '0.77', '0.01', ['0.7725'], true, 'borne_out'],
  ['dividend', '1.77', '0.01', ['0.7725'], true, 'refuted'],
  ['split', '3.000000', '0.000001', ['2.000000'], true, 'refuted'],
  ['split', '0.333333', '0.000001', ['0.333333'], true, 'borne_out'],
  ['split', '3.000000', '0.000001', [], true, 'open'],
  ['net_income', '5', '1', ['0'], true, 'refuted'],
] as const)('%s of %s (%s) where %o is known: %s', (kind, amount, unit, known, isTold, state) => {
  const rows = known.map((value) => ({ value, says: 'a filing' }))
  expect(checkFigure({ kind, amount, unit }, rows, isTold).state).toBe(state)
})

describe('the sessions that a claim may speak of', () => {
  it.each([
    // Before, in and after the session of a Friday, and on a Sunday.
    ['2019-05-03T12:00:00Z', ['2019-04-30', '2019-05-01', '2019-05-02', '2019-05-03']],
    ['2019-05-03T19:59:59Z', ['2019-04-30', '2019-05-01', '2019-05-02', '2019-05-03']],
    ['2019-05-03T20:00:00Z', ['2019-05-01', '2019-05-02', '2019-05-03', '2019-05-06']],
    ['2019-05-05T15:00:00Z', ['2019-05-01', '2019-05-02', '2019-05-03', '2019-05-06']],
  ])('published at %s', (at, dates) => {
    expect(sessionsToldOf(new Date(at))).toEqual(dates)
  })
})

describe('a told move', () => {
  const AT = new Date('2019-05-03T15:00:00Z')
  const dates = sessionsToldOf(AT)
  const sessions = (up: number, down: number): Reach[] =>
    dates.map((date, index) => ({ date, up: index === 1 ? up : 0, down: index === 2 ? down : 0 }))

  it.each([
    [1, 10, 4, -9, 'borne_out'],
    [1, 10, 3.99, -9, 'refuted'],
    [-1, 10, 9, -4, 'borne_out'],
    [-1, 10, 9, -3.99, 'refuted'],
    [1, null, 1.5, -9, 'borne_out'],
    [1, null, 1.49, -9, 'refuted'],
  ] as const)('%i by %s where prices reached %f and %f', (direction, percent, up, down, state) => {
    expect(checkMove({ direction, percent }, AT, sessions(up, down)).state).toBe(state)
  })

  it('is open while a session of it is missing, unless what is known bears it out', () => {
    const claim = { direction: 1, percent: 10 } as const
    const last = sessions(3, 0).slice(0, -1)
    expect(checkMove(claim, AT, last)).toEqual({
      state: 'open',
      says: 'up at most 3.0 % (2019-05-01), borne out from 4.0 %',
    })
    expect(checkMove(claim, AT, sessions(4, 0).slice(0, 2)).state).toBe('borne_out')
    expect(checkMove(claim, AT, [{ date: '2019-04-29', up: 50, down: 0 }])).toEqual({
      state: 'open',
      says: `no prices of ${dates.join(', ')} yet`,
    })
  })
})

const news = beside('data/replay/news.jsonl.gz')
describe.skipIf(news.why)(`36,654 real headlines${news.why}`, () => {
  it('hardly one that prices refute', () => {
    const reaches = readReaches(beside('data/replay/bars.csv.gz').path)
    const states = linesOf(news.path).flatMap((line) => {
      const told = JSON.parse(line) as { date: string; title: string; tickers_by_alias: string[] }
      const [ticker = '', ...others] = told.tickers_by_alias
      if (ticker === '' || others.length > 0) return []
      const at = newYorkInstant(told.date, '20:00')
      return claimsIn(told.title).flatMap((claim) =>
        claim.kind === 'price_move' ? [checkMove(claim, at, reaches.get(ticker) ?? []).state] : [],
      )
    })
    expect(states.length).toBeGreaterThan(50)
    expect(states.filter((state) => state === 'refuted').length / states.length).toBeLessThan(0.03)
    expect(states.filter((state) => state === 'open')).toEqual([])
  })
})

function linesOf(path: string): string[] {
  return gunzipSync(readFileSync(path)).toString().split('\n').filter(Boolean)
}

function readReaches(path: string): Map<string, Reach[]> {
  const reaches = new Map<string, Reach[]>()
  const closes = new Map<string, number>()
  for (const line of linesOf(path).slice(1)) {
    const [ticker = '', date = '', , high, low, close] = line.split(',')
    const before = closes.get(ticker)
    closes.set(ticker, Number(close))
    if (before === undefined) continue
    const reach = (price: string | undefined) => (Number(price) / before - 1) * 100
    reaches.set(ticker, [
      ...(reaches.get(ticker) ?? []),
      { date, up: reach(high), down: reach(low) },
    ])
  }
  return reaches
}
