/** The keys that sessions are signed with, all drawn from one secret. */

import { hkdfSync } from 'node:crypto'
import { readEnv } from '../env.ts'

export type AuthKeys = {
  /** Names the key of access tokens, so that one of an earlier secret is known for that. */
  keyId: string
  access: Uint8Array
  refresh: Uint8Array
  /** Of certificates that are kept: docs/replay.md. */
  certificate: Uint8Array
}

const SECRET_LENGTH_MIN = 32
const KEY_BYTES = 32
const KEY_ID_BYTES = 8

/**
 * SESSION_SECRET, or SERVICE_SECRET where that is empty: HKDF (RFC 5869) gives every use its own key,
 * so that neither signs what the other reads.
 *
 * @throws Error where neither is set, or it is short.
 */
export function readAuthKeys(): AuthKeys {
  return deriveAuthKeys(readEnv('SESSION_SECRET') || readEnv('SERVICE_SECRET'))
}

/** @throws Error of a secret that is short. */
export function deriveAuthKeys(secret: string): AuthKeys {
  if (secret.length < SECRET_LENGTH_MIN)
    throw new Error(
      `Read SESSION_SECRET: expected at least ${SECRET_LENGTH_MIN} characters there or in SERVICE_SECRET, found ${secret.length}: nobody could sign in`,
    )
  const derive = (use: string, bytes: number) =>
    new Uint8Array(hkdfSync('sha256', secret, 'stonks', use, bytes))
  return {
    keyId: Buffer.from(derive('key id', KEY_ID_BYTES)).toString('hex'),
    access: derive('access token', KEY_BYTES),
    refresh: derive('refresh token', KEY_BYTES),
    certificate: derive('parity certificate', KEY_BYTES),
  }
}
