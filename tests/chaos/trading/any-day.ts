/** Days of trading: what happens one by one, and what happens in a row. */

import * as fc from 'fast-check'
import { anyCommand, kinds, ticker, type Command } from './commands.ts'

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

/** A position whose stop rests at the broker, its price moves, and the stop may be filled before we look. */
const resting: fc.Arbitrary<Command[]> = fc
  .record({
    ticker,
    placed: kinds.deliver,
    between: change,
    factor: fc.constantFrom(0.84, 0.84, 0.93, 1.08, 1.25),
    isSeenFirst: fc.boolean(),
    after: kinds.deliver,
  })
  .map(({ ticker: of, placed, between, factor, isSeenFirst, after }) => {
    const filled: Command[] = [
      { do: 'fill', which: 0, share: 0.5 },
      { do: 'fill', which: 0, share: 1 },
    ]
    const seen: Command[] = [{ do: 'watch', seconds: 60 }, after]
    return [
      { do: 'calm' } as const,
      { do: 'resting', isOn: true } as const,
      { do: 'recommend', ticker: of, action: 'buy', confidence: 0.95 } as const,
      { do: 'round', at: 'once', seconds: 60 } as const,
      sent('none'),
      ...filled,
      read,
      { do: 'watch', seconds: 60 } as const,
      placed,
      sent('none'),
      { do: 'keep', seconds: 31 } as const,
      between,
      { do: 'move', ticker: of, factor } as const,
      ...(isSeenFirst ? [...seen, ...filled] : [...filled, ...seen]),
      { do: 'keep', seconds: 31 } as const,
      read,
      sent('none'),
    ]
  })

/** Days in which things happen one by one and in a row, about as long as asked for. */
export function anyDay(most: number): fc.Arbitrary<Command[]> {
  const step = fc.oneof(
    { weight: 12, arbitrary: anyCommand.map((one) => [one]) },
    { weight: 2, arbitrary: waiting },
    { weight: 1, arbitrary: selling },
    { weight: 1, arbitrary: resting },
  )
  const minLength = Math.ceil(Math.min(10, most) / 3)
  return fc
    .array(step, { minLength, maxLength: Math.ceil(most / 2), size: 'max' })
    .map((steps) => steps.flat())
}
