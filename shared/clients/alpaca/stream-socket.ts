/**
 * One connection to Alpaca's stream of market data: it signs in, follows tickers, and says why it ended.
 *
 * The server's pings are answered out of sight, so that a dead line looks like a quiet one. Where nothing
 * was heard for a while, what is followed is asked for again, which a living server always answers.
 */

import { beginning } from '../../domain/document/text/cut.ts'
import {
  openLine,
  usualPatience,
  watchSilence,
  lineWords,
  type StreamLine,
  type StreamAddress,
  type StreamEnd,
  type StreamPatience,
} from './stream-line.ts'

export type StreamChannels = { bars: readonly string[]; quotes: readonly string[] }

export type StreamHears = {
  /** Something came, be it of the market or not: the line lives. */
  lives(): void
  /** Messages of the market, as they came. */
  heard(items: unknown[]): void
  /** The server follows what it was asked to. */
  followed(): void
  /** The plan does not hold so many tickers. */
  tooMany(says: string): void
}

export type StreamSocket = {
  follow(add: StreamChannels, drop?: StreamChannels): void
  ended: Promise<StreamEnd>
  close(says: string): void
}

/** Symbols of one request: Alpaca takes 16 KB. */
const SYMBOLS_AT_ONCE = 400
const WORDS_MAX = 200
/** No message of theirs is longer; one that is costs itself. */
const TEXT_MAX = 4 * 1024 * 1024

/** What Alpaca's errors mean; any other ends nothing, or the server ends it. */
const ENDS: Readonly<Record<number, StreamEnd['why']>> = {
  401: 'keys',
  402: 'keys',
  404: 'lost',
  406: 'taken',
  407: 'lost',
  408: 'plan',
  409: 'plan',
  500: 'lost',
}
const TOO_MANY = 405

/** Resolves once it is signed in, or with how it ended before. */
export async function openStreamSocket(
  address: StreamAddress,
  hears: StreamHears,
  patience: StreamPatience = usualPatience,
): Promise<StreamSocket | StreamEnd> {
  const line = openLine(address.url)
  const signedIn = listen(line, address, hears)
  const words = `not signed in within ${patience.signInMs / 1000} s`
  const late = setTimeout(() => line.close({ why: 'lost', says: words }), patience.signInMs)
  const isIn = await signedIn
  clearTimeout(late)
  if (!isIn) return line.ended
  let again: object = { action: 'subscribe', bars: [] }
  const watch = watchSilence(patience, line, () => again)
  void line.ended.then(() => clearInterval(watch))
  return {
    ended: line.ended,
    close: (says) => line.close({ why: 'stopped', says }),
    follow(add, drop) {
      if (drop) for (const words of requestsOf('unsubscribe', drop)) line.send(words)
      for (const words of requestsOf('subscribe', add)) {
        again = words
        line.send(words)
      }
    },
  }
}

/** Answers what the server asks, and hands on what is of the market; resolves once signed in, or not. */
function listen(
  { socket, send, close, ended }: StreamLine,
  { key, secret }: StreamAddress,
  hears: StreamHears,
): Promise<boolean> {
  return new Promise((resolve) => {
    const control = ({ T: type, msg, code }: Record<string, unknown>) => {
      if (type === 'success' && msg === 'connected') send({ action: 'auth', key, secret })
      else if (type === 'success' && msg === 'authenticated') resolve(true)
      else if (type === 'subscription') hears.followed()
      else if (type !== 'error') return false
      else if (code === TOO_MANY) hears.tooMany(lineWords(code, msg))
      else if (typeof code === 'number' && ENDS[code])
        close({ why: ENDS[code], says: lineWords(code, msg) })
      return true
    }
    socket.addEventListener('message', ({ data }: MessageEvent) => {
      hears.lives()
      const rest = itemsOf(data).filter((item) => !(isRecord(item) && control(item)))
      if (rest.length > 0) hears.heard(rest)
    })
    void ended.then(() => resolve(false))
  })
}

function requestsOf(action: string, { bars, quotes }: StreamChannels): object[] {
  const requests = []
  for (let at = 0; at < bars.length; at += SYMBOLS_AT_ONCE) {
    const some = bars.slice(at, at + SYMBOLS_AT_ONCE)
    const close = quotes.slice(at, at + SYMBOLS_AT_ONCE)
    requests.push({ action, bars: some, updatedBars: some, trades: close, quotes: close })
  }
  return requests
}

/** What one frame holds; one that cannot be read is itself an item, for whoever keeps what is odd. */
function itemsOf(data: unknown): unknown[] {
  if (typeof data !== 'string') return ['a binary frame']
  if (data.length > TEXT_MAX) return [beginning(data, WORDS_MAX)]
  try {
    const told: unknown = JSON.parse(data)
    return Array.isArray(told) ? told : [told]
  } catch {
    return [data]
  }
}

function isRecord(item: unknown): item is Record<string, unknown> {
  return typeof item === 'object' && item !== null && !Array.isArray(item)
}
