import { expect, test } from 'vitest'
import { INVARIANTS } from './trading/invariants.ts'
import { withPostgres } from './trading/main.ts'
import { runTradingChaos } from './trading/run.ts'

test('every invariant has its place', () => {
  const numbers = Array.from({ length: 36 }, (_, index) => `I${index + 1}`)
  expect(Object.keys(INVARIANTS)).toEqual(numbers)
})

test('fifty random days break no invariant', async () => {
  const asked = { runs: 50, seed: 7, commands: 40 }
  const { found, violations, posted, fills } = await withPostgres((sql) =>
    runTradingChaos(sql, asked),
  )
  // Where a rule is broken, its name, the way there and the day itself are what is read here.
  expect(found && JSON.stringify(found)).toBeUndefined()
  expect(violations).toBe(0)
  // Days without any would show nothing.
  expect(posted).toBeGreaterThan(50)
  expect(fills).toBeGreaterThan(50)
}, 600_000)
