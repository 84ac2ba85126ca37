/** Alpaca's market data: bars of several symbols at once, as they were traded. Keys of its own, not the account's. */

import * as v from 'valibot'
import { beginning, plainText } from '../../domain/document/text/cut.ts'
import { messageOf, PermanentFault } from '../../host/faults.ts'
import { bare, expectGood, readJsonAnswer, type Answer } from '../guarded/answer.ts'
import { fetchKeyed, readLimited } from '../keyed/fetch.ts'
import { unpaced, type Pacer } from '../pace/pacer.ts'

export type AlpacaMarketOptions = { baseUrl: string; key: string; secret: string; pacer?: Pacer }

/** Of every exchange (`sip`), or of IEX alone as the free plan gives it. */
export type Feed = 'sip' | 'iex'

export type AlpacaPages = {
  /** What each page says of each symbol. */
  pages: { bars: [symbol: string, told: unknown][]; bytes: Buffer }[]
  /** Why the pages after these are missing; null where there are none. */
  missing: string | null
}

export type AlpacaMarket = {
  bars(
    asked: {
      symbols: readonly string[]
      timeframe: '1Day' | '1Min'
      start: Date
      end: Date
      feed: Feed
    },
    signal: AbortSignal,
  ): Promise<AlpacaPages>
  /** The last minute of each. */
  latestBars(
    asked: { symbols: readonly string[]; feed: Feed },
    signal: AbortSignal,
  ): Promise<AlpacaPages>
}

const LIMIT = 10_000
const PAGES_MAX = 200
const WAIT_MS = 30_000
const BYTES_MAX = 32 * 1024 * 1024
const WORDS_MAX = 300

const Page = v.looseObject({
  bars: v.optional(v.nullable(v.record(v.string(), v.unknown())), null),
  next_page_token: v.fallback(v.nullish(v.string()), null),
})
const Refusal = v.pipe(v.string(), v.parseJson(), v.looseObject({ message: v.string() }))

export function openAlpacaMarket(options: AlpacaMarketOptions): AlpacaMarket {
  const { baseUrl, key, secret, pacer = unpaced } = options
  const headers = { 'apca-api-key-id': key, 'apca-api-secret-key': secret }
  const ask = async (path: string, query: Record<string, string>, signal: AbortSignal) => {
    if (!key || !secret)
      throw new PermanentFault(
        'bad_source_config',
        'Ask Alpaca for prices: expected ALPACA_DATA_KEY and ALPACA_DATA_SECRET, found none',
      )
    const url = `${baseUrl}${path}?${new URLSearchParams(query).toString()}`
    await pacer.turn(signal, { hasBegun: 'page_token' in query })
    const got = await getKeyed(url, headers, signal)
    await pacer.told(got.headers, got.status)
    const answer = expectGood(expectInPlan(got))
    const page = v.safeParse(Page, readJsonAnswer(answer))
    if (!page.success)
      throw new PermanentFault(
        'source_malformed',
        'Read bars of Alpaca: expected {"bars": {…}}, found something else',
      )
    const { bars, next_page_token: next } = page.output
    return {
      told: { bars: Object.entries(bars ?? {}), bytes: answer.body },
      next: next || undefined,
    }
  }
  return {
    async bars({ symbols, timeframe, start, end, feed }, signal) {
      const query = {
        symbols: symbols.join(','),
        timeframe,
        start: start.toISOString(),
        end: end.toISOString(),
        adjustment: 'raw',
        feed,
        sort: 'asc',
        limit: String(LIMIT),
      }
      return followTokens((more) => ask('/v2/stocks/bars', { ...query, ...more }, signal), signal)
    },
    async latestBars({ symbols, feed }, signal) {
      const query = { symbols: symbols.join(','), feed }
      return { pages: [(await ask('/v2/stocks/bars/latest', query, signal)).told], missing: null }
    },
  }
}

type Asked = { told: AlpacaPages['pages'][number]; next: string | undefined }

/** Page after page; those already had are kept when a later one cannot be had. */
async function followTokens(
  ask: (more: Record<string, string>) => Promise<Asked>,
  signal: AbortSignal,
): Promise<AlpacaPages> {
  const pages: AlpacaPages['pages'] = []
  const asked = new Set<string>()
  let token: string | undefined = ''
  try {
    while (token !== undefined) {
      if (asked.has(token) || asked.size === PAGES_MAX)
        return { pages, missing: `page ${asked.size + 1} cannot be asked for` }
      asked.add(token)
      const page: Asked = await ask(token ? { page_token: token } : {})
      pages.push(page.told)
      token = page.next
    }
  } catch (fault) {
    if (pages.length === 0 || signal.aborted) throw fault
    return { pages, missing: `page ${pages.length + 1}: ${messageOf(fault)}` }
  }
  return { pages, missing: null }
}

/** @throws PermanentFault where the subscription does not hold what was asked for, in Alpaca's words. */
function expectInPlan(answer: Answer): Answer {
  if (answer.status !== 403) return answer
  const read = v.safeParse(Refusal, answer.body.toString('utf8'))
  const said = read.success ? plainText(read.output.message, WORDS_MAX) : ''
  if (!/subscription/i.test(said)) return answer
  throw new PermanentFault(
    'source_not_in_plan',
    `Fetch ${bare(new URL(answer.url))}: the plan of this key does not hold it; Alpaca says: ${beginning(said, WORDS_MAX)}`,
  )
}

async function getKeyed(
  url: string,
  headers: Record<string, string>,
  signal: AbortSignal,
): Promise<Answer> {
  const patience = AbortSignal.any([signal, AbortSignal.timeout(WAIT_MS)])
  const where = bare(new URL(url))
  const response = await fetchKeyed(url, { headers, signal: patience }).catch((cause: unknown) => {
    if (cause instanceof PermanentFault) throw cause
    throw new Error(`Fetch ${where}: no answer`, { cause })
  })
  const tooLarge = () =>
    new PermanentFault('source_too_large', `Fetch ${where}: it holds more than ${BYTES_MAX} bytes`)
  const body = await readLimited(response, BYTES_MAX, tooLarge)
  return { status: response.status, headers: response.headers, body, url }
}
