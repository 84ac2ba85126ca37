/** Whether the best of a map of settings stands alone. */

import { expect, test } from 'vitest'
import { stabilityOf, type MapCell } from '#shared/domain/backtest/stability.ts'

/** Rows of Sharpe ratios. */
const map = (rows: readonly (readonly (number | null)[])[]): MapCell[] =>
  rows.flatMap((row, down) =>
    row.map((sharpe, along) => ({
      name: `${along} ${down}`,
      along,
      down,
      return: 0,
      sharpe,
      sharpeDeflated: null,
    })),
  )

test('a spike among nothing is lonely, whole', () => {
  const { peak } = stabilityOf(
    map([
      [0, 0, 0],
      [0, 2, 0],
      [0, 0, 0],
    ]),
  )
  expect(peak).toEqual({ name: '1 1', sharpe: 2, around: 0, lonely: 1 })
})

test('the top of a hill is shared by its neighbours', () => {
  const { peak } = stabilityOf(
    map([
      [1.5, 1.4, 0, 0],
      [1.4, 1.3, 0, 0],
      [0, 0, 0, 0],
    ]),
  )
  expect(peak?.name).toBe('0 0')
  expect(peak?.around).toBeCloseTo((1.4 + 1.4 + 1.3) / 3, 12)
  expect(peak?.lonely).toBeCloseTo((1.5 - (1.4 + 1.4 + 1.3) / 3) / 1.5, 12)
})

test('neighbours that are as good leave nothing lonely, and worse than the middle no more than all', () => {
  expect(stabilityOf(map([[1, 1, 0, 0, 0]])).peak?.lonely).toBe(0)
  expect(stabilityOf(map([[2, -5, 0, 0, 0]])).peak?.lonely).toBe(1)
  expect(stabilityOf(map([[1, 1, 1]])).peak?.lonely).toBeNull()
})

test('each cell says what lies around it, corners too; what never moved counts nowhere', () => {
  const { cells } = stabilityOf(
    map([
      [1, 2, null],
      [3, 4, 9],
    ]),
  )
  const [first, second, none] = cells
  expect(first).toMatchObject({ around: 3, spread: 3 })
  expect(second).toMatchObject({ around: (1 + 3 + 4 + 9) / 4, spread: 8 })
  expect(none).toMatchObject({ sharpe: null, around: (2 + 4 + 9) / 3, spread: 7 })
  expect(stabilityOf(map([[null]])).peak).toBeNull()
  expect(stabilityOf(map([[1]])).cells[0]).toMatchObject({ around: null, spread: 0 })
  expect(stabilityOf(map([[1]])).peak).toBeNull()
})
