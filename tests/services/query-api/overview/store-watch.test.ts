import { expect, test, vi } from 'vitest'
import { openStoreWatch } from '../../../../services/query-api/overview/store-watch.ts'

test('a store that is away is told with its words and since when, and no more once it answers', async () => {
  vi.useFakeTimers()
  let answer: () => Promise<void> = () => Promise.reject(new Error('connect ECONNREFUSED'))
  const put = vi.fn(() => answer())
  const trouble = openStoreWatch({ put })
  const later = () => vi.advanceTimersByTimeAsync(10_000)
  expect(trouble()).toBeUndefined()
  await vi.advanceTimersByTimeAsync(1)
  const since = trouble()!.since
  expect(trouble()).toEqual({ since, said: 'connect ECONNREFUSED' })
  answer = () => Promise.reject(new Error('nothing was heard from it for 20 s'))
  await later()
  expect(trouble()).toEqual({ since, said: 'nothing was heard from it for 20 s' })
  answer = () => Promise.resolve()
  await later()
  expect(trouble()).toBeUndefined()
  vi.useRealTimers()
})

test('nobody waits for one that hangs, and it is asked once', async () => {
  vi.useFakeTimers()
  const put = vi.fn(() => new Promise<void>(() => undefined))
  const trouble = openStoreWatch({ put })
  for (let look = 0; look < 5; look += 1) {
    expect(trouble()).toBeUndefined()
    await vi.advanceTimersByTimeAsync(10_000)
  }
  expect(put).toHaveBeenCalledTimes(1)
  vi.useRealTimers()
})
