import { expect, test } from 'vitest'
import { runChaos } from './run.ts'

test('everything is killed, every job comes three times: nothing lost, nothing done twice', async () => {
  const {
    lost,
    repeated_effects: repeated,
    dead,
    controls,
  } = await runChaos({ jobs: 300, kills: 20, seed: 7 })
  expect({ lost, repeated, dead }).toEqual({ lost: 0, repeated: 0, dead: 0 })
  // Without these the count above would prove nothing.
  expect(controls.lpop_lost).toBeGreaterThan(0)
  expect(controls.naive_repeated).toBeGreaterThan(0)
})
