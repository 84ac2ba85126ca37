/** How a service's answer goes out over Node's HTTP. */

import type { ServerResponse } from 'node:http'
import { Readable } from 'node:stream'

/** Sends an answer as it comes; whoever goes away meanwhile ends its stream. */
export async function sendAnswer(response: ServerResponse, from: Response): Promise<void> {
  const cookies = from.headers.getSetCookie()
  response.writeHead(from.status, {
    ...Object.fromEntries(from.headers),
    ...(cookies.length > 0 ? { 'set-cookie': cookies } : {}),
  })
  if (!from.body) {
    response.end()
    return
  }
  const body = Readable.fromWeb(from.body as Parameters<typeof Readable.fromWeb>[0])
  response.once('close', () => body.destroy())
  body.on('error', () => response.destroy())
  body.pipe(response)
}

/** Sends JSON. */
export function reply(
  response: ServerResponse,
  status: number,
  body: unknown,
  headers: Readonly<Record<string, string>> = {},
): void {
  response
    .writeHead(status, { ...headers, 'content-type': 'application/json' })
    .end(JSON.stringify(body))
}
