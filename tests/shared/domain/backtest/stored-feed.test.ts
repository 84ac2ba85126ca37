import { expect, test } from 'vitest'
import { storedFeed, type StoredTicker } from '#shared/domain/backtest/stored-feed.ts'
import { newYorkInstant } from '#shared/domain/market/calendar.ts'

const bar = (sessionDate: string, close: string, carriedUntil = sessionDate) => {
  const price = { open: close, high: close, low: close, close }
  return { sessionDate, carriedUntil, ...price, volume: '1000' }
}
const of = (more: Partial<StoredTicker>): StoredTicker => {
  const nothing = { bars: [], splits: [], dividends: [] }
  return { ticker: 'AAA', ...nothing, ...more }
}
const split = { exDate: '2019-01-04', from: '1', to: '4' }
const told = (feed: ReturnType<typeof storedFeed>) =>
  feed.sessions.map(({ date, bars, splits, dividends }) => [
    date,
    bars[0]!.close * bars[0]!.basis,
    splits.map(({ ratio }) => ratio),
    dividends.map(({ perShare }) => perShare),
  ])

test('a split falls on the first raw bar of its day, and the basis goes on from there', () => {
  const bars = [bar('2019-01-02', '100'), bar('2019-01-03', '104'), bar('2019-01-04', '26')]
  expect(told(storedFeed([of({ bars, splits: [split] })], {}, '2019-01-02'))).toEqual([
    ['2019-01-02', 100, [], []],
    ['2019-01-03', 104, [], []],
    ['2019-01-04', 104, ['4'], []],
  ])
})

test('bars that carry it already are left as they are', () => {
  const late = '2019-06-03'
  const bars = [
    bar('2019-01-02', '25', late),
    bar('2019-01-03', '26', late),
    bar('2019-01-04', '26', late),
  ]
  expect(told(storedFeed([of({ bars, splits: [split] })], {}, '2019-01-02'))).toEqual([
    ['2019-01-02', 25, [], []],
    ['2019-01-03', 26, [], []],
    ['2019-01-04', 26, [], []],
  ])
})

test('where an adjusted bar stands between raw ones, shares are turned into its basis and back', () => {
  const bars = [
    bar('2019-01-02', '100'),
    bar('2019-01-03', '26', '2019-06-03'),
    bar('2019-01-04', '26'),
  ]
  expect(told(storedFeed([of({ bars, splits: [split] })], {}, '2019-01-02'))).toEqual([
    ['2019-01-02', 100, [], []],
    ['2019-01-03', 104, ['4'], []],
    ['2019-01-04', 104, [], []],
  ])
  const other = [
    bar('2019-01-02', '25', '2019-06-03'),
    bar('2019-01-03', '104'),
    bar('2019-01-04', '26'),
  ]
  expect(told(storedFeed([of({ bars: other, splits: [split] })], {}, '2019-01-02'))).toEqual([
    ['2019-01-02', 25, [], []],
    ['2019-01-03', 26, ['0.25'], []],
    ['2019-01-04', 26, ['4'], []],
  ])
})

test('a dividend is paid on the first bar from its day on, in the dollars of that bar', () => {
  const dividends = [{ exDate: '2019-01-03', amount: '2' }]
  const raw = [bar('2019-01-02', '100'), bar('2019-01-04', '26')]
  expect(
    told(storedFeed([of({ bars: raw, splits: [split], dividends })], {}, '2019-01-02')),
  ).toEqual([
    ['2019-01-02', 100, [], []],
    ['2019-01-04', 104, ['4'], ['0.5']],
  ])
  // None is paid to whom held nothing the night before.
  const later = [bar('2019-01-03', '100'), bar('2019-01-04', '26')]
  expect(told(storedFeed([of({ bars: later, dividends })], {}, '2019-01-03'))[0]?.[3]).toEqual([])
})

test('words are handed to the first session that closes no earlier, and none before the first day', () => {
  const bars = [bar('2019-01-02', '100'), bar('2019-01-03', '100'), bar('2019-01-04', '100')]
  const at = (day: string, time: string) => ({
    ticker: 'AAA',
    knownAt: newYorkInstant(day, time),
    score: 1,
    confidence: 1,
  })
  const news = [at('2019-01-02', '10:00'), at('2019-01-03', '16:00'), at('2019-01-03', '16:01')]
  const { sessions } = storedFeed([of({ bars })], { news }, '2019-01-03')
  expect(sessions.map((session) => session.news.length)).toEqual([0, 2, 1])
})
