/**
 * Goal: a replay loses nothing, repeats nothing, gives the same orders each time, and every order is
 * explained to the byte. Method: the command a user types, on the real month and on the simulated
 * market, then `explain --all` on the record it left.
 */

import { describe, expect, test } from 'vitest'
import type { Summary } from '../../services/local/summary.ts'
import { stonks, withState } from './platform.ts'
import { beside } from '../helpers/beside.ts'

const { path: REPLAY, why: noReplay } = beside('data/replay')

async function replay(state: string, options: string[]): Promise<Summary> {
  const { code, stdout, stderr } = await stonks([
    'up',
    '--once',
    '--json',
    '--state',
    state,
    ...options,
  ])
  expect(code, stderr.slice(-2_000)).toBe(0)
  expect(stdout.trim().split('\n')).toHaveLength(1)
  return JSON.parse(stdout) as Summary
}

async function expectAllExplained(state: string): Promise<void> {
  const { code, stdout, stderr } = await stonks(['explain', '--all', '--json', '--state', state])
  const found = JSON.parse(stdout) as { orders: number; intact: number; broken: unknown[] }
  expect(found.broken).toEqual([])
  expect(found.intact).toBe(found.orders)
  expect(found.orders).toBeGreaterThan(0)
  expect(code, stderr).toBe(0)
}

function expectWhole(summary: Summary): void {
  expect(summary).toMatchObject({ lost: 0, repeated_effects: 0, jobs: { dead: 0 } })
  expect(summary.jobs.done).toBe(summary.jobs.enqueued)
  expect(summary.orders['filled'] ?? 0).toBeGreaterThan(0)
  expect(summary.extractions).toBeGreaterThan(0)
}

/** All but how many jobs it took: that depends on which hand-over found one that waited for the same. */
function outcomeOf({ seconds: _seconds, jobs: _jobs, ...outcome }: Summary) {
  return outcome
}

describe.skipIf(noReplay)(`the real May of 2019${noReplay}`, () => {
  const month = ['--data', REPLAY, '--from', '2019-05-01', '--to', '2019-05-31']

  test('is replayed without loss, to filled and explained orders, twice the same', async () => {
    const first = await withState(async (state) => {
      const summary = await replay(state, month)
      expectWhole(summary)
      await expectAllExplained(state)
      return summary
    })
    const second = await withState((state) => replay(state, month))
    expectWhole(second)
    expect(outcomeOf(second)).toEqual(outcomeOf(first))
  })
})

describe('the simulated market', () => {
  test('runs for two weeks without loss, to filled and explained orders', async () => {
    await withState(async (state) => {
      expectWhole(await replay(state, []))
      await expectAllExplained(state)
    })
  })
})
