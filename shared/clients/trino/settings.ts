/** Where Trino is, and as whom it is asked. */

import { readEnv } from '../../host/env.ts'
import { keyedUrl } from '../../host/keyed-address.ts'

export type TrinoSettings = {
  url: string
  user: string
  password: string
  /** How long to wait for one answer, and for one with all tries at it; as usual where it is left out. */
  patience?: { pageMs: number; allMs: number }
}

/**
 * As the environment says, at `address` where one is given; undefined where there is neither.
 *
 * @throws RangeError of an address that is no http or https URL, holds a password, or lacks TLS where one goes to it.
 */
export function trinoSettings(address = readEnv('TRINO_URL')): TrinoSettings | undefined {
  if (!address) return undefined
  const password = readEnv('TRINO_PASSWORD')
  const url = URL.canParse(address) ? new URL(address) : undefined
  if (!url || !/^https?:$/.test(url.protocol) || url.username || url.password)
    throw new RangeError(
      'Read TRINO_URL: expected an http or https URL without user or password, found something else',
    )
  return {
    url: (password ? keyedUrl('TRINO_URL', url.href) : url.href).replace(/\/+$/, ''),
    user: readEnv('TRINO_USER'),
    password,
  }
}
