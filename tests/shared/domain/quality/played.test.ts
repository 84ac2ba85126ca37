/**
 * Goal: what is told of a score is so: one that knows is seen, one that does not is not, and nothing looks ahead.
 * Method: made-up prices whose next moves are known.
 */

import { expect, test } from 'vitest'
import { holdAgainstPrices, type PlayedDay } from '#shared/domain/quality/played.ts'
import { randomOf } from '#shared/domain/statistics/chance.ts'

const TICKERS = Array.from({ length: 12 }, (_, at) => `T${at}`)
const sessions = Array.from({ length: 160 }, (_, at) =>
  new Date(Date.UTC(2019, 0, 1 + at)).toISOString().slice(0, 10),
)
const random = randomOf(7)
/** What each company does from open to close of each session. */
const moves = TICKERS.map(() => sessions.map(() => (random() - 0.5) / 20))
const bars = new Map(
  TICKERS.map((ticker, place) => [
    ticker,
    new Map(
      sessions.map((sessionDate, at) => [
        sessionDate,
        { sessionDate, open: 100, close: 100 * (1 + moves[place]![at]!) },
      ]),
    ),
  ]),
)
const mean = (at: number) => moves.reduce((sum, own) => sum + own[at]!, 0) / TICKERS.length
const days: PlayedDay[] = sessions.map((date, at) => ({
  date,
  scores: new Map([
    [
      'seer',
      new Map(
        TICKERS.map((ticker, of) => [
          ticker,
          (moves[of]![at + 1] ?? 0) - mean(Math.min(at + 1, 159)),
        ]),
      ),
    ],
    ['coin', new Map(TICKERS.map((ticker) => [ticker, random() - 0.5]))],
    ['silent', new Map(TICKERS.map((ticker) => [ticker, 0]))],
  ]),
}))
const played = holdAgainstPrices(days, bars, { sessions, horizons: [1, 5] })
const of = (name: string, horizon: number) =>
  played.find((one) => one.name === name && one.horizon === horizon)!

test('a score that knows the next session is always right of it, and luck is ruled out', () => {
  const seer = of('seer', 1)
  expect(seer.hits).toMatchObject({ samples: 159 * 12, days: 159, share: 1 })
  expect(seer.edge.ic).toBeCloseTo(1, 9)
  expect(seer.luck).toBeLessThan(0.02)
})

test('a coin is right as often as not, and may well be luck', () => {
  const coin = of('coin', 1)
  expect(coin.hits.share).toBeGreaterThan(0.45)
  expect(coin.hits.share).toBeLessThan(0.55)
  expect(coin.hits.interval!.low).toBeLessThan(0.5)
  expect(coin.hits.interval!.high).toBeGreaterThan(0.5)
  expect(coin.luck).toBeGreaterThan(0.05)
})

test('a score that says nothing is neither right nor wrong', () => {
  expect(of('silent', 1)).toMatchObject({
    hits: { samples: 0, days: 0, share: null, interval: null },
    edge: { days: 0, ic: null },
    luck: null,
  })
})

test('days whose horizon lies beyond the last session say nothing', () => {
  expect(of('coin', 5).hits.days).toBe(155)
})

test('luck counts every score and horizon that was tried', () => {
  const alone = holdAgainstPrices(
    days.map(({ date, scores }) => ({ date, scores: new Map([['coin', scores.get('coin')!]]) })),
    bars,
    { sessions, horizons: [1] },
  )[0]!
  expect(alone.luck).toBeCloseTo(alone.edge.chance!, 12)
  expect(of('coin', 1).luck).toBeCloseTo(1 - (1 - alone.edge.chance!) ** 6, 9)
})
