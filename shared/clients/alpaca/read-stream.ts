/** Reads one message of Alpaca's market data stream: a minute, a trade, offers, or why it is none of them. */

import { readInstant } from '../../domain/document/text/instant.ts'
import type { NewMinuteBar } from '../../domain/market/bar.ts'
import type { NewQuote } from '../../domain/market/quote.ts'
import { isFinite } from '../../domain/market/read-bar.ts'
import { readTicker } from '../../domain/market/ticker.ts'
import { MINUTE_MS } from '../../domain/spans.ts'
import { readMinutes } from '../polygon/read-bars.ts'

/** A trade or offers, before it is known whose tape it is. */
export type ToldQuote = { ticker: string } & Pick<NewQuote, 'trade' | 'offers'>

export type StreamMessage =
  | { kind: 'minute'; minute: NewMinuteBar }
  | { kind: 'quote'; quote: ToldQuote }
  /** Known, and of no use here. */
  | { kind: 'passed' }
  | { kind: 'reject'; reason: string }

const PRICE_MAX = 1e13
const SIZE_MAX = 1e19
/** A clock of ours may be so far behind the exchange's. */
const AHEAD_MS = MINUTE_MS

/** Day bars, corrections, cancellations, halts, imbalances: told with trades, and kept by nobody yet. */
const PASSED = new Set(['d', 'c', 'x', 's', 'l', 'i'])

export function readStreamMessage(item: unknown, now: Date): StreamMessage {
  if (typeof item !== 'object' || item === null || Array.isArray(item))
    return reject('not_a_message')
  const message = item as Record<string, unknown>
  const { T: type, S: symbol } = message
  if (typeof type !== 'string') return reject('not_a_message')
  if (PASSED.has(type)) return { kind: 'passed' }
  if (!['b', 'u', 'q', 't'].includes(type)) return reject('unknown_type')
  const ticker = typeof symbol === 'string' ? readTicker(symbol) : undefined
  if (ticker === undefined) return reject('bad_ticker')
  const at = typeof message['t'] === 'string' ? readInstant(message['t']) : undefined
  if (!at) return reject('bad_time')
  if (at.getTime() > now.getTime() + AHEAD_MS) return reject('in_the_future')
  if (type === 'q') return offersOf(ticker, at, message)
  return type === 't' ? tradeOf(ticker, at, message) : minuteOf(ticker, at, message, now)
}

/** A minute told is over, whatever our clock says. */
function minuteOf(ticker: string, at: Date, message: object, now: Date): StreamMessage {
  const until = new Date(now.getTime() + AHEAD_MS + MINUTE_MS)
  const bar = { ...message, t: at.getTime() }
  const { minutes, rejects } = readMinutes([bar], () => ticker, { now: until, extended: true })
  const [minute] = minutes
  if (minute) return { kind: 'minute', minute }
  return reject(rejects[0]?.reason ?? 'not_a_bar')
}

function tradeOf(ticker: string, at: Date, message: Record<string, unknown>): StreamMessage {
  const [price, size] = [readPrice(message['p']), readSize(message['s'])]
  if (price === undefined || size === undefined) return reject('number_missing')
  if (price === null) return reject('price_not_positive')
  return { kind: 'quote', quote: { ticker, trade: { price, size, at } } }
}

function offersOf(ticker: string, at: Date, message: Record<string, unknown>): StreamMessage {
  const [bid, ask] = [readPrice(message['bp']), readPrice(message['ap'])]
  const [bidSize, askSize] = [readSize(message['bs']), readSize(message['as'])]
  if ([bid, ask, bidSize, askSize].includes(undefined)) return reject('number_missing')
  // Nobody offers on one side: on one exchange alone that is usual.
  if (!bid || !ask) return { kind: 'passed' }
  const offers = { bid, bidSize: bidSize!, ask, askSize: askSize!, at }
  return { kind: 'quote', quote: { ticker, offers } }
}

/** Decimal text; null where it is zero; undefined where it is no price. */
function readPrice(value: unknown): string | null | undefined {
  if (!isFinite(value) || value < 0 || value >= PRICE_MAX) return undefined
  return value < 1e-6 ? null : decimal(value)
}

function readSize(value: unknown): string | undefined {
  return isFinite(value) && value >= 0 && value < SIZE_MAX ? decimal(value) : undefined
}

function decimal(value: number): string {
  const text = String(value)
  return text.includes('e') ? value.toFixed(6) : text
}

function reject(reason: string): StreamMessage {
  return { kind: 'reject', reason }
}
