import { describe, expect, it } from 'vitest'
import type { QuestionChart } from '#shared/contracts/api/lake.ts'
import {
  amountsOf,
  fitChart,
} from '../../../../../../frontend/src/areas/lake/parts/chart/choose-chart.ts'

const columns = (types: Record<string, string>) =>
  Object.entries(types).map(([name, type]) => ({ name, type }))

describe('the chart of an answer', () => {
  it.each<[string, Record<string, string>, QuestionChart | null]>([
    ['time makes a line', { n: 'BIGINT', day: 'DATE' }, { kind: 'line', x: 'day', y: ['n'] }],
    [
      'moments too',
      { at: 'timestamp(6) with time zone', p: 'double' },
      { kind: 'line', x: 'at', y: ['p'] },
    ],
    ['words make bars', { ticker: 'VARCHAR', n: 'BIGINT' }, { kind: 'bar', x: 'ticker', y: ['n'] }],
    ['amounts make points', { a: 'DOUBLE', b: 'DOUBLE' }, { kind: 'scatter', x: 'a', y: ['b'] }],
    ['one amount alone is a bar', { n: 'BIGINT' }, { kind: 'bar', x: 'n', y: ['n'] }],
    ['words alone are nothing to draw', { ticker: 'VARCHAR', at: 'TIMESTAMP' }, null],
    ['nor is no column', {}, null],
  ])('%s', (_, types, wanted) => {
    expect(fitChart(null, columns(types))).toEqual(wanted)
  })

  it('is the one that was asked for, as far as its columns are there', () => {
    const wanted = { kind: 'bar', x: 'day', y: ['gone', 'n', 'ticker'] } as const
    const asked = { ...wanted, y: [...wanted.y] }
    const there = columns({ day: 'DATE', n: 'BIGINT', ticker: 'VARCHAR' })
    expect(fitChart(asked, there)).toEqual({ kind: 'bar', x: 'day', y: ['n'] })
    expect(fitChart({ ...asked, x: 'gone' }, there)).toEqual({ kind: 'line', x: 'day', y: ['n'] })
    expect(fitChart({ ...asked, y: ['gone'] }, there)).toMatchObject({ kind: 'line' })
  })

  it('offers each amount once, though two columns have its name', () => {
    const twice = [
      { name: 'n', type: 'BIGINT' },
      { name: 'n', type: 'DOUBLE' },
    ]
    expect(amountsOf(twice)).toEqual(['n'])
  })
})
