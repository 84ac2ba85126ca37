/** What can happen on a day of trading, how often, and what happens in a row. */

import * as fc from 'fast-check'

export const TICKERS = ['AAA', 'BBB', 'CCC', 'DDD', 'EEE'] as const

const ticker = fc.constantFrom(...TICKERS)

const kinds = {
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

const anyCommand: fc.Arbitrary<Command> = fc.oneof(
  ...Object.entries(kinds).map(([kind, arbitrary]) => ({
    weight: WEIGHTS[kind as keyof typeof kinds] ?? 1,
    arbitrary: arbitrary as fc.Arbitrary<Command>,
  })),
)

const read: Command = { do: 'read', at: 'once' }
type Sent = Extract<Command, { do: 'deliver' }>['post']
const sent = (post: Sent): Command => ({ do: 'deliver', how: 'all', post, isKilled: false })

/** What a purchase or a sale may have to wait across before it comes to the door, or comes again. */
const change: fc.Arbitrary<Command> = fc.oneof(
  fc.constant<Command>({ do: 'hold', code: 'kill_switch', isOn: true }),
  fc.constant<Command>({ do: 'hold', code: 'paused', isOn: true }),
  fc.constant<Command>({ do: 'breaker', isOn: true }),
  fc.constant<Command>({ do: 'bell', rings: 'close' }),
  fc.constant<Command>({ do: 'account' }),
  kinds.jump,
  fc.constant<Command>({ do: 'config', name: 'approval_value_min', value: 2 }),
  fc.constant<Command>({ do: 'config', name: 'positions_max', value: 2 }),
  kinds.cancel,
  kinds.move,
  fc.constant<Command>({ do: 'end', which: 0, status: 'canceled' }),
  fc.constant<Command>({ do: 'outage' }),
)

/** How an order is kept from the broker at first: its job waits, or what was put there is not taken. */
const kept = fc.constantFrom<'' | Sent>('', 'limit', 'killed_before', 'lost', 'killed_after')

/** An order is decided, waits while something changes, and its job comes again. */
const waiting: fc.Arbitrary<Command[]> = fc
  .record({
    ticker,
    isSale: fc.boolean(),
    post: kept,
    changes: fc.array(change, { minLength: 1, maxLength: 2 }),
    isRead: fc.constantFrom(true, true, false),
    seconds: fc.constantFrom(5, 90),
    after: kinds.deliver,
  })
  .map(({ ticker: of, isSale, post, changes, isRead, seconds, after }) => [
    { do: 'calm' } as const,
    isSale
      ? ({ do: 'move', ticker: of, factor: 0.84 } as const)
      : ({ do: 'recommend', ticker: of, action: 'buy', confidence: 0.95 } as const),
    { do: 'round', at: 'once', seconds: 60 } as const,
    ...(post ? [sent(post)] : []),
    // A price that moves is its own: that of another says nothing of it.
    ...changes.map((one) => (one.do === 'move' ? { ...one, ticker: of } : one)),
    { do: 'keep', seconds } as const,
    ...(isRead ? [read] : []),
    after,
    sent('none'),
  ])

/** A position that is held, and two reasons to sell it. */
const selling: fc.Arbitrary<Command[]> = fc
  .record({ ticker, first: kinds.deliver, factor: fc.constantFrom(0.84, 1.08, 1.25) })
  .map(({ ticker: of, first, factor }) => [
    { do: 'calm' } as const,
    { do: 'recommend', ticker: of, action: 'buy', confidence: 0.95 } as const,
    { do: 'round', at: 'once', seconds: 60 } as const,
    sent('none'),
    { do: 'fill', which: 0, share: 1 } as const,
    { do: 'fill', which: 0, share: 1 } as const,
    read,
    { do: 'move', ticker: of, factor } as const,
    { do: 'watch', seconds: 60 } as const,
    first,
    { do: 'recommend', ticker: of, action: 'sell', confidence: 0.95 } as const,
    { do: 'round', at: 'together', seconds: 30 } as const,
    { do: 'deliver', how: 'together', post: 'none', isKilled: false } as const,
  ])

/** Days in which things happen one by one and in a row, about as long as asked for. */
export function anyDay(most: number): fc.Arbitrary<Command[]> {
  const step = fc.oneof(
    { weight: 12, arbitrary: anyCommand.map((one) => [one]) },
    { weight: 2, arbitrary: waiting },
    { weight: 1, arbitrary: selling },
  )
  const minLength = Math.ceil(Math.min(10, most) / 3)
  return fc
    .array(step, { minLength, maxLength: Math.ceil(most / 2), size: 'max' })
    .map((steps) => steps.flat())
}
