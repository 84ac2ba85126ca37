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
      resolve({ port: taken, close: () => new Promise((done) => { server.close(() => done()) }) })
    })
  })
}
