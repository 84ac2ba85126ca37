/**
 * Goal: a trading day with all that befalls an account ends with no lost round, every stop within a
 * minute of its level, and books that are the broker's. Method: `up` live on a half session
 * (tests/chaos/live-day); other days by `npm run chaos -- live-day --seed N`.
 */

import { expect, test } from 'vitest'
import { runLiveDay } from '../chaos/live-day/run.ts'
import { withState } from './platform.ts'

test('a live day with outages, a split, a dividend, a withdrawal and orders of others', async () => {
  await withState(async (root) => {
    const day = await runLiveDay(root, { seed: 1, speed: 30, say: () => undefined })
    expect(day.broken, JSON.stringify(day, null, 2)).toEqual([])
    expect(day.happened.length).toBeGreaterThanOrEqual(10)
    expect(day.stops.length).toBe(4)
  })
})
