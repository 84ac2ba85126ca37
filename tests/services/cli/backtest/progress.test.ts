/** How far a backtest of the command is, and about how long it goes on. */

import { expect, test } from 'vitest'
import type { Steps } from '#shared/domain/backtest/steps.ts'
import { openStepProgress } from '../../../../services/cli/backtest/progress.ts'

function* counting(steps: number): Steps<number> {
  for (let at = 0; at < steps; at += 1) yield
  return steps
}

test('says every five seconds how many sessions are done and what is left at that pace', () => {
  const lines: string[] = []
  let now = 0
  // A hundred milliseconds a look, which is of 64 sessions.
  const told = openStepProgress(
    12_800,
    (line) => lines.push(line),
    () => (now += 100),
  )
  expect(told(counting(6_400))).toBe(6_400)
  expect(told(counting(6_400))).toBe(6_400)
  expect(lines).toEqual([
    '  3200 of 12800 sessions, about 15 s left\n',
    '  6400 of 12800 sessions, about 10 s left\n',
    '  9600 of 12800 sessions, about 5 s left\n',
    '  12800 of 12800 sessions, about 0 s left\n',
  ])
})

test('says nothing of what is over sooner', () => {
  const lines: string[] = []
  let now = 0
  openStepProgress(
    100,
    (line) => lines.push(line),
    () => (now += 10),
  )(counting(100))
  expect(lines).toEqual([])
})
