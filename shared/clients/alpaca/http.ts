/**
 * One request to Alpaca: keys, time-out, rate, retries, and an error that says what happened.
 *
 * Only a read is sent again by itself, and any request that Alpaca refused to take (429). Whether
 * an order arrived is for the caller to find out (docs/FORMULAS.md, Orders and fills).
 */

import { beginning } from '../../domain/document/text/cut.ts'
import * as v from 'valibot'
import { PermanentFault } from '../../host/faults.ts'
import { fetchKeyed } from '../keyed/fetch.ts'
import { BrokerError } from './broker-error.ts'
import { ErrorReply } from './schemas.ts'

export type AlpacaSettings = {
  /** May end in a path, as a proxy's or the replay world's does. */
  baseUrl: string
  dataBaseUrl: string
  key: string
  secret: string
  timeoutMs: number
  /** Requests a real minute; 0 for no limit. */
  requestsPerMinute: number
}

export type AlpacaRequest = {
  method?: string
  path: string
  params?: object
  data?: object
  /** Of the market data host rather than the trading host. */
  marketData?: boolean
}

const ATTEMPTS_MAX = 4
const BACKOFF_MS = 200
const WAIT_MS_MAX = 5_000
const BURST = 50

/** Sends requests one key's worth at a time. */
export function openAlpacaHttp(
  settings: AlpacaSettings,
): (request: AlpacaRequest) => Promise<unknown> {
  const takeTurn = openTurns(settings.requestsPerMinute)
  return async (request) => {
    for (let attempt = 1; ; attempt += 1) {
      await takeTurn()
      try {
        return await send(settings, request)
      } catch (fault) {
        const waitMs = attempt < ATTEMPTS_MAX ? waitBefore(request, fault, attempt) : undefined
        if (waitMs === undefined) throw fault
        await pause(waitMs)
      }
    }
  }
}

/** Milliseconds to wait before sending again; undefined when it must not be, or not soon. */
function waitBefore(request: AlpacaRequest, fault: unknown, attempt: number): number | undefined {
  if (!(fault instanceof BrokerError)) return undefined
  // Whoever redirects us is not the broker, and will not be a moment later.
  if (fault.cause instanceof PermanentFault) return undefined
  const isRead = (request.method ?? 'GET') === 'GET'
  if (fault.status !== 429 && !(isRead && (fault.isAmbiguous || fault.isUnsent))) return undefined
  // Spread out, so that processes refused together do not come back together.
  const backoffMs = BACKOFF_MS * 2 ** attempt * (0.5 + Math.random() / 2)
  const waitMs = fault.retryAfter === undefined ? backoffMs : fault.retryAfter * 1000
  return waitMs <= WAIT_MS_MAX ? waitMs : undefined
}

async function send(settings: AlpacaSettings, request: AlpacaRequest): Promise<unknown> {
  const { method = 'GET', data } = request
  const what = `${method} ${request.path}`
  let response: Response
  let body: string
  try {
    response = await fetchKeyed(addressOf(settings, request), {
      method,
      headers: {
        'apca-api-key-id': settings.key,
        'apca-api-secret-key': settings.secret,
        ...(data ? { 'content-type': 'application/json' } : {}),
      },
      ...(data ? { body: JSON.stringify(data) } : {}),
      signal: AbortSignal.timeout(settings.timeoutMs),
    })
    body = await response.text()
  } catch (cause) {
    throw new BrokerError(`Ask the broker ${what}: no reply`, { status: 0 }, { cause })
  }
  const { status } = response
  if (!response.ok) throw refusal(what, response, body)
  if (status === 204) return undefined
  try {
    return JSON.parse(body) as unknown
  } catch (cause) {
    throw new BrokerError(
      `Ask the broker ${what}: its reply is not JSON`,
      { status, body },
      { cause },
    )
  }
}

function addressOf(settings: AlpacaSettings, { path, params, marketData }: AlpacaRequest): URL {
  const base = marketData ? settings.dataBaseUrl : settings.baseUrl
  const url = new URL(`${base.replace(/\/+$/, '')}${path}`)
  for (const [name, value] of Object.entries(params ?? {})) {
    if (value !== undefined && value !== null) url.searchParams.set(name, String(value))
  }
  return url
}

function refusal(what: string, { status, headers }: Response, body: string): BrokerError {
  const said = v.safeParse(v.pipe(v.string(), v.parseJson(), ErrorReply), body)
  const { code, message } = said.success ? said.output : {}
  const words = message ?? (beginning(body, 200) || 'nothing')
  return new BrokerError(`Ask the broker ${what}: ${status}, ${words}`, {
    status,
    code,
    body,
    retryAfter: retryAfterOf(headers),
  })
}

/** Seconds, from Retry-After or from the moment at which Alpaca's limit starts anew. */
function retryAfterOf(headers: Headers): number | undefined {
  const seconds = Number(headers.get('retry-after') ?? Number.NaN)
  if (Number.isFinite(seconds)) return Math.max(0, seconds)
  const reset = Number(headers.get('x-ratelimit-reset') ?? Number.NaN)
  const isSpent = headers.get('x-ratelimit-remaining') === '0'
  return isSpent && Number.isFinite(reset) ? Math.max(0, reset - Date.now() / 1000) : undefined
}

/** A token bucket that never lets more than `perMinute` through in any minute. */
function openTurns(perMinute: number): () => Promise<void> {
  if (perMinute === 0) return async () => undefined
  const burst = Math.min(BURST, Math.ceil(perMinute / 2))
  const everyMs = 60_000 / Math.max(1, perMinute - burst)
  let freeAt = performance.now() - burst * everyMs
  return async () => {
    const now = performance.now()
    freeAt = Math.max(freeAt, now - burst * everyMs) + everyMs
    if (freeAt > now) await pause(freeAt - now)
  }
}

function pause(ms: number): Promise<void> {
  return new Promise((resolve) => {
    setTimeout(resolve, ms)
  })
}
