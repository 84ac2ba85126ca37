/**
 * From which address a request came, for limits and the audit.
 *
 * A proxy of ours adds the address that asked it to the end of X-Forwarded-For; what stands before
 * that was written by whoever asked, and is nobody's word.
 */

import { BlockList, isIP } from 'node:net'
import type { IncomingMessage } from 'node:http'
import { readEnv } from './env.ts'

/** What TRUSTED_PROXIES names. @throws RangeError of an entry that is no address and no range. */
export function readTrustedProxies(text: string = readEnv('TRUSTED_PROXIES')): BlockList {
  const trusted = new BlockList()
  for (const entry of text.split(',').map((one) => one.trim())) {
    if (entry === '') continue
    const [address = '', bits, ...more] = entry.split('/')
    const family = isIP(address)
    const whole = family === 4 ? 32 : 128
    const prefix = bits === undefined ? whole : Number(bits)
    const isRange = Number.isInteger(prefix) && prefix >= 1 && prefix <= whole && bits !== ''
    if (family === 0 || more.length > 0 || !isRange)
      throw new RangeError(
        `Read TRUSTED_PROXIES: expected addresses and ranges such as 10.0.0.0/8, found "${entry}"`,
      )
    trusted.addSubnet(address, prefix, family === 4 ? 'ipv4' : 'ipv6')
  }
  return trusted
}

/** The last address that is no trusted proxy's; the socket's own where it is none itself. */
export function callerAddress(
  {
    headers,
    socket,
  }: Pick<IncomingMessage, 'headers'> & { socket: { remoteAddress?: string | undefined } },
  trusted: BlockList,
): string {
  const told = [headers['x-forwarded-for'] ?? []].flat().join(',')
  const hops = [...told.split(','), socket.remoteAddress ?? ''].map(plain)
  for (const [place, hop] of hops.toReversed().entries()) {
    // A proxy that adds no address, or a bent one, is where what can be known ends.
    const next = hops.at(-2 - place)
    if (!isTrusted(hop, trusted) || next === undefined || isIP(next) === 0) return hop
  }
  return ''
}

/**
 * Who counts as one address: of IPv6 the first 64 bits, since a machine is given all that begin so.
 */
export function neighbourhood(from: string): string {
  if (isIP(from) !== 6) return from
  const [head = '', tail] = from.replace(/%.*$/, '').split('::')
  const before = head.split(':').filter(Boolean)
  const after = (tail ?? '').split(':').filter(Boolean)
  const zeros =
    tail === undefined ? [] : Array(Math.max(0, 8 - before.length - after.length)).fill('0')
  const groups = [...before, ...zeros, ...after] as string[]
  return groups
    .slice(0, 4)
    .map((group) => Number.parseInt(group, 16).toString(16))
    .join(':')
}

function isTrusted(address: string, trusted: BlockList): boolean {
  const family = isIP(address)
  return family !== 0 && trusted.check(address, family === 4 ? 'ipv4' : 'ipv6')
}

/** IPv4 as IPv4 where it was mapped. */
function plain(address: string): string {
  return address.trim().replace(/^::ffff:(?=\d+\.)/i, '')
}
