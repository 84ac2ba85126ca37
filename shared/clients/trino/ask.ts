/** One request of Trino's protocol: tried again while the server is busy or away, and only ever to that server. */

import { setTimeout as wait } from 'node:timers/promises'
import * as v from 'valibot'
import { fetchKeyed, readLimited } from '../keyed/fetch.ts'
import { shortened } from '../../domain/document/text/cut.ts'
import { PermanentFault } from '../../host/faults.ts'
import { parseExactly, type Exact } from './exact-json.ts'
import type { TrinoSettings } from './settings.ts'

const TRIES_MAX = 8
const BACK_OFF_MS = 50
const BACK_OFF_MS_MAX = 2_000
/** What one page of an answer may hold; Trino's own are of about a megabyte. */
const PAGE_BYTES_MAX = 64 * 1024 ** 2
/**
 * `pageMs`: nobody waits longer for one page, since Trino answers within a second, with nothing if need be. It is below
 * what one question may take, so that it is told what is away. `allMs`: nor longer for all tries at one page.
 */
const PATIENCE = { pageMs: 20_000, allMs: 60_000 }
/** What is not there by then, Trino does not hold back for a page's sake. */
const DUE_MS = 5_000
const BUSY = new Set([429, 502, 503, 504])

const Page = v.object({
  id: v.string(),
  nextUri: v.optional(v.string()),
  columns: v.optional(v.array(v.object({ name: v.string(), type: v.string() }))),
  data: v.optional(v.array(v.array(v.custom<Exact>(() => true)))),
  updateCount: v.optional(v.number()),
  error: v.optional(
    v.object({ message: v.string(), errorName: v.string(), errorType: v.optional(v.string(), '') }),
  ),
})
export type TrinoPage = v.InferOutput<typeof Page>

/** Trino does not answer, or says that it cannot yet: what was asked may be asked again. */
export class TrinoAway extends Error {
  override readonly name = 'TrinoAway'
}

export type TrinoRequest = { url: string; statement?: string; headers: Record<string, string> }

/**
 * The page behind an address of the server's own. Asking twice for one is asking once: a statement only begins when
 * its first page is fetched, and pages are numbered.
 *
 * @throws PermanentFault of a page that is too large. @throws TrinoAway where it does not answer, also where the signal
 * is aborted before an answer that is long due. @throws Error of an answer that is none.
 */
export async function askTrino(
  { url: server, user, password, patience = PATIENCE }: TrinoSettings,
  { url, statement, headers }: TrinoRequest,
  signal: AbortSignal,
): Promise<TrinoPage> {
  const { host, origin } = new URL(server)
  if (new URL(url).origin !== origin)
    throw new Error(`Ask Trino at ${host}: it leads to another server, which is not followed`)
  const init = {
    method: statement === undefined ? 'GET' : 'POST',
    ...(statement === undefined ? {} : { body: statement }),
    headers: { ...identify(user, password), ...headers },
  }
  const begun = performance.now()
  for (let tries = 1; ; tries += 1) {
    const told = await askOnce(
      url,
      init,
      AbortSignal.any([signal, AbortSignal.timeout(patience.pageMs)]),
    )
    const waitedMs = performance.now() - begun
    if ('page' in told) {
      signal.throwIfAborted()
      return told.page
    }
    if (told.again && tries < TRIES_MAX && waitedMs < patience.allMs && !signal.aborted) {
      const backOffMs = Math.min(BACK_OFF_MS_MAX, BACK_OFF_MS * 2 ** tries)
      await wait(backOffMs, undefined, { signal }).catch(() => undefined)
      if (!signal.aborted) continue
    }
    if (waitedMs < DUE_MS) signal.throwIfAborted()
    const says = `Ask Trino at ${host}: ${told.says ?? `no answer for ${Math.round(waitedMs / 1_000)} s`}`
    throw told.again ? new TrinoAway(says, { cause: told.cause }) : new Error(says)
  }
}

/** `says` nothing where there was no answer until the signal was aborted. */
type AskedOnce = { page: TrinoPage } | { again: boolean; says?: string; cause?: unknown }

async function askOnce(url: string, init: RequestInit, signal: AbortSignal): Promise<AskedOnce> {
  try {
    const response = await fetchKeyed(url, { ...init, signal })
    const tooLarge = () =>
      new PermanentFault('result_limit', 'Ask Trino: a page of its answer is too large')
    const text = (await readLimited(response, PAGE_BYTES_MAX, tooLarge)).toString()
    const { status } = response
    if (status !== 200)
      return { again: BUSY.has(status), says: `status ${status}: ${shortened(text.trim(), 200)}` }
    const page = v.safeParse(Page, parseExactly(text))
    if (page.success) return { page: page.output }
    return { again: false, says: 'its answer is none of its protocol' }
  } catch (cause) {
    if (cause instanceof PermanentFault) throw cause
    return signal.aborted ? { again: true } : { again: true, says: 'no answer', cause }
  }
}

/** Ends a statement whose answer nobody wants any more. What Trino says to that is nobody's concern. */
export async function cancelTrino(
  { url: server, user, password }: TrinoSettings,
  url: string,
): Promise<void> {
  if (new URL(url).origin !== new URL(server).origin) return
  const init = {
    method: 'DELETE',
    headers: identify(user, password),
    // Sent is said; whoever waits is at a limit already, and the server may be silent.
    signal: AbortSignal.timeout(1_000),
  }
  await fetchKeyed(url, init).then(
    (response) => response.body?.cancel(),
    () => undefined,
  )
}

function identify(user: string, password: string): Record<string, string> {
  const named = { 'x-trino-user': user }
  if (!password) return named
  const pair = Buffer.from(`${user}:${password}`).toString('base64')
  return { ...named, authorization: `Basic ${pair}` }
}
