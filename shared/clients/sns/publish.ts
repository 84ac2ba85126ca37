/**
 * Publishes one text by Amazon SNS: a request signed by AWS's fourth signature, within half a minute.
 *
 * What went wrong is said as what to do about it: try again, or not; a key is in none of it.
 */

import { AwsV4Signer } from 'aws4fetch'
import { shortened } from '../../domain/document/text/cut.ts'
import { SECOND_MS } from '../../domain/spans.ts'
import { messageOf, PermanentFault } from '../../host/faults.ts'
import { readEnv } from '../../host/env.ts'
import { keyedUrl } from '../../host/keyed-address.ts'
import { fetchKeyed, readLimited } from '../keyed/fetch.ts'
import type { Sent } from '../sent.ts'

/** A topic, or one number. */
export type SnsTarget = { topicArn: string } | { phoneNumber: string }

export type SnsAccess = {
  endpoint: string
  region: string
  keyId: string
  secretKey: string
  /** Of keys that are lent; empty: they are one's own. */
  sessionToken: string
  waitMs: number
}

const WAIT_MS = 30 * SECOND_MS
const ANSWER_BYTES_MAX = 65_536
const SAID_MAX = 200

/**
 * What the environment says; the region is the topic's where a topic is told.
 *
 * @throws RangeError naming the variable that is missing or cannot be used.
 */
export function readSnsAccess(target: SnsTarget): SnsAccess {
  const [, partition = 'aws', ownRegion] =
    'topicArn' in target ? target.topicArn.split(':').toSpliced(2, 1) : []
  const region = ownRegion ?? readEnv('AWS_REGION')
  const host = `sns.${region}.amazonaws.com${partition === 'aws-cn' ? '.cn' : ''}`
  const [keyId, secretKey] = [wanted('AWS_ACCESS_KEY_ID'), wanted('AWS_SECRET_ACCESS_KEY')]
  return {
    endpoint: keyedUrl('SNS_ENDPOINT', readEnv('SNS_ENDPOINT') || `https://${host}`),
    region,
    keyId,
    secretKey,
    sessionToken: readEnv('AWS_SESSION_TOKEN'),
    waitMs: WAIT_MS,
  }
}

function wanted(name: 'AWS_ACCESS_KEY_ID' | 'AWS_SECRET_ACCESS_KEY'): string {
  const value = readEnv(name)
  if (value === '') throw new RangeError(`Read ${name}: expected a key of AWS, found none`)
  return value
}

/** Publishes a text; never throws for what a server does. */
export async function publishSms(
  access: SnsAccess,
  target: SnsTarget,
  text: string,
): Promise<Sent> {
  try {
    const { url, ...request } = await signed(access, formOf(target, text))
    const response = await fetchKeyed(url, {
      ...request,
      signal: AbortSignal.timeout(access.waitMs),
    })
    const tooLarge = () => new Error('its answer is larger than any of SNS')
    const body = (await readLimited(response, ANSWER_BYTES_MAX, tooLarge)).toString('utf8')
    return judge(response.status, body)
  } catch (fault) {
    const said = `Publish by SNS: ${messageOf(fault)}`
    return fault instanceof PermanentFault
      ? { outcome: 'refused', reason: 'refused', said }
      : { outcome: 'again', reason: 'away', said }
  }
}

function formOf(target: SnsTarget, text: string): string {
  const form = { Action: 'Publish', Version: '2010-03-31', Message: text }
  const attribute = 'MessageAttributes.entry.1'
  return new URLSearchParams({
    ...form,
    ...('topicArn' in target ? { TopicArn: target.topicArn } : { PhoneNumber: target.phoneNumber }),
    // What must arrive goes before advertisements.
    [`${attribute}.Name`]: 'AWS.SNS.SMS.SMSType',
    [`${attribute}.Value.DataType`]: 'String',
    [`${attribute}.Value.StringValue`]: 'Transactional',
  }).toString()
}

function signed(access: SnsAccess, body: string) {
  const { endpoint, region, keyId, secretKey, sessionToken } = access
  return new AwsV4Signer({
    method: 'POST',
    url: endpoint,
    headers: { 'content-type': 'application/x-www-form-urlencoded; charset=utf-8' },
    body,
    service: 'sns',
    allHeaders: true,
    region,
    accessKeyId: keyId,
    secretAccessKey: secretKey,
    ...(sessionToken === '' ? {} : { sessionToken }),
  }).sign()
}

function judge(status: number, body: string): Sent {
  const inside = (tag: string) => new RegExp(`<${tag}>([^<]{0,500})</${tag}>`).exec(body)?.[1] ?? ''
  const messageId = inside('MessageId')
  if (status === 200 && messageId !== '') return { outcome: 'sent', said: `SNS: ${messageId}` }
  const [code, words] = [inside('Code'), shortened(inside('Message'), SAID_MAX)]
  const said = `Publish by SNS: expected 200 and an id, found ${[status, code, words].filter(Boolean).join(', ')}`
  if (status === 429 || /^(Throttl|KMSThrottling|RequestThrottled)/.test(code))
    return { outcome: 'again', reason: 'put_off', said }
  if (status === 401 || status === 403) return { outcome: 'refused', reason: 'login_refused', said }
  if (status >= 400 && status < 500 && status !== 408)
    return { outcome: 'refused', reason: 'refused', said }
  return { outcome: 'again', reason: 'away', said }
}
