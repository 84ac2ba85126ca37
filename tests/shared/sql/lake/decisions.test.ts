/** Columns of decisions that tell of the signal engine are named for it: `engine` alone is the trading engine. */

import { expect, test } from 'vitest'
import { decisionsTable } from '#shared/sql/lake/facts/decisions.ts'

test('what is read of the signal engine says so in its name', () => {
  const own = decisionsTable.columns
    .map(({ name }) => name)
    .filter((name) => name.includes('engine'))
  expect(own).toEqual([
    'signal_engine_mode',
    'signal_engine_output_id',
    'signal_engine_heuristic',
    'signal_engine_probabilistic',
  ])
})
