/**
 * Goal: a passkey enrols, signs in and confirms, and nothing that only looks like one does. Method:
 * a key in software answers each ceremony rightly but for one thing.
 */

import { createHash } from 'node:crypto'
import { describe, expect, test } from 'vitest'
import { openAuthenticator, type Answer, type Bend } from '../../../helpers/authenticator.ts'
import { ORIGIN, openDoorOf, RP_ID, type Told } from './browser.ts'

const door = await openDoorOf()
const MINUTE = 60_000

type Browser = ReturnType<typeof door.openBrowser>
const optionsOf = async (browser: Browser, path: string) =>
  (await browser.post(`/api/access/${path}/options`)).body as { challenge: string }

const { key, ...ann } = await door.enrolled('ann')

describe('a passkey', () => {
  test('is asked for with user verification, and a challenge of 32 bytes that differs each time', async () => {
    const one = await optionsOf(door.openBrowser(), 'sign-in')
    const two = await optionsOf(door.openBrowser(), 'sign-in')
    expect(one).toMatchObject({ rpId: RP_ID, userVerification: 'required' })
    expect(Buffer.from(one.challenge, 'base64url')).toHaveLength(32)
    expect(one.challenge).not.toBe(two.challenge)
  })

  test('is asked for without telling whose there are', async () => {
    expect(await optionsOf(door.openBrowser(), 'sign-in')).not.toHaveProperty('allowCredentials.0')
  })

  test('signs in, and counts as confirmed', async () => {
    const browser = door.openBrowser()
    const told = await browser.post(
      '/api/access/sign-in',
      key.assert(await optionsOf(browser, 'sign-in')),
    )
    expect(told).toMatchObject({ status: 200, body: { person: { name: 'ann' }, passkeys: 1 } })
    expect(told.body['steppedUpUntil']).not.toBeNull()
  })

  test('confirms a session, and is asked for again five minutes later', async () => {
    const { key: own, ...browser } = await door.enrolled('bea')
    door.wait(5 * MINUTE + 1_000)
    expect(await browser.post('/api/access/recovery-codes')).toMatchObject({
      status: 403,
      body: { code: 'step_up' },
    })
    const told = await browser.post(
      '/api/access/step-up',
      own.assert(await optionsOf(browser, 'step-up')),
    )
    expect(told.status).toBe(200)
    expect((await browser.post('/api/access/recovery-codes')).status).toBe(200)
    door.wait(5 * MINUTE + 1_000)
    expect((await browser.post('/api/access/recovery-codes')).status).toBe(403)
  })

  test('can be one of several, each named by its options so that none is enrolled twice', async () => {
    const browser = await door.enrolled('cid')
    const more = openAuthenticator({ origin: ORIGIN, rpId: RP_ID })
    const options = await optionsOf(browser, 'passkeys')
    expect(options).toMatchObject({
      excludeCredentials: [{ id: browser.key.credentialId }],
      authenticatorSelection: { residentKey: 'required', userVerification: 'required' },
      attestation: 'none',
    })
    await browser.post('/api/access/passkeys', { name: 'two', response: more.enrol(options) })
    const rows = (await browser.get('/api/access/passkeys')).body as unknown as object[]
    expect(rows).toMatchObject([{ name: 'a key' }, { name: 'two' }])
  })

  test('is not enrolled by a session that has not just confirmed', async () => {
    const browser = await door.enrolled('dan')
    door.wait(5 * MINUTE + 1_000)
    expect(await browser.post('/api/access/passkeys/options')).toMatchObject({
      status: 403,
      body: { code: 'step_up' },
    })
  })

  test('of somebody else is not enrolled again', async () => {
    const browser = await door.signedIn('eve')
    const response = key.enrol(await optionsOf(browser, 'passkeys'))
    const told = await browser.post('/api/access/passkeys', { name: 'x', response })
    expect(told).toMatchObject({ status: 422, body: { code: 'passkey_refused' } })
  })

  test('whose counter stays at 0 is taken, as synced ones are', async () => {
    const synced = openAuthenticator({ origin: ORIGIN, rpId: RP_ID })
    const browser = await door.signedIn('fay')
    const response = synced.enrol(await optionsOf(browser, 'passkeys'))
    await browser.post('/api/access/passkeys', { name: 'x', response })
    for (let turn = 0; turn < 2; turn += 1) {
      const answer = synced.assert(await optionsOf(browser, 'sign-in'), { counter: 0 })
      expect((await browser.post('/api/access/sign-in', answer)).status).toBe(200)
    }
  })
})

/** Another party's key, of a person who is known too. */
const { key: stranger } = await door.enrolled('gus')
const part = (answer: Answer, name: string, value: unknown) => ({
  ...answer,
  response: { ...answer.response, [name]: value },
})
const flip = (text: string, at: number) => {
  const bytes = Buffer.from(text, 'base64url')
  bytes[at < 0 ? bytes.length + at : at]! ^= 1
  return bytes.toString('base64url')
}
const bytesOf = (answer: Answer, name: string) => answer.response[name] as string

const both: [name: string, bend: Bend][] = [
  ['of another origin', { origin: 'https://attacker.example' }],
  ['of another port', { origin: 'http://localhost:9090' }],
  ['of https where the page has http', { origin: 'https://localhost:8080' }],
  ['of an origin that begins as ours', { origin: `${ORIGIN}.attacker.example` }],
  ['of an origin with a path', { origin: `${ORIGIN}/` }],
  ['of no origin', { origin: 'null' }],
  ['for another RP ID', { rpId: 'attacker.example' }],
  ['for a name below ours', { rpId: 'x.localhost' }],
  ['to another challenge', { challenge: Buffer.alloc(32).toString('base64url') }],
  ['to an empty challenge', { challenge: '' }],
  ['of the other kind of ceremony', { type: 'webauthn.other' }],
  ['without user verification', { uv: false }],
  ['without a user present', { up: false, uv: false }],
  ['from a frame of another site', { clientData: { crossOrigin: true } }],
  [
    'with a top origin',
    { clientData: { crossOrigin: true, topOrigin: 'https://attacker.example' } },
  ],
  ['of another type than public-key', { change: (answer) => ({ ...answer, type: 'password' }) }],
  ['with two ids', { change: (answer) => ({ ...answer, rawId: 'AAAA' }) }],
  ['without an id', { change: ({ id: _id, ...answer }) => answer }],
  ['without what it answers', { change: ({ response: _response, ...answer }) => answer }],
  [
    'with client data that is no JSON',
    { change: (answer) => part(answer, 'clientDataJSON', 'AAAA') },
  ],
  ['with a list for client data', { change: (answer) => part(answer, 'clientDataJSON', []) }],
  ['of nothing', { change: () => ({}) }],
]

const assertions: [name: string, bend: Bend][] = [
  ...both,
  ['of an enrolment', { type: 'webauthn.create' }],
  [
    'with another signature',
    { change: (a) => part(a, 'signature', flip(bytesOf(a, 'signature'), -1)) },
  ],
  ['without a signature', { change: (a) => part(a, 'signature', '') }],
  [
    'with zeros for a signature',
    { change: (a) => part(a, 'signature', Buffer.alloc(64).toString('base64url')) },
  ],
  [
    'with a changed flag',
    { change: (a) => part(a, 'authenticatorData', flip(bytesOf(a, 'authenticatorData'), 32)) },
  ],
  [
    'with a changed counter',
    { change: (a) => part(a, 'authenticatorData', flip(bytesOf(a, 'authenticatorData'), 36)) },
  ],
  [
    'with authenticator data cut short',
    { change: (a) => part(a, 'authenticatorData', bytesOf(a, 'authenticatorData').slice(0, 40)) },
  ],
  ['with an unknown key', { change: (a) => ({ ...a, id: 'AAAA', rawId: 'AAAA' }) }],
  [
    'by the id of another key',
    { change: (a) => ({ ...a, id: stranger.credentialId, rawId: stranger.credentialId }) },
  ],
  [
    'with the user handle of another person',
    { userHandle: Buffer.alloc(16).toString('base64url') },
  ],
  ['with a counter that went back', { counter: 0 }],
]

const refusedWith = (told: Told, status: number) => {
  expect(told).toMatchObject({ status, body: { code: 'passkey_refused' } })
  expect(told.headers.getSetCookie()).toEqual([])
}

describe('no sign-in by an answer', () => {
  test.each(assertions)('%s', async (_name, bend) => {
    const browser = door.openBrowser({
      from: `10.1.${assertions.findIndex((one) => one[1] === bend)}.1`,
    })
    const options = await optionsOf(browser, 'sign-in')
    refusedWith(await browser.post('/api/access/sign-in', key.assert(options, bend)), 401)
    expect(await browser.who()).toBeNull()
  })

  test('that was given before', async () => {
    const browser = door.openBrowser({ from: '10.2.0.1' })
    const answer = key.assert(await optionsOf(browser, 'sign-in'))
    expect((await browser.post('/api/access/sign-in', answer)).status).toBe(200)
    refusedWith(await browser.post('/api/access/sign-in', answer), 401)
  })

  test('to a challenge that a wrong answer has spent', async () => {
    const browser = door.openBrowser({ from: '10.2.0.2' })
    const options = await optionsOf(browser, 'sign-in')
    await browser.post('/api/access/sign-in', key.assert(options, { uv: false }))
    refusedWith(await browser.post('/api/access/sign-in', key.assert(options)), 401)
  })

  test('to a challenge of another browser', async () => {
    const [one, other] = [
      door.openBrowser({ from: '10.2.0.3' }),
      door.openBrowser({ from: '10.2.0.4' }),
    ]
    const options = await optionsOf(one, 'sign-in')
    await optionsOf(other, 'sign-in')
    refusedWith(await other.post('/api/access/sign-in', key.assert(options)), 401)
  })

  test('from a browser that has lost its cookie', async () => {
    const browser = door.openBrowser({ from: '10.2.0.5' })
    const options = await optionsOf(browser, 'sign-in')
    browser.jar.clear()
    refusedWith(await browser.post('/api/access/sign-in', key.assert(options)), 401)
  })

  test('after five minutes', async () => {
    const browser = door.openBrowser({ from: '10.2.0.6' })
    const options = await optionsOf(browser, 'sign-in')
    door.wait(5 * MINUTE + 1_000)
    refusedWith(await browser.post('/api/access/sign-in', key.assert(options)), 401)
  })

  test('to a challenge that was made to confirm or to enrol', async () => {
    const { key: own, ...browser } = await door.enrolled('hal')
    for (const path of ['step-up', 'passkeys']) {
      const options = await optionsOf(browser, path)
      await optionsOf(browser, 'sign-in')
      refusedWith(await browser.post('/api/access/sign-in', own.assert(options)), 401)
    }
  })

  test('of a person who is disabled', async () => {
    const { key: own, personId } = await door.enrolled('ida')
    await door.sql`update people set disabled = true where person_id = ${personId}`
    const browser = door.openBrowser({ from: '10.2.0.7' })
    const answer = own.assert(await optionsOf(browser, 'sign-in'))
    refusedWith(await browser.post('/api/access/sign-in', answer), 401)
  })

  test('of which one of two was sent twice at once', async () => {
    const browser = door.openBrowser({ from: '10.2.0.8' })
    const answer = key.assert(await optionsOf(browser, 'sign-in'))
    const told = await Promise.all([0, 1].map(() => browser.post('/api/access/sign-in', answer)))
    expect(told.map(({ status }) => status).sort()).toEqual([200, 401])
  })
})

describe('no confirmation', () => {
  test.each(assertions)('by an answer %s', async (_name, bend) => {
    await ann.post('/api/access/refresh')
    const options = await optionsOf(ann, 'step-up')
    const told = await ann.post('/api/access/step-up', key.assert(options, bend))
    refusedWith(told, 422)
  })

  test('by the passkey of another person', async () => {
    const options = await optionsOf(ann, 'step-up')
    refusedWith(await ann.post('/api/access/step-up', stranger.assert(options)), 422)
  })

  test('by a challenge of another session of the same person', async () => {
    const { secret } = await door.link('jan')
    const one = await door.enrolled('kim')
    const other = door.openBrowser()
    await other.post('/api/access/link', { link: secret })
    const options = await optionsOf(one, 'step-up')
    refusedWith(await other.post('/api/access/step-up', one.key.assert(options)), 422)
  })

  test('by a challenge that was made to enrol, and no enrolment by one to confirm', async () => {
    const { key: own, ...browser } = await door.enrolled('qat')
    const toEnrol = await optionsOf(browser, 'passkeys')
    refusedWith(await browser.post('/api/access/step-up', own.assert(toEnrol)), 422)
    const toConfirm = await optionsOf(browser, 'step-up')
    const response = openAuthenticator({ origin: ORIGIN, rpId: RP_ID }).enrol(toConfirm)
    refusedWith(await browser.post('/api/access/passkeys', { name: 'x', response }), 422)
  })

  test('of somebody who has no passkey', async () => {
    const browser = await door.signedIn('lea')
    expect(await browser.post('/api/access/step-up/options')).toMatchObject({
      status: 409,
      body: { code: 'no_passkey' },
    })
  })
})

const attestations: [name: string, bend: Bend][] = [
  ...both,
  ['of a sign-in', { type: 'webauthn.get' }],
  ['of a key by an algorithm we did not ask for', { algorithm: -65_535 }],
  ['with an attestation that is no CBOR', { change: (a) => part(a, 'attestationObject', 'AAAA') }],
  ['under another id than the key’s own', { change: (a) => ({ ...a, id: 'AAAA', rawId: 'AAAA' }) }],
]

describe('no passkey is enrolled by an answer', () => {
  test.each(attestations)('%s', async (_name, bend) => {
    const browser = await door.signedIn(`mia ${createHash('md5').update(_name).digest('hex')}`)
    const fresh = openAuthenticator({ origin: ORIGIN, rpId: RP_ID })
    const response = fresh.enrol(await optionsOf(browser, 'passkeys'), bend)
    const told = await browser.post('/api/access/passkeys', { name: 'x', response })
    expect([422]).toContain(told.status)
    expect((await browser.get('/api/access/passkeys')).body).toEqual([])
  })

  test('to a challenge of another session', async () => {
    const [one, other] = [await door.signedIn('ned'), await door.signedIn('oda')]
    const fresh = openAuthenticator({ origin: ORIGIN, rpId: RP_ID })
    const response = fresh.enrol(await optionsOf(one, 'passkeys'))
    const told = await other.post('/api/access/passkeys', { name: 'x', response })
    refusedWith(told, 422)
  })

  test('that was given before', async () => {
    const browser = await door.signedIn('pia')
    const fresh = openAuthenticator({ origin: ORIGIN, rpId: RP_ID })
    const response = fresh.enrol(await optionsOf(browser, 'passkeys'))
    await browser.post('/api/access/passkeys', { name: 'x', response })
    const again = await browser.post('/api/access/passkeys', { name: 'y', response })
    refusedWith(again, 422)
  })
})

test('more than twenty-five wrong answers are tried on each ceremony', () => {
  for (const all of [assertions, attestations]) expect(all.length).toBeGreaterThanOrEqual(25)
})

describe('the last passkey of the last admin', () => {
  test('cannot be removed, another can', async () => {
    const house = await openDoorOf()
    const admin = await house.enrolled('ann')
    const path = (id: string) => `/api/access/passkeys/${id}`
    const refused = await admin.call('DELETE', path(admin.passkeyId))
    expect(refused).toMatchObject({ status: 409, body: { code: 'last_admin' } })
    const two = openAuthenticator({ origin: ORIGIN, rpId: RP_ID })
    const options = (await admin.post('/api/access/passkeys/options')).body as never
    await admin.post('/api/access/passkeys', { name: 'two', response: two.enrol(options) })
    expect((await admin.call('DELETE', path(admin.passkeyId))).status).toBe(200)
    const gone = (await admin.post('/api/access/sign-in/options')).body as never
    refusedWith(await admin.post('/api/access/sign-in', admin.key.assert(gone)), 401)
  })

  test('stays when both of two are removed at once', async () => {
    const house = await openDoorOf()
    const [one, other] = [await house.enrolled('ann'), await house.enrolled('bea')]
    const told = await house.atOnce(
      [one, other].map(
        (admin) => () => admin.call('DELETE', `/api/access/passkeys/${admin.passkeyId}`),
      ),
    )
    expect(told.map(({ status }) => status).sort()).toEqual([200, 409])
  })

  test('of another person is not there for them', async () => {
    const house = await openDoorOf()
    const [one, other] = [await house.enrolled('ann'), await house.enrolled('bea', 'viewer')]
    const told = await other.call('DELETE', `/api/access/passkeys/${one.passkeyId}`)
    expect(told.status).toBe(404)
  })
})
