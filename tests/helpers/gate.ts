/** A way to a server that can be cut as outages cut it: silent, as one that hangs, or refused, as one that is gone. */

import { once } from 'node:events'
import { connect, createServer, type AddressInfo, type Socket } from 'node:net'
import { afterAll } from 'vitest'

export type Gate = {
  /** The server's address through the gate. */
  url: string
  /** Connections are taken, and nothing passes; what came meanwhile passes once it is open again. */
  silence(): void
  /** Connections are cut, and new ones refused. */
  refuse(): Promise<void>
  open(): Promise<void>
}

/** A gate before the HTTP server at `url`, open at first and until the test file is done. */
export async function openGate(url: string): Promise<Gate> {
  const address = new URL(url)
  const { hostname, port } = address
  const sockets = new Set<Socket>()
  let isSilent = false
  const join = (socket: Socket, other: Socket) => {
    sockets.add(socket)
    socket.on('error', () => undefined)
    socket.on('data', (part: Buffer) => void other.write(part))
    if (isSilent) socket.pause()
    socket.on('close', () => {
      sockets.delete(socket)
      other.destroy()
    })
  }
  const server = createServer((from) => {
    const to = connect(Number(port), hostname)
    join(from, to)
    join(to, from)
  })
  const listen = async (at: number) => {
    server.listen(at, '127.0.0.1')
    await once(server, 'listening')
    return (server.address() as AddressInfo).port
  }
  const own = await listen(0)
  address.port = String(own)
  const cut = () => {
    for (const socket of sockets) socket.destroy()
  }
  afterAll(() => {
    cut()
    server.close()
  })
  return {
    url: address.origin,
    silence() {
      isSilent = true
      for (const socket of sockets) socket.pause()
    },
    async refuse() {
      const closed = once(server, 'close')
      server.close()
      cut()
      await closed
    },
    async open() {
      isSilent = false
      for (const socket of sockets) socket.resume()
      if (!server.listening) await listen(own)
    },
  }
}
