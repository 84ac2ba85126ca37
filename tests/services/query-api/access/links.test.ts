/** Goal: a one-time link signs in once, in time, whoever tries; what it begins is a session of its own. */

import { describe, expect, test } from 'vitest'
import { newSecret } from '#shared/host/auth/secrets.ts'
import { ORIGIN, openDoorOf } from './browser.ts'

const door = await openDoorOf()

describe('a one-time link', () => {
  test('signs its person in, who counts as confirmed for five minutes', async () => {
    const { secret, personId } = await door.link('ann')
    const browser = door.openBrowser()
    expect(await browser.who()).toBeNull()
    const told = await browser.post('/api/access/link', { link: secret })
    expect(told.status).toBe(200)
    expect(told.body).toMatchObject({
      person: { id: personId, name: 'ann', role: 'admin' },
      passkeys: 0,
      enrolOnly: false,
    })
    expect(await browser.who()).toMatchObject({ id: personId })
    door.wait(5 * 60_000 + 1_000)
    const later = await browser.get('/api/access/me')
    expect(later.body).toMatchObject({ person: { id: personId }, steppedUpUntil: null })
    const refused = await browser.post('/api/access/recovery-codes')
    expect(refused).toMatchObject({ status: 403, body: { code: 'step_up' } })
  })

  test('is spent by its first use', async () => {
    const { secret } = await door.link('bea')
    expect((await door.openBrowser().post('/api/access/link', { link: secret })).status).toBe(200)
    const again = await door.openBrowser().post('/api/access/link', { link: secret })
    expect(again).toMatchObject({ status: 401, body: { code: 'link_refused' } })
    expect(again.headers.getSetCookie()).toEqual([])
  })

  test('of twenty who use it at once lets one in', async () => {
    const { secret } = await door.link('cid')
    const tries = Array.from({ length: 20 }, (_none, place) =>
      door.ask('POST', '/api/access/link', { link: secret }, { from: `10.0.0.${place}` }),
    )
    const statuses = (await Promise.all(tries)).map(({ status }) => status)
    expect(statuses.filter((status) => status === 200)).toHaveLength(1)
    expect(statuses.filter((status) => status === 401)).toHaveLength(19)
  })

  test('ends by itself', async () => {
    const { secret } = await door.link('dan')
    door.wait(15 * 60_000 + 1_000)
    const late = await door.openBrowser().post('/api/access/link', { link: secret })
    expect(late).toMatchObject({ status: 401, body: { code: 'link_refused' } })
  })

  test('of a person who was disabled is none', async () => {
    const { secret, personId } = await door.link('eve')
    await door.sql`update people set disabled = true where person_id = ${personId}`
    expect((await door.openBrowser().post('/api/access/link', { link: secret })).status).toBe(401)
  })

  test('stands in the database as a hash alone', async () => {
    const { secret } = await door.link('fay')
    const [row] = await door.sql<{ text: string }[]>`
      select string_agg(l::text, ' ') as text from one_time_links l`
    expect(row!.text).not.toContain(secret)
    expect(row!.text).not.toContain(Buffer.from(secret).toString('hex'))
  })

  test('cannot be found by trying: after ten a minute who is wrong has to wait, and is told how long', async () => {
    const { secret } = await door.link('gus')
    const asking = { from: '10.9.9.9' }
    const guess = (link: string) => door.ask('POST', '/api/access/link', { link }, asking)
    for (let place = 0; place < 10; place += 1) expect((await guess(newSecret())).status).toBe(401)
    const shut = await guess(newSecret())
    expect(shut).toMatchObject({ status: 429, body: { code: 'too_many' } })
    expect(Number(shut.headers.get('retry-after'))).toBeGreaterThan(0)
    // Whoever shares an address with its owner keeps nobody out by being wrong.
    expect((await guess(secret)).status).toBe(200)
    expect((await guess(secret)).status).toBe(429)
    door.wait(61_000)
    expect((await guess(newSecret())).status).toBe(401)
  })

  test.each([
    ['empty', ''],
    ['short', 'abc'],
    ['with SQL', "' or 1=1 -- ' or 1=1 --"],
    ['no text', 7],
    ['a list', ['x']],
  ])('that is none by its form: %s', async (_name, link) => {
    expect((await door.openBrowser().post('/api/access/link', { link })).status).toBe(422)
  })
})

describe('a session that begins', () => {
  test('has cookies that no script reads, no other site sends, and no other address is sent', async () => {
    const { secret } = await door.link('hal')
    const told = await door.openBrowser().post('/api/access/link', { link: secret })
    const [access, refresh] = told.headers.getSetCookie()
    expect(access).toMatch(
      /^stonks_access=[\w.-]+; Path=\/; Max-Age=600; HttpOnly; SameSite=Strict$/,
    )
    expect(refresh).toMatch(
      /^stonks_refresh=[\w-]+; Path=\/api\/access\/refresh; Max-Age=\d+; HttpOnly; SameSite=Strict$/,
    )
  })

  test('where the page has TLS, sends them over TLS alone', async () => {
    const site = { origins: ['https://stonks.example'], rpId: 'stonks.example', isSecure: true }
    const secure = await openDoorOf({ site: site as never })
    const { secret } = await secure.link('ida')
    const told = await secure.openBrowser().post('/api/access/link', { link: secret })
    const lines = told.headers.getSetCookie()
    expect(lines).toHaveLength(2)
    for (const line of lines) expect(line).toMatch(/; Secure$/)
  })

  test('is a new one, whatever cookies were planted before', async () => {
    const thief = await door.signedIn('thief')
    const victim = door.openBrowser()
    for (const [name, kept] of thief.jar) victim.jar.set(name, { ...kept })
    const { secret, personId } = await door.link('jan')
    const planted = new Map([...victim.jar].map(([name, { value }]) => [name, value]))
    await victim.post('/api/access/link', { link: secret })
    for (const [name, { value }] of victim.jar) expect(value).not.toBe(planted.get(name))
    expect(await victim.who()).toMatchObject({ id: personId })
    expect(await thief.who()).toMatchObject({ name: 'thief' })
  })

  test('is found beside whatever was planted, so that no page of another port locks its person out', async () => {
    const browser = await door.signedIn('lou')
    const cookies = [...browser.jar].map(([name, { value }]) => `${name}=planted; ${name}=${value}`)
    const headers = { cookie: cookies.join('; ') }
    const told = await door.ask('GET', '/api/access/me', undefined, { headers })
    expect(told.body['person']).toMatchObject({ name: 'lou' })
    expect(await door.ask('POST', '/api/access/refresh', {}, { headers })).toMatchObject({
      status: 200,
      body: { person: { name: 'lou' } },
    })
  })

  test('is not taken from a browser that holds two people’s', async () => {
    const browser = await door.signedIn('kim')
    const { value } = browser.jar.get('stonks_access')!
    const other = (await door.signedIn('kim two')).jar.get('stonks_access')!.value
    const cookie = `stonks_access=${value}; stonks_access=${other}`
    const told = await door.ask('GET', '/api/access/me', undefined, { headers: { cookie } })
    expect(told.body['person']).toBeNull()
  })
})

describe('where others than this machine reach the page', () => {
  test('a link enrols a passkey and does nothing else', async () => {
    const far = await openDoorOf({ linkEnrolsOnly: true })
    const browser = await far.signedIn('lea')
    const me = await browser.get('/api/access/me')
    expect(me.body).toMatchObject({ person: { name: 'lea' }, enrolOnly: true })
    for (const path of ['/api/access/people', '/api/access/sessions', '/api/access/tokens'])
      expect(await browser.get(path)).toMatchObject({ status: 401, body: { code: 'sign_in' } })
    expect((await browser.post('/api/access/tokens', {})).status).toBe(401)
    expect((await browser.post('/api/access/recovery-codes')).status).toBe(401)
    expect((await browser.post('/api/access/passkeys/options')).status).toBe(200)
  })

  test('and after it the passkey signs in', async () => {
    const far = await openDoorOf({ linkEnrolsOnly: true })
    const { key, ...browser } = await far.enrolled('mia')
    expect((await browser.get('/api/access/people')).status).toBe(401)
    const options = (await browser.post('/api/access/sign-in/options')).body as never
    const told = await browser.post('/api/access/sign-in', key.assert(options))
    expect(told.body).toMatchObject({ person: { name: 'mia' }, enrolOnly: false })
    expect((await browser.get('/api/access/people')).status).toBe(200)
  })
})

test('the address of a link carries its secret behind the #, which no server and no log is sent', async () => {
  const { personId } = await door.link('ned')
  const { url } = await door.linkFor(personId)
  expect(new URL(url)).toMatchObject({ origin: ORIGIN, pathname: '/sign-in', search: '' })
})
