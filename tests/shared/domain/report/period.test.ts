import { describe, expect, test } from 'vitest'
import { test as prop, fc } from '@fast-check/vitest'
import { newYorkInstant, sessionOf } from '#shared/domain/market/calendar.ts'
import { endsDue, periodEndingBy } from '#shared/domain/report/period.ts'

const ny = newYorkInstant
const text = ({ from, to, sessions }: ReturnType<typeof periodEndingBy>) => ({
  from: from.toISOString(),
  to: to.toISOString(),
  sessions,
})

describe('a day', () => {
  test.each([
    [
      'of summer',
      ny('2019-05-03', '16:30'),
      '2019-05-02T20:30:00.000Z',
      '2019-05-03T20:30:00.000Z',
      ['2019-05-03'],
    ],
    [
      'a moment before it ends is the day before',
      new Date(+ny('2019-05-03', '16:30') - 1),
      '2019-05-01T20:30:00.000Z',
      '2019-05-02T20:30:00.000Z',
      ['2019-05-02'],
    ],
    [
      'a Monday holds the weekend',
      ny('2019-05-06', '18:00'),
      '2019-05-03T20:30:00.000Z',
      '2019-05-06T20:30:00.000Z',
      ['2019-05-06'],
    ],
    [
      'a Sunday is Friday',
      ny('2019-05-05', '12:00'),
      '2019-05-02T20:30:00.000Z',
      '2019-05-03T20:30:00.000Z',
      ['2019-05-03'],
    ],
    [
      'that closes early ends as late',
      ny('2019-11-29', '16:30'),
      '2019-11-27T21:30:00.000Z',
      '2019-11-29T21:30:00.000Z',
      ['2019-11-29'],
    ],
    [
      'over the change of clocks',
      ny('2019-11-04', '16:30'),
      '2019-11-01T20:30:00.000Z',
      '2019-11-04T21:30:00.000Z',
      ['2019-11-04'],
    ],
    [
      'a holiday has none',
      ny('2019-12-25', '17:00'),
      '2019-12-23T21:30:00.000Z',
      '2019-12-24T21:30:00.000Z',
      ['2019-12-24'],
    ],
  ])('%s', (_, at, from, to, sessions) => {
    expect(text(periodEndingBy('daily', at))).toEqual({ from, to, sessions })
  })

  prop.prop([
    fc.date({ min: new Date('2016-01-20'), max: new Date('2029-12-01'), noInvalidDate: true }),
  ])('never ends before its close, and follows the one before', (at) => {
    const { from, to, sessions } = periodEndingBy('daily', at)
    expect(sessions).toHaveLength(1)
    expect(+sessionOf(sessions[0]!)!.closesAt).toBeLessThan(+to)
    expect(+to).toBeLessThanOrEqual(+at)
    expect(+periodEndingBy('daily', from).to).toBe(+from)
  })
})

test('a week ends as Saturday begins, an hour shorter or longer where clocks change', () => {
  expect(text(periodEndingBy('weekly', ny('2019-03-16', '08:00')))).toEqual({
    from: '2019-03-09T05:00:00.000Z',
    to: '2019-03-16T04:00:00.000Z',
    sessions: ['2019-03-11', '2019-03-12', '2019-03-13', '2019-03-14', '2019-03-15'],
  })
})

describe('what is due', () => {
  const due = (type: 'daily' | 'weekly', after: string, until: string, most = 5) =>
    endsDue(type, { after: new Date(after), until: new Date(until) }, most).map((end) =>
      end.toISOString(),
    )

  test('a day at the very moment, and once', () => {
    expect(due('daily', '2019-05-03T20:29:00Z', '2019-05-03T20:29:59.999Z')).toEqual([])
    expect(due('daily', '2019-05-03T20:29:00Z', '2019-05-03T20:30:00Z')).toEqual([
      '2019-05-03T20:30:00.000Z',
    ])
    expect(due('daily', '2019-05-03T20:30:00Z', '2019-05-03T23:00:00Z')).toEqual([])
  })

  test('a week on Saturday morning', () => {
    expect(due('weekly', '2019-05-04T03:00:00Z', '2019-05-04T11:59:00Z')).toEqual([])
    expect(due('weekly', '2019-05-04T11:59:00Z', '2019-05-04T12:00:00Z')).toEqual([
      '2019-05-04T04:00:00.000Z',
    ])
  })

  test('after an outage the newest few, oldest first', () => {
    expect(due('daily', '2019-01-01T00:00:00Z', '2019-05-07T12:00:00Z', 3)).toEqual([
      '2019-05-02T20:30:00.000Z',
      '2019-05-03T20:30:00.000Z',
      '2019-05-06T20:30:00.000Z',
    ])
    expect(due('weekly', '2019-01-01T00:00:00Z', '2019-05-07T12:00:00Z', 2)).toEqual([
      '2019-04-27T04:00:00.000Z',
      '2019-05-04T04:00:00.000Z',
    ])
  })

  test('none on a day without a session', () => {
    expect(due('daily', '2019-12-25T00:00:00Z', '2019-12-25T23:59:00Z')).toEqual([])
  })
})
