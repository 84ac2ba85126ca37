/** Addresses that a key is sent to: by TLS, unless the key never leaves this machine. */

import { ignoresCertificates, readEnv } from './env.ts'
import { isLoopback } from './loopback.ts'
import type { VariableName } from './variables.ts'

const SCHEMES_BY_TLS = ['https:', 'rediss:', 'wss:']

/**
 * The address, where a key may go to it. PLAINTEXT_HOSTS names hosts of one's own network that may be
 * spoken to without TLS; with real money it counts for nothing.
 *
 * @throws RangeError naming the variable and the host, never what else the address holds.
 */
export function keyedAddress(name: VariableName, address: string): string {
  if (ignoresCertificates())
    throw new RangeError(
      'Read NODE_TLS_REJECT_UNAUTHORIZED: expected none, found 0: a key would go to whoever answers',
    )
  if (isEncrypted(address)) return address
  const open = hostsOf(address).filter((host) => !isOfThisMachine(host))
  const isLive = readEnv('BROKER_MODE') === 'live' || readEnv('DEPLOY_STAGE') === 'live'
  const allowed = isLive ? [] : listed(readEnv('PLAINTEXT_HOSTS'))
  const [wrong] = open.filter((host) => !allowed.includes(host) && !allowed.includes(bare(host)))
  if (wrong === undefined) return address
  const wanted = address.startsWith('postgres')
    ? 'sslmode=require or verify-full'
    : 'https or rediss'
  throw new RangeError(
    `Read ${name}: expected TLS (${wanted}), since a key or password goes to it; found ${wrong} without` +
      (isLive ? '' : ', which PLAINTEXT_HOSTS does not name'),
  )
}

/**
 * The address of an HTTP server that keys are sent to in headers, or of a WebSocket that hears them.
 *
 * @throws RangeError naming the variable, where it is no URL of that kind, holds a user or password, or lacks TLS.
 */
export function keyedUrl(
  name: VariableName,
  address: string,
  kind: 'http' | 'ws' = 'http',
): string {
  const url = URL.canParse(address) ? new URL(address) : undefined
  if (!url || ![`${kind}:`, `${kind}s:`].includes(url.protocol))
    throw new RangeError(`Read ${name}: expected an ${kind} or ${kind}s URL, found something else`)
  if (url.username || url.password)
    throw new RangeError(`Read ${name}: expected no user or password in it, found one`)
  return keyedAddress(name, address)
}

/** Whether a server's URL carries a password, which connecting to it sends or proves. */
export function holdsPassword(address: string): boolean {
  return /^\w+:\/\/[^@/?#]*:[^@/?#]+@/.test(address)
}

function isEncrypted(address: string): boolean {
  if (SCHEMES_BY_TLS.some((scheme) => address.startsWith(`${scheme}//`))) return true
  return /^postgres(ql)?:.*[?&]ssl(mode)?=(require|verify-ca|verify-full|true)(&|$)/.test(address)
}

/** Each `host` or `host:port`; PostgreSQL's URLs may name several, or the folder of a socket. */
function hostsOf(address: string): string[] {
  const socket = /[?&]host=([^&]*)/.exec(address)?.[1]
  const hosts = socket ?? /^\w+:\/\/(?:[^/?#]*@)?([^/?#]*)/.exec(address)?.[1] ?? ''
  return decodeURIComponent(hosts).toLowerCase().split(',')
}

function isOfThisMachine(host: string): boolean {
  const name = bare(host)
  return name === '' || name.startsWith('/') || isLoopback(name)
}

function bare(host: string): string {
  return host.startsWith('/') ? host : host.replace(/:\d*$/, '')
}

function listed(text: string): string[] {
  return text
    .toLowerCase()
    .split(',')
    .map((host) => host.trim())
    .filter(Boolean)
}
