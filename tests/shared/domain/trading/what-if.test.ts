import { describe, expect, test } from 'vitest'
import { savedBy } from '#shared/domain/trading/saved.ts'
import { placeLevels } from '#shared/domain/trading/stops.ts'
import { tiers } from '#shared/domain/trading/tiers.ts'
import { liveThrough, sharesFor, worthWithout } from '#shared/domain/trading/what-if.ts'

const tier = tiers.moderate
/** A range of 5 dollars: stop 90, first target 115, second 130. */
const levels = placeLevels('100', '5', tier)
const bought = { price: '100', quantity: '10', levels, on: '2024-06-03', atOpen: false }
const bar = (day: number, open: number, high: number, low: number, close: number) => ({
  sessionDate: `2024-06-${String(day).padStart(2, '0')}`,
  open: String(open),
  high: String(high),
  low: String(low),
  close: String(close),
})
/** Of the day of the purchase, of which the close alone counts. */
const first = bar(3, 80, 200, 50, 101)

describe('what would have come of it', () => {
  test('levels are as every position has them', () =>
    expect([levels.stopPrice, levels.target1, levels.target2]).toEqual(['90', '115', '130']))

  test.each([
    ['is stopped at its level', [first, bar(4, 95, 96, 89, 94)], -100, 'stop_loss', '2024-06-04'],
    [
      'is stopped where it opens below',
      [first, bar(4, 85, 99, 84, 90)],
      -150,
      'stop_loss',
      '2024-06-04',
    ],
    [
      'is stopped first where both lie within',
      [first, bar(4, 99, 140, 80, 99)],
      -100,
      'stop_loss',
      '2024-06-04',
    ],
    // Half at 115, half at 130.
    ['goes through both targets', [first, bar(4, 101, 140, 99, 99)], 225, 'target_2', '2024-06-04'],
    ['opens above all', [first, bar(4, 150, 160, 140, 155)], 500, 'target_2', '2024-06-04'],
    // Half at 115; the close of 120 pulls the trailing stop to 110.
    [
      'trails after half',
      [first, bar(4, 101, 120, 100, 120), bar(5, 118, 119, 105, 106)],
      125,
      'trailing_stop',
      '2024-06-05',
    ],
  ] as const)('%s', (_, bars, profit, reason, endedOn) => {
    const ended = liveThrough(bought, bars)
    expect({ ...ended, profit: Number(ended?.profit) }).toEqual({ profit, reason, endedOn })
  })

  test('is not known while it would still be held', () =>
    expect(liveThrough(bought, [first, bar(4, 100, 101, 99, 100)])).toBeUndefined())

  test('ends at the close of the twentieth session', () => {
    const bars = Array.from({ length: 25 }, (_, day) => bar(3 + day, 100, 101, 99, 100 + day / 10))
    expect(liveThrough(bought, bars)).toEqual({
      profit: '19',
      reason: 'horizon',
      endedOn: '2024-06-22',
    })
  })

  test('counts all of a session that it was bought at the open of', () =>
    expect(liveThrough({ ...bought, atOpen: true }, [bar(3, 100, 101, 80, 99)])).toMatchObject({
      profit: '-100',
    }))
})

describe('its size', () => {
  const account = { equity: '10000', activePool: '9000', positionCap: '700', positionPctMax: 0.05 }
  const steps = [
    { name: 'pct_of_pool', value: '600' },
    { name: 'correlation', value: '450' },
    { name: 'sector_headroom', value: '0' },
  ]
  const sized = (check: string, own: typeof steps, of = account) =>
    Number(worthWithout(check, { steps: own, confidence: 0.55, tier }, of))

  test('is what the steps before the check had left', () =>
    expect(sized('sector_headroom', steps)).toBe(450))
  test('is never above what caps every position', () =>
    expect(sized('correlation', steps)).toBe(500))
  test('is the share of the pool where no step was taken', () =>
    // Half of a tenth of 9,000.
    expect(sized('circuit_breaker', [])).toBe(450))
  test('of what risk refused is all that was sized', () =>
    expect(sized('price_collar', steps.slice(0, 2))).toBe(450))
  test('is whole ten-thousandths of a share', () =>
    expect(sharesFor(worthWithout('x', { steps: [], confidence: 0.55, tier }, account), '7')).toBe(
      '64.2857',
    ))
})

describe('what a check saved', () => {
  const losses = (profits: readonly number[]) =>
    profits.map((profit, place) => ({ cluster: `c${place}`, n: 2, profit }))

  test('is what was not lost, and has no interval while few say so', () =>
    expect(savedBy(losses([-10, -20, 5]))).toEqual({
      n: 6,
      clusters: 3,
      saved: 25,
      mean: 25 / 6,
      interval: null,
    }))
  test('of nothing is nothing', () =>
    expect(savedBy([])).toEqual({ n: 0, clusters: 0, saved: 0, mean: 0, interval: null }))
  test('is sure where all say the same', () =>
    expect(savedBy(losses(Array.from({ length: 10 }, () => -7))).interval).toEqual({
      from: 70,
      to: 70,
    }))
  test('has an interval that holds both ends of a toss', () => {
    const { saved, interval } = savedBy(
      losses(Array.from({ length: 40 }, (_, one) => (one % 2 ? 10 : -10))),
    )
    expect(saved).toBe(0)
    // √40 · 10 · 1.96 = 124 either way.
    expect(interval!.from).toBeGreaterThan(-150)
    expect(interval!.from).toBeLessThan(-100)
    expect(interval!.to).toBeGreaterThan(100)
    expect(interval!.to).toBeLessThan(150)
  })
  test('is the same in whatever order', () => {
    const some = losses([3, -9, 4, -1, 7, -8, 2, -6, 5])
    expect(savedBy(some.toReversed())).toEqual(savedBy(some))
  })
})
