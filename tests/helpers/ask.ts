/** A request as a program may send it, Host and all; fetch would not let us. */

import { request, type IncomingHttpHeaders, type OutgoingHttpHeaders } from 'node:http'

export type Said = { status: number; text: string; headers: IncomingHttpHeaders }

export type Asking = {
  method?: string
  path?: string
  headers?: OutgoingHttpHeaders
  body?: string | Buffer
}

/** One request on a connection of its own. */
export function ask(
  url: string,
  { method = 'GET', path = '/', headers = {}, body }: Asking = {},
): Promise<Said> {
  const length = body === undefined ? {} : { 'content-length': Buffer.byteLength(body) }
  return new Promise((resolve, reject) => {
    const call = request(
      url,
      { method, path, headers: { ...length, ...headers }, agent: false },
      (answer) => {
        let text = ''
        answer.on('data', (chunk: Buffer) => {
          text += chunk.toString()
        })
        answer.on('error', reject)
        answer.on('end', () =>
          resolve({ status: answer.statusCode ?? 0, text, headers: answer.headers }),
        )
      },
    )
    call.on('error', reject)
    call.end(body)
  })
}

/** What a page of another site can make a browser send, with leave from nobody. */
export const crossSite: Record<string, { headers: OutgoingHttpHeaders; body: string }> = {
  'text/plain': { headers: { 'content-type': 'text/plain' }, body: '{"a":1}' },
  'a form': { headers: { 'content-type': 'application/x-www-form-urlencoded' }, body: 'a=1' },
  'a form with a file': {
    headers: { 'content-type': 'multipart/form-data; boundary=b' },
    body: '--b\r\ncontent-disposition: form-data; name="a"\r\n\r\n1\r\n--b--\r\n',
  },
  'no media type': { headers: {}, body: '{"a":1}' },
  'a media type that only begins like JSON': {
    headers: { 'content-type': 'application/json-patch+json' },
    body: '{"a":1}',
  },
  'JSON from another origin': {
    headers: { 'content-type': 'application/json', origin: 'https://evil.example' },
    body: '{"a":1}',
  },
  'JSON from a page without an origin': {
    headers: { 'content-type': 'application/json', origin: 'null' },
    body: '{"a":1}',
  },
  'JSON from another port of this machine': {
    headers: { 'content-type': 'application/json', origin: 'http://localhost:1' },
    body: '{"a":1}',
  },
  'JSON that its browser calls cross-site': {
    headers: { 'content-type': 'application/json', 'sec-fetch-site': 'cross-site' },
    body: '{"a":1}',
  },
  'JSON that its browser calls same-site': {
    headers: { 'content-type': 'application/json', 'sec-fetch-site': 'same-site' },
    body: '{"a":1}',
  },
  'a form from another origin': {
    headers: {
      'content-type': 'application/x-www-form-urlencoded',
      origin: 'https://evil.example',
      'sec-fetch-site': 'cross-site',
    },
    body: 'a=1',
  },
}

/** Names that are not ours, however they are spelled. */
export const strangeHosts = [
  'evil.example',
  'evil.example:80',
  'localhost.evil.example',
  '127.0.0.1.evil.example',
  'localhost@evil.example',
  '127.1',
  '2130706433',
  '0x7f.0.0.1',
  '10.1.2.3',
  '[::2]',
  '169.254.169.254',
]
