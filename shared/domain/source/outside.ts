/** Which URLs a source may name: those out on the internet, and the operator's own by a list. */

import { isAddress, isPublicAddress } from './addresses.ts'

/** Names that mean this machine or network, whatever a resolver says (RFC 6761, RFC 6762, RFC 9476). */
const OWN_NAME = /(?:^|\.)(?:localhost|local|internal|intranet|lan|home\.arpa|corp|localdomain)$/

/** Hosts, or hosts with a port, in lower case: `intranet.example`, `127.0.0.1:8080`, `[::1]:8080`. */
export function readHosts(text: string): string[] {
  return text
    .split(/[\s,]+/)
    .filter(Boolean)
    .map((host) => host.toLowerCase())
}

/** Without the dot that ends a whole name. */
function hostOf({ hostname }: URL): string {
  return hostname.replace(/\.$/, '')
}

/** Whether the operator has named the host of a URL as his own. */
export function isAllowedHost(url: URL, allowHosts: readonly string[]): boolean {
  const port = url.port || (url.protocol === 'https:' ? '443' : '80')
  const host = hostOf(url)
  return allowHosts.includes(host) || allowHosts.includes(`${host}:${port}`)
}

/**
 * Why nothing may be fetched from a URL, as far as its text tells; undefined: it may. What a name
 * leads to is for the connection to see. `URL` has one spelling for each address: decimal, octal,
 * hexadecimal, short and full-width ones come out as four numbers.
 */
export function addressFault(text: string, allowHosts: readonly string[]): string | undefined {
  // Some read the host before a backslash, some behind it; control characters are left out by some.
  if (/[\\\s\p{Cc}]/u.test(text)) return 'expected a URL without spaces and backslashes'
  const url = URL.canParse(text) ? new URL(text) : undefined
  if (!url || (url.protocol !== 'http:' && url.protocol !== 'https:'))
    return 'expected an http or https URL'
  if (url.username || url.password || /^https?:[/]*[^/?#]*@/i.test(text))
    return 'expected a URL without a user name or password'
  if (isAllowedHost(url, allowHosts)) return undefined
  const host = hostOf(url)
  if (url.port) return `expected port 80 or 443, found ${url.port} of ${host}`
  const isOurs = isAddress(host) ? !isPublicAddress(host) : OWN_NAME.test(host)
  return isOurs ? `expected an address out on the internet, found ${host}` : undefined
}
