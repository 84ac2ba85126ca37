/** What can happen on a day of trading, and how often. */

import * as fc from 'fast-check'

export const TICKERS = ['AAA', 'BBB', 'CCC', 'DDD', 'EEE'] as const

export const ticker = fc.constantFrom(...TICKERS)

export const kinds = {
  recommend: fc.record({
    do: fc.constant('recommend' as const),
    ticker,
    action: fc.constantFrom('buy' as const, 'buy' as const, 'buy' as const, 'sell' as const),
    confidence: fc.constantFrom(0.55, 0.8, 0.95),
  }),
  move: fc.record({
    do: fc.constant('move' as const),
    ticker,
    factor: fc.constantFrom(0.84, 0.93, 0.98, 1.03, 1.08, 1.25),
  }),
  round: fc.record({
    do: fc.constant('round' as const),
    at: fc.constantFrom('once', 'once', 'twice', 'together', 'unread'),
    seconds: fc.constantFrom(30, 60, 60, 240),
  }),
  watch: fc.record({ do: fc.constant('watch' as const), seconds: fc.constantFrom(10, 60) }),
  deliver: fc.record({
    do: fc.constant('deliver' as const),
    how: fc.constantFrom('one', 'all', 'all', 'together'),
    /** What goes wrong at the next POST. */
    post: fc.constantFrom(
      'none',
      'none',
      'none',
      'lost',
      'limit',
      'refuse',
      'killed_before',
      'killed_after',
    ),
    /** The process ends before it has recorded what came of it. */
    isKilled: fc.constantFrom(false, false, false, true),
  }),
  replay: fc.record({ do: fc.constant('replay' as const), which: fc.nat(20) }),
  dead: fc.record({ do: fc.constant('dead' as const) }),
  fill: fc.record({
    do: fc.constant('fill' as const),
    which: fc.nat(5),
    share: fc.constantFrom(1, 1, 0.5, 0.1),
  }),
  end: fc.record({
    do: fc.constant('end' as const),
    which: fc.nat(5),
    status: fc.constantFrom('canceled', 'expired', 'rejected'),
  }),
  odd: fc.record({ do: fc.constant('odd' as const), which: fc.nat(5) }),
  cancel: fc.record({ do: fc.constant('cancel' as const), which: fc.nat(5) }),
  read: fc.record({
    do: fc.constant('read' as const),
    at: fc.constantFrom('once', 'twice', 'late'),
  }),
  keep: fc.record({ do: fc.constant('keep' as const), seconds: fc.constantFrom(5, 31, 90) }),
  outage: fc.record({ do: fc.constant('outage' as const) }),
  jump: fc.record({ do: fc.constant('jump' as const), minutes: fc.constantFrom(3, 45, 180, 1200) }),
  /** The exchange closes, or opens again; nothing is read meanwhile. */
  bell: fc.record({ do: fc.constant('bell' as const), rings: fc.constantFrom('close', 'open') }),
  /** What was held or away is there again, in session, and read. */
  calm: fc.record({ do: fc.constant('calm' as const) }),
  config: fc.record({
    do: fc.constant('config' as const),
    name: fc.constantFrom('approval_value_min', 'positions_max'),
    value: fc.constantFrom(2, 3, 100_000),
  }),
  approve: fc.record({ do: fc.constant('approve' as const), which: fc.nat(3) }),
  hold: fc.record({
    do: fc.constant('hold' as const),
    code: fc.constantFrom('kill_switch', 'paused'),
    isOn: fc.boolean(),
  }),
  breaker: fc.record({ do: fc.constant('breaker' as const), isOn: fc.boolean() }),
  split: fc.record({
    do: fc.constant('split' as const),
    ticker,
    factor: fc.constantFrom(2, 4),
  }),
  deposit: fc.record({
    do: fc.constant('deposit' as const),
    amount: fc.constantFrom('1000', '-500'),
  }),
  foreign: fc.record({
    do: fc.constant('foreign' as const),
    ticker,
    side: fc.constantFrom('buy', 'sell'),
    quantity: fc.constantFrom('0.1', '1'),
  }),
  /** Whether stops rest at the broker is set. */
  resting: fc.record({
    do: fc.constant('resting' as const),
    isOn: fc.constantFrom(true, true, false),
  }),
  account: fc.record({ do: fc.constant('account' as const) }),
}

export type Command = {
  [Kind in keyof typeof kinds]: (typeof kinds)[Kind] extends fc.Arbitrary<infer Made> ? Made : never
}[keyof typeof kinds]

const WEIGHTS: Partial<Record<keyof typeof kinds, number>> = {
  recommend: 5,
  round: 6,
  watch: 2,
  deliver: 7,
  fill: 8,
  move: 3,
  read: 3,
  keep: 3,
  calm: 3,
}

export const anyCommand: fc.Arbitrary<Command> = fc.oneof(
  ...Object.entries(kinds).map(([kind, arbitrary]) => ({
    weight: WEIGHTS[kind as keyof typeof kinds] ?? 1,
    arbitrary: arbitrary as fc.Arbitrary<Command>,
  })),
)
