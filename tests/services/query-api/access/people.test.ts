/** Goal: who is let in, changed and shut out holds at once, and an admin stays able to come in. */

import { describe, expect, test } from 'vitest'
import { openDoorOf } from './browser.ts'

const door = await openDoorOf()
const MINUTE = 60_000

describe('an admin', () => {
  test('invites a person by a link that signs in once', async () => {
    const admin = await door.signedIn('ann')
    const told = await admin.post('/api/access/people', { name: 'bea', role: 'operator' })
    expect(told).toMatchObject({
      status: 200,
      body: { person: { name: 'bea', role: 'operator', disabled: false, passkeys: 0 } },
    })
    const link = String(told.body['url']).split('#link=')[1]
    const browser = door.openBrowser()
    await browser.post('/api/access/link', { link })
    expect(await browser.who()).toMatchObject({ name: 'bea', role: 'operator' })
  })

  test('invites nobody by a name that is taken, in whatever letters', async () => {
    const admin = await door.signedIn('cid')
    const told = await admin.post('/api/access/people', { name: 'CID', role: 'viewer' })
    expect(told).toMatchObject({ status: 409, body: { code: 'name_taken' } })
  })

  test('makes a new link, and the one before is none', async () => {
    const admin = await door.signedIn('dan')
    const { secret, personId } = await door.link('eve', 'viewer')
    const told = await admin.post(`/api/access/people/${personId}/link`)
    expect(told.status).toBe(200)
    expect((await door.openBrowser().post('/api/access/link', { link: secret })).status).toBe(401)
  })

  test('changes a role, which holds from the next request', async () => {
    const admin = await door.signedIn('fay')
    const other = await door.signedIn('gus', 'viewer')
    expect((await other.get('/api/access/people')).status).toBe(403)
    const path = `/api/access/people/${other.personId}`
    await admin.call('PUT', path, { role: 'admin', disabled: false })
    expect((await other.get('/api/access/people')).status).toBe(200)
    await admin.call('PUT', path, { role: 'operator', disabled: false })
    expect((await other.get('/api/access/people')).status).toBe(403)
  })

  test('disables a person: sessions, tokens and links end, and do not come back', async () => {
    const admin = await door.signedIn('hal')
    const other = await door.signedIn('ida', 'operator')
    const { secret } = { secret: (await door.linkFor(other.personId)).url.split('#link=')[1] }
    const body = { name: 'script', role: 'viewer', areas: [], days: null }
    const { token } = (await other.post('/api/access/tokens', body)).body as { token: string }
    const bearer = { headers: { authorization: `Bearer ${token}` } }
    expect((await door.ask('GET', '/api/access/me', undefined, bearer)).status).toBe(200)

    const path = `/api/access/people/${other.personId}`
    const told = await admin.call('PUT', path, { role: 'operator', disabled: true })
    expect(told.body).toMatchObject({ disabled: true })
    expect(await other.who()).toBeNull()
    expect((await other.post('/api/access/refresh')).status).toBe(401)
    expect((await door.ask('GET', '/api/access/me', undefined, bearer)).status).toBe(401)
    const invited = await admin.post(`${path}/link`)
    expect(invited).toMatchObject({ status: 409, body: { code: 'disabled' } })

    await admin.call('PUT', path, { role: 'operator', disabled: false })
    expect((await other.post('/api/access/refresh')).status).toBe(401)
    expect((await door.openBrowser().post('/api/access/link', { link: secret })).status).toBe(401)
  })

  test('is asked to confirm before any of it', async () => {
    const admin = await door.signedIn('jan')
    door.wait(5 * MINUTE + 1_000)
    const path = `/api/access/people/${admin.personId}`
    for (const told of [
      await admin.post('/api/access/people', { name: 'x', role: 'viewer' }),
      await admin.post(`${path}/link`),
      await admin.post('/api/access/tokens', { name: 'x', role: 'viewer', areas: [], days: 1 }),
    ])
      expect(told).toMatchObject({ status: 403, body: { code: 'step_up' } })
  })

  test('confirms what gives somebody more, and nothing that takes it', async () => {
    const admin = await door.signedIn('jay')
    const other = await door.signedIn('joy', 'operator')
    const put = async (role: string, disabled: boolean) => {
      const path = `/api/access/people/${other.personId}`
      const { status, body } = await admin.call('PUT', path, { role, disabled })
      return status === 200 ? body['role'] : body['code']
    }
    door.wait(5 * MINUTE + 1_000)
    expect(await put('admin', false)).toBe('step_up')
    expect(await put('admin', true)).toBe('step_up')
    expect(await put('operator', false)).toBe('operator')
    expect(await put('viewer', false)).toBe('viewer')
    expect(await put('operator', false)).toBe('step_up')
    expect(await put('viewer', true)).toBe('viewer')
    expect(await put('viewer', true)).toBe('viewer')
    expect(await put('viewer', false)).toBe('step_up')
    const [row] = await door.sql`select role, disabled from people where name = 'joy'`
    expect(row).toEqual({ role: 'viewer', disabled: true })
  })

  test('shuts a person out by a token, and lets none in by it', async () => {
    const admin = await door.signedIn('jim')
    const other = await door.signedIn('jon', 'operator')
    const body = { name: 'script', role: 'admin', areas: [], days: null }
    const { token } = (await admin.post('/api/access/tokens', body)).body as { token: string }
    const put = (role: string, disabled: boolean) =>
      door.ask(
        'PUT',
        `/api/access/people/${other.personId}`,
        { role, disabled },
        {
          headers: { authorization: `Bearer ${token}` },
        },
      )
    expect((await put('viewer', true)).status).toBe(200)
    expect(await put('viewer', false)).toMatchObject({ status: 403, body: { code: 'step_up' } })
  })
})

describe('the last admin', () => {
  test('is neither disabled nor made less', async () => {
    const house = await openDoorOf()
    const admin = await house.signedIn('ann')
    const path = `/api/access/people/${admin.personId}`
    house.wait(5 * MINUTE + 1_000)
    for (const change of [
      { role: 'admin', disabled: true },
      { role: 'operator', disabled: false },
    ])
      expect(await admin.call('PUT', path, change)).toMatchObject({
        status: 409,
        body: { code: 'last_admin' },
      })
    expect((await admin.get('/api/access/people')).status).toBe(200)
  })

  test('with a passkey stays, though another admin has none', async () => {
    const house = await openDoorOf()
    const admin = await house.enrolled('ann')
    const other = await house.signedIn('bea')
    const path = `/api/access/people/${admin.personId}`
    const told = await other.call('PUT', path, { role: 'viewer', disabled: false })
    expect(told).toMatchObject({ status: 409, body: { code: 'last_admin' } })
  })

  test('stays when two admins make each other less at once', async () => {
    const house = await openDoorOf()
    const [one, two] = [await house.signedIn('ann'), await house.signedIn('bea')]
    const less = { role: 'viewer', disabled: false }
    const told = await house.atOnce([
      () => one.call('PUT', `/api/access/people/${two.personId}`, less),
      () => two.call('PUT', `/api/access/people/${one.personId}`, less),
    ])
    expect(told.map(({ status }) => status).filter((status) => status === 200)).toHaveLength(1)
  })
})

test.each(['viewer', 'operator'] as const)(
  'a %s is shown nobody and changes nobody',
  async (role) => {
    const browser = await door.signedIn(`kim ${role}`, role)
    const path = `/api/access/people/${browser.personId}`
    for (const told of [
      await browser.get('/api/access/people'),
      await browser.post('/api/access/people', { name: 'x', role: 'viewer' }),
      await browser.call('PUT', path, { role: 'admin', disabled: false }),
      await browser.post(`${path}/link`),
    ])
      expect(told).toMatchObject({ status: 403, body: { code: 'role' } })
  },
)

describe('a recovery code', () => {
  const codesOf = async (name: string) => {
    const browser = await door.signedIn(name)
    const told = await browser.post('/api/access/recovery-codes')
    return { ...browser, codes: told.body['codes'] as string[] }
  }
  const recover = (name: string, code: string, from: string) =>
    door.openBrowser({ from }).post('/api/access/recovery', { name, code })

  test('signs in once, and counts as confirmed, so that a new passkey can be enrolled', async () => {
    const { codes } = await codesOf('lea')
    expect(new Set(codes).size).toBe(10)
    const browser = door.openBrowser()
    const told = await browser.post('/api/access/recovery', { name: 'LEA', code: codes[0] })
    expect(told).toMatchObject({ status: 200, body: { person: { name: 'lea' } } })
    expect((await browser.post('/api/access/passkeys/options')).status).toBe(200)
    const again = await recover('lea', codes[0]!, '10.3.0.1')
    expect(again).toMatchObject({ status: 401, body: { code: 'code_refused' } })
    expect((await recover('lea', codes[1]!.toLowerCase(), '10.3.0.1')).status).toBe(200)
  })

  test('is none with another name, after new ones were made, or of whom is disabled', async () => {
    const { codes, personId, post } = await codesOf('mia')
    await codesOf('ned')
    expect((await recover('ned', codes[0]!, '10.3.0.2')).status).toBe(401)
    await post('/api/access/recovery-codes')
    expect((await recover('mia', codes[0]!, '10.3.0.2')).status).toBe(401)
    const fresh = (await post('/api/access/recovery-codes')).body['codes'] as string[]
    await door.sql`update people set disabled = true where person_id = ${personId}`
    expect((await recover('mia', fresh[0]!, '10.3.0.2')).status).toBe(401)
  })

  test('cannot be found by trying', async () => {
    const { codes } = await codesOf('oda')
    const guess = 'AAAAA-AAAAA-AAAAA-AAAAA'
    for (let turn = 0; turn < 10; turn += 1) await recover('oda', guess, '10.3.0.3')
    expect((await recover('oda', guess, '10.3.0.3')).status).toBe(429)
    expect((await recover('oda', codes[0]!, '10.3.0.3')).status).toBe(200)
  })

  test('stands in the database as a hash alone', async () => {
    const { codes } = await codesOf('pia')
    const [row] = await door.sql<{ text: string }[]>`
      select string_agg(c::text, ' ') as text from recovery_codes c`
    for (const code of codes) expect(row!.text).not.toContain(code)
  })
})
