import { expect, test } from 'vitest'
import {
  relative,
  shares,
  signedDollars,
  signedPercent,
  span,
  weekdayEt,
} from '../../../frontend/src/text/format.ts'
import { toCsv } from '../../../frontend/src/parts/csv.ts'

test('money and shares of it carry a sign, and nothing has none', () => {
  expect(signedDollars('12.3')).toBe('+$12.30')
  expect(signedDollars('-4')).toBe('−$4.00')
  expect(signedDollars(0)).toBe('$0.00')
  expect(signedPercent(-0.0123)).toBe('−1.23 %')
  expect(shares('3.500000000')).toBe('3.5')
})

test.each([
  [4_000, '4 s'],
  [240_000, '4 min'],
  [4_320_000, '1 h 12 m'],
  [7_200_000, '2 h'],
  [100_800_000, '1 d 4 h'],
  [864_000_000, '10 d'],
])('%d ms is %s', (ms, words) => expect(span(ms)).toBe(words))

test('times are told from business time, and in New York', () => {
  const now = new Date('2024-03-14T14:30:00Z')
  expect(relative(new Date('2024-03-14T14:26:00Z'), now)).toBe('4 min ago')
  expect(relative(new Date('2024-03-14T15:30:00Z'), now)).toBe('in 1 h')
  expect(weekdayEt(new Date('2024-03-15T13:30:00Z'))).toBe('Fri 09:30')
})

test('an export cannot run in a spreadsheet, and keeps commas and numbers', () => {
  const columns = [{ head: 'Title', value: (row: { title: string }) => row.title }]
  expect(toCsv([{ title: '=cmd()' }, { title: 'a, "b"' }, { title: '-4.5' }], columns)).toBe(
    'Title\r\n\'=cmd()\r\n"a, ""b"""\r\n-4.5\r\n',
  )
})
