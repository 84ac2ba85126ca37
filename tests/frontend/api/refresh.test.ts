/** Goal: news is shown at once, and a busy minute costs little. Method: one query, its clock and timers by hand. */

import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import { remember } from '../../../frontend/src/api/costs.ts'
import { gapOf, openRefresher } from '../../../frontend/src/api/refresh.ts'

beforeEach(() => void vi.useFakeTimers({ now: 1_000_000 }))
afterEach(() => void vi.useRealTimers())

/** A query that was read now, of an answer of so many bytes; `asked` counts from its first reading. */
function watch(address: string, bytes: number) {
  remember(address, new Headers({ etag: '"a"', 'content-length': String(bytes) }), '', null)
  const asked = vi.fn(() => {
    query.state.dataUpdatedAt = Date.now()
    return Promise.resolve()
  })
  const query = {
    queryHash: address,
    queryKey: ['orders', address],
    state: { dataUpdatedAt: 0 },
    isActive: () => true,
  }
  const refresher = openRefresher({
    getQueryCache: () => ({
      findAll: ({ queryKey }) => (queryKey[0] === query.queryKey[0] ? [query] : []),
    }),
    invalidateQueries: asked,
  })
  void asked()
  return { asked, refresher, stop: () => refresher.stop() }
}

test.each([
  [0, 2_000],
  [1_500, 10_000],
  [1_000_000, 30_000],
])('an answer of %d bytes is left alone for %d ms', (bytes, gap) => expect(gapOf(bytes)).toBe(gap))

test('what was read long ago is asked for at once, and then once in its gap', async () => {
  const { asked, refresher, stop } = watch('/api/orders', 900)
  await vi.advanceTimersByTimeAsync(60_000)
  expect(asked).toHaveBeenCalledTimes(1)
  refresher.onNews(['orders'])
  await vi.advanceTimersByTimeAsync(0)
  expect(asked).toHaveBeenCalledTimes(2)
  for (let second = 0; second < 30; second += 1) {
    refresher.onNews(['orders'])
    await vi.advanceTimersByTimeAsync(1_000)
  }
  // 900 bytes and a head are ten seconds' worth.
  expect(asked).toHaveBeenCalledTimes(2 + 3)
  stop()
})

test('the last news of a busy minute is not lost', async () => {
  const { asked, refresher, stop } = watch('/api/orders', 900)
  await vi.advanceTimersByTimeAsync(1_000)
  refresher.onNews(['orders'])
  expect(asked).toHaveBeenCalledTimes(1)
  await vi.advanceTimersByTimeAsync(60_000)
  expect(asked).toHaveBeenCalledTimes(2)
  stop()
})

test('news of something else asks for nothing, and none is asked for once it is over', async () => {
  const { asked, refresher, stop } = watch('/api/orders', 900)
  await vi.advanceTimersByTimeAsync(1_000)
  refresher.onNews(['documents'])
  refresher.onNews(['orders'])
  refresher.stop()
  await vi.advanceTimersByTimeAsync(60_000)
  expect(asked).toHaveBeenCalledTimes(1)
  stop()
})
