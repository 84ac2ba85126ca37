import { describe, expect, test } from 'vitest'
import { openLimits, Throttled, type RateLimits } from '#shared/host/api/limits.ts'
import { openApi } from '#shared/host/api/router.ts'
import type { Principal } from '#shared/contracts/api/principal.ts'
import type { ChangeRow } from '#shared/host/api/change.ts'
import { Refusal } from '#shared/host/refusal.ts'
import { noteCaller } from '#shared/host/request.ts'
import { person } from '../../../helpers/principals.ts'

const at = (seconds: number) => new Date(1_700_000_000_000 + seconds * 1_000)
const refused = (ask: () => void): Throttled | undefined => {
  try {
    ask()
  } catch (fault) {
    if (fault instanceof Throttled) return fault
    throw fault
  }
  return undefined
}
const times = (count: number, ask: () => void) =>
  Array.from({ length: count }, () => refused(ask)?.headers['retry-after'])

describe('a limit', () => {
  test('of an address holds for a minute, and says how long', () => {
    const limits = openLimits({ address: 3, principal: 99, open: 99 })
    const ask =
      (seconds: number, from = '1.2.3.4') =>
      () =>
        limits.askAddress(from, 'GET', at(seconds))
    expect(times(4, ask(0))).toEqual([undefined, undefined, undefined, '60'])
    expect(refused(ask(45))?.headers['retry-after']).toBe('15')
    expect(refused(ask(45, '1.2.3.5'))).toBeUndefined()
    expect(refused(ask(60))).toBeUndefined()
  })

  test('of changes without a sign-in is closer than that of reads', () => {
    const limits = openLimits({ address: 99, principal: 99, open: 2 })
    const ask = (method: string) => () => limits.askAddress('a', method, at(0))
    expect(times(3, ask('POST')).at(-1)).toBe('60')
    expect(refused(ask('GET'))).toBeUndefined()
  })

  test('of a person holds from every address; a service has none', () => {
    const limits = openLimits({ address: 99, principal: 2, open: 99 })
    const ask = (from: string) => () => limits.askPrincipal({ ...person('viewer'), from }, at(0))
    times(2, ask('a'))
    expect(refused(ask('b'))?.isFirst).toBe(true)
    expect(refused(ask('c'))?.isFirst).toBe(false)
    const service = { kind: 'service', name: 'pump', from: '' } as const
    expect(times(9, () => limits.askPrincipal(service, at(0)))).toEqual(Array(9).fill(undefined))
  })

  test('is one for all addresses that one machine is given by IPv6', () => {
    const limits = openLimits({ address: 2, principal: 99, open: 99 })
    const ask = (from: string) => () => limits.askAddress(from, 'GET', at(0))
    expect(refused(ask('2001:db8::1'))).toBeUndefined()
    expect(refused(ask('2001:db8:0:0:ffff::2'))).toBeUndefined()
    expect(refused(ask('2001:DB8:0::3'))).toBeDefined()
    expect(refused(ask('2001:db8:0:1::3'))).toBeUndefined()
  })

  test('remembers no more than so many, and forgets the oldest first', () => {
    const limits = openLimits({ address: 1, principal: 1, open: 1 })
    const ask = (from: string) => () => limits.askAddress(from, 'GET', at(0))
    for (const from of ['first', 'second']) refused(ask(from))
    for (let one = 3; one <= 20_001; one += 1) refused(ask(`address ${one}`))
    expect(refused(ask('second'))).toBeDefined()
    expect(refused(ask('first'))).toBeUndefined()
  })
})

function door(limits: RateLimits, by: Principal = person('viewer')) {
  const rows: ChangeRow[] = []
  const api = openApi({
    service: 'query-api',
    answers: {} as never,
    authenticate: () => Promise.resolve(by),
    limits,
    keep: (row) => Promise.resolve(void rows.push(row)),
  })
  const ask = (method: string, path: string, body?: string) =>
    api(
      noteCaller(
        new Request(`http://page${path}`, {
          method,
          ...(body === undefined ? {} : { body, headers: { 'content-type': 'application/json' } }),
        }),
        '10.0.0.1',
      ),
    )
  return { rows, ask }
}

test('the door says 429, and the audit keeps the first of them', async () => {
  const { rows, ask } = door(openLimits({ address: 99, principal: 2, open: 99 }))
  const told = []
  for (let turn = 0; turn < 5; turn += 1) told.push(await ask('POST', '/api/pipeline/toggle', '{}'))
  expect(told.map(({ status }) => status)).toEqual([403, 403, 429, 429, 429])
  expect(told[2]!.headers.get('retry-after')).toMatch(/^\d+$/)
  expect(rows.map(({ outcome }) => outcome)).toEqual(['role', 'role', 'too_many'])
})

test('who is not known leaves a row of the audit only so often a minute', async () => {
  const nobody = { kind: 'anyone', from: '10.0.0.1' } as const
  const { rows, ask } = door(openLimits({ address: 99, principal: 99, open: 2 }), nobody)
  for (let turn = 0; turn < 9; turn += 1) await ask('POST', '/api/pipeline/toggle', '{}')
  expect(rows.map(({ outcome }) => outcome)).toEqual(['sign_in', 'sign_in', 'too_many'])
})

describe('somebody known is heard', () => {
  const known = { ...person('operator'), from: '10.0.0.1' }
  const openAt = () => {
    let by: Principal | undefined
    const api = openApi({
      service: 'query-api',
      answers: {
        'GET /api/access/me': () => Promise.resolve({}),
        'POST /api/access/refresh': () => Promise.resolve({}),
      } as never,
      authenticate: ({ request }) => {
        if (request.headers.has('authorization')) throw new Refusal(401, 'This token is none')
        if (request.headers.has('x-away')) throw new Error('PostgreSQL is away')
        return Promise.resolve(by ?? { kind: 'anyone', from: '10.0.0.1' })
      },
      renewing: ({ headers }) => headers.get('x-session') ?? undefined,
      limits: openLimits({ address: 3, principal: 99, open: 3 }),
      keep: () => Promise.resolve(),
    })
    return async (method: string, path: string, as?: Principal, headers = {}) => {
      by = as
      const json = method === 'GET' ? {} : { 'content-type': 'application/json' }
      const asked = new Request(`http://page${path}`, { method, headers: { ...json, ...headers } })
      return (await api(noteCaller(asked, '10.0.0.1'))).status
    }
  }

  test('however much strangers ask from the same address', async () => {
    const ask = openAt()
    const strangers = []
    for (let turn = 0; turn < 5; turn += 1) strangers.push(await ask('GET', '/api/access/me'))
    expect(strangers).toEqual([200, 200, 200, 429, 429])
    expect(await ask('GET', '/api/access/me', known)).toBe(200)
  })

  test('also who renews a session; and what is none counts as strange', async () => {
    const ask = openAt()
    const renew = (headers = {}) => ask('POST', '/api/access/refresh', undefined, headers)
    for (let turn = 0; turn < 4; turn += 1) await renew()
    expect([await renew(), await renew({ 'x-session': 'one' })]).toEqual([429, 200])
    for (let turn = 0; turn < 4; turn += 1) await renew({ 'x-session': 'one' })
    expect([await renew({ 'x-session': 'one' }), await renew({ 'x-session': 'two' })]).toEqual([
      429, 200,
    ])
  })

  test('and an outage of ours is told as that, however much was asked', async () => {
    const ask = openAt()
    for (let turn = 0; turn < 4; turn += 1) await ask('GET', '/api/access/me')
    const away = ask('GET', '/api/access/me', known, { 'x-away': '1' })
    await expect(away).rejects.toThrow('PostgreSQL is away')
  })

  test('and a token that does not hold is counted to its address', async () => {
    const ask = openAt()
    const wrong = []
    for (let turn = 0; turn < 4; turn += 1)
      wrong.push(await ask('GET', '/api/access/me', undefined, { authorization: 'Bearer x' }))
    expect(wrong).toEqual([401, 401, 401, 429])
  })
})

describe('a body', () => {
  test.each([
    ['[', ']'],
    ['{"a":', '}'],
  ])('nested too deep by %s is 400, however deep', async (opens, closes) => {
    const api = openApi({
      service: 'query-api',
      answers: {} as never,
      authenticate: () => Promise.resolve(person('operator')),
      keep: () => Promise.resolve(),
    })
    for (const depth of [40, 50_000]) {
      const response = await api(
        new Request('http://page/api/pipeline/toggle', {
          method: 'POST',
          headers: { 'content-type': 'application/json' },
          body: `${opens.repeat(depth)}1${closes.repeat(depth)}`,
        }),
      )
      expect([response.status, await response.json()]).toMatchObject([400, { code: 'too_deep' }])
    }
  })
})
