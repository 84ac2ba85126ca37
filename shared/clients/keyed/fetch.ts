/**
 * One HTTP request that carries a key: it goes where it was sent, and no further.
 *
 * A redirect is never followed: fetch would take every header but Authorization and Cookie along to
 * whatever host it leads to.
 */

import { PermanentFault } from '../../host/faults.ts'

/**
 * The answer, whatever its status but a redirect's.
 *
 * @throws PermanentFault naming the host that it leads to, and nothing else of that address.
 * @throws TypeError where there is no answer, as `fetch` does.
 */
export async function fetchKeyed(
  target: URL | string,
  init: Omit<RequestInit, 'redirect'> = {},
): Promise<Response> {
  const response = await fetch(target, { ...init, redirect: 'manual' })
  if (!isRedirect(response.status)) return response
  await response.body?.cancel()
  throw new PermanentFault(
    'source_leads_elsewhere',
    `Ask ${new URL(target).host}: it redirects to ${hostOf(response, String(target))}, where a key does not go`,
  )
}

function isRedirect(status: number): boolean {
  return status >= 300 && status < 400 && status !== 304
}

function hostOf({ headers }: Response, target: string): string {
  const location = headers.get('location')
  if (location === null) return 'nowhere'
  return URL.canParse(location, target) ? new URL(location, target).host : 'no address'
}

/**
 * The body of an answer, counted as it arrives and after decompression.
 *
 * @throws Error of `tooLarge` once it holds more than `bytesMax`.
 */
export async function readLimited(
  response: Response,
  bytesMax: number,
  tooLarge: () => Error,
): Promise<Buffer> {
  const chunks: Uint8Array[] = []
  let size = 0
  for await (const chunk of response.body ?? []) {
    size += chunk.length
    if (size > bytesMax) throw tooLarge()
    chunks.push(chunk)
  }
  return Buffer.concat(chunks)
}
