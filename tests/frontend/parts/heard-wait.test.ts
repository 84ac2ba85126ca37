/** Whether a decision's line says that the entry waits for the signal engine, and until what. */

import { expect, test } from 'vitest'
import type { DecisionRow } from '#shared/contracts/api/trading.ts'
import { waitsUntil } from '../../../frontend/src/parts/heard-wait.ts'

const givenUp = { at: '2024-06-03T06:30:00.000Z', why: 'deliveries_used' }
const heard = { mode: 'traded', session: '2024-05-31', output: null, givenUp: null } as const
const decision: Pick<DecisionRow, 'code' | 'part' | 'signalEngine'> = {
  code: 'engine_unheard',
  part: 1,
  signalEngine: heard,
}

test.each<[string, Partial<typeof decision>, string | null]>([
  ['was not evaluated', {}, 'an evaluation of 2024-05-31 comes'],
  [
    'was given up',
    { signalEngine: { ...heard, givenUp } },
    'an evaluation of 2024-05-31 comes, whose job was given up: its dead letter is to be replayed',
  ],
  [
    'is not bought by both',
    { code: 'engine_against' },
    'an evaluation comes in which both say buy',
  ],
  ['ended as a later part', { code: 'engine_against', part: 2 }, null],
  ['was skipped for another reason', { code: 'confidence_below_tier' }, null],
  ['was entered', { code: 'entry' }, null],
  ['was decided while the engine was off', { code: 'superseded', signalEngine: null }, null],
])('what %s waits so', (_, changes, until) => {
  expect(waitsUntil({ ...decision, ...changes })).toBe(until)
})
