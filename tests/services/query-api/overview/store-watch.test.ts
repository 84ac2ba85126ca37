import { expect, test, vi } from 'vitest'
import { openStoreWatch } from '../../../../services/query-api/overview/store-watch.ts'

test('a store that is away is told with its words and since when, and no more once it answers', async () => {
  vi.useFakeTimers()
  let answer: () => Promise<boolean> = () => Promise.reject(new Error('connect ECONNREFUSED'))
  const has = vi.fn(() => answer())
  const trouble = openStoreWatch({ has })
  const later = () => vi.advanceTimersByTimeAsync(10_000)
  expect(trouble()).toBeUndefined()
  await vi.advanceTimersByTimeAsync(1)
  const since = trouble()!.since
  expect(trouble()).toEqual({ since, said: 'connect ECONNREFUSED' })
  answer = () => Promise.reject(new Error('nothing was heard from it for 20 s'))
  await later()
  expect(trouble()).toEqual({ since, said: 'nothing was heard from it for 20 s' })
  answer = () => Promise.resolve(false)
  await later()
  expect(trouble()).toBeUndefined()
  vi.useRealTimers()
})

test('nobody waits for one that hangs, and it is asked once', async () => {
  vi.useFakeTimers()
  const has = vi.fn(() => new Promise<boolean>(() => undefined))
  const trouble = openStoreWatch({ has })
  for (let look = 0; look < 5; look += 1) {
    expect(trouble()).toBeUndefined()
    await vi.advanceTimersByTimeAsync(10_000)
  }
  expect(has).toHaveBeenCalledTimes(1)
  vi.useRealTimers()
})
