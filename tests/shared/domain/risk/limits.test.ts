import { describe, expect, test } from 'vitest'
import {
  closedLimits,
  isLooser,
  limitNames,
  parseLimits,
  type LimitName,
} from '#shared/domain/risk/limits.ts'
import { limits } from './fixture.ts'

const names = Object.entries(limitNames) as [LimitName, string][]
const stored = (change: Record<string, unknown> = {}) =>
  new Map<string, unknown>([
    ['mode', limits.mode],
    ...names.map(([key, name]): [string, unknown] => [name, limits[key]]),
    ...Object.entries(change),
  ])
const AMOUNTS: readonly string[] = ['positionValueMax', 'approvalValueMin', 'dayTradeEquityMin']
const SHARES: readonly string[] = [
  'positionPctMax',
  'sectorPctMax',
  'dailyLossPctMax',
  'priceCollarPct',
  'priceMovePctMax',
  'cashShortPctMax',
]
const kindOf = (key: string) => {
  if (AMOUNTS.includes(key)) return 'amount'
  if (SHARES.includes(key)) return 'share'
  return key === 'duplicateSeconds' ? 'span' : 'count'
}
/** By kind: what stands on the boundary and is sound, and what is not. */
const values: Record<ReturnType<typeof kindOf>, { sound: unknown[]; unsound: unknown[] }> = {
  amount: {
    sound: ['0', '1', '123456789012345.123456789'],
    unsound: ['', '-1', '1.', '.5', '1.1234567890', '1234567890123456', 'x1', '1x', 1, null],
  },
  share: { sound: [0.000001, 1], unsound: [0, -0.1, 1.000001, '0.5', null, Number.NaN] },
  count: { sound: [0.5, 1, 10_000_000], unsound: [0, -1, 10_000_001, '1', null, Number.NaN] },
  span: { sound: [0, 1, 10_000_000], unsound: [-1, 10_000_001, '0', null, Number.NaN] },
}

test('limits are read by the names they are stored under', () => {
  expect(parseLimits(stored())).toEqual(limits)
  expect(Object.values(limitNames)).toContain('runaway_orders_max')
  for (const [key, name] of names)
    expect(name).toBe(key.replace(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`))
})

describe.each(names)('%s', (key, name) => {
  const { sound, unsound } = values[kindOf(key)]

  test('takes what is sound', () => {
    for (const value of sound) expect(parseLimits(stored({ [name]: value }))[key]).toBe(value)
  })

  test('refuses every other value by its name, and closes where it may not refuse', () => {
    for (const value of [...unsound, undefined]) {
      const found = stored({ [name]: value })
      const said = JSON.stringify(value) ?? 'nothing'
      expect(() => parseLimits(found)).toThrow(`Read risk limit "${name}": found ${said}`)
      expect(closedLimits(found)).toEqual({ ...limits, [key]: kindOf(key) === 'amount' ? '0' : 0 })
    }
  })

  test('is looser the other way where less of it allows more', () => {
    const isDown = key === 'dayTradeEquityMin' || key === 'duplicateSeconds'
    expect(isLooser(key, '10', 11)).toBe(!isDown)
    expect(isLooser(key, 10, '9')).toBe(isDown)
    expect(isLooser(key, '10', '10.0')).toBe(false)
  })
})

test.each(['paper', 'live', 'disabled'])('the mode %s is one', (mode) => {
  expect(parseLimits(stored({ mode })).mode).toBe(mode)
})

test('any other mode is none, and closed limits trade nothing', () => {
  expect(() => parseLimits(stored({ mode: 'on' }))).toThrow('Read risk limit "mode": found "on"')
  expect(closedLimits(stored({ mode: undefined })).mode).toBe('disabled')
  expect(closedLimits(new Map())).toMatchObject({ mode: 'disabled', positionValueMax: '0' })
})
