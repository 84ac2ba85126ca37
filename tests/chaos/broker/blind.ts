/** The control: an adapter that sends again, under a new id, whatever it has no answer to. */

import { randomUUID } from 'node:crypto'
import { createServer } from 'node:http'
import { readEnv, readNumber } from '#shared/host/env.ts'

createServer((request, response) => {
  void (async () => {
    const chunks: Buffer[] = []
    for await (const chunk of request as AsyncIterable<Buffer>) chunks.push(chunk)
    const { data } = JSON.parse(Buffer.concat(chunks).toString()) as {
      data: Record<string, unknown>
    }
    const { ticker: symbol, side, quantity, idempotency_key: key } = data
    const body = JSON.stringify({
      symbol,
      side,
      qty: String(quantity),
      type: 'market',
      time_in_force: 'day',
      client_order_id: `${String(key)}:${randomUUID()}`,
    })
    const sent = await fetch(`${readEnv('BROKER_BASE_URL')}/v2/orders`, {
      method: 'POST',
      body,
    }).catch(() => undefined)
    response.writeHead(sent?.ok ? 204 : 500).end()
  })()
}).listen(readNumber('PORT'), '127.0.0.1')
