import { expect, test } from 'vitest'
import { backtestDefaults } from '#shared/domain/backtest/settings.ts'
import { sweep } from '#shared/domain/backtest/sweep.ts'
import { randomOf } from '#shared/domain/statistics/chance.ts'
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

test('a map has every pair of the values of its axes once, and no more than 25', () => {
  for (const name of ['momentum', 'mean-reversion']) {
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
