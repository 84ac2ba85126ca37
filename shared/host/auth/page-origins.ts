/** Where the page is: the origins that a passkey may answer for, and the name it belongs to. */

import { isIP } from 'node:net'
import { readEnv } from '../env.ts'

export type PageOrigins = {
  /** The first is the one that is printed. */
  origins: readonly [string, ...string[]]
  /** Host name of the first origin (WebAuthn, relying party identifier); an address can have no passkeys. */
  rpId: string | undefined
  /** Cookies go over TLS alone. */
  isSecure: boolean
}

/** PUBLIC_URL. @throws RangeError of what is no origin, or is on another host than the first. */
export function readPageOrigins(): PageOrigins {
  return pageOriginsOf(readEnv('PUBLIC_URL') || `http://localhost:${readEnv('PORT')}`)
}

/** @throws RangeError of what is no origin, or is on another host than the first. */
export function pageOriginsOf(text: string): PageOrigins {
  const urls = text.split(',').map((one) => readOrigin(one.trim()))
  const [first, ...more] = urls as [URL, ...URL[]]
  const host = first.hostname
  const stray = more.find((url) => url.hostname !== host && !url.hostname.endsWith(`.${host}`))
  if (stray)
    throw new RangeError(
      `Read PUBLIC_URL: ${stray.origin} is neither on ${host} nor below it, so no passkey fits both`,
    )
  return {
    origins: [first.origin, ...more.map((url) => url.origin)],
    rpId: isIP(host.replaceAll(/[[\]]/g, '')) === 0 ? host : undefined,
    isSecure: first.protocol === 'https:',
  }
}

function readOrigin(text: string): URL {
  const url = URL.canParse(text) ? new URL(text) : undefined
  if (url && /^https?:$/.test(url.protocol) && url.href === `${url.origin}/`) return url
  throw new RangeError(
    `Read PUBLIC_URL: expected an origin such as https://stonks.example, found "${text}"`,
  )
}
