/** An SNS in this process: it takes what is signed as AWS wants it (the fourth signature), and fails to order. */

import { createHash, createHmac, timingSafeEqual } from 'node:crypto'
import { once } from 'node:events'
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import { text } from 'node:stream/consumers'

export const AWS_KEY = {
  keyId: 'AKIAOFATESTONLY00000',
  secretKey: 'secret-of-a-test-alone-0123456789',
}

type Answer = { status: number; body: string; headers?: Record<string, string> } | 'hangs'

/** Listens on a port of its own; `answer.next` is given instead of what a sound request deserves. */
export async function openSns({ region = 'eu-central-1', token = '' } = {}) {
  const published: Record<string, string>[] = []
  const answer: { next: Answer | undefined } = { next: undefined }
  const take = async (request: IncomingMessage, response: ServerResponse) => {
    const body = await text(request)
    if (answer.next === 'hangs') return
    if (answer.next) {
      say(response, answer.next)
    } else if (!isSigned(request, body, region, token)) {
      say(response, fault(403, 'SignatureDoesNotMatch', 'The signature does not match'))
    } else {
      published.push(Object.fromEntries(new URLSearchParams(body)))
      const id = `<MessageId>id-${published.length}</MessageId>`
      const whole = `<PublishResponse><PublishResult>${id}</PublishResult></PublishResponse>`
      say(response, { status: 200, body: whole })
    }
  }
  const server = createServer((request, response) => {
    void take(request, response)
  })
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    published,
    answer,
    async close() {
      server.closeAllConnections()
      server.close()
      await once(server, 'close')
    },
  }
}

/** A refusal in SNS's form. */
export function fault(status: number, code: string, message: string): Exclude<Answer, 'hangs'> {
  const body = `<ErrorResponse><Error><Type>Sender</Type><Code>${code}</Code><Message>${message}</Message></Error></ErrorResponse>`
  return { status, body }
}

function say(response: ServerResponse, { status, body, headers }: Exclude<Answer, 'hangs'>): void {
  response.writeHead(status, { 'content-type': 'text/xml', ...headers }).end(body)
}

const hash = (text: string) => createHash('sha256').update(text).digest('hex')
const mac = (key: string | Buffer, text: string) => createHmac('sha256', key).update(text).digest()

/** By AWS's own description, from what came over the wire alone. */
function isSigned(request: IncomingMessage, body: string, region: string, token: string): boolean {
  const { authorization = '', 'x-amz-date': at = '' } = request.headers
  const found =
    /^AWS4-HMAC-SHA256 Credential=([^/]+)\/(\d{8})\/([^/]+)\/sns\/aws4_request, SignedHeaders=([^,]+), Signature=([0-9a-f]{64})$/.exec(
      authorization,
    )
  if (!found) return false
  const [, keyId, day = '', place, names = '', signature = ''] = found
  const signedNames = names.split(';')
  if (keyId !== AWS_KEY.keyId || place !== region || !String(at).startsWith(day)) return false
  const must = ['host', 'x-amz-date', 'content-type']
  if (!must.every((name) => signedNames.includes(name))) return false
  if (token !== '' && request.headers['x-amz-security-token'] !== token) return false
  const headers = signedNames.map((name) => `${name}:${String(request.headers[name]).trim()}\n`)
  const canonical = ['POST', request.url, '', headers.join(''), names, hash(body)].join('\n')
  const scope = `${day}/${region}/sns/aws4_request`
  const wanted = ['AWS4-HMAC-SHA256', at, scope, hash(canonical)].join('\n')
  const key = [region, 'sns', 'aws4_request'].reduce<Buffer>(
    (sum, part) => mac(sum, part),
    mac(`AWS4${AWS_KEY.secretKey}`, day),
  )
  return timingSafeEqual(Buffer.from(signature, 'hex'), mac(key, wanted))
}
