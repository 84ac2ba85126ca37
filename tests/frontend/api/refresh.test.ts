/** Goal: news is shown at once, and a busy minute costs little. Method: one query, its clock and timers by hand. */

import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import { ApiError } from '../../../frontend/src/api/api-error.ts'
import { remember } from '../../../frontend/src/api/costs.ts'
import { openRefresher, spend } from '../../../frontend/src/api/refresh.ts'

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
    state: { dataUpdatedAt: 0, data: [] as unknown, error: null as Error | null },
    isActive: () => true,
  }
  const refresher = openRefresher({
    getQueryCache: () => ({
      findAll: ({ queryKey }) => (queryKey[0] === query.queryKey[0] ? [query] : []),
    }),
    invalidateQueries: asked,
  })
  void asked()
  return { asked, query, refresher, stop: () => refresher.stop() }
}

test('what is cheap is asked for at once, and what was spent comes back slowly', () => {
  const purse = { bytes: 1_500, at: 0 }
  expect(spend(purse, 1_500, 0)).toBe(0)
  expect(spend(purse, 1_500, 0)).toBe(7_500)
  expect(spend(purse, 1_500, 30_000)).toBe(0)
  // However dear, no more than half a minute.
  expect(spend(purse, 1_000_000, 30_000)).toBe(30_000)
  expect(spend(purse, 1_500, 60_000)).toBe(7_500)
})

test('a change is asked for within two seconds, and at once where nothing was asked of late', async () => {
  const { asked, refresher, stop } = watch('/api/orders', 900)
  refresher.onNews(['orders'])
  await vi.advanceTimersByTimeAsync(2_000)
  expect(asked).toHaveBeenCalledTimes(2)
  await vi.advanceTimersByTimeAsync(60_000)
  refresher.onNews(['orders'])
  await vi.advanceTimersByTimeAsync(0)
  expect(asked).toHaveBeenCalledTimes(3)
  stop()
})

test('a busy hour costs what comes back in it, and its last news is not lost', async () => {
  const { asked, refresher, stop } = watch('/api/orders', 900)
  for (let second = 0; second < 3_600; second += 1) {
    refresher.onNews(['orders'])
    await vi.advanceTimersByTimeAsync(1_000)
  }
  // 1,500 bytes with the head, of 200 a second and 4,500 saved up.
  expect(asked.mock.calls.length).toBeGreaterThan(478)
  expect(asked.mock.calls.length).toBeLessThan(488)
  const before = asked.mock.calls.length
  refresher.onNews(['orders'])
  await vi.advanceTimersByTimeAsync(60_000)
  expect(asked.mock.calls.length).toBe(before + 1)
  stop()
})

test('news of something else asks for nothing, and none is asked for once it is over', async () => {
  const { asked, refresher, stop } = watch('/api/orders', 900)
  refresher.onNews(['documents'])
  refresher.onNews(['orders'])
  refresher.stop()
  await vi.advanceTimersByTimeAsync(60_000)
  expect(asked).toHaveBeenCalledTimes(1)
  stop()
})

test('what was refused is not asked for again by any news', async () => {
  const { asked, query, refresher, stop } = watch('/api/orders/none', 900)
  Object.assign(query.state, { data: undefined, error: new ApiError(404, '', 'No such order') })
  refresher.onNews(['orders'])
  await vi.advanceTimersByTimeAsync(60_000)
  expect(asked).toHaveBeenCalledTimes(1)
  stop()
})

test('all that is on the page spends together, and that a program is silent is asked for at once', async () => {
  const asked: string[] = []
  const queries = ['all', 'orders', 'trends', 'documents'].map((topic) => {
    remember(`/api/${topic}`, new Headers({ etag: '"a"', 'content-length': '900' }), '', null)
    const state = { dataUpdatedAt: 0, data: [] as unknown, error: null as Error | null }
    return { queryHash: topic, queryKey: [topic, `/api/${topic}`], state, isActive: () => true }
  })
  const refresher = openRefresher({
    getQueryCache: () => ({
      findAll: ({ queryKey }) => queries.filter((query) => query.queryKey[0] === queryKey[0]),
    }),
    invalidateQueries: ({ queryKey }) => {
      asked.push(String(queryKey[0]))
      queries.find((query) => query.queryKey[0] === queryKey[0])!.state.dataUpdatedAt = Date.now()
      return Promise.resolve()
    },
  })
  const news = ['orders', 'trends', 'documents', 'all']
  for (let second = 0; second < 600; second += 1) {
    refresher.onNews(news)
    await vi.advanceTimersByTimeAsync(1_000)
  }
  // 1,500 bytes with the head, of 200 a second and 4,500 saved up, whatever the number of lists; each has its turn.
  expect(asked.length).toBeLessThan(86)
  for (const topic of news)
    expect(asked.filter((each) => each === topic).length).toBeGreaterThan(15)
  asked.length = 0
  refresher.onNews(['services', 'all'])
  expect(asked).toEqual(['all'])
  refresher.stop()
})
