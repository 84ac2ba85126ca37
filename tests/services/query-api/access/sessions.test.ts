/** Goal: a session is renewed, listed and ended, and a stolen token ends it. */

import { describe, expect, test } from 'vitest'
import { openKnownSessions } from '../../../../services/query-api/access/known-sessions.ts'
import { openAuthenticate } from '../../../../services/query-api/access/authenticate.ts'
import { openDoorOf, ORIGIN } from './browser.ts'

const door = await openDoorOf()
const MINUTE = 60_000

const refreshOf = (browser: { jar: Map<string, { value: string }> }) =>
  browser.jar.get('stonks_refresh')!.value
const renew = (token: string, asking: { from?: string; agent?: string } = {}) =>
  door.ask('POST', '/api/access/refresh', undefined, {
    ...asking,
    headers: { cookie: `stonks_refresh=${token}` },
  })
const tokenIn = ({ headers }: { headers: Headers }) =>
  /^stonks_refresh=([^;]+)/m.exec(headers.getSetCookie().join('\n'))?.[1]
const live = async (personId: string) => {
  const rows =
    await door.sql`select from sessions where person_id = ${personId} and ended_at is null`
  return rows.length
}

describe('renewing', () => {
  test('gives another token each time, and keeps its person signed in', async () => {
    const browser = await door.signedIn('ann')
    const seen = new Set([refreshOf(browser)])
    for (let place = 0; place < 5; place += 1) {
      door.wait(9 * MINUTE)
      expect((await browser.post('/api/access/refresh')).status).toBe(200)
      seen.add(refreshOf(browser))
    }
    expect(seen.size).toBe(6)
    expect(await browser.who()).toMatchObject({ name: 'ann' })
    expect(await live(browser.personId)).toBe(1)
  })

  test('by a token that was used ends the whole family', async () => {
    const browser = await door.signedIn('bea')
    const stolen = refreshOf(browser)
    await browser.post('/api/access/refresh')
    door.wait(11_000)
    expect(await renew(stolen)).toMatchObject({ status: 401, body: { code: 'refresh_reused' } })
    expect((await renew(stolen)).body).toMatchObject({ code: 'sign_in' })
    expect((await browser.post('/api/access/refresh')).status).toBe(401)
    expect(await browser.who()).toBeNull()
    const [row] =
      await door.sql`select ended_why from sessions where person_id = ${browser.personId}`
    expect(row).toEqual({ endedWhy: 'refresh_reused' })
  })

  test.each([
    ['from another address', { from: '10.0.0.7' }],
    ['by another browser', { agent: 'curl' }],
  ])('twice within ten seconds %s ends it too', async (name, asking) => {
    const browser = await door.signedIn(`cid ${name}`)
    const stolen = refreshOf(browser)
    await browser.post('/api/access/refresh')
    expect((await renew(stolen, asking)).status).toBe(401)
    expect(await live(browser.personId)).toBe(0)
  })

  test('by whoever stole it first ends it when its owner comes', async () => {
    const browser = await door.signedIn('dan')
    const taken = await renew(refreshOf(browser), { from: '10.0.0.7', agent: 'curl' })
    expect(taken.status).toBe(200)
    door.wait(MINUTE)
    expect((await browser.post('/api/access/refresh')).status).toBe(401)
    expect((await renew(tokenIn(taken)!, { from: '10.0.0.7', agent: 'curl' })).status).toBe(401)
  })

  test('by twenty at once leaves one family, with one good token', async () => {
    const browser = await door.signedIn('eve')
    const before = refreshOf(browser)
    const told = await Promise.all(Array.from({ length: 20 }, () => renew(before)))
    expect(told.map(({ status }) => status)).toEqual(Array(20).fill(200))
    const tokens = new Set(told.map(tokenIn))
    expect(tokens.size).toBe(1)
    expect(await live(browser.personId)).toBe(1)
    door.wait(MINUTE)
    const [after] = tokens
    const next = await renew(after!)
    expect(next.status).toBe(200)
    expect(tokenIn(next)).not.toBe(after)
  })

  test('by twenty at once, of which ten are a thief’s, leaves none', async () => {
    const browser = await door.signedIn('fay')
    const before = refreshOf(browser)
    await Promise.all(
      Array.from({ length: 20 }, (_none, place) =>
        renew(before, place % 2 === 0 ? {} : { from: '10.0.0.7' }),
      ),
    )
    expect(await live(browser.personId)).toBe(0)
  })

  test('again after an answer that was lost gives the same token', async () => {
    const browser = await door.signedIn('gus')
    const before = refreshOf(browser)
    const lost = await renew(before)
    door.wait(9_000)
    const again = await renew(before)
    expect(again.status).toBe(200)
    expect(tokenIn(again)).toBe(tokenIn(lost))
  })

  test('ends with the session, fourteen days after it began', async () => {
    const browser = await door.signedIn('hal')
    door.wait(14 * 24 * 60 * MINUTE + 1)
    expect((await browser.post('/api/access/refresh')).status).toBe(401)
  })

  test.each([
    ['none', ''],
    ['a strange one', 'x'.repeat(70)],
    ['one of a session that is not', 'AAAA'.repeat(17)],
  ])('by %s is refused', async (_name, token) => {
    expect((await renew(token)).status).toBe(401)
  })

  test('keeps no token in the database', async () => {
    const browser = await door.signedIn('ida')
    const [row] = await door.sql<{ text: string }[]>`
      select string_agg(s::text, ' ') as text from sessions s`
    expect(row!.text).not.toContain(refreshOf(browser))
  })
})

describe('a session', () => {
  test('that signs out is over at once, and its cookies go', async () => {
    const browser = await door.signedIn('jan')
    const kept = browser.jar.get('stonks_access')!.value
    expect((await browser.post('/api/access/sign-out')).body).toEqual({ done: true })
    expect(browser.jar.size).toBe(0)
    const told = await door.ask('GET', '/api/access/me', undefined, {
      headers: { cookie: `stonks_access=${kept}` },
    })
    expect(told.body['person']).toBeNull()
  })

  test('is listed for its person, and for an admin with all others', async () => {
    const viewer = await door.signedIn('kim', 'viewer')
    const admin = await door.signedIn('lea')
    const own = (await viewer.get('/api/access/sessions')).body as unknown as { isThis: boolean }[]
    expect(own).toMatchObject([{ personName: 'kim', isThis: true, way: 'link', from: '127.0.0.1' }])
    const all = (await admin.get('/api/access/sessions')).body as unknown as {
      personName: string
      isThis: boolean
    }[]
    expect(all.map(({ personName }) => personName)).toEqual(expect.arrayContaining(['kim', 'lea']))
    expect(all.filter(({ isThis }) => isThis)).toMatchObject([{ personName: 'lea' }])
  })

  test('is ended by its person or by an admin, and by nobody else', async () => {
    const viewer = await door.signedIn('mia', 'viewer')
    const other = await door.signedIn('ned', 'operator')
    const admin = await door.signedIn('oda')
    const [{ sessionId }] = (await viewer.get('/api/access/sessions')).body as unknown as [
      { sessionId: string },
    ]
    const path = `/api/access/sessions/${sessionId}`
    expect((await other.call('DELETE', path)).status).toBe(404)
    expect(await viewer.who()).toMatchObject({ name: 'mia' })
    expect((await admin.call('DELETE', path)).status).toBe(200)
    expect(await viewer.who()).toBeNull()
    expect((await viewer.post('/api/access/refresh')).status).toBe(401)
  })

  test('of a person who is disabled, or whose role changed, follows within a minute on every replica', async () => {
    const browser = await door.signedIn('pia')
    const access = { ...door.access, sessions: openKnownSessions(door.sql) }
    const elsewhere = openAuthenticate(access)
    const cookie = `stonks_access=${browser.jar.get('stonks_access')!.value}`
    const who = () =>
      elsewhere({ request: new Request(`${ORIGIN}/api/access/me`, { headers: { cookie } }) })
    expect(await who()).toMatchObject({ kind: 'person', role: 'admin' })
    await door.sql`update people set role = 'viewer' where person_id = ${browser.personId}`
    door.wait(MINUTE)
    expect(await who()).toMatchObject({ kind: 'person', role: 'viewer' })
    await door.sql`update people set disabled = true where person_id = ${browser.personId}`
    door.wait(MINUTE)
    expect(await who()).toMatchObject({ kind: 'anyone' })
  })

  test('has an access token of ten minutes', async () => {
    const browser = await door.signedIn('quy')
    door.wait(9 * MINUTE)
    expect(await browser.who()).toMatchObject({ name: 'quy' })
    door.wait(2 * MINUTE)
    expect(await browser.who()).toBeNull()
    await browser.post('/api/access/refresh')
    expect(await browser.who()).toMatchObject({ name: 'quy' })
  })
})
