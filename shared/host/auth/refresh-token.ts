/**
 * The refresh token: which session, the how manieth of it, and a signature over both.
 *
 * That it can be made again lets a browser that asked twice have the same answer twice; what is kept
 * of it is a hash.
 */

import { createHmac, timingSafeEqual } from 'node:crypto'
import type { AuthKeys } from './keys.ts'

const ID_BYTES = 16
const SERIAL_BYTES = 4
const MAC_BYTES = 32
const BYTES = ID_BYTES + SERIAL_BYTES + MAC_BYTES

export type RefreshToken = { sessionId: string; serial: number }

export function makeRefreshToken({ refresh }: AuthKeys, told: RefreshToken): string {
  const words = Buffer.alloc(ID_BYTES + SERIAL_BYTES)
  words.write(told.sessionId.replaceAll('-', ''), 'hex')
  words.writeUInt32BE(told.serial, ID_BYTES)
  return Buffer.concat([words, macOf(refresh, words)]).toString('base64url')
}

/** Undefined of whatever we did not make. */
export function readRefreshToken({ refresh }: AuthKeys, token: string): RefreshToken | undefined {
  if (!/^[A-Za-z0-9_-]+$/.test(token)) return undefined
  const bytes = Buffer.from(token, 'base64url')
  if (bytes.length !== BYTES || bytes.toString('base64url') !== token) return undefined
  const words = bytes.subarray(0, ID_BYTES + SERIAL_BYTES)
  const mac = bytes.subarray(ID_BYTES + SERIAL_BYTES)
  if (!timingSafeEqual(mac, macOf(refresh, words))) return undefined
  const hex = words.toString('hex', 0, ID_BYTES)
  const sessionId = hex.replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/, '$1-$2-$3-$4-$5')
  return { sessionId, serial: words.readUInt32BE(ID_BYTES) }
}

function macOf(key: Uint8Array, words: Buffer): Buffer {
  return createHmac('sha256', key).update(words).digest()
}
