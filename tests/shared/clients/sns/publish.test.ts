import { afterAll, afterEach, describe, expect, test } from 'vitest'
import { publishSms, readSnsAccess, type SnsAccess } from '#shared/clients/sns/publish.ts'
import { AWS_KEY, fault, openSns } from '../../../helpers/sns.ts'

const sns = await openSns()
const lent = await openSns({ token: 'a-token-that-is-lent' })
afterAll(() => Promise.all([sns.close(), lent.close()]))
const access: SnsAccess = {
  endpoint: sns.url,
  region: 'eu-central-1',
  ...AWS_KEY,
  sessionToken: '',
  waitMs: 10_000,
}
const phone = { phoneNumber: '+12065550100' }
const topicArn = 'arn:aws:sns:eu-central-1:123456789012:stonks'
const text = 'Stonks paper: CRITICAL: "AAA" & Žižek = 40 % + 1?'
afterEach(() => {
  sns.answer.next = undefined
  sns.published.length = 0
})

test.each([
  ['a number', phone, { PhoneNumber: '+12065550100' }],
  ['a topic', { topicArn }, { TopicArn: topicArn }],
])('a text goes to %s, signed', async (_to, target, named) => {
  const sent = await publishSms(access, target, text)
  expect(sent).toEqual({ outcome: 'sent', said: 'SNS: id-1' })
  expect(sns.published).toEqual([
    expect.objectContaining({ Action: 'Publish', Version: '2010-03-31', Message: text, ...named }),
  ])
})

test('lent keys bring their token, signed with the rest', async () => {
  const own = { ...access, endpoint: lent.url }
  expect(await publishSms(own, phone, text)).toMatchObject({ reason: 'login_refused' })
  const sessionToken = 'a-token-that-is-lent'
  expect(await publishSms({ ...own, sessionToken }, phone, text)).toMatchObject({ outcome: 'sent' })
})

test.each([
  ['another secret', { secretKey: 'another-secret-0123456789' }],
  ['another region', { region: 'us-east-1' }],
])('%s is a signature that does not fit, and no secret is told', async (_of, changes) => {
  const own = { ...access, ...changes }
  const sent = await publishSms(own, phone, text)
  expect(sent).toMatchObject({ outcome: 'refused', reason: 'login_refused' })
  expect(sent.said).toContain('403, SignatureDoesNotMatch')
  expect(sent.said).not.toContain(own.secretKey)
})

test.each([
  ['throttled', fault(400, 'Throttling', 'Rate exceeded'), 'again', 'put_off'],
  ['throttled by status', fault(429, '', ''), 'again', 'put_off'],
  ['refused', fault(403, 'AuthorizationError', 'not authorized'), 'refused', 'login_refused'],
  ['a wrong number', fault(400, 'InvalidParameter', 'PhoneNumber'), 'refused', 'refused'],
  ['a topic that is gone', fault(404, 'NotFound', 'Topic does not exist'), 'refused', 'refused'],
  ['broken', fault(500, 'InternalFailure', 'oh'), 'again', 'away'],
  ['busy', { status: 503, body: '' }, 'again', 'away'],
  ['no SNS at all', { status: 200, body: '<html>sign in</html>' }, 'again', 'away'],
  ['too much', { status: 200, body: 'x'.repeat(100_000) }, 'again', 'away'],
  [
    'elsewhere',
    { status: 307, body: '', headers: { location: 'http://127.0.0.1:1/' } },
    'refused',
    'refused',
  ],
] as const)('an answer that is %s', async (_of, next, outcome, reason) => {
  sns.answer.next = next
  expect(await publishSms(access, phone, text)).toMatchObject({ outcome, reason })
})

test('a server that hangs is left, and so is one that is not there', async () => {
  sns.answer.next = 'hangs'
  const away = { outcome: 'again', reason: 'away' }
  expect(await publishSms({ ...access, waitMs: 50 }, phone, text)).toMatchObject(away)
  const gone = await openSns()
  await gone.close()
  expect(await publishSms({ ...access, endpoint: gone.url }, phone, text)).toMatchObject(away)
})

describe('the access that the environment gives', () => {
  const before = { ...process.env }
  afterEach(() => {
    process.env = { ...before }
  })
  const keys = { AWS_ACCESS_KEY_ID: AWS_KEY.keyId, AWS_SECRET_ACCESS_KEY: AWS_KEY.secretKey }

  test('is for the region of the topic, else for the one that is set', () => {
    Object.assign(process.env, keys, { AWS_REGION: 'us-west-2' })
    expect(readSnsAccess({ topicArn })).toMatchObject({
      region: 'eu-central-1',
      endpoint: 'https://sns.eu-central-1.amazonaws.com',
    })
    expect(readSnsAccess(phone).endpoint).toBe('https://sns.us-west-2.amazonaws.com')
    const china = 'arn:aws-cn:sns:cn-north-1:123456789012:stonks'
    expect(readSnsAccess({ topicArn: china }).endpoint).toBe(
      'https://sns.cn-north-1.amazonaws.com.cn',
    )
  })

  test('needs both keys, and sends them nowhere without TLS', () => {
    expect(() => readSnsAccess(phone)).toThrow('Read AWS_ACCESS_KEY_ID: expected a key of AWS')
    Object.assign(process.env, keys, { SNS_ENDPOINT: 'http://sns.example.com' })
    expect(() => readSnsAccess(phone)).toThrow('Read SNS_ENDPOINT: expected TLS')
  })
})
