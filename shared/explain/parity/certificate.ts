/** Signs what a replay found, and says of one that was kept whether it is genuine. */

import { createHmac, timingSafeEqual } from 'node:crypto'
import type {
  ParityBody,
  ParityCertificate,
  ParityRow,
  ParitySummary,
} from '../../contracts/api/parity.ts'
import type { Served } from '../../contracts/api/route.ts'
import { canonicalJson } from '../../host/canonical.ts'
import { deriveId } from '../../host/ids.ts'
import type { AuthKeys } from '../../host/auth/keys.ts'
import type {
  ListedCertificate,
  StoredCertificate,
  WholeCertificate,
} from '../../sql/provenance/certificates.ts'

type SigningKey = Pick<AuthKeys, 'certificate' | 'keyId'>

/** The certificate of a body, made at business time `now`. */
export function signParity(keys: SigningKey, body: ParityBody, now: Date): StoredCertificate {
  const { day, build } = body
  const text = canonicalJson(body)
  const { keyId } = keys
  const signature = signatureOf(keys, text, now)
  const certificateId = deriveId('parity', day, build, now.toISOString())
  const summary = canonicalJson(summaryOf(body))
  const summarySignature = signatureOf(keys, summary, now, 'parity summary v1')
  const whole = { certificateId, day, build, madeAt: now, body: text, signature, keyId }
  return { ...whole, summary, summarySignature }
}

/** What a list tells of it, and whether that is signed by the key held here; its findings stay where they are. */
export function readParityRow(keys: SigningKey, row: ListedCertificate): Served<ParityRow> {
  const { certificateId, day, build, madeAt } = row
  const about = { certificateId, day, build, madeAt }
  if (row.summary === null) {
    const { body, isGenuine } = readParity(keys, row)
    return { ...about, summary: summaryOf(body), isGenuine }
  }
  const summary = JSON.parse(row.summary) as ParitySummary
  const wanted = signatureOf(keys, canonicalJson(summary), madeAt, 'parity summary v1')
  const isSigned = isSame(wanted, row.summarySignature)
  return { ...about, summary, isGenuine: isSigned && isOf(summary, row) }
}

function summaryOf(body: ParityBody): ParitySummary {
  const { differences, gaps, changedSince, left, ...counted } = body
  const found = {
    left,
    differences: differences.length,
    gaps: gaps.length,
    changedSince: changedSince.length,
  }
  return { ...counted, found }
}

const isOf = (told: { day: string; build: string }, row: { day: string; build: string }) =>
  told.day === row.day && told.build === row.build

function isSame(wanted: string, given: string): boolean {
  const [a, b] = [Buffer.from(wanted), Buffer.from(given)]
  return a.length === b.length && timingSafeEqual(a, b)
}

/** As it is told: with its body read, and whether the signature is of it by the key held here. */
export function readParity(
  keys: SigningKey,
  { certificateId, day, build, madeAt, body: text, signature, keyId }: WholeCertificate,
): Served<ParityCertificate> {
  const body = JSON.parse(text) as ParityBody
  const isSigned = isSame(signatureOf(keys, canonicalJson(body), madeAt), signature)
  const isGenuine = isSigned && isOf(body, { day, build })
  return { certificateId, day, build, madeAt, body, signature, keyId, isGenuine }
}

/** When it was made is signed with it: an early replay cannot pass for a late one. */
function signatureOf(
  { certificate }: SigningKey,
  body: string,
  madeAt: Date,
  kind = 'parity v2',
): string {
  const text = `${kind}\n${madeAt.toISOString()}\n${body}`
  return createHmac('sha256', certificate).update(text).digest('hex')
}
