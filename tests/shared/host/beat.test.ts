import { pino } from 'pino'
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest'
import { openRoundWatch, startBeats, type Beat } from '#shared/host/beat.ts'

const log = pino({ level: 'silent' })
beforeEach(() => vi.useFakeTimers())
afterEach(() => vi.useRealTimers())

describe('the watch over rounds', () => {
  test('knows how long one runs, how long ago the last good one ended, and failures in a row', () => {
    const watch = openRoundWatch()
    expect(watch.now()).toEqual({
      everyMs: null,
      sinceRoundMs: null,
      runningMs: null,
      runningMsMax: null,
      failures: 0,
      said: '',
    })
    watch.begun()
    vi.advanceTimersByTime(700)
    expect(watch.now()).toMatchObject({ runningMs: 700, sinceRoundMs: null })
    watch.ended()
    watch.next(5_000)
    vi.advanceTimersByTime(300)
    expect(watch.now()).toMatchObject({ everyMs: 5_000, runningMs: null, sinceRoundMs: 300 })
    for (const words of ['one', 'two']) {
      watch.begun()
      watch.ended(new Error(words))
    }
    expect(watch.now()).toMatchObject({ failures: 2, said: 'two', sinceRoundMs: 300 })
    watch.begun()
    watch.ended()
    expect(watch.now()).toMatchObject({ failures: 0, said: '', sinceRoundMs: 0 })
  })
})

test('a round that may take long says how long', () => {
  expect(openRoundWatch(180).now()).toMatchObject({ runningMsMax: 180_000 })
})

describe('beats', () => {
  test('are said at once and every three seconds, one at a time, also after one that could not be said', async () => {
    const said: Beat[] = []
    let answer: () => Promise<void> = () => Promise.resolve()
    const end = startBeats(
      (beat) => {
        said.push(beat)
        return answer()
      },
      openRoundWatch(),
      log,
    )
    expect(said).toHaveLength(1)
    await vi.advanceTimersByTimeAsync(3_000)
    expect(said).toHaveLength(2)
    answer = () => Promise.reject(new Error('away'))
    await vi.advanceTimersByTimeAsync(6_000)
    expect(said).toHaveLength(4)
    answer = () => new Promise(() => undefined)
    await vi.advanceTimersByTimeAsync(30_000)
    expect(said).toHaveLength(5)
    end()
    await vi.advanceTimersByTimeAsync(30_000)
    expect(said).toHaveLength(5)
  })
})
