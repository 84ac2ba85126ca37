/** Goal: whoever takes fewer bytes gets them, and the same text. Method: answers through the wrapper, unpacked again. */

import { brotliDecompressSync, gunzipSync } from 'node:zlib'
import { expect, test } from 'vitest'
import { compressed } from '../../../../services/query-api/front/compress.ts'

const LONG = JSON.stringify(Array.from({ length: 200 }, (_, place) => ({ place, ticker: 'AAPL' })))
const json = { 'content-type': 'application/json', etag: '"a"', vary: 'cookie' }

async function ask(accepts: string, answer: Response, method = 'GET') {
  const request = new Request('http://page/x', { method, headers: { 'accept-encoding': accepts } })
  const response = await compressed(() => Promise.resolve(answer))(request)
  return { response, bytes: Buffer.from(await response.arrayBuffer()) }
}

test.each([
  ['gzip, deflate, br', 'br', brotliDecompressSync],
  ['gzip', 'gzip', gunzipSync],
  ['br;q=0, gzip;q=0.5', 'gzip', gunzipSync],
] as const)('%s is answered by %s', async (accepts, encoding, unpack) => {
  const { response, bytes } = await ask(accepts, new Response(LONG, { headers: json }))
  expect(response.headers.get('content-encoding')).toBe(encoding)
  expect(response.headers.get('content-length')).toBe(String(bytes.length))
  expect(response.headers.get('vary')).toBe('cookie, accept-encoding')
  expect(response.headers.get('etag')).toBe('W/"a"')
  expect(bytes.length).toBeLessThan(LONG.length / 4)
  expect(unpack(bytes).toString()).toBe(LONG)
})

test.each([
  ['who takes no encoding', '', new Response(LONG, { headers: json }), 'GET'],
  ['what a change answers', 'gzip', new Response(LONG, { headers: json }), 'POST'],
  ['a short answer', 'gzip', new Response('{}', { headers: json }), 'GET'],
  ['a refusal', 'gzip', new Response(LONG, { headers: json, status: 404 }), 'GET'],
  [
    'a stream of events',
    'gzip',
    new Response(LONG, { headers: { 'content-type': 'text/event-stream' } }),
    'GET',
  ],
] as const)('%s: as it is', async (_, accepts, answer, method) => {
  const plain = await answer.clone().text()
  const { response, bytes } = await ask(accepts, answer, method)
  expect(response.headers.has('content-encoding')).toBe(false)
  expect(bytes.toString()).toBe(plain)
})

test('nothing new is answered with nothing', async () => {
  const { response, bytes } = await ask('gzip', new Response(null, { status: 304, headers: json }))
  expect([response.status, bytes.length]).toEqual([304, 0])
})
