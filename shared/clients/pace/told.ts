/** What a vendor's answer says of when to ask it again, in whichever of the usual ways it says so. */

import { readInstant } from '../../domain/document/text/instant.ts'

/** Waits shorter or longer than these were not meant. */
const WAIT_MS_MIN = 1_000
const WAIT_MS_MAX = 3_600_000
/** Seconds from now on, up to here; a larger number is a moment. */
const DELTA_MAX = 10_000_000
/** Seconds since 1970, up to here; a larger number is in milliseconds. */
const EPOCH_SECONDS_MAX = 100_000_000_000

export type Wish = {
  /** It did not answer, because it was asked too often or has too much to do. */
  isRefusal: boolean
  /** How long it wants to be left alone; undefined where it says nothing of the kind. */
  waitMs: number | undefined
}

export function readTold(headers: Headers, status: number, nowMs = Date.now()): Wish {
  // Its moments are of its own clock.
  const clockMs = readInstant(headers.get('date') ?? '')?.getTime() ?? nowMs
  const retryMs = retryAfterMs(headers.get('retry-after'), clockMs)
  const isRefusal = status === 429 || (status === 503 && retryMs !== undefined)
  if (isRefusal) return { isRefusal, waitMs: bounded(retryMs ?? resetMs(headers, clockMs)) }
  const left = numberIn(headers, ['x-ratelimit-remaining', 'ratelimit-remaining'])
  const isUsedUp = left !== undefined && left < 1
  return { isRefusal: false, waitMs: isUsedUp ? bounded(resetMs(headers, clockMs)) : undefined }
}

/** Seconds or an HTTP date (RFC 9110, 10.2.3). */
function retryAfterMs(text: string | null, nowMs: number): number | undefined {
  const said = text?.trim()
  if (!said) return undefined
  if (/^\d+(\.\d+)?$/.test(said)) return momentMs(Number(said), nowMs)
  const at = readInstant(said)
  return at ? at.getTime() - nowMs : undefined
}

function resetMs(headers: Headers, nowMs: number): number | undefined {
  const reset = numberIn(headers, ['x-ratelimit-reset', 'ratelimit-reset'])
  return reset === undefined ? undefined : momentMs(reset, nowMs)
}

/** Vendors count seconds from now, seconds since 1970 or milliseconds since 1970. */
function momentMs(value: number, nowMs: number): number {
  if (value <= DELTA_MAX) return value * 1_000
  return (value <= EPOCH_SECONDS_MAX ? value * 1_000 : value) - nowMs
}

function numberIn(headers: Headers, names: readonly string[]): number | undefined {
  for (const name of names) {
    const text = headers.get(name)?.trim()
    if (text && /^\d+(\.\d+)?$/.test(text)) return Number(text)
  }
  return undefined
}

function bounded(ms: number | undefined): number | undefined {
  return ms === undefined ? undefined : Math.min(WAIT_MS_MAX, Math.max(WAIT_MS_MIN, ms))
}
