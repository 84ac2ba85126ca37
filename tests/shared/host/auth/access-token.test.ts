/**
 * Goal: no token but ours is taken. Method: every known way to bend one, made from a good token or
 * signed with what an attacker may have, is refused; the good one beside it is taken.
 */

import { createHmac, createSign, generateKeyPairSync } from 'node:crypto'
import { describe, expect, test } from 'vitest'
import { signAccessToken, verifyAccessToken } from '#shared/host/auth/access-token.ts'
import { deriveAuthKeys } from '#shared/host/auth/keys.ts'

const keys = deriveAuthKeys('a secret of this test, 32 characters or more')
const others = deriveAuthKeys('another secret of this test, 32 characters or more')
const now = new Date('2026-03-02T15:00:00Z')
const at = now.getTime() / 1000
const personId = '0a000000-0000-4000-8000-000000000001'
const sessionId = '0a000000-0000-4000-8000-000000000002'
const good = await signAccessToken(keys, { personId, sessionId, steppedUpAt: null }, now)

const encode = (value: unknown) => Buffer.from(JSON.stringify(value)).toString('base64url')
const decode = (part: string) => JSON.parse(Buffer.from(part, 'base64url').toString()) as object
const [head, body, mac] = good.split('.') as [string, string, string]
const header = decode(head)
const claims = decode(body)

const hmac = (text: string, key: Uint8Array | string = keys.access, hash = 'sha256') =>
  createHmac(hash, key).update(text).digest('base64url')
/** Signed with our own key: what is wrong is in the words alone. */
const signed = (changes: object, headChanges: object = {}, hash = 'sha256', key?: Uint8Array) => {
  const text = `${encode({ ...header, ...headChanges })}.${encode({ ...claims, ...changes })}`
  return `${text}.${hmac(text, key, hash)}`
}
const raw = (headText: string, bodyText: string) => {
  const text = [headText, bodyText].map((one) => Buffer.from(one).toString('base64url')).join('.')
  return `${text}.${hmac(text)}`
}
const withHead = (changes: object, signature = mac) =>
  `${encode({ ...header, ...changes })}.${body}.${signature}`

const rsa = generateKeyPairSync('rsa', { modulusLength: 2048 })
const ec = generateKeyPairSync('ec', { namedCurve: 'P-256' })
const publicPem = rsa.publicKey.export({ type: 'spki', format: 'pem' }).toString()
const byRsa = (headChanges: object) => {
  const text = `${encode({ ...header, alg: 'RS256', ...headChanges })}.${body}`
  return `${text}.${createSign('sha256').update(text).sign(rsa.privateKey).toString('base64url')}`
}
const byEc = (headChanges: object) => {
  const text = `${encode({ ...header, alg: 'ES256', ...headChanges })}.${body}`
  const key = { key: ec.privateKey, dsaEncoding: 'ieee-p1363' as const }
  return `${text}.${createSign('sha256').update(text).sign(key).toString('base64url')}`
}
const byPem = () => {
  const text = `${encode({ ...header, alg: 'HS256' })}.${body}`
  return `${text}.${hmac(text, publicPem)}`
}
const byKeyOf = (key: string) => `${head}.${body}.${hmac(`${head}.${body}`, key)}`
const jwk = rsa.publicKey.export({ format: 'jwk' })

/** The letter whose two last bits, which stand for no byte, are other ones. */
const LETTERS = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_'
const looseBits = (letter: string) => LETTERS[LETTERS.indexOf(letter) ^ 1]!

const attacks: [name: string, token: string][] = [
  ['alg none, no signature', withHead({ alg: 'none' }, '')],
  ['alg none, the signature left', withHead({ alg: 'none' })],
  ['alg None', withHead({ alg: 'None' }, '')],
  ['alg NONE', withHead({ alg: 'NONE' }, '')],
  ['alg nOnE', withHead({ alg: 'nOnE' }, '')],
  ['alg empty', signed({}, { alg: '' })],
  ['alg missing', signed({}, { alg: undefined })],
  ['alg a list', signed({}, { alg: ['HS256', 'none'] })],
  ['alg in small letters', signed({}, { alg: 'hs256' })],
  ['HS384 with our key', signed({}, { alg: 'HS384' }, 'sha384')],
  ['HS512 with our key', signed({}, { alg: 'HS512' }, 'sha512')],
  ['RS256 of a key of theirs', byRsa({})],
  ['ES256 of a key of theirs', byEc({})],
  ['HS256 with a public key as its secret', byPem()],
  ['a key in the header (jwk)', byRsa({ jwk })],
  ['a key at an address (jku)', byRsa({ jku: 'https://attacker.example/jwks.json' })],
  ['a certificate at an address (x5u)', byRsa({ x5u: 'https://attacker.example/cert.pem' })],
  ['a certificate in the header (x5c)', byRsa({ x5c: ['MIIB'] })],
  ['our signature, and jwk beside it', signed({}, { jwk })],
  ['our signature, and jku beside it', signed({}, { jku: 'https://attacker.example' })],
  ['our signature, and x5u beside it', signed({}, { x5u: 'https://attacker.example' })],
  ['our signature, and crit of what nobody knows', signed({}, { crit: ['exp2'], exp2: 1 })],
  ['our signature, and b64 false', signed({}, { b64: false, crit: ['b64'] })],
  ['zip in the header', signed({}, { zip: 'DEF' })],
  ['kid of a file', signed({}, { kid: '../../../dev/null' })],
  ['kid of a file, signed with nothing', `${encode({ ...header, kid: '/dev/null' })}.${body}.`],
  ['kid with SQL', signed({}, { kid: "x' union select 'a' --" })],
  ['kid of another secret', signed({}, { kid: others.keyId })],
  ['kid missing', signed({}, { kid: undefined })],
  ['kid a number', signed({}, { kid: 1 })],
  ['signed with another secret', signed({}, {}, 'sha256', others.access)],
  ['signed with the key of refresh tokens', signed({}, {}, 'sha256', keys.refresh)],
  ['signed with an empty secret', byKeyOf('')],
  ['signed with "secret"', byKeyOf('secret')],
  ['psychic signature: zeros', `${head}.${body}.${Buffer.alloc(64).toString('base64url')}`],
  ['zeros of the right length', `${head}.${body}.${Buffer.alloc(32).toString('base64url')}`],
  ['no signature', `${head}.${body}.`],
  ['two parts', `${head}.${body}`],
  ['four parts', `${good}.${mac}`],
  ['five parts, as an encrypted one', `${head}.${body}.${mac}.${mac}.${mac}`],
  ['signature cut by one byte', good.slice(0, -2)],
  ['signature longer by one byte', `${good}AA`],
  ['signature of another token', `${head}.${encode({ ...claims, jti: 'x' })}.${mac}`],
  ['last bit of the signature', good.slice(0, -1) + (good.endsWith('A') ? 'E' : 'A')],
  ['bits of the signature that count for nothing', good.slice(0, -1) + looseBits(good.at(-1)!)],
  ['payload of an admin, signature left', `${head}.${encode({ ...claims, role: 'admin' })}.${mac}`],
  ['a blank in front', ` ${good}`],
  ['a line end behind', `${good}\n`],
  ['padding of base64', `${good}=`],
  ['JSON serialisation', JSON.stringify({ protected: head, payload: body, signature: mac })],
  ['empty', ''],
  ['two dots', '..'],
  ['ended', signed({ iat: at - 1200, nbf: at - 1200, exp: at - 600 })],
  ['ended by more than the leeway', signed({ iat: at - 631, nbf: at - 631, exp: at - 31 })],
  ['not yet good', signed({ iat: at + 120, nbf: at + 120, exp: at + 720 })],
  ['made in the future', signed({ iat: at + 120 })],
  ['good for a hundred years', signed({ exp: at + 3_153_600_000 })],
  ['good for an hour', signed({ exp: at + 3_600 })],
  [
    'exp beyond all numbers',
    raw(JSON.stringify(header), JSON.stringify(claims).replace(/"exp":\d+/, '"exp":1e999')),
  ],
  ['exp as text', signed({ exp: String(at + 600) })],
  ['exp negative', signed({ exp: -1 })],
  ['exp missing', signed({ exp: undefined })],
  ['exp null', signed({ exp: null })],
  ['nbf missing', signed({ nbf: undefined })],
  ['iat missing', signed({ iat: undefined })],
  ['iat as text', signed({ iat: 'now' })],
  ['of another issuer', signed({ iss: 'https://attacker.example' })],
  ['issuer missing', signed({ iss: undefined })],
  ['issuer a list', signed({ iss: ['stonks-oracle'] })],
  ['for another audience', signed({ aud: 'stonks-oracle/other' })],
  ['for us and for others', signed({ aud: ['stonks-oracle/api', 'x'] })],
  ['audience missing', signed({ aud: undefined })],
  ['type missing', signed({}, { typ: undefined })],
  ['type JWT', signed({}, { typ: 'JWT' })],
  ['type of an ID token', signed({}, { typ: 'id+jwt' })],
  ['subject missing', signed({ sub: undefined })],
  ['subject no id', signed({ sub: "' or 1=1 --" })],
  ['session missing', signed({ sid: undefined })],
  ['session a list', signed({ sid: [sessionId] })],
  ['a claim we never write', signed({ role: 'admin' })],
  ['payload a list', raw(JSON.stringify(header), JSON.stringify([claims]))],
  ['payload null', raw(JSON.stringify(header), 'null')],
  ['payload no JSON', raw(JSON.stringify(header), '{')],
  ['header no JSON', raw('{', JSON.stringify(claims))],
  ['header null', raw('null', JSON.stringify(claims))],
  ['a megabyte', signed({ sub: 'x'.repeat(1_000_000) })],
]

describe('a token is refused', () => {
  test.each(attacks)('%s', async (_name, token) => {
    expect(await verifyAccessToken(keys, token, now)).toBeUndefined()
  })

  test('and at least forty ways are tried', () => {
    expect(attacks.length).toBeGreaterThanOrEqual(40)
    expect(new Set(attacks.map(([, token]) => token)).size).toBe(attacks.length)
  })
})

describe('a token of ours is taken', () => {
  test('as it was made', async () => {
    const told = await verifyAccessToken(keys, good, now)
    expect(told).toEqual({ personId, sessionId, steppedUpAt: null })
  })

  test('made again by hand, so that each attack differs from it by its own change alone', async () => {
    expect(await verifyAccessToken(keys, signed({}), now)).toBeDefined()
  })

  test('for ten minutes and the leeway, and no longer', async () => {
    const after = (seconds: number) =>
      verifyAccessToken(keys, good, new Date(now.getTime() + seconds * 1000))
    expect(await after(600)).toBeDefined()
    expect(await after(629)).toBeDefined()
    expect(await after(631)).toBeUndefined()
  })

  test('with the moment a passkey was last used', async () => {
    const steppedUpAt = new Date(now.getTime() - 60_000)
    const token = await signAccessToken(keys, { personId, sessionId, steppedUpAt }, now)
    expect((await verifyAccessToken(keys, token, now))?.steppedUpAt).toEqual(steppedUpAt)
  })
})

test('a secret that is short signs nobody in', () => {
  expect(() => deriveAuthKeys('short')).toThrow(/at least 32 characters/)
})

test('each use has a key of its own, and each secret other keys', () => {
  const all = [keys, others].flatMap(({ access, refresh }) => [access, refresh])
  expect(new Set(all.map((key) => Buffer.from(key).toString('hex'))).size).toBe(4)
})
