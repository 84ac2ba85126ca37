/** What the stream told and nobody has looked at: so much at most, and no more looks than the broker answers. */

import { expect, test } from 'vitest'
import { openTold } from '../../../services/trading-engine/updates/told.ts'

test('an order told of a thousand times is one to look at; too many orders are all that is open', () => {
  const told = openTold(() => 0)
  for (let place = 0; place < 1_000; place += 1) told.add('a')
  expect(told.waiting()).toEqual({ ids: ['a'], isAll: false })
  for (let place = 0; place < 100_000; place += 1) told.add(`b-${place}`)
  expect(told.waiting()).toMatchObject({ isAll: true })
  expect(told.waiting().ids).toHaveLength(500)
})

test('what is told while the record is read stays to be looked at', () => {
  const told = openTold(() => 0)
  told.add('ours')
  told.add('theirs')
  const waiting = told.waiting()
  told.add('later')
  told.settle(waiting, ['ours'])
  expect(told.waiting()).toEqual({ ids: ['later', 'ours'], isAll: false })
  told.addAll()
  told.settle({ ids: ['later'], isAll: false }, [])
  expect(told.waiting()).toEqual({ ids: ['ours'], isAll: true })
})

test('twenty looks at once, then one a second, however long nothing was told', () => {
  let now = 0
  const told = openTold(() => now)
  const looks = () => {
    let count = 0
    while (told.takeLook()) count += 1
    return count
  }
  expect(looks()).toBe(20)
  now = 999
  expect(looks()).toBe(0)
  now = 3_000
  expect(looks()).toBe(3)
  now = 86_400_000
  expect(looks()).toBe(20)
})

test('a reading is asked for once in ten seconds, and again where it could not be', async () => {
  let now = 0
  const told = openTold(() => now)
  const asked: number[] = []
  const ask = (isTaken: boolean) => () => {
    asked.push(now)
    return Promise.resolve(isTaken)
  }
  expect(await told.askReading(ask(true))).toBe(false)
  told.wantReading()
  expect(await told.askReading(ask(false))).toBe(true)
  expect(await told.askReading(ask(true))).toBe(false)
  told.wantReading()
  now = 9_999
  expect(await told.askReading(ask(true))).toBe(true)
  now = 10_000
  expect(await told.askReading(ask(true))).toBe(false)
  expect(asked).toEqual([0, 0, 10_000])
})

test('a flood wakes whoever looks a few times a second', async () => {
  const told = openTold()
  let woken = 0
  const first = new Promise<void>((resolve) => {
    told.onTold(() => {
      woken += 1
      resolve()
    })
  })
  for (let place = 0; place < 10_000; place += 1) told.add(`a-${place}`)
  await first
  expect(woken).toBe(1)
})
