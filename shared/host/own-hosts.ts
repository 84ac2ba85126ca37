/**
 * By which names a server of ours may be asked for.
 *
 * A page of another site can point a name of its own at our address, and then asks as if it were
 * ours (DNS rebinding). It cannot choose what stands in `Host`, so a name that is not ours is refused.
 */

import { isIP } from 'node:net'
import { readEnv } from './env.ts'
import { isLoopback } from './loopback.ts'

/** Names that ALLOWED_HOSTS gives, and PUBLIC_URL. */
export type OwnHosts = { names: ReadonlySet<string>; suffixes: readonly string[] }

const NAME = /^(\*\.)?[a-z0-9_]([a-z0-9_-]*[a-z0-9_])?(\.[a-z0-9_]([a-z0-9_-]*[a-z0-9_])?)*$/

/** @throws RangeError of an entry that is no name. */
export function readOwnHosts(): OwnHosts {
  const entries = readEnv('ALLOWED_HOSTS')
    .split(',')
    .map((entry) => entry.trim().toLowerCase())
    .filter(Boolean)
  for (const entry of entries) {
    if (NAME.test(entry) || isIP(entry)) continue
    throw new RangeError(
      `Read ALLOWED_HOSTS: expected names such as stonks.example or *.stonks.example, found "${entry}"`,
    )
  }
  return {
    names: new Set([...entries.filter((entry) => !entry.startsWith('*.')), ...publicNames()]),
    suffixes: entries.filter((entry) => entry.startsWith('*.')).map((entry) => entry.slice(1)),
  }
}

/** Where the page is, by name: an address proves itself, and localhost is ours over loopback alone. */
function publicNames(): string[] {
  return readEnv('PUBLIC_URL')
    .split(',')
    .map((origin) => origin.trim())
    .filter((origin) => URL.canParse(origin))
    .map((origin) => new URL(origin).hostname)
    .filter((name) => NAME.test(name) && name !== 'localhost' && isIP(name) === 0)
}

/**
 * Whether `host`, as it stands in the header, names this server at the address it was reached at.
 *
 * An address cannot be rebound: loopback by any of its addresses is ours over loopback, and so is
 * the very address that took the connection, by which probes and scrapes ask.
 */
export function isOwnHost(host: string, localAddress: string, own: OwnHosts): boolean {
  const name = nameIn(host)
  if (name === undefined) return false
  if (own.names.has(name) || own.suffixes.some((suffix) => name.endsWith(suffix))) return true
  const local = plainAddress(localAddress)
  if (isIP(name) !== 0 && plainAddress(name) === local) return true
  return isLoopback(local) && isLoopback(name)
}

/** The name or address in a Host header, without port and final dot; undefined where it is none. */
function nameIn(host: string): string | undefined {
  const lower = host.toLowerCase()
  const [, v6] = /^\[([0-9a-f:.]+)\](?::\d{1,5})?$/.exec(lower) ?? []
  if (v6 !== undefined) return isIP(v6) === 6 ? v6 : undefined
  const [, name] = /^([a-z0-9_.-]+?)\.?(?::\d{1,5})?$/.exec(lower) ?? []
  return name
}

/** Of an address as a socket tells it: no zone, and IPv4 as IPv4 where it was mapped. */
function plainAddress(address: string): string {
  const bare = address.toLowerCase().replace(/%.*$/, '')
  if (isIP(bare) !== 6) return bare
  const whole = new URL(`http://[${bare}]/`).hostname.slice(1, -1)
  const [, high, low] = /^::ffff:([0-9a-f]{1,4}):([0-9a-f]{1,4})$/.exec(whole) ?? []
  if (high === undefined || low === undefined) return whole
  const bits = Number.parseInt(high, 16) * 65_536 + Number.parseInt(low, 16)
  return [24, 16, 8, 0].map((shift) => (bits >>> shift) & 255).join('.')
}
