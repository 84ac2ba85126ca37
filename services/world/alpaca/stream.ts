/**
 * Alpaca's stream of order updates: authenticate, listen to `trade_updates`, then hear of each
 * order as it is taken, executed, canceled or expired. A client that spoke binary is answered so.
 */

import type { IncomingMessage } from 'node:http'
import type { Duplex } from 'node:stream'
import { WebSocketServer, type WebSocket } from 'ws'
import type { Clock } from '#shared/host/clock.ts'
import type { AlpacaBook, BookOrder } from './book.ts'
import { wireOrder } from './wire.ts'
import type { HasKeys } from '../http/keys.ts'

export type Stream = {
  /** Looks for news now; also done by itself while somebody listens. */
  announce(): void
  upgrade(request: IncomingMessage, socket: Duplex, head: Buffer): void
}

type Client = { socket: WebSocket; authorized: boolean; listening: boolean; binary: boolean }
type Update = { key: string; data: Record<string, unknown> }

const LOOK_MS = 100
/** More than any client has to say. */
const MESSAGE_BYTES_MAX = 64 * 1024

export function openStream(book: AlpacaBook, clock: Clock, hasKeys: HasKeys): Stream {
  const server = new WebSocketServer({ noServer: true, maxPayload: MESSAGE_BYTES_MAX })
  const clients = new Set<Client>()
  const told = new Set<string>()
  let timer: NodeJS.Timeout | undefined

  const announce = () => {
    if (clients.size === 0) return
    book.look(clock.now())
    for (const { key, data } of updatesOf(book)) {
      if (told.has(key)) continue
      told.add(key)
      for (const client of clients) if (client.listening) say(client, 'trade_updates', data)
    }
  }
  const join = (socket: WebSocket) => {
    // What happened before anyone was there is not told.
    if (clients.size === 0) for (const { key } of updatesOf(book)) told.add(key)
    const client: Client = { socket, authorized: false, listening: false, binary: false }
    clients.add(client)
    timer ??= setInterval(announce, LOOK_MS).unref()
    socket.on('message', (data: Buffer, binary) =>
      hear(client, data.toString('utf8'), binary, hasKeys),
    )
    socket.on('error', () => socket.terminate())
    socket.on('close', () => {
      clients.delete(client)
      if (clients.size > 0) return
      clearInterval(timer)
      timer = undefined
    })
  }
  return {
    announce,
    upgrade(request, socket, head) {
      server.handleUpgrade(request, socket, head, join)
    },
  }
}

function hear(client: Client, text: string, binary: boolean, hasKeys: HasKeys): void {
  client.binary = binary
  const message = parse(text)
  if (message?.['action'] === 'auth' || message?.['action'] === 'authenticate') {
    const keys = { ...message, ...record(message['data']) } as Record<string, unknown>
    client.authorized = hasKeys(keys['key'] ?? keys['key_id'], keys['secret'] ?? keys['secret_key'])
    client.listening &&= client.authorized
    say(client, 'authorization', {
      status: client.authorized ? 'authorized' : 'unauthorized',
      action: 'authenticate',
    })
    return
  }
  if (message?.['action'] !== 'listen' || !client.authorized) {
    say(client, 'listening', { error: 'access key verification failed' })
    client.socket.close()
    return
  }
  const asked = record(message['data'])['streams']
  client.listening = Array.isArray(asked) && asked.includes('trade_updates')
  say(client, 'listening', { streams: client.listening ? ['trade_updates'] : [] })
}

function say({ socket, binary }: Client, stream: string, data: Record<string, unknown>): void {
  socket.send(Buffer.from(JSON.stringify({ stream, data })), { binary })
}

/** All that can be told of the book, in the order it happened to each order. */
function updatesOf(book: AlpacaBook): Update[] {
  return book.orders().flatMap((order) => [
    update(order, 'new', order.submittedAt, 0, {}),
    ...order.executions.map((fill, index) =>
      update(order, fill.filled.eq(order.quantity) ? 'fill' : 'partial_fill', fill.at, index + 1, {
        execution_id: fill.executionId,
        price: fill.price.toFixed(),
        qty: fill.quantity.toFixed(),
        position_qty: fill.filled.toFixed(),
      }),
    ),
    ...(order.canceledAt
      ? [
          update(
            order,
            order.replacedBy ? 'replaced' : 'canceled',
            order.canceledAt,
            order.executions.length,
            {},
          ),
        ]
      : []),
    ...(order.expiredAt
      ? [update(order, 'expired', order.expiredAt, order.executions.length, {})]
      : []),
  ])
}

function update(
  order: BookOrder,
  event: string,
  at: Date,
  executions: number,
  more: Record<string, unknown>,
): Update {
  const data = {
    event,
    timestamp: at.toISOString(),
    ...more,
    order: wireOrder(order, order.executions.slice(0, executions)),
  }
  return { key: `${order.orderId}:${event}:${executions}`, data }
}

function parse(text: string): Record<string, unknown> | undefined {
  try {
    return record(JSON.parse(text))
  } catch {
    return undefined
  }
}

function record(value: unknown): Record<string, unknown> {
  return typeof value === 'object' && value !== null ? { ...value } : {}
}
