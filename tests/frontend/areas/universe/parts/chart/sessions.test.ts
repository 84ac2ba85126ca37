/** Where marks stand on a chart of prices. */

import { describe, expect, test } from 'vitest'
import type { CompanyMarks } from '#shared/contracts/api/company-insight.ts'
import {
  meanOf,
  priceScale,
  sessionsOf,
} from '../../../../../../frontend/src/areas/universe/parts/chart/sessions.ts'

const bar = (sessionDate: string, close = '10') => ({
  sessionDate,
  open: '9',
  high: '11',
  low: '8',
  close,
  volume: '1',
})
/** Thursday, Friday, Monday. */
const bars = ['2024-03-07', '2024-03-08', '2024-03-11'].map((day) => bar(day))
const document = (day: string, sentimentScore: number | null = null) =>
  ({ day, sentimentScore }) as CompanyMarks['documents'][number]
const marks = (more: Partial<CompanyMarks>): CompanyMarks =>
  ({
    since: '2024-03-01T00:00:00Z',
    until: '2024-03-12T00:00:00Z',
    trend: [],
    documents: [],
    events: [],
    orders: [],
    advice: [],
    ...more,
  }) as CompanyMarks

describe('sessionsOf()', () => {
  test.each([
    ['2024-03-08', '2024-03-08'],
    // Of a weekend, and of Friday after the close: the session they can first be traded in.
    ['2024-03-09', '2024-03-11'],
    ['2024-03-10', '2024-03-11'],
    ['2024-03-11', '2024-03-11'],
    ['2024-03-12', ''],
    // Older than all that is shown: the first session knows of it.
    ['2024-03-02', '2024-03-07'],
  ])('what is of %s stands at the session “%s”', (day, wanted) => {
    const sessions = sessionsOf(bars, marks({ documents: [document(day)] }))
    expect(sessions.filter(({ documents }) => documents.length > 0).map((one) => one.day)).toEqual([
      wanted,
    ])
  })

  test('there is a place behind the last bar only where something came after it', () => {
    expect(sessionsOf(bars, marks({})).map(({ day }) => day)).toEqual([
      '2024-03-07',
      '2024-03-08',
      '2024-03-11',
    ])
    expect(sessionsOf(bars, marks({ documents: [document('2024-03-12')] }))).toHaveLength(4)
  })

  test('of a weekend’s trends the newest stands', () => {
    const trend = ['2024-03-09', '2024-03-11'].map((day) => ({ day, trendId: day }))
    const sessions = sessionsOf(bars, marks({ trend: trend as never }))
    expect(sessions.at(-1)?.trend?.trendId).toBe('2024-03-11')
  })

  test('begins at the day asked for', () => {
    const sessions = sessionsOf(bars, marks({ since: '2024-03-08T21:00:00Z' as never }))
    expect(sessions[0]?.day).toBe('2024-03-08')
  })
})

describe('priceScale()', () => {
  test('puts the lowest price at the bottom and the highest at the top, fills among them', () => {
    const order = { day: '2024-03-08', filledPriceAvg: '15' } as CompanyMarks['orders'][number]
    const { y, ticks } = priceScale(sessionsOf(bars, marks({ orders: [order] })), 10, 210)
    expect([y(15), y(8)]).toEqual([10, 210])
    expect(ticks).toEqual([8, 10, 12, 14])
  })

  test('has a place for one price alone', () => {
    const { y } = priceScale(
      sessionsOf([{ ...bar('2024-03-08'), low: '9', high: '9' }], marks({})),
      10,
      210,
    )
    expect(y(9)).toBe(210)
  })
})

test('documents that nothing was read of do not make the others milder', () => {
  expect(meanOf([document('2024-03-08', 0.5), document('2024-03-08')])).toBe(0.5)
  expect(meanOf([document('2024-03-08')])).toBeUndefined()
})
