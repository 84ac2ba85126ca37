/**
 * What a browser answers for a passkey, held to WebAuthn level 3.
 *
 * Of a ceremony that fails nobody is told where: the words are the same for each.
 */

import { verifyAuthenticationResponse, verifyRegistrationResponse } from '@simplewebauthn/server'
import * as v from 'valibot'
import type { ChallengePurpose } from '#shared/sql/access/challenges.ts'
import type { PublicHalf, StoredPasskey } from '#shared/sql/access/passkeys.ts'
import { isOurChallenge } from './challenge.ts'
import type { Access } from './open.ts'

const Bytes = v.pipe(v.string(), v.regex(/^[A-Za-z0-9_-]*$/), v.maxLength(20_000))
const Id = v.pipe(v.string(), v.regex(/^[A-Za-z0-9_-]+$/), v.maxLength(1_400))
const Extras = {
  type: v.literal('public-key'),
  clientExtensionResults: v.optional(v.record(v.string(), v.unknown()), {}),
}
const Assertion = v.object({
  id: Id,
  rawId: Id,
  ...Extras,
  response: v.object({
    clientDataJSON: Bytes,
    authenticatorData: Bytes,
    signature: Bytes,
    userHandle: v.nullish(Bytes),
  }),
})
const Attestation = v.object({
  id: Id,
  rawId: Id,
  ...Extras,
  response: v.object({
    clientDataJSON: Bytes,
    attestationObject: Bytes,
    transports: v.optional(v.array(v.pipe(v.string(), v.maxLength(20))), []),
  }),
})
/** What the browser says it was asked; a page of ours is never in another's frame. */
const ClientData = v.looseObject({
  challenge: Id,
  crossOrigin: v.optional(v.literal(false)),
  topOrigin: v.optional(v.undefined()),
})

/** ES256, EdDSA and RS256 (COSE). */
export const ALGORITHMS = [-7, -8, -257]

export type AssertionAnswer = v.InferOutput<typeof Assertion>

/** Undefined of what has not the form. */
export function readAssertion(told: unknown): AssertionAnswer | undefined {
  const read = v.safeParse(Assertion, told)
  return read.success ? read.output : undefined
}

/** The counter and whether the key is synced now; undefined of what does not hold. */
export async function verifyAssertion(
  access: Access,
  {
    answer,
    passkey,
    purpose,
    boundTo,
  }: {
    answer: AssertionAnswer
    passkey: StoredPasskey | undefined
    purpose: ChallengePurpose
    boundTo: readonly string[]
  },
): Promise<{ counter: number; isSynced: boolean } | undefined> {
  const challenge = await takeAnswered(access, answer.response.clientDataJSON, purpose, boundTo)
  const { rpId, origins } = access.site
  if (challenge === undefined || rpId === undefined || !passkey || passkey.disabled)
    return undefined
  const { userHandle, ...response } = answer.response
  if (userHandle && userHandle !== userHandleOf(passkey.personId)) return undefined
  try {
    const { verified, authenticationInfo: info } = await verifyAuthenticationResponse({
      response: { ...answer, response },
      expectedChallenge: challenge,
      expectedOrigin: [...origins],
      expectedRPID: rpId,
      requireUserVerification: true,
      credential: {
        id: passkey.credentialId,
        publicKey: new Uint8Array(passkey.publicKey),
        counter: passkey.counter,
      },
    })
    return verified ? { counter: info.newCounter, isSynced: info.credentialBackedUp } : undefined
  } catch {
    // The library throws of whatever does not hold; none of it is a fault of ours.
    return undefined
  }
}

/** The public half of a new key; undefined of what does not hold. */
export async function verifyAttestation(
  access: Access,
  told: unknown,
  boundTo: readonly string[],
): Promise<PublicHalf | undefined> {
  const read = v.safeParse(Attestation, told)
  if (!read.success) return undefined
  const answer = read.output
  const challenge = await takeAnswered(access, answer.response.clientDataJSON, 'enrol', boundTo)
  const { rpId, origins } = access.site
  if (challenge === undefined || rpId === undefined) return undefined
  try {
    const { verified, registrationInfo } = await verifyRegistrationResponse({
      response: answer,
      expectedChallenge: challenge,
      expectedOrigin: [...origins],
      expectedRPID: rpId,
      requireUserVerification: true,
      supportedAlgorithmIDs: ALGORITHMS,
    })
    if (!verified) return undefined
    const { credential, credentialBackedUp } = registrationInfo
    if (credential.id !== answer.id) return undefined
    return {
      credentialId: credential.id,
      publicKey: credential.publicKey,
      counter: credential.counter,
      transports: answer.response.transports,
      isSynced: credentialBackedUp,
    }
  } catch {
    return undefined
  }
}

/** Base64url of a person's id, by which an authenticator files their keys. */
export function userHandleOf(personId: string): string {
  return Buffer.from(personId.replaceAll('-', ''), 'hex').toString('base64url')
}

/** The challenge that was answered, spent by the look at it; undefined where it was not ours. */
async function takeAnswered(
  access: Access,
  clientDataJson: string,
  purpose: ChallengePurpose,
  boundTo: readonly string[],
): Promise<string | undefined> {
  const data = v.safeParse(ClientData, parse(clientDataJson))
  if (!data.success) return undefined
  const { challenge } = data.output
  return (await isOurChallenge(access, challenge, purpose, boundTo)) ? challenge : undefined
}

function parse(base64url: string): unknown {
  try {
    return JSON.parse(Buffer.from(base64url, 'base64url').toString())
  } catch {
    return undefined
  }
}
