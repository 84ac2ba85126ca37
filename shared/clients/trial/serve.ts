/** What a trial's own server answers, on loopback and for as long as the trial takes. */

import type { AddressInfo } from 'node:net'
import { openDoor } from '../../host/door.ts'

/** `status` is 200 and there are no headers where nothing is said. */
export type TrialAnswer = {
  status?: number
  headers?: Record<string, string>
  body: Uint8Array | string
}

/** What is at a path with its query; undefined is a 404. */
export type TrialRoute = (url: URL) => TrialAnswer | undefined

/** Serves until `close`, on an address of this machine that nobody else is told. */
export async function serveTrial(
  route: TrialRoute,
): Promise<{ origin: string; close(): Promise<void> }> {
  const server = openDoor({
    takes: 'json',
    answer(request, response) {
      const answer = route(new URL(request.url ?? '/', 'http://trial'))
      response.writeHead(answer?.status ?? (answer ? 200 : 404), answer?.headers ?? {})
      response.end(answer?.body ?? 'nothing of that name was given')
    },
  })
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject)
    server.listen(0, '127.0.0.1', resolve)
  })
  const { port } = server.address() as AddressInfo
  return {
    origin: `http://127.0.0.1:${port}`,
    close: () =>
      new Promise((resolve) => {
        server.closeAllConnections()
        server.close(() => resolve())
      }),
  }
}
