import { expect, test } from 'vitest'
import { shareInterval } from '#shared/domain/statistics/share-interval.ts'
import {
  meaningBorneOut,
  rangeBorneOut,
  shareBorneOut,
  whyNotCounted,
} from '../../../frontend/src/text/borne-out.ts'

const counted = (borneOut: number, tried: number) => ({
  tried,
  borneOut,
  interval: shareInterval(borneOut, tried),
})

test.each([
  [40, 100, '40 % of 100', '30.9 to 49.8 %', 'less than chance'],
  [41, 100, '41 % of 100', '31.9 to 50.8 %', 'chance would do the same'],
  [59, 100, '59 % of 100', '49.2 to 68.1 %', 'chance would do the same'],
  [60, 100, '60 % of 100', '50.2 to 69.1 %', 'more than chance'],
  [712, 1234, '58 % of 1,234', '54.9 to 60.4 %', 'more than chance'],
])('%i of %i are told as %s, %s: %s', (borneOut, tried, share, range, meaning) => {
  const record = counted(borneOut, tried)
  expect(shareBorneOut(record)).toBe(share)
  expect(rangeBorneOut(record)).toBe(range)
  expect(meaningBorneOut(record)).toBe(meaning)
  expect(whyNotCounted(record)).toBeUndefined()
})

test('where nothing is counted there is no number, and the reason why', () => {
  expect(shareBorneOut(counted(0, 0))).toBeNull()
  expect(whyNotCounted(counted(0, 0))).toContain('No session has followed yet')
  expect(whyNotCounted(null)).toContain('no documents that speak of companies')
})
