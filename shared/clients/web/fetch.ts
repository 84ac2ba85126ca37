/** HTTP as intake uses it: with a time limit, a size limit, and redirects only to the same origin. */

import { PermanentFault } from '../../host/faults.ts'

export type Ask = {
  headers?: Record<string, string>
  signal?: AbortSignal
  waitMs?: number
  bytesMax?: number
}

export type Answer = { status: number; headers: Headers; body: Buffer; url: string }

const WAIT_MS = 30_000
const BYTES_MAX = 32 * 1024 * 1024
const REDIRECTS_MAX = 3

/**
 * GETs a URL; any status is an answer.
 *
 * @throws PermanentFault where the URL is none, leads to another origin, or holds too much.
 * @throws Error where there is no answer in time.
 */
export async function getBytes(url: string, ask: Ask = {}): Promise<Answer> {
  const limits = [AbortSignal.timeout(ask.waitMs ?? WAIT_MS), ...(ask.signal ? [ask.signal] : [])]
  const signal = AbortSignal.any(limits)
  let target = readUrl(url)
  for (let redirects = 0; redirects <= REDIRECTS_MAX; redirects += 1) {
    const response = await fetch(target, {
      headers: ask.headers ?? {},
      redirect: 'manual',
      signal,
    }).catch((cause: unknown) => {
      throw new Error(`Fetch ${bare(target)}: no answer`, { cause })
    })
    const location = response.headers.get('location')
    if (
      response.status < 300 ||
      response.status >= 400 ||
      response.status === 304 ||
      location === null
    ) {
      const body = await readBody(response, target, ask.bytesMax ?? BYTES_MAX)
      return { status: response.status, headers: response.headers, body, url: target.href }
    }
    await response.body?.cancel()
    const next = readUrl(new URL(location, target).href)
    if (next.origin !== target.origin) {
      throw new PermanentFault(
        'source_leads_elsewhere',
        `Fetch ${bare(target)}: it redirects to ${next.origin}`,
      )
    }
    target = next
  }
  throw new PermanentFault(
    'source_leads_elsewhere',
    `Fetch ${bare(target)}: more than ${REDIRECTS_MAX} redirects`,
  )
}

/**
 * Passes a good answer (and 304) on, and says of a bad one whether asking again can help.
 *
 * @param refusals statuses that mean "slow down" at this source, though elsewhere "never".
 */
export function expectGood(answer: Answer, refusals: readonly number[] = []): Answer {
  const { status } = answer
  if (status < 300 || status === 304) return answer
  const where = `Fetch ${bare(new URL(answer.url))}: expected 200, found ${status}`
  if (status === 429 || refusals.includes(status)) {
    throw new Error(
      `${where}; it asks to wait ${answer.headers.get('retry-after') ?? 'an unsaid number of'} seconds`,
    )
  }
  if (status === 404 || status === 410) throw new PermanentFault('source_gone', where)
  if (status === 401 || status === 403) throw new PermanentFault('source_refuses_us', where)
  if (status >= 400 && status < 500 && status !== 408 && status !== 425) {
    throw new PermanentFault('source_rejects_request', where)
  }
  throw new Error(where)
}

/**
 * The JSON of an answer.
 *
 * @throws PermanentFault when it is not JSON.
 */
export function readJsonAnswer(answer: Answer): unknown {
  try {
    return JSON.parse(answer.body.toString('utf8'))
  } catch (cause) {
    throw new PermanentFault(
      'source_malformed',
      `Read ${bare(new URL(answer.url))}: it is not JSON`,
      { cause },
    )
  }
}

async function readBody(response: Response, url: URL, bytesMax: number): Promise<Buffer> {
  const tooLarge = () =>
    new PermanentFault(
      'source_too_large',
      `Fetch ${bare(url)}: it holds more than ${bytesMax} bytes`,
    )
  if (Number(response.headers.get('content-length') ?? 0) > bytesMax) {
    await response.body?.cancel()
    throw tooLarge()
  }
  const chunks: Uint8Array[] = []
  let size = 0
  // Counted as it arrives and after decompression, since the header may lie.
  for await (const chunk of response.body ?? []) {
    size += chunk.length
    if (size > bytesMax) throw tooLarge()
    chunks.push(chunk)
  }
  return Buffer.concat(chunks)
}

function readUrl(text: string): URL {
  const url = URL.canParse(text) ? new URL(text) : undefined
  if (url && (url.protocol === 'http:' || url.protocol === 'https:')) return url
  throw new PermanentFault(
    'bad_source_config',
    `Fetch a source: expected an http or https URL, found "${text}"`,
  )
}

/** Without the query, which may carry a key. */
function bare(url: URL): string {
  return url.origin + url.pathname
}
