import { readFileSync } from 'node:fs'
import { afterEach, describe, expect, test, vi } from 'vitest'
import type { Principal } from '#shared/contracts/api/principal.ts'
import { Refusal } from '#shared/host/refusal.ts'
import {
  openTakenIds,
  readServiceSecret,
  signRequest,
  verifyRequest,
  type ToSign,
  type ToVerify,
} from '#shared/host/signature.ts'

const SECRET = 'a secret of a run, 32 characters or more'
const NOW = 1_700_000_000_000
const PERSON: Principal = {
  kind: 'person',
  id: '0b6a3c0e-53c5-4d8c-9d0f-2a5b9d5e7c11',
  name: 'Ada – Lovelace',
  role: 'operator',
  sessionId: '0b6a3c0e-53c5-4d8c-9d0f-2a5b9d5e7c12',
  steppedUpAt: null,
  from: '127.0.0.1',
}
const ASKED: ToSign = {
  by: 'query-api',
  method: 'POST',
  target: '/risk/limits?dry=1',
  body: '{"positions_max":"5"}',
  principal: PERSON,
}

afterEach(() => {
  vi.unstubAllEnvs()
})

const signed = (more: Partial<ToSign> = {}, at = NOW): ToVerify => {
  const asked = { ...ASKED, ...more }
  return { ...asked, headers: signRequest(SECRET, asked, at) }
}

/** The code of the refusal; any other outcome fails. */
function refused(request: ToVerify, { secret = SECRET, now = NOW } = {}): string {
  try {
    verifyRequest(secret, request, now)
  } catch (fault) {
    if (fault instanceof Refusal) return `${fault.status} ${fault.code}`
    throw fault
  }
  return 'taken'
}

describe('a signed request', () => {
  test('is taken, and tells who asks on whose behalf', () => {
    const { by, principal } = verifyRequest(SECRET, signed(), NOW)
    expect([by, principal]).toEqual(['query-api', PERSON])
  })

  test('may speak for nobody', () => {
    const { principal: _nobody, ...asked } = ASKED
    const headers = signRequest(SECRET, asked, NOW)
    expect(verifyRequest(SECRET, { ...asked, headers }, NOW).principal).toBeUndefined()
  })

  test('covers the bytes of its body, whatever they are', () => {
    const body = Uint8Array.of(0, 255, 10, 128)
    expect(refused(signed({ body }))).toBe('taken')
    expect(refused({ ...signed({ body }), body: Uint8Array.of(0, 255, 10, 129) })).toBe(
      '401 unsigned',
    )
  })

  const changed = (name: string, value: string | undefined) => {
    const request = signed()
    return { ...request, headers: { ...request.headers, [name]: value } }
  }
  const other = (part: Partial<Principal>) =>
    Buffer.from(JSON.stringify({ ...PERSON, ...part })).toString('base64url')

  test.each<[string, ToVerify]>([
    ['another body', { ...signed(), body: '{"positions_max":"50"}' }],
    ['another method', { ...signed(), method: 'DELETE' }],
    ['another path', { ...signed(), target: '/api/trading/config?dry=1' }],
    ['another query', { ...signed(), target: '/risk/limits?dry=0' }],
    ['another time', changed('x-stonks-time', String(NOW + 1))],
    ['another id', changed('x-stonks-id', '0b6a3c0e-53c5-4d8c-9d0f-2a5b9d5e7c13')],
    ['another sender', changed('x-stonks-by', 'scheduler')],
    ['another principal', changed('x-stonks-principal', other({ role: 'admin' }))],
    ['no principal', changed('x-stonks-principal', undefined)],
    ['no time', changed('x-stonks-time', undefined)],
    ['no id', changed('x-stonks-id', undefined)],
    ['no sender', changed('x-stonks-by', undefined)],
    ['no signature', changed('x-stonks-signature', undefined)],
    ['an empty signature', changed('x-stonks-signature', '')],
    ['a short signature', changed('x-stonks-signature', 'ab')],
    ['a signature that is no number', changed('x-stonks-signature', 'g'.repeat(64))],
    [
      'a signature twice',
      changed('x-stonks-signature', Array(2).fill(signed().headers['x-stonks-signature']).join()),
    ],
    ['no headers at all', { ...signed(), headers: {} }],
  ])('is refused with %s', (_what, request) => {
    expect(refused(request)).toBe('401 unsigned')
  })

  test.each([
    ['60 s old', -60_000, 'taken'],
    ['60.001 s old', -60_001, '401 unsigned'],
    ['60 s ahead', 60_000, 'taken'],
    ['60.001 s ahead', 60_001, '401 unsigned'],
  ])('%s', (_what, ms, outcome) => {
    expect(refused(signed({}, NOW + ms))).toBe(outcome)
  })

  test.each(['1e12', 'Infinity', 'NaN', '-1', ' 1700000000000', '0x18bcfe56800'])(
    'is refused where its time is "%s", even signed',
    (time) => {
      const headers = signRequest(SECRET, ASKED, time as unknown as number)
      expect(refused({ ...ASKED, headers })).toBe('401 unsigned')
    },
  )

  test('is refused where what it names is no principal, even signed', () => {
    const principal = { ...PERSON, role: 'owner' } as unknown as Principal
    expect(refused(signed({ principal }))).toBe('401 unsigned')
  })

  test('is refused by whoever has another secret', () => {
    expect(refused(signed(), { secret: `${SECRET}.` })).toBe('401 unsigned')
  })
})

describe('without a secret', () => {
  test('nothing is taken, and the answer says why', () => {
    expect(() => verifyRequest('', signed(), NOW)).toThrow(/SERVICE_SECRET is not set/)
    expect(refused(signed(), { secret: '' })).toBe('401 unsigned')
  })

  test('nothing is signed', () => {
    expect(() => signRequest('', ASKED)).toThrow(/SERVICE_SECRET is not set/)
  })
})

describe('SERVICE_SECRET', () => {
  test.each(['', 'x'.repeat(32), 'x'.repeat(200)])('may be "%s"', (secret) => {
    vi.stubEnv('SERVICE_SECRET', secret)
    expect(readServiceSecret()).toBe(secret)
  })

  test('is refused where it is short, and not told', () => {
    vi.stubEnv('SERVICE_SECRET', 'y'.repeat(31))
    expect(readServiceSecret).toThrow(/at least 32 characters, found 31/)
    expect(readServiceSecret).not.toThrow(/yyy/)
  })
})

describe('ids that were taken', () => {
  test('are taken once', () => {
    const ids = openTakenIds()
    expect([ids.take('a', NOW), ids.take('b', NOW), ids.take('a', NOW)]).toEqual([
      true,
      true,
      false,
    ])
  })

  test('are remembered as long as a signature lives, and then no longer', () => {
    const ids = openTakenIds(1)
    ids.take('a', NOW)
    // Signed a minute ahead, it could be sent for two minutes.
    expect([ids.take('a', NOW + 120_000), ids.take('b', NOW + 120_001)]).toEqual([false, true])
  })

  test('are never more than the limit; beyond it nothing is taken', () => {
    const ids = openTakenIds(3)
    const first = ['a', 'b', 'c', 'd'].map((id) => ids.take(id, NOW))
    expect(first).toEqual([true, true, true, false])
  })
})

test('a signature is compared in constant time', () => {
  const code = readFileSync('shared/host/signature.ts', 'utf8')
  expect(code).toContain('timingSafeEqual(')
  expect(code).not.toMatch(/given\s*[!=]==|[!=]==\s*given\b/)
})
