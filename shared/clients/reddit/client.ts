/** Reddit's listings: through its OAuth where there is a key, else as anybody may read them. */

import * as v from 'valibot'
import { PermanentFault } from '../../host/faults.ts'
import { expectGood, readJsonAnswer, type Answer } from '../guarded/answer.ts'
import { openGuardedFetch } from '../guarded/fetch.ts'
import { fetchKeyed, readLimited } from '../keyed/fetch.ts'
import { unpaced, type Pacer } from '../pace/pacer.ts'

export type RedditOptions = {
  /** Where tokens are given and anybody may read. */
  baseUrl: string
  /** Where those with a token read. */
  oauthUrl: string
  /** Empty for whoever has none. */
  clientId: string
  clientSecret: string
  userAgent: string
  pacer?: Pacer
}

export type Reddit = {
  /**
   * The JSON behind a path such as `/r/stocks/new`. `hasBegun` where the job has asked before, and would
   * lose what it has by being put off.
   */
  read(
    path: string,
    query: Record<string, string>,
    signal: AbortSignal,
    hasBegun?: boolean,
  ): Promise<unknown>
}

const BYTES_MAX = 8 * 1024 * 1024
const WAIT_MS = 15_000
/** A token is renewed so long before it ends. */
const MARGIN_MS = 60_000

const Token = v.object({ access_token: v.pipe(v.string(), v.minLength(1)), expires_in: v.number() })

export function openReddit(options: RedditOptions): Reddit {
  const { baseUrl, oauthUrl, clientId, userAgent, pacer = unpaced } = options
  const publicFetch = openGuardedFetch({ allowHosts: [new URL(baseUrl).host.toLowerCase()] })
  let token: { text: string; endsAt: number } | undefined

  async function askWithKey(path: string, query: string, signal: AbortSignal): Promise<Answer> {
    const headers = { 'user-agent': userAgent }
    if (!token || token.endsAt <= performance.now()) token = await newToken(options, signal)
    const ask = (bearer: string) =>
      askKeyed(`${oauthUrl}${path}?${query}`, signal, {
        headers: { ...headers, authorization: `bearer ${bearer}` },
      })
    const answer = await ask(token.text)
    if (answer.status !== 401) return answer
    // A token may be taken back before its end.
    token = await newToken(options, signal)
    return ask(token.text)
  }

  return {
    async read(path, query, signal, hasBegun = false) {
      const asked = new URLSearchParams({ ...query, raw_json: '1' }).toString()
      await pacer.turn(signal, { hasBegun })
      const answer = clientId
        ? await askWithKey(path, asked, signal)
        : await publicFetch(`${baseUrl}${path}.json?${asked}`, {
            headers: { 'user-agent': userAgent, accept: 'application/json' },
            bytesMax: BYTES_MAX,
            waitMs: WAIT_MS,
            signal,
          })
      await pacer.told(answer.headers, answer.status)
      return readJsonAnswer(expectGood(answer))
    },
  }
}

/** @throws PermanentFault where Reddit knows no such client. */
async function newToken(
  { baseUrl, clientId, clientSecret, userAgent }: RedditOptions,
  signal: AbortSignal,
): Promise<{ text: string; endsAt: number }> {
  const pair = Buffer.from(`${clientId}:${clientSecret}`).toString('base64')
  const answer = await askKeyed(`${baseUrl}/api/v1/access_token`, signal, {
    method: 'POST',
    headers: {
      'user-agent': userAgent,
      authorization: `Basic ${pair}`,
      'content-type': 'application/x-www-form-urlencoded',
    },
    body: 'grant_type=client_credentials',
  })
  const read = v.safeParse(Token, readJsonAnswer(expectGood(answer)))
  if (!read.success)
    throw new PermanentFault('source_refuses_us', 'Ask Reddit for a token: it gives none')
  const { access_token: text, expires_in: seconds } = read.output
  return { text, endsAt: performance.now() + seconds * 1_000 - MARGIN_MS }
}

async function askKeyed(url: string, signal: AbortSignal, init: RequestInit): Promise<Answer> {
  const within = AbortSignal.any([signal, AbortSignal.timeout(WAIT_MS)])
  const response = await fetchKeyed(url, { ...init, signal: within })
  const body = await readLimited(
    response,
    BYTES_MAX,
    () => new PermanentFault('source_too_large', `Ask Reddit: more than ${BYTES_MAX} bytes`),
  )
  return { status: response.status, headers: response.headers, body, url }
}
