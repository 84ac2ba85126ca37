/** What came back from a guarded fetch, and whether it is good. */

import { readTold } from '../pace/told.ts'
import { ownWords } from './own-words.ts'
import { decodeBytes } from '../../domain/document/text/decode.ts'
import { PermanentFault, PutOff } from '../../host/faults.ts'

export type Answer = {
  status: number
  headers: Headers
  body: Buffer
  url: string
  /** Where it is to be asked from now on, its address having moved for good; absent where it has not. */
  movedTo?: string
}

/**
 * Passes a good answer (and 304) on, and says of a bad one whether asking again can help.
 *
 * @throws PutOff where it says until when it wants to be left alone.
 * @param refusals statuses that mean "slow down" at this source, though elsewhere "never".
 */
export function expectGood(answer: Answer, refusals: readonly number[] = []): Answer {
  const { status } = answer
  if (status < 300 || status === 304) return answer
  const words = ownWords(answer)
  const said = words === '' ? '' : `, which says: ${words}`
  const where = `Fetch ${bare(new URL(answer.url))}: expected 200, found ${status}${said}`
  const { isRefusal, waitMs } = readTold(answer.headers, status)
  if (isRefusal && waitMs !== undefined) {
    const seconds = Math.ceil(waitMs / 1_000)
    throw new PutOff(Date.now() + waitMs, `${where}; it asks to wait ${seconds} s`)
  }
  if (status === 429 || refusals.includes(status)) {
    throw new Error(`${where}; it asks to wait, and does not say for how long`)
  }
  if (status === 410) throw new PermanentFault('source_gone', `${where}: it is gone for good`)
  if (status === 404) throw new PermanentFault('source_gone', where)
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
    const contentType = answer.headers.get('content-type') ?? ''
    return JSON.parse(decodeBytes(answer.body, { contentType }).text)
  } catch (cause) {
    throw new PermanentFault(
      'source_malformed',
      `Read ${bare(new URL(answer.url))}: it is not JSON`,
      { cause },
    )
  }
}

/** Without the query, which may carry a key. */
export function bare(url: URL): string {
  return url.origin + url.pathname
}
