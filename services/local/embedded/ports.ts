/**
 * TCP ports on loopback, from below those the system gives to outgoing connections: a port that is
 * free for a moment, while its program starts again, is not given to another meanwhile.
 */

import { randomInt } from 'node:crypto'
import { readFileSync } from 'node:fs'
import { createServer } from 'node:net'

/** Neighbouring ports that are held for as long as this process lives, or until they are let go. */
export type PortBlock = { first: number; release(): Promise<void> }

/** Ports drawn one by one, and the blocks, which lie beside each other. */
const LOOSE = { from: 10_000, until: 20_000 }
const BLOCKS = { from: 20_000, until: 30_000 }
const BLOCK_SIZE = 40
const TRIES_MAX = 200
/** What an earlier run left may take a moment to let go of its ports. */
const WAIT_MS = 2_000

/** Ports that were free a moment ago; all different. */
export async function freePorts(count: number): Promise<number[]> {
  const { from, until } = belowEphemeral(LOOSE)
  const found = new Set<number>()
  for (let tries = 0; tries < count * TRIES_MAX && found.size < count; tries++) {
    const port = randomInt(from, until)
    if (!(await isTaken(port))) found.add(port)
  }
  if (found.size === count) return [...found]
  throw new Error(`Find ${count} free ports from ${from} to ${until - 1}: found ${found.size}`)
}

/** Whether something listens there already, on loopback. */
export async function isTaken(port: number): Promise<boolean> {
  return (await whyNotFree(port)) !== undefined
}

/** What the system says of listening there, such as EADDRINUSE or EACCES; undefined where one can. */
export async function whyNotFree(port: number): Promise<string | undefined> {
  try {
    await (
      await listen(port)
    )()
    return undefined
  } catch (fault) {
    return (fault as NodeJS.ErrnoException).code ?? 'unknown'
  }
}

/**
 * `count` neighbouring free ports, those after `wanted` where they are to be had. No two processes
 * hold the same: the port before the first is listened on for as long as the block is held.
 *
 * @throws Error when every block has a port that is taken.
 */
export async function claimBlock(count: number, wanted?: number): Promise<PortBlock> {
  if (count >= BLOCK_SIZE) throw new RangeError(`Claim ${count} ports: at most ${BLOCK_SIZE - 1}`)
  const known = wanted === undefined ? undefined : await claimAgain(wanted, count)
  if (known) return known
  const { from, until } = belowEphemeral(BLOCKS)
  for (let guard = from; guard + BLOCK_SIZE <= until; guard += BLOCK_SIZE) {
    const block = await claimAt(guard + 1, count)
    if (block) return block
  }
  throw new Error(`Find ${count} neighbouring free ports from ${from} to ${until - 1}: none`)
}

async function claimAgain(first: number, count: number): Promise<PortBlock | undefined> {
  const deadline = performance.now() + WAIT_MS
  for (;;) {
    const block = await claimAt(first, count)
    if (block || performance.now() > deadline || (await isTaken(first - 1))) return block
    await new Promise((resolve) => {
      setTimeout(resolve, 50)
    })
  }
}

async function claimAt(first: number, count: number): Promise<PortBlock | undefined> {
  const release = await listen(first - 1).catch(() => undefined)
  if (!release) return undefined
  const ports = Array.from({ length: count }, (_, place) => first + place)
  const taken = await Promise.all(ports.map(isTaken))
  if (!taken.includes(true)) return { first, release }
  await release()
  return undefined
}

/** The range, cut where the system's own begins; whole where that begins too low to leave enough. */
function belowEphemeral({ from, until }: typeof LOOSE): typeof LOOSE {
  const end = Math.min(until, firstEphemeral())
  return end - from < 1_000 ? { from, until } : { from, until: end }
}

function firstEphemeral(): number {
  try {
    const range = readFileSync('/proc/sys/net/ipv4/ip_local_port_range', 'utf8')
    return Number(range.trim().split(/\s+/)[0])
  } catch {
    return 32_768
  }
}

/** Resolves to how to stop; who connects is turned away. */
function listen(port: number): Promise<() => Promise<void>> {
  return new Promise((resolve, reject) => {
    const server = createServer((socket) => socket.destroy())
    server.once('error', reject)
    server.listen(port, '127.0.0.1', () => {
      server.unref()
      resolve(
        () =>
          new Promise((done) => {
            server.close(() => done())
          }),
      )
    })
  })
}
