/** Secrets that are printed once and kept as a hash: links, codes, tokens, challenges. */

import { createHash, randomBytes, randomInt } from 'node:crypto'

const BYTES = 32
/** Crockford's letters: none is taken for another. */
const LETTERS = '0123456789ABCDEFGHJKMNPQRSTVWXYZ'
/** 20 letters of 32 are 100 bits. */
const GROUPS = 4
const GROUP_LETTERS = 5

/** How an API token begins, so that a scan of files for secrets finds one. */
export const TOKEN_PREFIX = 'stonks_'

/** 32 random bytes as base64url, 43 characters. */
export function newSecret(): string {
  return randomBytes(BYTES).toString('base64url')
}

/** What of a secret is kept. It has too many bits to be guessed, so a fast hash does. */
export function hashSecret(secret: string): Buffer {
  return createHash('sha256').update(secret).digest()
}

/** `7KD2M-…`: 100 random bits that a person can write on paper. */
export function drawRecoveryCode(): string {
  const group = () => Array.from({ length: GROUP_LETTERS }, drawLetter).join('')
  return Array.from({ length: GROUPS }, group).join('-')
}

/** The hash of a recovery code, however it was typed. */
export function hashRecoveryCode(typed: string): Buffer {
  const letters = typed.toUpperCase().replaceAll(/[^0-9A-Z]/g, '')
  return hashSecret(letters.replaceAll('O', '0').replaceAll(/[IL]/g, '1'))
}

function drawLetter(): string {
  return LETTERS.charAt(randomInt(LETTERS.length))
}
