import { expect, test } from 'vitest'
import { describeProgress, openProgress, remaining } from '../../../services/local/progress.ts'
import { cloneDatabase } from '../../helpers/database.ts'

const { sql } = await cloneDatabase()
const evening = new Date('2026-03-03T01:30:00Z')

test.each([
  [423, 1, undefined, '2026-03-02, 423 documents, 1 order'],
  [36_655, 60, 401_000, '2026-03-02, 36,655 documents, 60 orders, about 7 min left'],
  [1, 0, 61_000, '2026-03-02, 1 document, 0 orders, about 70 s left'],
  [1, 0, 3 * 3_600_000, '2026-03-02, 1 document, 0 orders, about 3.0 h left'],
])(
  'a step is told by its day in New York: %d documents, %d orders, %s ms',
  (documents, orders, left, words) => {
    expect(describeProgress(evening, { documents, orders }, left)).toBe(words)
  },
)

test('what is left follows the rate of late, and is not guessed at once', () => {
  expect(remaining([{ at: 0, share: 0 }])).toBeUndefined()
  expect(
    remaining([
      { at: 0, share: 0 },
      { at: 4_999, share: 0.5 },
    ]),
  ).toBeUndefined()
  expect(
    remaining([
      { at: 0, share: 0.2 },
      { at: 9_000, share: 0.2 },
    ]),
  ).toBeUndefined()
  expect(
    remaining([
      { at: 0, share: 0.2 },
      { at: 9_000, share: 0.5 },
    ]),
  ).toBeCloseTo(15_000)
})

test('a step never waits for a count, and counts are no closer than two seconds', async () => {
  let clock = 0
  let asked = 0
  let answer: () => void = () => undefined
  const slow = (() => {
    asked++
    return new Promise((resolve) => {
      answer = () => resolve([{ documents: 7, orders: 2 }])
    })
  }) as unknown as typeof sql
  const told: string[] = []
  const screen = {
    say: () => undefined,
    clear: () => undefined,
    bar: (_: number, words: string) => void told.push(words),
  }
  const progress = openProgress(slow, screen, () => clock)
  for (const at of [0, 1_999, 2_000, 4_000]) {
    clock = at
    progress.onStep(evening, 1, 10)
  }
  expect([asked, told.length]).toEqual([1, 3])
  answer()
  await progress.end()
  clock = 6_000
  progress.onStep(evening, 2, 10)
  // The count took four seconds: the next waits until that is a fiftieth of the time.
  expect(asked).toBe(1)
  expect(told.at(-1)).toContain('7 documents, 2 orders')
})

test('what is counted is what the record holds', async () => {
  const told: string[] = []
  const screen = {
    say: () => undefined,
    clear: () => undefined,
    bar: (_: number, words: string) => void told.push(words),
  }
  const progress = openProgress(sql, screen)
  progress.onStep(evening, 10, 10)
  await progress.end()
  progress.onStep(evening, 10, 10)
  expect(told.at(-1)).toBe('2026-03-02, 0 documents, 0 orders')
})
