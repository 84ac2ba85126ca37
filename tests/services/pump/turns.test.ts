import { fc, test as property } from '@fast-check/vitest'
import { expect, test } from 'vitest'
import { openTurns, takeInTurn } from '../../../services/pump/turns.ts'

const reads = ['extraction', 'extraction', 'macro']

test('turns go round in the order of the table', () => {
  const turns = openTurns(reads)
  expect([...turns.plan(4)]).toEqual([
    ['extraction', 3],
    ['macro', 1],
  ])
  turns.pass(2)
  expect([...turns.plan(1)]).toEqual([
    ['extraction', 0],
    ['macro', 1],
  ])
})

property.prop([fc.array(fc.integer({ min: 1, max: 8 }), { minLength: 60, maxLength: 90 })])(
  'full lists share 2 to 1 within one round, however many are taken at once',
  async (sizes) => {
    const turns = openTurns(reads)
    const counts: Record<string, number> = { extraction: 0, macro: 0 }
    let all = 0
    for (const size of sizes) {
      const taken = await takeInTurn(turns, size, (list, most) =>
        Promise.resolve(Array<string>(most).fill(list)),
      )
      expect(taken).toHaveLength(size)
      for (const list of taken) counts[list]! += 1
      all += size
    }
    expect(Math.abs(counts['macro']! - all / 3)).toBeLessThanOrEqual(1)
  },
)

property.prop([fc.nat(30), fc.nat(30), fc.integer({ min: 1, max: 9 })])(
  'nothing waits while there is room for it',
  async (extraction, macro, free) => {
    const left: Record<string, number> = { extraction, macro }
    const taken = await takeInTurn(openTurns(reads), free, (list, most) => {
      const count = Math.min(most, left[list]!)
      left[list]! -= count
      return Promise.resolve(Array<string>(count).fill(list))
    })
    expect(taken).toHaveLength(Math.min(free, extraction + macro))
  },
)
