import { expect, test } from 'vitest'
import type { Steps } from '#shared/domain/backtest/steps.ts'
import { drive, driveDefaults } from '../../../functions/backtester/drive.ts'

function* counting(count: number): Steps<number> {
  for (let at = 0; at < count; at += 1) yield
  return count
}
const began = performance.now()
const idle = new AbortController().signal
const goOn = () => Promise.resolve(true)

test('what takes no time is driven to its end at once', async () => {
  expect(await drive(counting(5), driveDefaults, { began, signal: idle, tell: goOn })).toEqual({
    outcome: 'done',
    value: 5,
  })
})

test('others get their turn between two steps', async () => {
  const pace = { ...driveDefaults, breathMs: 0 }
  let turns = 0
  const timer = setInterval(() => (turns += 1), 0)
  await drive(counting(20_000), pace, { began, signal: idle, tell: goOn })
  clearInterval(timer)
  expect(turns).toBeGreaterThan(0)
})

test('is told how far it is, and ends where it hears no', async () => {
  const pace = { ...driveDefaults, breathMs: 0, tellMs: 0 }
  const heard: number[] = []
  const tell = (done: number) => Promise.resolve(heard.push(done) < 3)
  expect(await drive(counting(10), pace, { began, signal: idle, tell })).toEqual({
    outcome: 'ended',
  })
  expect(heard).toEqual([1, 2, 3])
})

test('gives up at its bound, and throws where the host stops', async () => {
  const pace = { ...driveDefaults, breathMs: 0, mostMs: -1 }
  expect(await drive(counting(10), pace, { began, signal: idle, tell: goOn })).toEqual({
    outcome: 'too_long',
  })
  const stopping = new AbortController()
  stopping.abort(new Error('stops'))
  const work = drive(counting(10), pace, { began, signal: stopping.signal, tell: goOn })
  await expect(work).rejects.toThrow('stops')
})
