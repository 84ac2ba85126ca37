/** Of what time a figure is told, and whether a report tells that time: a year alone tells no quarter. */

import { expect, test } from 'vitest'
import { tellsOf, quartersLeft, type Reported } from '#shared/domain/claim/reported.ts'
import { spanToldIn } from '#shared/domain/claim/span.ts'

test.each([
  ['Revenue of $187.8 billion', 'quarter'],
  ['Q4 revenue of $187.8 billion', 'quarter'],
  [
    'Revenue was $5 billion in the fiscal third quarter of 2024, up from $4 billion a year ago',
    'quarter',
  ],
  ['Revenue of $5 billion in the three months to June', 'quarter'],
  ['Revenue rose to $5 billion, up 3% year over year', 'quarter'],
  ['Annual revenue of $638 billion', 'year'],
  ['Full-year revenue of $638 billion', 'year'],
  ['Revenue of $638 billion in fiscal 2024', 'year'],
  ['Revenue of $638 billion for the year', 'year'],
  ['Revenue of $638 billion in 2024', 'year'],
  // Of both, of another time, or of a year that was over long before.
  ['In the quarter and the full year revenue of $638 billion', undefined],
  ['First-half revenue of $300 billion', undefined],
  ['Revenue of $300 billion in nine months', undefined],
  ['Monthly revenue of $8 billion', undefined],
  ['Revenue of $8 billion in five months', undefined],
  ['Revenue of $470 billion in 2021', undefined],
])('"%s" is of a %s', (quote, span) => {
  expect(spanToldIn(quote, 2025)).toBe(span)
})

const sales = (
  from: string,
  to: string,
  value: string,
  filedOn: string,
  form = '10-Q',
): Reported => ({
  concept: 'Sales',
  from,
  to,
  value,
  form,
  filedOn,
})
const untilSeptember = sales('2024-01-01', '2024-09-30', '450.2', '2024-11-01')
const theYear = sales('2024-01-01', '2024-12-31', '638', '2025-02-07', '10-K')

test('a quarter is what is left of a longer time that begins on the same day', () => {
  const untilJune = sales('2024-01-01', '2024-06-30', '291.3', '2024-08-02')
  expect(quartersLeft([theYear, untilSeptember, untilJune])).toMatchObject([
    { from: '2024-10-01', to: '2024-12-31', value: '187.8', without: '2024-09-30', isSure: true },
    { from: '2024-07-01', to: '2024-09-30', value: '158.9', filedOn: '2024-11-01' },
  ])
  // Of a year that ends in autumn, with 53 weeks and 16 of them in its last quarter.
  const weeks = sales('2023-08-28', '2024-05-12', '180', '2024-06-06')
  expect(
    quartersLeft([sales('2023-08-28', '2024-09-01', '254', '2024-10-09', '10-K'), weeks]),
  ).toMatchObject([{ from: '2024-05-13', to: '2024-09-01', value: '74' }])
  expect(quartersLeft([theYear, { ...untilSeptember, concept: 'Other' }])).toEqual([])
  expect(quartersLeft([theYear, { ...untilSeptember, from: '2024-02-01' }])).toEqual([])
  expect(quartersLeft([theYear, untilJune])).toMatchObject([])
})

test('what is left is not sure once a filing told the same time with another value', () => {
  const before = sales('2023-01-01', '2023-12-31', '574.8', '2024-02-02', '10-K')
  const anew = { ...before, value: '550', filedOn: '2025-02-07' }
  const same = { ...before, filedOn: '2025-02-07' }
  expect(quartersLeft([theYear, untilSeptember, before, anew])).toMatchObject([{ isSure: false }])
  expect(quartersLeft([theYear, untilSeptember, before, same])).toMatchObject([{ isSure: true }])
})

test('a report tells of a quarter or of a year as it has one that ends with its newest period', () => {
  const asked = { told: '2025-02-06', since: '2025-02-03' }
  const aQuarter = sales('2024-07-01', '2024-09-30', '158.9', '2025-02-07', '10-K')
  expect(tellsOf('quarter', [theYear, aQuarter], asked)).toBe(false)
  expect(tellsOf('year', [theYear, aQuarter], asked)).toBe(true)
  const left = quartersLeft([theYear, untilSeptember])
  expect(tellsOf('quarter', [theYear, ...left], asked)).toBe(true)
  expect(tellsOf('quarter', [], asked)).toBe(false)
  expect(tellsOf('quarter', left, { ...asked, since: '2025-02-08' })).toBe(false)
  // By the 25th of March twelve weeks may have gone by since, and the next quarter with them.
  expect(tellsOf('quarter', left, { told: '2025-03-24', since: '2025-02-07' })).toBe(true)
  expect(tellsOf('quarter', left, { told: '2025-03-25', since: '2025-02-07' })).toBe(false)
})
