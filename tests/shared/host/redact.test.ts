import { execFile } from 'node:child_process'
import { describe, expect, test } from 'vitest'
import { fc, test as property } from '@fast-check/vitest'
import { messageOf } from '#shared/host/faults.ts'
import { HIDDEN, redact, redactJson, rememberSecrets } from '#shared/host/redact.ts'

const SECRET = 'cânary/+?&=@:"\\ 7'
rememberSecrets([SECRET, 'PKcanary0123456789'])

describe('a secret that is known', () => {
  const forms = {
    plain: SECRET,
    json: JSON.stringify(SECRET),
    percent: encodeURIComponent(SECRET),
    'percent, lower case': encodeURIComponent(SECRET).replace(/%../g, (code) => code.toLowerCase()),
    query: new URLSearchParams({ x: SECRET }).toString(),
    base64: Buffer.from(SECRET).toString('base64'),
    base64url: Buffer.from(SECRET).toString('base64url'),
    'behind a user, in base64': Buffer.from(`stonks:${SECRET}`).toString('base64'),
    'behind a longer user, in base64': Buffer.from(`operator:${SECRET}`).toString('base64'),
    'behind two characters, in base64url': Buffer.from(`a:${SECRET}:more`).toString('base64url'),
  }
  test.each(Object.entries(forms))('is hidden: %s', (_name, form) => {
    const told = redact(`before ${form} after`)
    expect(told).toContain(HIDDEN)
    expect(told).toMatch(/^before .* after$/)
    expect(told).not.toContain(form)
    expect(told).not.toContain(form.slice(2, -2))
  })

  property.prop([fc.string({ maxLength: 40 }), fc.string({ maxLength: 40 })])(
    'is hidden whatever stands beside it',
    (before, after) => {
      expect(redact(before + SECRET + after)).not.toContain(SECRET)
      const bytes = Buffer.from(`${before}PKcanary0123456789${after}`)
      const decodable = redact(bytes.toString('base64'))
      expect(Buffer.from(decodable, 'base64').toString()).not.toContain('PKcanary0123456789')
    },
  )

  test('is a word like any other where it is shorter than eight characters', () => {
    rememberSecrets(['replay'])
    expect(redact('the replay world')).toBe('the replay world')
  })

  test('is hidden in every cause of a fault', () => {
    const cause = new Error(`no answer to Bearer ${SECRET}`)
    const fault = new Error('Ask the broker', { cause: new TypeError('fetch failed', { cause }) })
    expect(messageOf(fault)).toBe(`Ask the broker: fetch failed: no answer to Bearer ${HIDDEN}`)
  })
})

describe('what looks like a secret', () => {
  test.each([
    ['postgres://stonks:pw@db/x', `postgres://${HIDDEN}@db/x`],
    ['https://token@host/path', `https://${HIDDEN}@host/path`],
    ['redis://:p/w@127.0.0.1:6379/0', `redis://${HIDDEN}@127.0.0.1:6379/0`],
    ['Fetch "http://a:b@h/x?y=1"', `Fetch "http://${HIDDEN}@h/x?y=1"`],
    ['https://h/x?apiKey=abc&y=1', `https://h/x?apiKey=${HIDDEN}&y=1`],
    ['https://h/x?a=1&api_key=abc#f', `https://h/x?a=1&api_key=${HIDDEN}#f`],
    ['https://h/x?key=abc', `https://h/x?key=${HIDDEN}`],
    ['https://h/x?access_token=abc', `https://h/x?access_token=${HIDDEN}`],
    [
      'https://h/x?X-Amz-Signature=ab&X-Amz-Credential=c%2Fd',
      `https://h/x?X-Amz-Signature=${HIDDEN}&X-Amz-Credential=${HIDDEN}`,
    ],
    ['https://h/x?sig=abc;password=p', `https://h/x?sig=${HIDDEN};password=${HIDDEN}`],
    ['http://localhost:1/sign-in#link=abc', `http://localhost:1/sign-in#link=${HIDDEN}`],
    ['authorization: Bearer abc.def', `authorization: ${HIDDEN}`],
    ['{"authorization":"Bearer abc","a":1}', `{"authorization":"${HIDDEN}","a":1}`],
    ['{"Cookie": "stonks_access=abc", "a": 1}', `{"Cookie": "${HIDDEN}", "a": 1}`],
    ['set-cookie: stonks_access=abc; Path=/', `set-cookie: ${HIDDEN}`],
    ['APCA-API-SECRET-KEY: abc', `APCA-API-SECRET-KEY: ${HIDDEN}`],
    ['sent Bearer stonks_0123456789', `sent Bearer ${HIDDEN}`],
    ['sent Basic c3RvbmtzOnB3MTIz==', `sent Basic ${HIDDEN}`],
    ['{"apiKey":"abc","error":"no"}', `{"apiKey":"${HIDDEN}","error":"no"}`],
    [`{"clientSecret": "abc"}`, `{"clientSecret": "${HIDDEN}"}`],
    [
      JSON.stringify({ msg: 'said {"password":"abc"} to us' }),
      `{"msg":"said {\\"password\\":\\"${HIDDEN}\\"} to us"}`,
    ],
  ])('%s', (text, told) => {
    expect(redact(text)).toBe(told)
    expect(redact(told)).toBe(told)
  })

  test.each([
    'jobs scheduled',
    'Read S3_ENDPOINT: expected a number of at least 1, found "x"',
    'Basic Materials rose, says analyst@example.com, as a key token of trust',
    'https://example.com/a@b?page=2&sort=desc',
    '{"tokens":12,"key":"2026/03/02/abc.json","msg":"a token"}',
    'the signature does not hold',
    'Fetch https://api.polygon.io/v2/reference/news: expected 200, found 503',
  ])('but not: %s', (text) => {
    expect(redact(text)).toBe(text)
  })

  property.prop([fc.jsonValue()])('JSON stays JSON', (value) => {
    expect(() =>
      JSON.parse(redact(JSON.stringify({ value, u: 'http://a:b@c/?key=d' }))),
    ).not.toThrow()
  })

  test('settings keep all but their secrets', () => {
    const config = {
      format: 'feed',
      url: 'https://me:pw@feeds.example.com/x?token=abc&n=2',
      seconds: 900,
    }
    expect(redactJson(config)).toEqual({
      ...config,
      url: `https://${HIDDEN}@feeds.example.com/x?token=${HIDDEN}&n=2`,
    })
    const plain = { format: 'feed', url: 'https://feeds.example.com/x' }
    expect(redactJson(plain)).toBe(plain)
  })
})

/** Texts made to cost more than their length. */
const costly = {
  'a scheme that never ends': 'a.'.repeat(200_000),
  'many schemes': 'a://'.repeat(100_000),
  'many users': 'a://b:c'.repeat(60_000),
  'many names': '&token'.repeat(70_000),
  'one name': `?${'a'.repeat(400_000)}`,
  'many quotes': '"a'.repeat(200_000),
  backslashes: '\\'.repeat(400_000),
  'a header of spaces': `cookie${' '.repeat(400_000)}`,
  'headers of spaces': 'cookie    '.repeat(40_000),
  'a scheme of spaces': `Bearer${' '.repeat(400_000)}`,
  'many at signs': '@='.repeat(200_000),
}
test.each(Object.entries(costly))('no text takes long: %s', (_name, text) => {
  const began = process.cpuUsage()
  redact(text)
  const { user } = process.cpuUsage(began)
  expect(user / 1e6).toBeLessThan(2)
})

test('the log of a process holds none, not even in the fault that ends it', async () => {
  const program = `
    const { openLog } = await import('${new URL('../../../shared/host/log.ts', import.meta.url).href}')
    const log = openLog('test')
    log.info({ url: process.env.DATABASE_URL, of: { key: process.env.BROKER_API_KEY } }, 'key ' + process.env.BROKER_API_KEY)
    log.error({ err: Object.assign(new Error('401 ' + process.env.BROKER_API_KEY), { body: process.env.BROKER_API_KEY }) })
    setTimeout(() => new URL(process.env.DATABASE_URL + ':bad:'), 1)`
  const env = {
    ...process.env,
    DATABASE_URL: 'postgres://stonks:canary-db-42@[bad',
    BROKER_API_KEY: 'canary-broker-42',
  }
  const { code, said } = await new Promise<{ code: unknown; said: string }>((resolve) => {
    execFile(
      process.execPath,
      ['--no-warnings', '--input-type=module', '-e', program],
      { env },
      (fault, out, err) => resolve({ code: fault?.code, said: out + err }),
    )
  })
  expect(code).toBe(1)
  const lines = said
    .trim()
    .split('\n')
    .map((line) => JSON.parse(line) as { msg: string })
  expect(lines).toHaveLength(3)
  expect(lines[2]?.msg).toContain('ended by a fault: Invalid URL')
  expect(said).not.toContain('canary')
})
