import { describe, expect, test } from 'vitest'
import {
  halted,
  mayLeave,
  standing,
  TRADING_MODES,
  type Hold,
  type Freshness,
  type TradingState,
} from '#shared/domain/trading/mode.ts'
import { NOON } from '../../../helpers/trading.ts'

const ago = (seconds: number) => new Date(NOON.getTime() - seconds * 1000)
const hold = (state: Hold['state'], code: string = state): Hold => ({
  code,
  state,
  says: `says ${code}`,
  since: NOON,
})
const fresh: Freshness = {
  accountReadAt: ago(120),
  accountEverySeconds: 60,
  marksReadAt: ago(120),
  lateSeconds: 0,
  inSession: true,
  clockSkewMs: 2_000,
}

describe('standing', () => {
  test.each<[Hold[], TradingState]>([
    [[], 'active'],
    [[hold('reducing')], 'reducing'],
    [[hold('reducing'), hold('halted')], 'halted'],
    [[hold('halted'), hold('reducing')], 'halted'],
  ])('is as strict as the strictest hold: %j', (holds, state) => {
    expect(standing({ mode: 'paper', holds }, NOON)).toEqual({ mode: 'paper', state, holds })
  })

  test('is halted by a state nobody knows', () => {
    const odd = { ...hold('halted'), state: 'open' as 'halted' }
    expect(standing({ mode: 'paper', holds: [odd] }, NOON).state).toBe('halted')
  })

  test.each<[string, Partial<Freshness>, string[]]>([
    ['as old as may be', {}, []],
    ['no account read', { accountReadAt: null }, ['account_stale']],
    ['an account read too long ago', { accountReadAt: ago(121) }, ['account_stale']],
    ['one read long ago, out of session', { accountReadAt: ago(3600), inSession: false }, []],
    ['one late by the way it takes', { accountReadAt: ago(150), lateSeconds: 30 }, []],
    ['no moment at all', { accountReadAt: new Date(Number.NaN) }, ['account_stale']],
    ['an old price', { marksReadAt: ago(121) }, ['marks_stale']],
    ['an old price out of session', { marksReadAt: ago(3600), inSession: false }, []],
    ['nothing held', { marksReadAt: null }, []],
    ['a clock too late', { clockSkewMs: -2_001 }, ['clock_skewed']],
    ['a clock too early', { clockSkewMs: 2_001 }, ['clock_skewed']],
    ['no clock', { clockSkewMs: Number.NaN }, ['clock_skewed']],
  ])('with %s', (_, readings, codes) => {
    const at = standing({ mode: 'paper', holds: [], readings: { ...fresh, ...readings } }, NOON)
    expect(at.holds.map(({ code }) => code)).toEqual(codes)
    expect(at.state).toBe(codes.length > 0 ? 'halted' : 'active')
  })
})

describe('what may leave', () => {
  test.each([
    ['active', true, true],
    ['reducing', false, true],
    ['halted', false, false],
  ] as const)('while %s: a buy %s, a sale %s', (state, buy, sale) => {
    const at = { mode: 'paper' as const, state, holds: state === 'active' ? [] : [hold(state)] }
    expect(mayLeave(at, { reduces: false }).ok).toBe(buy)
    expect(mayLeave(at, { reduces: true }).ok).toBe(sale)
  })

  test.each(TRADING_MODES)('in mode %s', (mode) => {
    const at = standing({ mode, holds: [] }, NOON)
    for (const reduces of [true, false])
      expect(mayLeave(at, { reduces }).ok).toBe(mode !== 'disabled')
  })

  test('is told by the hold that stops it', () => {
    const at = standing({ mode: 'paper', holds: [hold('reducing'), hold('halted')] }, NOON)
    expect(mayLeave(at, { reduces: true })).toEqual({
      ok: false,
      code: 'halted',
      says: 'says halted',
    })
    expect(mayLeave(halted('unreadable', 'no row', NOON), { reduces: true })).toMatchObject({
      ok: false,
      code: 'unreadable',
    })
  })

  test('is nothing in a state or mode nobody knows', () => {
    const at = { mode: 'paper', state: 'going', holds: [] }
    expect(mayLeave(at as never, { reduces: true }).ok).toBe(false)
    expect(mayLeave({ ...at, state: 'active', mode: 'both' } as never, { reduces: true }).ok).toBe(
      false,
    )
  })
})
