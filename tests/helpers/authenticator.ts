/** A passkey in software: answers a ceremony as a browser and its key would, or bent in one place. */

import { createHash, createSign, generateKeyPairSync, randomBytes } from 'node:crypto'

export type Bend = {
  origin?: string
  rpId?: string
  challenge?: string
  type?: string
  /** Flags of the authenticator: user present, user verified, backup eligible, backed up. */
  up?: boolean
  uv?: boolean
  counter?: number
  userHandle?: string | undefined
  /** More of what the browser says it was asked. */
  clientData?: Record<string, unknown>
  /** Of the key, in COSE; -7 is ES256. */
  algorithm?: number
  /** The last look at the answer. */
  change?: (answer: Answer) => unknown
}

export type Answer = {
  id: string
  rawId: string
  type: string
  clientExtensionResults: object
  response: Record<string, unknown>
}

export type Options = { challenge: string; user?: { id: string } }

const AT = 0x40

export function openAuthenticator({ origin, rpId }: { origin: string; rpId: string }) {
  const { privateKey, publicKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' })
  const { x, y } = publicKey.export({ format: 'jwk' })
  const id = randomBytes(32)
  let counter = 0
  let userHandle: string | undefined

  const clientDataOf = (type: string, options: Options, bend: Bend) =>
    Buffer.from(
      JSON.stringify({
        type: bend.type ?? type,
        challenge: bend.challenge ?? options.challenge,
        origin: bend.origin ?? origin,
        crossOrigin: false,
        ...bend.clientData,
      }),
    )
  const authDataOf = (bend: Bend, attested: Buffer) => {
    const flags =
      (bend.up === false ? 0 : 1) | (bend.uv === false ? 0 : 4) | (attested.length > 0 ? AT : 0)
    const count = Buffer.alloc(4)
    count.writeUInt32BE(bend.counter ?? counter)
    const rp = createHash('sha256')
      .update(bend.rpId ?? rpId)
      .digest()
    return Buffer.concat([rp, Buffer.from([flags]), count, attested])
  }
  const finish = (response: Record<string, unknown>, bend: Bend): unknown => {
    const text = id.toString('base64url')
    const answer = {
      id: text,
      rawId: text,
      type: 'public-key',
      clientExtensionResults: {},
      response,
    }
    return bend.change ? bend.change(answer) : answer
  }

  return {
    credentialId: id.toString('base64url'),
    /** Answers `passkeys/options`. */
    enrol(options: Options, bend: Bend = {}): unknown {
      userHandle ??= options.user?.id
      const key = cbor(
        new Map<number, unknown>([
          [1, 2],
          [3, bend.algorithm ?? -7],
          [-1, 1],
          [-2, Buffer.from(x!, 'base64url')],
          [-3, Buffer.from(y!, 'base64url')],
        ]),
      )
      const length = Buffer.alloc(2)
      length.writeUInt16BE(id.length)
      const authData = authDataOf(bend, Buffer.concat([Buffer.alloc(16), length, id, key]))
      const attestation = cbor(
        new Map<string, unknown>([
          ['fmt', 'none'],
          ['attStmt', new Map()],
          ['authData', authData],
        ]),
      )
      return finish(
        {
          clientDataJSON: clientDataOf('webauthn.create', options, bend).toString('base64url'),
          attestationObject: attestation.toString('base64url'),
          transports: ['internal'],
        },
        bend,
      )
    },
    /** Answers `sign-in/options` and `step-up/options`; each use counts. */
    assert(options: Options, bend: Bend = {}): unknown {
      counter += 1
      const authData = authDataOf(bend, Buffer.alloc(0))
      const clientData = clientDataOf('webauthn.get', options, bend)
      const base = Buffer.concat([authData, createHash('sha256').update(clientData).digest()])
      return finish(
        {
          clientDataJSON: clientData.toString('base64url'),
          authenticatorData: authData.toString('base64url'),
          signature: createSign('sha256').update(base).sign(privateKey).toString('base64url'),
          userHandle: 'userHandle' in bend ? bend.userHandle : userHandle,
        },
        bend,
      )
    },
  }
}

/** As much of CBOR as an attestation needs (RFC 8949). */
function cbor(value: unknown): Buffer {
  if (typeof value === 'number') return value < 0 ? headOf(1, -1 - value) : headOf(0, value)
  if (typeof value === 'string') return Buffer.concat([headOf(3, value.length), Buffer.from(value)])
  if (Buffer.isBuffer(value)) return Buffer.concat([headOf(2, value.length), value])
  const entries = [...(value as Map<unknown, unknown>)].flat().map(cbor)
  return Buffer.concat([headOf(5, entries.length / 2), ...entries])
}

function headOf(major: number, size: number): Buffer {
  const kind = major << 5
  if (size < 24) return Buffer.from([kind | size])
  if (size < 256) return Buffer.from([kind | 24, size])
  return Buffer.from([kind | 25, size >> 8, size & 255])
}
