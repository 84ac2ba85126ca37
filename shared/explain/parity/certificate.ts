/** Signs what a replay found, and says of one that was kept whether it is genuine. */

import { createHmac, timingSafeEqual } from 'node:crypto'
import type { ParityBody, ParityCertificate } from '../../contracts/api/parity.ts'
import type { Served } from '../../contracts/api/route.ts'
import { canonicalJson } from '../../host/canonical.ts'
import { deriveId } from '../../host/ids.ts'
import type { AuthKeys } from '../../host/auth/keys.ts'
import type { StoredCertificate } from '../../sql/provenance/certificates.ts'

type SigningKey = Pick<AuthKeys, 'certificate' | 'keyId'>

/** The certificate of a body, made at business time `now`. */
export function signParity(keys: SigningKey, body: ParityBody, now: Date): StoredCertificate {
  const { day, build } = body
  const text = canonicalJson(body)
  const { keyId } = keys
  const signature = signatureOf(keys, text, now)
  const certificateId = deriveId('parity', day, build, now.toISOString())
  return { certificateId, day, build, madeAt: now, body: text, signature, keyId }
}

/** As it is told: with its body read, and whether the signature is of it by the key held here. */
export function readParity(
  keys: SigningKey,
  { body: text, ...stored }: StoredCertificate,
): Served<ParityCertificate> {
  const { day, build, signature, madeAt } = stored
  const body = JSON.parse(text) as ParityBody
  const wanted = Buffer.from(signatureOf(keys, canonicalJson(body), madeAt))
  const given = Buffer.from(signature)
  const isSigned = wanted.length === given.length && timingSafeEqual(wanted, given)
  const isGenuine = isSigned && body.day === day && body.build === build
  return { ...stored, body, isGenuine }
}

/** When it was made is signed with it: an early replay cannot pass for a late one. */
function signatureOf({ certificate }: SigningKey, body: string, madeAt: Date): string {
  const text = `parity v2\n${madeAt.toISOString()}\n${body}`
  return createHmac('sha256', certificate).update(text).digest('hex')
}
