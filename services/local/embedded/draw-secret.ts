/** Secrets that a machine draws for itself. */

import { randomBytes } from 'node:crypto'

const BYTES = 32

/** 256 random bits, in letters, digits, - and _. */
export function drawSecret(): string {
  return randomBytes(BYTES).toString('base64url')
}
