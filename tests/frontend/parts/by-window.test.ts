import { expect, test } from 'vitest'
import { byWindow } from '../../../frontend/src/parts/by-window.ts'

test('trends stand from the shortest window to the longest, whatever moved most', () => {
  const rows = (['30d', '1d', '90d', 'intraday', '7d'] as const).map((trendWindow) => ({
    trendWindow,
  }))
  expect(byWindow(rows).map(({ trendWindow }) => trendWindow)).toEqual([
    'intraday',
    '1d',
    '7d',
    '30d',
    '90d',
  ])
})
