/** What is asked of orders that are there: the words on the wire, and what the answers mean. */

import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { afterAll, beforeEach, expect, test } from 'vitest'
import { openAlpaca } from '#shared/clients/alpaca/client.ts'

const order = {
  id: 'new-id',
  client_order_id: 'sx-1',
  symbol: 'AAPL',
  side: 'sell',
  qty: '2',
  filled_qty: '0',
  filled_avg_price: null,
  status: 'new',
  created_at: '2024-06-03T15:00:00Z',
  limit_price: '101.5',
  replaced_by: null,
}
let seen: { method: string | undefined; path: string | undefined; body: string }[] = []
let status = 200
const server = createServer((request, response) => {
  let body = ''
  request.on('data', (chunk: Buffer) => (body += chunk.toString()))
  request.on('end', () => {
    seen.push({ method: request.method, path: request.url, body })
    response.writeHead(status, { 'content-type': 'application/json' })
    response.end(status === 204 ? undefined : JSON.stringify(status < 300 ? order : { code: 1 }))
  })
})
await new Promise<void>((resolve) => {
  server.listen(0, '127.0.0.1', resolve)
})
afterAll(() => void server.close())
const base = `http://127.0.0.1:${(server.address() as AddressInfo).port}`
const alpaca = openAlpaca({
  baseUrl: base,
  dataBaseUrl: base,
  key: 'key',
  secret: 'secret',
  timeoutMs: 1_000,
  requestsPerMinute: 0,
})
beforeEach(() => void (seen = []))

test.each([
  [204, 'taken'],
  [422, 'too_late'],
  [404, 'not_found'],
])('an order that is to be taken back: %i is %s', async (code, answer) => {
  status = code
  expect(await alpaca.cancelOrder('a/b')).toBe(answer)
  expect(seen).toEqual([{ method: 'DELETE', path: '/v2/orders/a%2Fb', body: '' }])
})

test('a server at fault says nothing of an order', async () => {
  status = 500
  await expect(alpaca.cancelOrder('a')).rejects.toThrow('500')
  // Asking again is the caller's to decide.
  expect(seen).toHaveLength(1)
})

test('what is to be different goes, and the order in its place comes back', async () => {
  status = 200
  const made = await alpaca.replaceOrder('old', { clientOrderId: 'sx-1', limitPrice: '101.5' })
  expect(made).toMatchObject({ brokerOrderId: 'new-id', limitPrice: '101.5', replacedBy: null })
  expect(seen[0]).toMatchObject({ method: 'PATCH', path: '/v2/orders/old' })
  expect(JSON.parse(seen[0]!.body)).toEqual({ client_order_id: 'sx-1', limit_price: '101.5' })
})

test('a position is closed whole, or by so many shares', async () => {
  status = 200
  await alpaca.closePosition('AAPL')
  await alpaca.closePosition('BRK.B', '1.5')
  expect(seen.map(({ method, path }) => `${method} ${path}`)).toEqual([
    'DELETE /v2/positions/AAPL',
    'DELETE /v2/positions/BRK.B?qty=1.5',
  ])
})
