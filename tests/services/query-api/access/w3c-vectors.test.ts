/**
 * Goal: the examples of the WebAuthn standard are taken or refused as its rules say. Method: each
 * pair of ceremonies is played through sign-in; one is to be taken exactly where its user was
 * verified, its page stood in no other's frame, and its algorithm is one that we ask for.
 */

import { createHash } from 'node:crypto'
import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { hashSecret } from '#shared/host/auth/secrets.ts'
import { pageOriginsOf } from '#shared/host/auth/page-origins.ts'
import { addChallenge, type ChallengePurpose } from '#shared/sql/access/challenges.ts'
import type { PublicHalf } from '#shared/sql/access/passkeys.ts'
import {
  readAssertion,
  verifyAssertion,
  verifyAttestation,
} from '../../../../services/query-api/access/ceremony.ts'
import { beside } from '../../../helpers/beside.ts'
import { openDoorOf } from './browser.ts'

const { path, why } = beside('data/oracles/webauthn')
const file = join(path, 'w3c_test_vectors.json')

type Values = Record<string, string>
type Block = { title: string; block: number; values: Values }
const blocks = existsSync(file) ? (JSON.parse(readFileSync(file, 'utf8')) as Block[]) : []
const pairs = blocks
  .filter(({ values }) => 'attestationObject' in values)
  .map(({ title, values }): [string, Values, Values] => [
    title,
    values,
    blocks.find((other) => other.title === title && other.block === 1)!.values,
  ])

const RP_HASH = createHash('sha256').update('example.org').digest('hex')
const encode = (hex: string) => Buffer.from(hex, 'hex').toString('base64url')
const isVerified = (hex: string) => {
  const at = hex.indexOf(RP_HASH) + RP_HASH.length
  return (Number.parseInt(hex.slice(at, at + 2), 16) & 4) !== 0
}
const isFramed = (clientData: string) =>
  Buffer.from(clientData, 'hex').toString().includes('"crossOrigin":true')
const isAsked = (title: string) => !/ES384|ES512|Ed448/.test(title)
/** Their makers' roots are not known here; no browser sends them to a page that asks for none. */
const isOfMakers = (title: string) => /TPM|Android/.test(title)

const { access } = await openDoorOf({ site: pageOriginsOf('https://example.org') })
const SESSION = 'a session'

async function prepare(challenge: string, purpose: ChallengePurpose) {
  const now = access.now()
  const hashes = { hash: hashSecret(encode(challenge)), boundTo: hashSecret(SESSION) }
  await addChallenge(access.sql, { ...hashes, purpose }, new Date(now.getTime() + 60_000), now)
}

async function register(values: Values) {
  await prepare(values['challenge']!, 'enrol')
  const id = encode(values['credential_id']!)
  const response = {
    clientDataJSON: encode(values['clientDataJSON']!),
    attestationObject: encode(values['attestationObject']!),
  }
  return verifyAttestation(access, { id, rawId: id, type: 'public-key', response }, [SESSION])
}

async function authenticate(id: string, half: PublicHalf, values: Values) {
  await prepare(values['challenge']!, 'sign_in')
  const answer = readAssertion({
    id,
    rawId: id,
    type: 'public-key',
    response: {
      clientDataJSON: encode(values['clientDataJSON']!),
      authenticatorData: encode(values['authenticatorData']!),
      signature: encode(values['signature']!),
    },
  })!
  const person = { personId: 'x', personName: 'x', role: 'viewer' as const, disabled: false }
  const passkey = { ...half, ...person, passkeyId: 'x' }
  return verifyAssertion(access, { answer, passkey, purpose: 'sign_in', boundTo: [SESSION] })
}

describe.skipIf(blocks.length === 0)(`the examples of the standard${why}`, () => {
  test.each(pairs)('%s', async (title, made, used) => {
    const half = await register(made)
    const isGood =
      isVerified(made['attestationObject']!) &&
      !isFramed(made['clientDataJSON']!) &&
      isAsked(title) &&
      !isOfMakers(title)
    expect(half !== undefined).toBe(isGood)
    if (!half) return
    const id = encode(made['credential_id']!)
    const use = await authenticate(id, half, used)
    expect(use !== undefined).toBe(isVerified(used['authenticatorData']!))
  })

  test('hold some of both kinds', () => {
    expect(pairs.length).toBeGreaterThan(10)
    const verified = pairs.filter(([, made]) => isVerified(made['attestationObject']!))
    expect(verified.length).toBeGreaterThan(2)
    expect(verified.length).toBeLessThan(pairs.length)
  })
})
