/**
 * Goal: what would have stopped or scaled an entry in the live account does so in recommendations played: the signal
 * engine, micro-trades, and the breaker of half hours; and what the past cannot tell is named.
 */

import { describe, expect, test } from 'vitest'
import { noCosts } from '#shared/domain/backtest/costs.ts'
import type { BacktestFeed, PastEvaluation, FeedSession } from '#shared/domain/backtest/feed.ts'
import { checksOf, notesOf, recorded } from '#shared/domain/backtest/played.ts'
import { playRecorded } from '#shared/domain/backtest/recorded.ts'
import type { LiveMeans } from '#shared/domain/backtest/recorded-state.ts'
import { backtestDefaults } from '#shared/domain/backtest/settings.ts'
import { atOnce } from '#shared/domain/backtest/steps.ts'
import type { TickerAdvice } from '#shared/domain/strategy/strategy.ts'
import { feedOf, FROM } from '../../../helpers/backtest-feed.ts'
import {
  codesOf,
  days,
  playSaid,
  salesOf,
  saying,
  toldFills,
  wide,
} from '../../../helpers/recorded-play.ts'

const rows = { AAA: days(26) }
const { sessions } = feedOf(rows)

describe('the signal engine', () => {
  const traded: LiveMeans = { ...wide, engineMode: 'traded' }
  /** Said an hour after the close of session 20, where nothing else is said. */
  const said = (more: Partial<PastEvaluation> = {}): PastEvaluation => ({
    sessionDate: sessions[20]!.date,
    heuristicVerdict: 'buy',
    probabilisticVerdict: 'buy',
    filters: [],
    evaluatedAt: new Date(sessions[20]!.closesAt.getTime() + 3_600_000),
    ...more,
  })
  const since = sessions[15]!.closesAt
  const play = (
    own: readonly PastEvaluation[],
    { means = traded, from = since }: { means?: LiveMeans; from?: Date } = {},
  ) =>
    playSaid(rows, saying({ 20: [{}] }), {
      means,
      engine: { since: from, said: new Map([['AAA', own]]) },
    })

  test('lets an entry through where both pipelines say buy of the last session', () => {
    const run = play([said()])
    expect(toldFills(run)).toEqual([['buy', 21, '80', 100]])
    expect(codesOf(run)).toEqual([])
  })

  test('stops one that a pipeline is against, with what was said', () => {
    const run = play([said({ probabilisticVerdict: 'watch' })])
    expect(toldFills(run)).toEqual([])
    expect(run.rejected).toMatchObject([
      { code: 'engine_against', found: 'scores buy, chance watch', limit: 'both buy' },
    ])
  })

  test('stops one of which it said nothing of the last session, or said it after the open', () => {
    const [before, at] = [sessions[19]!, sessions[20]!]
    const old = play([said({ sessionDate: before.date })])
    expect(old.rejected).toMatchObject([
      { code: 'engine_unheard', found: before.date, limit: at.date },
    ])
    expect(play([]).rejected).toMatchObject([{ code: 'engine_unheard', found: 'none' }])
    const opens = sessions[21]!.opensAt
    expect(codesOf(play([said({ evaluatedAt: new Date(opens.getTime() + 1) })]))).toEqual([
      'engine_unheard',
    ])
    expect(codesOf(play([said({ evaluatedAt: opens })]))).toEqual([])
  })

  test('hears the newest of its evaluations', () => {
    const later = new Date(said().evaluatedAt.getTime() + 60_000)
    const again = said({ heuristicVerdict: 'skip', evaluatedAt: later })
    expect(codesOf(play([said(), again]))).toEqual(['engine_against'])
  })

  test('has no say in shadow, nor of before it was there; that is told', () => {
    const against = [said({ heuristicVerdict: 'skip' })]
    for (const engineMode of ['shadow', 'off'] as const)
      expect(codesOf(play(against, { means: { ...wide, engineMode } }))).toEqual([])
    const from = sessions[22]!.closesAt
    expect(codesOf(play([], { from }))).toEqual([])
    const engine = { since: from, said: new Map() }
    expect(notesOf(recorded(traded), { engine }, { from: FROM })).toEqual([
      { code: 'engine_begins', about: `from ${sessions[22]!.date}` },
    ])
    expect(notesOf(recorded(wide), { engine }, { from: FROM })).toEqual([])
    const codes = ['engine_unheard', 'engine_against']
    const settings = { risk: null }
    expect(checksOf(recorded(traded), { engine }, settings).asked).toEqual(
      expect.arrayContaining(codes),
    )
    expect(checksOf(recorded(traded), {}, settings).unasked).toEqual(expect.arrayContaining(codes))
    const { asked, unasked } = checksOf(recorded(wide), { engine }, settings)
    expect([...asked, ...unasked]).not.toContain('engine_unheard')
  })
})

describe('micro-trades', () => {
  const micro: LiveMeans = { ...wide, settings: { ...wide.settings, microEnabled: true } }
  const one = { trendWindow: 'intraday' }
  const many = Object.fromEntries(['AAA', 'BBB', 'CCC', 'DDD'].map((name) => [name, days(26)]))

  test('are small, and sold at the close of the day that their time is over in', () => {
    const run = playSaid(rows, saying({ 20: [one] }), { means: micro })
    // 2 % of 100,000 at 100; an hour is over long before the close.
    expect(toldFills(run)).toEqual([
      ['buy', 21, '20', 100],
      ['sell', 21, '20', 100],
    ])
    expect(run.trades).toMatchObject([{ why: 'micro_hold', isOpen: false }])
    expect(notesOf(recorded(micro), {}, { from: FROM })).toEqual([
      { code: 'micro_to_close', about: '60 minutes' },
    ])
  })

  test('whose time reaches past the close are sold at the next open', () => {
    const long = { ...micro, settings: { ...micro.settings, microHoldMinutes: 390 } }
    const path = [...days(22), [101, 102, 99, 100] as const, ...days(3)]
    const run = playSaid({ AAA: path }, saying({ 20: [one] }), { means: long })
    expect(salesOf(run)).toEqual([['sell', 22, '20', 101]])
  })

  test('end by a stop or a target all the same', () => {
    const falls = [...days(21), [100, 100.5, 95, 97] as const, ...days(4, 97)]
    const run = playSaid({ AAA: falls }, saying({ 20: [one] }), { means: micro })
    expect(run.trades).toMatchObject([{ why: 'stop_loss' }])
    expect(salesOf(run)).toEqual([['sell', 21, '20', 96]])
  })

  test('come no sooner after one another than a minute, by when they were said', () => {
    const at = (ticker: string, minutesBefore: number, confidence: number) => ({
      ...one,
      ticker,
      minutesBefore,
      confidence,
    })
    const apart = saying({ 20: [at('AAA', 60, 0.9), at('BBB', 60.5, 0.8), at('CCC', 58, 0.7)] })
    const run = playSaid(many, apart, { means: micro })
    expect(run.fills.filter(({ side }) => side === 'buy').map(({ ticker }) => ticker)).toEqual([
      'AAA',
      'CCC',
    ])
    expect(run.rejected).toMatchObject([
      { ticker: 'BBB', code: 'micro_pace', found: 30, limit: 60 },
    ])
  })

  test('are so many a session', () => {
    const few = { ...micro, settings: { ...micro.settings, microDailyMax: 2 } }
    const all = Object.keys(many).map((ticker, place) => ({
      ...one,
      ticker,
      minutesBefore: 60 + 5 * place,
    }))
    const run = playSaid(many, saying({ 20: all, 22: [{ ...one, ticker: 'DDD' }] }), {
      means: few,
    })
    expect(codesOf(run)).toEqual(['micro_daily', 'micro_daily'])
    // A new session has its own.
    expect(run.fills.filter(({ side }) => side === 'buy').map(({ at }) => at)).toEqual([21, 21, 23])
  })

  test('are none where they are switched off: the shortest window is one of the windows', () => {
    const run = playSaid(rows, saying({ 20: [one] }))
    expect(toldFills(run)).toEqual([['buy', 21, '80', 100]])
    expect(notesOf(recorded(wide), {}, { from: FROM })).toEqual([])
  })
})

describe('minutes', () => {
  const MINUTE_MS = 60_000
  /** Twenty days of one bar each, then days of minutes; AAA goes up and down by `swing` of the minute. */
  function minutesOf(
    count: number,
    swing: (minute: number) => number,
    advice: Readonly<Record<number, readonly Partial<TickerAdvice>[]>>,
  ): BacktestFeed {
    const all = feedOf({ AAA: days(24), BBB: days(24) }).sessions
    const made: FeedSession[] = all.slice(0, 20)
    for (const day of all.slice(20))
      for (let at = day.opensAt.getTime(); at < day.closesAt.getTime(); at += MINUTE_MS) {
        const minute = made.length - 20
        if (minute >= count) break
        const closesAt = new Date(at + MINUTE_MS)
        const barOf = (ticker: string, open: number, close: number) => {
          const [high, low] = [Math.max(open, close), Math.min(open, close)]
          const bar = { ticker, date: day.date, knownAt: closesAt, open, high, low, close }
          return { ...bar, volume: 1_000_000, basis: 1 }
        }
        const [from, to] = [minute, minute + 1].map((one) => 100 + (one % 2) * swing(minute))
        made.push({
          ...day,
          opensAt: new Date(at),
          closesAt,
          bars: [barOf('AAA', from!, to!), barOf('BBB', 100, 100)],
          advice: (advice[minute] ?? []).map((one) => ({
            ticker: 'AAA',
            action: 'buy' as const,
            confidence: 0.8,
            share: 0.05,
            trendWindow: '7d',
            knownAt: closesAt,
            ...one,
          })),
        })
      }
    return { tickers: ['AAA', 'BBB'], sessions: made, barSeconds: 60 }
  }
  const settings = { ...backtestDefaults, from: FROM, costs: noCosts, latencySeconds: 0 }
  const play = (feed: BacktestFeed, means = wide) => atOnce(playRecorded(means, feed, settings))
  const other = { ticker: 'BBB' }

  test('tell a half hour that moves the book more than three times as much as usual: for an hour nothing is entered', () => {
    // Twenty half hours are looked back on: 390 minutes a day, and a wild half hour in the second.
    const wild = (minute: number) => (minute >= 640 && minute < 670 ? 0.8 : 0.1)
    const said = { 10: [{}], 668: [other] }
    const stopped = play(minutesOf(700, wild, said))
    expect(stopped.rejected.at(0)).toMatchObject({
      ticker: 'BBB',
      code: 'circuit_breaker',
      found: 'volatility',
    })
    const calm = play(minutesOf(700, () => 0.1, said))
    expect(codesOf(calm)).toEqual([])
    expect(calm.fills.map(({ ticker }) => ticker)).toEqual(['AAA', 'BBB'])
    // It opens with the wild half hour, stays open while that lasts, and an hour from then.
    const over = play(minutesOf(775, wild, { 10: [{}], 765: [other] }))
    expect(over.fills.map(({ ticker }) => ticker)).toEqual(['AAA', 'BBB'])
    expect(codesOf(over)).toEqual([])
  })

  test('sell a micro-trade at the open after its time is over', () => {
    const micro = { ...wide, settings: { ...wide.settings, microEnabled: true } }
    const run = play(
      minutesOf(80, () => 0, { 10: [{ trendWindow: 'intraday' }] }),
      micro,
    )
    // Decided on at the close of minute 10, an hour is over at that of minute 70.
    expect(toldFills(run).map(([side, at]) => [side, Number(at) - 20])).toEqual([
      ['buy', 11],
      ['sell', 71],
    ])
    expect(run.trades).toMatchObject([{ why: 'micro_hold' }])
  })

  test('answer what a bar of a day or of ten minutes cannot, and that is named', () => {
    const at = (barSeconds?: number) =>
      checksOf(recorded(wide), barSeconds === undefined ? {} : { barSeconds }, { risk: null })
    expect(at().unasked).toContain('volatility')
    expect(at(600).unasked).toContain('volatility')
    expect(at(60).unasked).not.toContain('volatility')
  })
})
