/** Whether a host is this machine and no other, by name or by address. */

import { isIP } from 'node:net'

/** `host` without a port; an IPv6 address in brackets or bare, with a zone or without. */
export function isLoopback(host: string): boolean {
  const bare = host
    .toLowerCase()
    .replace(/^\[(.*)\]$/, '$1')
    .replace(/%.*$/, '')
  if (isIP(bare) === 4) return bare.startsWith('127.')
  if (isIP(bare) === 6) return new URL(`http://[${bare}]/`).hostname === '[::1]'
  return bare === 'localhost'
}
