/**
 * One connection to Alpaca's stream of order updates: it signs in, listens to `trade_updates`, tells which
 * order each update is of, and says why it ended.
 *
 * What an update says of its order is not read: whoever hears of it asks the broker itself.
 */

import { plainText } from '../../domain/document/text/cut.ts'
import { isStorable } from '../../host/storable.ts'
import {
  openLine,
  usualPatience,
  watchSilence,
  type StreamLine,
  type StreamAddress,
  type StreamEnd,
  type StreamPatience,
} from './stream-line.ts'

export type UpdatesHears = {
  /** Something came: the line lives. */
  lives(): void
  /** It listens from now on. */
  listens(): void
  /** Something happened to the order of this client id. */
  told(clientOrderId: string): void
  /** A message that cannot be used, as it came. */
  odd(reason: string, item: string): void
}

export const UPDATES = 'trade_updates'

/** The longest id of a client that Alpaca takes. */
const ID_MAX = 128
/** An update is some two thousand characters. */
const TEXT_MAX = 64 * 1024
const WORDS_MAX = 200
const LISTEN = { action: 'listen', data: { streams: [UPDATES] } }

/** Where the stream of the broker at this address is. */
export function updatesUrl(baseUrl: string): string {
  return `${baseUrl.replace(/^http/, 'ws').replace(/\/+$/, '')}/stream`
}

/** Listens until the connection ends or `signal` says so; resolves with why. */
export async function listenToUpdates(
  address: StreamAddress,
  hears: UpdatesHears,
  { signal, patience = usualPatience }: { signal: AbortSignal; patience?: StreamPatience },
): Promise<StreamEnd> {
  const line = openLine(address.url)
  const says = `not signed in within ${patience.signInMs / 1000} s`
  const late = setTimeout(() => line.close({ why: 'lost', says }), patience.signInMs)
  const watch = watchSilence(patience, line, () => LISTEN)
  const stop = () => line.close({ why: 'stopped', says: 'told to stop' })
  signal.addEventListener('abort', stop, { once: true })
  if (signal.aborted) stop()
  listen(line, address, {
    ...hears,
    listens() {
      clearTimeout(late)
      hears.listens()
    },
  })
  try {
    return await line.ended
  } finally {
    clearTimeout(late)
    clearInterval(watch)
    signal.removeEventListener('abort', stop)
  }
}

function listen(line: StreamLine, { key, secret }: StreamAddress, hears: UpdatesHears): void {
  const { socket } = line
  // Each is answered once, however often the server says it.
  let step: 'signs in' | 'asks' | 'listens' = 'signs in'
  const obey = (stream: string, said: Record<string, unknown>) => {
    const { status, streams, error, message } = said
    const words = [error, message, status].find((one) => typeof one === 'string') ?? 'no word why'
    if (status === 'unauthorized') line.close({ why: 'keys', says: plainText(words, WORDS_MAX) })
    else if (stream === 'authorization' && status === 'authorized') {
      if (step !== 'signs in') return
      step = 'asks'
      line.send(LISTEN)
    } else if (Array.isArray(streams) && streams.includes(UPDATES)) {
      if (step === 'listens') return
      step = 'listens'
      hears.listens()
    } else
      line.close({ why: 'lost', says: plainText(`it does not let us listen: ${words}`, WORDS_MAX) })
  }
  socket.binaryType = 'arraybuffer'
  socket.addEventListener('open', () => line.send({ action: 'auth', key, secret }))
  socket.addEventListener('message', ({ data }: MessageEvent) => {
    hears.lives()
    const text = textOf(data)
    const message = text.length > TEXT_MAX ? undefined : recordIn(text)
    const said = message && isRecord(message['data']) ? message['data'] : {}
    const stream = message?.['stream']
    if (stream === 'authorization' || stream === 'listening') obey(stream, said)
    else if (stream === UPDATES) tell(said, text, hears)
    else hears.odd(message ? 'unknown_type' : 'not_a_message', text)
  })
}

/** Whatever happened to it, and in words we know or not. */
function tell(said: Record<string, unknown>, text: string, hears: UpdatesHears): void {
  const id = isRecord(said['order']) ? said['order']['client_order_id'] : undefined
  if (typeof id === 'string' && id.length <= ID_MAX && isStorable(id)) hears.told(id)
  else hears.odd('no_order', text)
}

/** Alpaca speaks in binary frames here; what they hold is the same text. */
function textOf(data: unknown): string {
  if (data instanceof ArrayBuffer) return new TextDecoder().decode(data)
  return typeof data === 'string' ? data : ''
}

function recordIn(text: string): Record<string, unknown> | undefined {
  try {
    const told: unknown = JSON.parse(text)
    return isRecord(told) ? told : undefined
  } catch {
    return undefined
  }
}

function isRecord(item: unknown): item is Record<string, unknown> {
  return typeof item === 'object' && item !== null && !Array.isArray(item)
}
