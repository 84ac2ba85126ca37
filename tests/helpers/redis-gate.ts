/** A Redis behind a gate that can be shut in either direction, to see what waits for it meanwhile. */

import { once } from 'node:events'
import { connect, createServer, type AddressInfo, type Socket } from 'node:net'
import { Redis } from 'ioredis'
import { afterAll } from 'vitest'

export type Way = 'questions' | 'answers'

export type RedisGate = {
  redis: Redis
  /** From now on nothing passes this way; resolves when something came that was to pass. */
  shut(way: Way): Promise<void>
  /** Lets through what came meanwhile, and everything after. */
  open(): void
}

/** A client of the Redis at `url`, connected through the gate. */
export async function openRedisGate(url: string): Promise<RedisGate> {
  const address = new URL(url)
  const { hostname, port } = address
  let held: { way: Way; came(): void; parts: (() => void)[] } | undefined
  const pass = (way: Way, to: Socket) => (part: Buffer) => {
    if (held?.way !== way) return void to.write(part)
    held.parts.push(() => to.write(part))
    held.came()
  }
  const server = createServer((from) => {
    const to = connect(Number(port), hostname)
    from.on('data', pass('questions', to)).on('close', () => to.destroy())
    to.on('data', pass('answers', from)).on('close', () => from.destroy())
    for (const socket of [from, to]) socket.on('error', () => undefined)
  })
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  address.port = String((server.address() as AddressInfo).port)
  const redis = new Redis(address.href, { maxRetriesPerRequest: null })
  afterAll(() => {
    redis.disconnect()
    server.close()
  })
  await redis.ping()
  return {
    redis,
    shut: (way) =>
      new Promise((resolve) => {
        held = { way, came: resolve, parts: [] }
      }),
    open() {
      const parts = held?.parts ?? []
      held = undefined
      for (const send of parts) send()
    },
  }
}
