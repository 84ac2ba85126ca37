/** Alpaca's stream and bars of a test's own: what they tell, refuse and break is said by hand. */

import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { afterAll } from 'vitest'
import { WebSocketServer, type WebSocket } from 'ws'

type Bar = { t: string; o: number; h: number; l: number; c: number; v: number }

export async function serveVendor() {
  const state = {
    /** Said to whoever signs in; null lets them in. */
    refuses: null as { code: number; msg: string } | null,
    /** More symbols than that are refused. */
    symbolsMax: Infinity,
    isMute: false,
    signIns: 0,
    asked: [] as URL[],
    restStatus: 200,
    bars: {} as Record<string, Bar[]>,
  }
  const signedIn = new Map<WebSocket, Record<string, Set<string>>>()
  const server = createServer((request, response) => {
    const url = new URL(request.url ?? '/', 'http://vendor')
    state.asked.push(url)
    const symbols = (url.searchParams.get('symbols') ?? '').split(',')
    const start = Date.parse(url.searchParams.get('start') ?? '')
    const bars = Object.fromEntries(
      symbols.map((symbol) => [
        symbol,
        (state.bars[symbol] ?? []).filter(({ t }) => Date.parse(t) >= start),
      ]),
    )
    response.writeHead(state.restStatus, { 'content-type': 'application/json' })
    response.end(JSON.stringify({ bars, next_page_token: null }))
  })
  const sockets = new WebSocketServer({ server })
  sockets.on('connection', (socket) => {
    const say = (...items: object[]) => socket.send(JSON.stringify(items))
    say({ T: 'success', msg: 'connected' })
    socket.on('close', () => signedIn.delete(socket))
    socket.on('message', (data: Buffer) => {
      if (state.isMute) return
      const message = JSON.parse(data.toString('utf8')) as Record<string, string[]>
      if (String(message['action']) === 'auth') {
        state.signIns += 1
        const taken = signedIn.size > 0 ? { code: 406, msg: 'connection limit exceeded' } : null
        const refusal = state.refuses ?? taken
        if (refusal) {
          say({ T: 'error', ...refusal })
          return socket.close()
        }
        const names = ['bars', 'updatedBars', 'trades', 'quotes']
        signedIn.set(socket, Object.fromEntries(names.map((name) => [name, new Set<string>()])))
        return say({ T: 'success', msg: 'authenticated' })
      }
      const channels = signedIn.get(socket)!
      const many = (message['quotes']?.length ?? 0) + (message['bars']?.length ?? 0)
      const isMore = String(message['action']) === 'subscribe'
      if (isMore && many > state.symbolsMax)
        return say({ T: 'error', code: 405, msg: 'symbol limit exceeded' })
      for (const [name, set] of Object.entries(channels))
        for (const symbol of message[name] ?? [])
          if (isMore) set.add(symbol)
          else set.delete(symbol)
      say({ T: 'subscription', bars: [...channels['bars']!] })
    })
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  afterAll(() => {
    for (const socket of sockets.clients) socket.terminate()
    server.close()
    server.closeAllConnections()
  })
  const { port } = server.address() as AddressInfo
  return {
    state,
    streamUrl: `ws://127.0.0.1:${port}/v2/iex`,
    dataUrl: `http://127.0.0.1:${port}`,
    /** As one frame, to whoever is signed in. */
    tell: (...items: unknown[]) => {
      for (const socket of signedIn.keys()) socket.send(JSON.stringify(items))
    },
    raw: (text: string | Buffer) => {
      for (const socket of signedIn.keys()) socket.send(text)
    },
    drop: () => {
      for (const socket of sockets.clients) socket.terminate()
    },
    /** What is followed on a channel, in order. */
    follows: (channel: string) =>
      [...signedIn.values()].flatMap((one) => [...one[channel]!]).sort(),
    clear: () => {
      for (const socket of sockets.clients) socket.terminate()
      Object.assign(state, {
        refuses: null,
        symbolsMax: Infinity,
        isMute: false,
        signIns: 0,
        asked: [],
        restStatus: 200,
        bars: {},
      })
    },
  }
}

export const barAt = (t: string, c: number): Bar => ({ t, o: 100, h: 110, l: 90, c, v: 500 })
