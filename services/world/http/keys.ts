/** The keys a world takes: those it was told, or any where it was told none. */

import { timingSafeEqual } from 'node:crypto'
import { hashSecret } from '#shared/host/auth/secrets.ts'
import { readEnv } from '#shared/host/env.ts'

export type BrokerKeys = { key: string; secret: string }

export type WorldKeys = {
  /** Polygon's; absent: it takes all. */
  market?: string
  /** Alpaca's; absent: it takes all. */
  broker?: BrokerKeys
}

/** Whether these are the keys that open something. */
export type HasKeys = (...given: unknown[]) => boolean

/**
 * Those of the environment.
 *
 * @throws RangeError where one of the broker's two is set and the other is not.
 */
export function readWorldKeys(): WorldKeys {
  const market = readEnv('MARKET_DATA_API_KEY')
  const [key, secret] = [readEnv('BROKER_API_KEY'), readEnv('BROKER_API_SECRET')]
  if ((key === '') !== (secret === ''))
    throw new RangeError(
      'Read BROKER_API_KEY and BROKER_API_SECRET: expected both or neither, found one',
    )
  return { ...(market ? { market } : {}), ...(key ? { broker: { key, secret } } : {}) }
}

/** What a world takes anything for, in words; undefined where it asks for keys everywhere. */
export function sayOpen({ market, broker }: WorldKeys): string | undefined {
  const open = [
    ...(broker ? [] : ['the broker']),
    ...(market === undefined ? ['the market’s data'] : []),
  ]
  if (open.length === 0) return undefined
  return `Any key opens ${open.join(' and ')}: whoever reaches this port can use it`
}

/** Takes as long for nearly right keys as for any. Where none are wanted, any do that are not empty. */
export function openKeys(wanted: readonly string[] | undefined): HasKeys {
  if (wanted === undefined) return (...given) => given.every(Boolean)
  const hashes = wanted.map(hashSecret)
  return (...given) =>
    hashes
      .map((hash, place) => isSame(hash, given[place]))
      .reduce((all, same) => all && same, given.length === hashes.length)
}

function isSame(hash: Buffer, given: unknown): boolean {
  return timingSafeEqual(hash, hashSecret(typeof given === 'string' ? given : '')) && given !== ''
}
