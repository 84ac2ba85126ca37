/** Polygon's REST API: news and market data, https://polygon.io/docs/stocks. */

import * as v from 'valibot'
import { PermanentFault } from '../../host/faults.ts'
import { expectGood, readJsonAnswer, type Answer } from '../guarded/answer.ts'
import { wordsIn } from '../guarded/own-words.ts'
import { fetchKeyed, readLimited } from '../keyed/fetch.ts'
import { unpaced, type Pacer } from '../pace/pacer.ts'
import { polygonMarket, type PolygonMarket } from './market.ts'
import { readNewsPages, type NewsPages, type NewsSpan } from './news-pages.ts'
import { recordsOf } from './next-page.ts'
import { expectInPlan } from './plan.ts'

export type PolygonOptions = { baseUrl: string; key: string; pacer?: Pacer }

export type Polygon = PolygonMarket & {
  /** News published in [from, to], oldest first. */
  news(span: NewsSpan, signal: AbortSignal): Promise<NewsPages>
}

/** A limit of its own beside the one for news. */
const BARS = { kind: 'bars' }
const WAIT_MS = 30_000
const BYTES_MAX = 32 * 1024 * 1024

const Page = v.looseObject({
  status: v.optional(v.unknown()),
  results: v.optional(v.unknown()),
  ticker: v.optional(v.unknown()),
  next_url: v.fallback(v.nullish(v.string()), null),
})

/** Opens no connection; each call asks for itself. Its errors are those of `fetchKeyed` and `expectGood`. */
export function openPolygon({ baseUrl, key, pacer = unpaced }: PolygonOptions): Polygon {
  const headers: Record<string, string> = key ? { authorization: `Bearer ${key}` } : {}
  const { origin } = new URL(baseUrl)
  const ask = async (
    url: string,
    signal: AbortSignal,
    turn: Parameters<Pacer['turn']>[1] = BARS,
  ) => {
    // The key goes with the request, so it goes to nobody else.
    if (new URL(url).origin !== origin)
      throw new RangeError(`Fetch from Polygon: expected ${origin}, found another address`)
    await pacer.turn(signal, turn)
    const got = await getKeyed(url, headers, signal)
    await pacer.told(got.headers, got.status)
    const answer = expectGood(expectInPlan(got))
    return { answer, page: readPage(answer) }
  }
  return {
    ...polygonMarket(baseUrl, ask),
    news: (span, signal) =>
      readNewsPages(
        baseUrl,
        span,
        async (url, hasBegun) => {
          const { page } = await ask(url, signal, { kind: 'news', hasBegun })
          const { results, next_url } = page
          return { results: recordsOf(results), next_url }
        },
        signal,
      ),
  }
}

async function getKeyed(
  url: string,
  headers: Record<string, string>,
  signal: AbortSignal,
): Promise<Answer> {
  const patience = AbortSignal.any([signal, AbortSignal.timeout(WAIT_MS)])
  const { origin, pathname } = new URL(url)
  const response = await fetchKeyed(url, { headers, signal: patience }).catch((cause: unknown) => {
    if (cause instanceof PermanentFault) throw cause
    throw new Error(`Fetch ${origin}${pathname}: no answer`, { cause })
  })
  const tooLarge = () =>
    new PermanentFault(
      'source_too_large',
      `Fetch ${origin}${pathname}: it holds more than ${BYTES_MAX} bytes`,
    )
  const body = await readLimited(response, BYTES_MAX, tooLarge)
  return { status: response.status, headers: response.headers, body, url }
}

function readPage(answer: Answer): v.InferOutput<typeof Page> {
  const page = v.safeParse(Page, readJsonAnswer(answer))
  if (page.success && page.output.status !== 'ERROR') return page.output
  const words = page.success ? wordsIn(page.output) : ''
  throw new PermanentFault(
    'source_malformed',
    `Read a Polygon page: expected {"results": […]}, found ${words ? `an error, which says: ${words}` : 'something else'}`,
  )
}
