import { describe, expect, it } from 'vitest'
import {
  kindOf,
  millisecondsOf,
} from '../../../../../../frontend/src/areas/lake/parts/cells/kinds.ts'

describe('what a column holds', () => {
  it.each([
    ['BIGINT', 'number'],
    ['UTINYINT', 'number'],
    ['HUGEINT', 'number'],
    ['INTEGER', 'number'],
    ['DOUBLE', 'number'],
    ['DECIMAL(38,9)', 'number'],
    ['decimal(38,9)', 'number'],
    ['double', 'number'],
    ['DATE', 'day'],
    ['TIMESTAMP', 'moment'],
    ['TIMESTAMP WITH TIME ZONE', 'moment'],
    ['timestamp(6) with time zone', 'moment'],
    ['VARCHAR', 'text'],
    ['BOOLEAN', 'text'],
    ['BIGINT[]', 'text'],
    ['TIMESTAMP[]', 'text'],
    ['array(bigint)', 'text'],
    ['INTERVAL', 'text'],
    ['STRUCT(a INTEGER)', 'text'],
  ])('of type %s is a %s', (type, kind) => {
    expect(kindOf(type)).toBe(kind)
  })
})

describe('a moment', () => {
  it.each([
    ['2019-01-02 14:30:00.5+00', '2019-01-02T14:30:00.500Z'],
    ['2019-01-02 14:30:00+00:00', '2019-01-02T14:30:00.000Z'],
    ['2019-01-02 14:30:00.123456 UTC', '2019-01-02T14:30:00.123Z'],
    ['2019-01-02 14:30:00', '2019-01-02T14:30:00.000Z'],
    ['2019-01-02', '2019-01-02T00:00:00.000Z'],
  ])('%s is one in UTC', (text, wanted) => {
    expect(new Date(millisecondsOf(text)).toISOString()).toBe(wanted)
  })

  it.each(['infinity', '', '44 BC'])('%j is none', (text) => {
    expect(millisecondsOf(text)).toBeNaN()
  })
})
