import { expect, test } from 'vitest'
import { heldOver, type HoldWord } from '#shared/domain/trading/holds-over.ts'

const at = (minute: number) => new Date(Date.UTC(2024, 5, 3, 15, minute))
const set = (minute: number, code = 'paused'): HoldWord => ({ code, isSet: true, at: at(minute) })
const lifted = (minute: number, code = 'paused'): HoldWord => ({
  ...set(minute, code),
  isSet: false,
})
const span = { from: at(20), until: at(35) }

test.each<[string, HoldWord[], string[]]>([
  ['nothing', [], []],
  ['set before', [set(10)], ['paused']],
  ['set and lifted before', [set(5), lifted(10)], []],
  ['set within', [set(30)], ['paused']],
  ['set as it ends', [set(35)], ['paused']],
  ['set after it', [set(36)], []],
  ['lifted within, set nobody knows when', [lifted(25)], ['paused']],
  ['lifted long after, set nobody knows when', [lifted(50), set(55)], ['paused']],
  ['lifted before and set after', [lifted(10), set(40), lifted(50)], []],
  [
    'of two codes, in any order',
    [lifted(40, 'kill_switch'), set(36), set(10)],
    ['kill_switch', 'paused'],
  ],
])('held: %s', (_, words, codes) => {
  expect(heldOver(words, span)).toEqual(codes)
})
