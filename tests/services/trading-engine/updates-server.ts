/** A stream of order updates of a test's own, in binary frames as Alpaca's: what it tells, refuses and breaks is said by hand. */

import type { AddressInfo } from 'node:net'
import { afterAll } from 'vitest'
import { WebSocketServer, type WebSocket } from 'ws'

export async function serveUpdates() {
  const usual = { refuses: false, offers: ['trade_updates'], isMute: false, isCut: false }
  const state = { ...usual, signIns: 0, listens: 0 }
  const server = new WebSocketServer({ port: 0, host: '127.0.0.1' })
  const say = (socket: WebSocket, stream: string, data: object) =>
    socket.send(Buffer.from(JSON.stringify({ stream, data })))
  server.on('connection', (socket) => {
    socket.on('error', () => socket.terminate())
    socket.on('message', (text: Buffer) => {
      if (state.isMute) return
      const { action } = JSON.parse(text.toString('utf8')) as { action: string }
      if (action === 'auth') {
        state.signIns += 1
        const status = state.refuses ? 'unauthorized' : 'authorized'
        return say(socket, 'authorization', { status, action: 'authenticate' })
      }
      state.listens += 1
      say(socket, 'listening', { streams: state.offers })
      if (state.isCut) socket.terminate()
    })
  })
  await new Promise((resolve) => server.once('listening', resolve))
  afterAll(() => {
    for (const socket of server.clients) socket.terminate()
    server.close()
  })
  const all = (frame: string | Buffer) => {
    for (const socket of server.clients) socket.send(frame)
  }
  return {
    state,
    url: `ws://127.0.0.1:${(server.address() as AddressInfo).port}/stream`,
    /** An update as Alpaca's, of an order by its client id. */
    tell(clientOrderId: unknown, event = 'fill', status = 'filled') {
      const order = { id: 'b', client_order_id: clientOrderId, symbol: 'AAPL', status }
      const data = { event, price: '1', qty: '1', position_qty: '1', order }
      all(Buffer.from(JSON.stringify({ stream: 'trade_updates', data })))
    },
    raw: all,
    drop() {
      for (const socket of server.clients) socket.terminate()
    },
    clear() {
      for (const socket of server.clients) socket.terminate()
      Object.assign(state, { ...usual, signIns: 0, listens: 0 })
    },
  }
}
