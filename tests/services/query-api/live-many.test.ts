/** Goal: two hundred pages hear each message, in order, and those that go leave nothing behind. Method: as many real connections. */

import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { pino } from 'pino'
import { afterAll, expect, test } from 'vitest'
import type { Principal } from '#shared/contracts/api/principal.ts'
import { sendAnswer } from '#shared/host/respond.ts'
import { openLive } from '../../../services/query-api/live/stream.ts'
import { person } from '../../helpers/principals.ts'

const PAGES = 200
const MESSAGES = 25

const state = { orders: 0 }
const live = openLive({
  read: () => Promise.resolve({ orders: String(state.orders) } as never),
  isStillIn: () => Promise.resolve(true),
  log: pino({ level: 'silent' }),
  pollMs: 5,
})
let opened = 0
const server = createServer((_request, response) => {
  opened += 1
  const by = { ...person('viewer'), id: `person ${opened}` } as Principal
  void sendAnswer(response, live.open(by))
})
afterAll(async () => {
  live.stop()
  server.closeAllConnections()
  await new Promise((resolve) => {
    server.close(resolve)
  })
})

/** Follows the stream, and ends with the ids of its messages once it has heard so many. */
async function listen(url: string, onFirst: () => void): Promise<number[]> {
  const answer = await fetch(url)
  const decoder = new TextDecoder()
  let text = ''
  for await (const chunk of answer.body! as unknown as AsyncIterable<Uint8Array>) {
    text += decoder.decode(chunk, { stream: true })
    const ids = [...text.matchAll(/^id: [^.]+\.(\d+)\ndata: .+\n\n/gm)].map(([, id]) => Number(id))
    if (ids.length > 0) onFirst()
    // The first message says that all may have changed, and comes by itself.
    if (ids.length > MESSAGES) return ids
  }
  throw new Error(`The stream ended after ${text.length} characters`)
}

test('each page hears each message', async () => {
  server.listen(0, '127.0.0.1')
  await new Promise((resolve) => {
    server.once('listening', resolve)
  })
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}/`
  const ready = new Set<number>()
  const all = Array.from({ length: PAGES }, (_, page) => listen(url, () => ready.add(page)))
  await expect.poll(() => ready.size, { timeout: 60_000 }).toBe(PAGES)
  expect(live.clients).toBe(PAGES)
  // Changes as long as somebody has not heard enough; each message is of one or more of them.
  const ticking = setInterval(() => (state.orders += 1), 5)
  const heard = await Promise.all(all).finally(() => clearInterval(ticking))
  for (const ids of heard) {
    const [first = 0, ...rest] = ids
    // What is told while it comes in may go by the same id as the first message, never by a later one that is left out.
    const later = rest.filter((id) => id > first)
    expect(later).toEqual(later.map((_, place) => later[0]! + place))
    expect(later[0]! - first).toBeLessThanOrEqual(1)
  }
  await expect.poll(() => live.clients, { timeout: 60_000 }).toBe(0)
})
