import { expect, test } from 'vitest'
import { BACKTEST_STRATEGIES } from '#shared/contracts/sets.ts'
import { SWEPT_STRATEGIES } from '#shared/contracts/strategy-words.ts'
import { runBacktest } from '#shared/domain/backtest/engine.ts'
import { backtestDefaults } from '#shared/domain/backtest/settings.ts'
import { sweep } from '#shared/domain/backtest/sweep.ts'
import { randomOf } from '#shared/domain/statistics/chance.ts'
import { ensemble } from '#shared/domain/strategy/ensemble.ts'
import { newsDriven } from '#shared/domain/strategy/news-driven.ts'
import { strategies } from '#shared/domain/strategy/strategies.ts'
import { axesOf, variantsOf } from '#shared/domain/strategy/variants.ts'
import { feedOf, FROM, walk } from '../../../helpers/backtest-feed.ts'

const random = randomOf(21)
const feed = feedOf({ AAA: walk(260, random), BBB: walk(260, random), CCC: walk(260, random) })

test('every variant is run, and their spread counts as the trials', () => {
  const done: number[] = []
  const settings = { ...backtestDefaults, from: FROM }
  const variants = variantsOf('mean-reversion')!
  const found = sweep(variants, feed, settings, (count) => done.push(count))
  expect(found.variants.map(({ name }) => name)).toEqual(
    variants.map(({ strategy }) => strategy.name),
  )
  expect(found.trials.count).toBe(12)
  expect(found.trials.variance).toBeGreaterThan(0)
  expect(found.overfitting?.splits).toBe(252)
  expect(found.walkForward).not.toBeNull()
  expect(found.crossValidated).not.toBeNull()
  expect(done.at(-1)).toBe(12)
  const { cells, peak } = found.stability
  expect(cells.map(({ along, down }) => [along, down])).toEqual(
    variants.map(({ along, down }) => [along, down]),
  )
  expect(cells.map(({ sharpe }) => sharpe)).toEqual(found.variants.map(({ sharpe }) => sharpe))
  // One that never traded has neither.
  for (const { sharpe, sharpeDeflated } of cells)
    expect(sharpeDeflated === null).toBe(sharpe === null)
  expect(peak?.sharpe).toBe(Math.max(...cells.map(({ sharpe }) => sharpe ?? -Infinity)))
  const best = Math.max(...found.variants.map(({ sharpe }) => sharpe ?? 0))
  expect(found.walkForward!).toBeLessThanOrEqual(best + 1)
})

test('what was chosen as one went along has an interval that it lies in', () => {
  const settings = { ...backtestDefaults, from: FROM }
  const found = sweep(variantsOf('mean-reversion')!, feed, settings)
  for (const [measure, interval] of [
    [found.walkForward, found.walkForwardInterval],
    [found.crossValidated, found.crossValidatedInterval],
  ] as const) {
    expect(interval!.low).toBeLessThan(measure!)
    expect(interval!.high).toBeGreaterThan(measure!)
  }
})

test('news and the ensemble are swept as prices are, each with its own settings among them', () => {
  const settings = { ...backtestDefaults, from: FROM }
  // Good news of AAA every third session, from two articles each: what acts on fewer or milder ones trades more.
  const told = {
    ...feed,
    sessions: feed.sessions.map((session, at) => ({
      ...session,
      news: [0, 1, 2, 3].slice(0, at % 3 === 0 ? 2 + (at % 2) : 0).map(() => ({
        ticker: at % 2 ? 'AAA' : 'BBB',
        knownAt: session.closesAt,
        score: (at % 9) / 9 - 0.1,
        confidence: 0.9,
      })),
    })),
  }
  for (const [strategy, own] of [
    [newsDriven, 'score 0.3 of 2 articles'],
    [ensemble, 'strength 0.3, news 1 times'],
  ] as const) {
    const found = sweep(variantsOf(strategy.name)!, told, settings)
    expect(found.trials.count).toBe(12)
    expect(new Set(found.variants.map(({ return: made }) => made)).size).toBeGreaterThan(1)
    const { equity } = runBacktest(strategy, told, settings)
    const made = equity.at(-1)! / Number(settings.cash) - 1
    expect(found.variants.find(({ name }) => name === own)!.return).toBeCloseTo(made, 12)
    expect(made).not.toBe(0)
  }
})

test('a map has every pair of the values of its axes once, and no more than 25', () => {
  for (const name of SWEPT_STRATEGIES) {
    const { along, down } = axesOf(name)!
    const places = variantsOf(name)!.map((one) => `${one.along} ${one.down}`)
    expect(new Set(places).size).toBe(along.values.length * down.values.length)
    expect(places.length).toBe(new Set(places).size)
    expect(places.length).toBeLessThanOrEqual(25)
  }
})

test('the settings of a strategy are among its variants, and one without settings has none', () => {
  expect(variantsOf('momentum')!.map(({ strategy }) => strategy.name)).toContain('means 20 and 50')
  expect(variantsOf('mean-reversion')!.map(({ strategy }) => strategy.name)).toContain(
    'RSI 14 at 30 and 70',
  )
  expect(variantsOf('random')).toBeUndefined()
})

test('the choices of a backtest are recommendations and the strategies that there are', () => {
  expect(['recorded', ...strategies.map(({ name }) => name)]).toEqual([...BACKTEST_STRATEGIES])
})
