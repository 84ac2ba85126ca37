/** Free TCP ports on loopback. */

import { createServer } from 'node:net'

/** Ports that were free a moment ago; all different. */
export async function freePorts(count: number): Promise<number[]> {
  const servers = await Promise.all(Array.from({ length: count }, () => listen(0)))
  const ports = servers.map(({ port }) => port)
  await Promise.all(servers.map(({ close }) => close()))
  return ports
}

/** Whether something listens there already, on loopback. */
export async function isTaken(port: number): Promise<boolean> {
  try {
    const { close } = await listen(port)
    await close()
    return false
  } catch {
    return true
  }
}

function listen(port: number): Promise<{ port: number; close(): Promise<void> }> {
  return new Promise((resolve, reject) => {
    const server = createServer()
    server.once('error', reject)
    server.listen(port, '127.0.0.1', () => {
      const address = server.address()
      const taken = typeof address === 'object' && address ? address.port : port
      resolve({
        port: taken,
        close: () =>
          new Promise((done) => {
            server.close(() => done())
          }),
      })
    })
  })
}

/** The first of `count` neighbouring ports that were all free a moment ago. */
export async function freeBlock(count: number): Promise<number> {
  for (let tries = 0; tries < 50; tries++) {
    const [start] = (await freePorts(1)) as [number]
    if (start + count > 65_535) continue
    const ports = Array.from({ length: count }, (_, i) => start + i)
    const taken = await Promise.all(ports.map(isTaken))
    if (!taken.includes(true)) return start
  }
  throw new Error(`Find ${count} neighbouring free ports: none in 50 tries`)
}
