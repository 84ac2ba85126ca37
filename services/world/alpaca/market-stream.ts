/**
 * Alpaca's stream of market data: sign in, subscribe, then hear each minute once it is over, and the
 * last trade and offers whenever they are others. Nothing that was before the subscription is told.
 */

import type { IncomingMessage } from 'node:http'
import type { Duplex } from 'node:stream'
import { WebSocketServer, type WebSocket } from 'ws'
import { sessionAt } from '#shared/domain/market/calendar.ts'
import { MINUTE_MS } from '#shared/domain/spans.ts'
import type { Clock } from '#shared/host/clock.ts'
import type { Quotes, World } from '../contents/world.ts'
import type { HasKeys } from '../http/keys.ts'
import { minuteBar, type WorldMarket } from './bars.ts'
import { quote, trade } from './market-data.ts'

export type MarketStream = {
  /** Looks for news now; also done by itself while somebody listens. */
  announce(): void
  /** Takes the WebSocket of `path`; false where that is another's. */
  upgrade(request: IncomingMessage, socket: Duplex, head: Buffer, path: string): boolean
}

type Client = {
  socket: WebSocket
  authorized: boolean
  channels: Record<Channel, Set<string>>
  /** Minutes that began before are told, or were before it came. */
  toldUntil: number
  lastTrade: Map<string, string>
}

const CHANNELS = ['trades', 'quotes', 'bars', 'updatedBars'] as const
type Channel = (typeof CHANNELS)[number]

const PATH = /^\/alpaca-stream\/v2\/(?:iex|sip)$/
const LOOK_MS = 100
const MESSAGE_BYTES_MAX = 64 * 1024
/** However fast business time goes. */
const MINUTES_AT_ONCE = 120

export function openMarketStream(
  world: World,
  quotes: Quotes,
  clock: Clock,
  hasKeys: HasKeys,
): MarketStream {
  const server = new WebSocketServer({ noServer: true, maxPayload: MESSAGE_BYTES_MAX })
  const clients = new Set<Client>()
  let timer: NodeJS.Timeout | undefined
  const announce = () => {
    const market = { world, quotes, now: clock.now() }
    for (const client of clients) if (client.authorized) tell(client, market)
  }
  const isTaken = (client: Client) =>
    [...clients].some((other) => other !== client && other.authorized)
  const join = (socket: WebSocket) => {
    const channels = Object.fromEntries(CHANNELS.map((name) => [name, new Set<string>()]))
    const client: Client = {
      socket,
      authorized: false,
      channels: channels as Client['channels'],
      toldUntil: Math.floor(clock.now().getTime() / MINUTE_MS) * MINUTE_MS,
      lastTrade: new Map(),
    }
    clients.add(client)
    timer ??= setInterval(announce, LOOK_MS).unref()
    socket.on('message', (data: Buffer) => hear(client, data.toString('utf8'), hasKeys, isTaken))
    socket.on('error', () => socket.terminate())
    socket.on('close', () => {
      clients.delete(client)
      if (clients.size > 0) return
      clearInterval(timer)
      timer = undefined
    })
    say(client, [{ T: 'success', msg: 'connected' }])
  }
  return {
    announce,
    upgrade(request, socket, head, path) {
      if (!PATH.test(path)) return false
      server.handleUpgrade(request, socket, head, join)
      return true
    },
  }
}

function hear(
  client: Client,
  text: string,
  hasKeys: HasKeys,
  isTaken: (client: Client) => boolean,
): void {
  const message = parse(text)
  const { action } = message
  if (action === 'auth') {
    const fits = hasKeys(message['key'], message['secret'])
    if (!fits) return refuse(client, 402, 'auth failed')
    if (isTaken(client)) return refuse(client, 406, 'connection limit exceeded')
    client.authorized = true
    return say(client, [{ T: 'success', msg: 'authenticated' }])
  }
  if (!client.authorized) return refuse(client, 401, 'not authenticated')
  if (action !== 'subscribe' && action !== 'unsubscribe')
    return say(client, [{ T: 'error', code: 400, msg: 'invalid syntax' }])
  for (const channel of CHANNELS)
    for (const symbol of symbolsOf(message[channel]))
      if (action === 'subscribe') client.channels[channel].add(symbol)
      else client.channels[channel].delete(symbol)
  const lists = CHANNELS.map((channel) => [channel, [...client.channels[channel]]])
  say(client, [{ T: 'subscription', ...Object.fromEntries(lists) }])
}

/** What has come since it was told last. */
function tell(client: Client, market: WorldMarket): void {
  const { bars, trades, quotes } = client.channels
  const told: object[] = []
  const first = Math.max(client.toldUntil, market.now.getTime() - MINUTES_AT_ONCE * MINUTE_MS)
  let at = Math.ceil(first / MINUTE_MS) * MINUTE_MS
  for (; at + MINUTE_MS <= market.now.getTime(); at += MINUTE_MS) {
    if (!sessionAt(new Date(at))) continue
    for (const symbol of bars) {
      const bar = minuteBar(symbol, new Date(at), market)
      if (bar) told.push({ T: 'b', S: symbol, ...bar })
    }
  }
  client.toldUntil = at
  for (const symbol of new Set([...trades, ...quotes])) {
    const last = sessionAt(market.now) ? trade(symbol, market) : undefined
    if (!last || client.lastTrade.get(symbol) === last.t) continue
    client.lastTrade.set(symbol, last.t)
    if (trades.has(symbol)) told.push({ T: 't', S: symbol, ...last })
    if (quotes.has(symbol)) told.push({ T: 'q', S: symbol, ...quote(symbol, market) })
  }
  if (told.length > 0) say(client, told)
}

function refuse(client: Client, code: number, msg: string): void {
  say(client, [{ T: 'error', code, msg }])
  client.socket.close()
}

function say({ socket }: Client, items: object[]): void {
  socket.send(JSON.stringify(items))
}

function symbolsOf(value: unknown): string[] {
  return Array.isArray(value) ? value.filter((one) => typeof one === 'string') : []
}

function parse(text: string): Record<string, unknown> {
  try {
    const value: unknown = JSON.parse(text)
    return typeof value === 'object' && value !== null ? { ...value } : {}
  } catch {
    return {}
  }
}
