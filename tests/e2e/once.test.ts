/**
 * Goal: a replay loses nothing, repeats nothing, gives the same orders each time, and every order is
 * explained to the byte, and the lake holds what the record holds. Method: the command a user types, on the real
 * month and on the simulated market, then `explain --all` and `lake verify` on what it left.
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

/** Every row of the record is in the lake, cell by cell, and nothing else is. */
async function expectLakeWhole(state: string): Promise<void> {
  const { code, stdout, stderr } = await stonks(['lake', 'verify', '--json', '--state', state])
  const { tables } = JSON.parse(stdout) as {
    tables: Record<string, { rows: number; facts: number }>
  }
  expect(code, stderr || stdout).toBe(0)
  for (const { rows, facts } of Object.values(tables)) expect(facts).toBe(rows)
  expect(tables['documents']?.rows).toBeGreaterThan(0)
}

function expectWhole(summary: Summary): void {
  expect(summary).toMatchObject({ lost: 0, repeated_effects: 0, jobs: { dead: 0 } })
  expect(summary.jobs.done).toBe(summary.jobs.enqueued)
  expect(summary.extractions).toBeGreaterThan(0)
}

/** All but how many jobs it took: that depends on which hand-over found one that waited for the same. */
function outcomeOf({ seconds: _seconds, jobs: _jobs, ...outcome }: Summary) {
  return outcome
}

describe.skipIf(noReplay)(`the real first half of May 2019${noReplay}`, () => {
  const days = ['--data', REPLAY, '--from', '2019-05-01', '--to', '2019-05-15']

  // Two owners tell all of its news, most of it bad: what may be acted on are sales of what is not held.
  test('is replayed without loss, to advice that the engine decides on, twice the same', async () => {
    const first = await withState((state) => replay(state, days))
    expectWhole(first)
    expect(first.decisions['no_position'] ?? 0).toBeGreaterThan(0)
    const second = await withState(async (state) => {
      const summary = await replay(state, days)
      await expectLakeWhole(state)
      return summary
    })
    expectWhole(second)
    expect(outcomeOf(second)).toEqual(outcomeOf(first))
  })
})

describe('the simulated market', () => {
  test('runs for two weeks without loss, to filled and explained orders', async () => {
    await withState(async (state) => {
      const summary = await replay(state, [])
      expectWhole(summary)
      expect(summary.orders['filled'] ?? 0).toBeGreaterThan(0)
      await expectAllExplained(state)
      await expectLakeWhole(state)
    })
  })
})
