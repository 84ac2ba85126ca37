/** Reads or changes one address of the API, with the session renewed and a passkey asked for where it must be. */

import type * as v from 'valibot'
import { PATCHED, PATCHING, patched, type Patch } from '#shared/contracts/api/patch.ts'
import type { RefusalBody } from '#shared/contracts/api/route.ts'
import { ApiError } from './api-error.ts'
import { forget, markOf, plainMark, remember, valueOf } from './costs.ts'
import { loseSession, renewSession, session } from './session.ts'
import { confirmByPasskey, type Consequence } from './step-up.ts'

export type Change = {
  method: string
  body: unknown
  /** What the page says of it where a passkey is asked for. */
  does: string
  consequences: readonly Consequence[]
  /** Gives it up; what `ask` throws then is the reason of the signal. */
  signal?: AbortSignal | undefined
  /** The answer is a file: it is given as it came, for whoever asks to read. */
  isFile?: true
}

/** How long a reading may take before the page says that nobody answers. */
const READ_MS = 10_000

/** Where anyone may ask, signed in or not. */
const DOORS = /^\/api\/access\/(?:me|link|sign-in|recovery)\b/

/**
 * Reads an address, or makes a change at it.
 *
 * @throws ApiError with the server's words, or an Error that says that nothing answers.
 */
export async function ask<T>(path: string, change?: Change): Promise<T> {
  const isClosed = session.get() === 'ended' || session.get() === 'none'
  if (isClosed && !DOORS.test(path)) throw signedOut()
  try {
    return await askOnce<T>(path, change)
  } catch (fault) {
    if (!(fault instanceof ApiError) || !(await mayRepeat(fault, change))) throw fault
    return askOnce<T>(path, change)
  }
}

/** One request, as it is. */
export async function askOnce<T>(path: string, change?: Change): Promise<T> {
  const mark = change ? undefined : markOf(path)
  const response = await fetch(path, change ? initOf(change) : reading(mark)).catch(
    (cause: unknown) => {
      change?.signal?.throwIfAborted()
      throw new Error('The API does not answer', { cause })
    },
  )
  if (response.status === 304 && mark !== undefined) return valueOf(path) as T
  // Meanwhile another answer took the place of the one that this is a patch of.
  const isPatch = response.status === PATCHED
  if (isPatch && response.headers.get('delta-base') !== plainMark(markOf(path))) {
    forget(path)
    return askOnce<T>(path)
  }
  if (response.ok && change?.isFile) return response as T
  const { text, value: body } = await readBody(response).catch((cause: unknown) => {
    change?.signal?.throwIfAborted()
    if (response.ok && !change) throw new Error('The API broke off its answer', { cause })
    return { text: '', value: {} }
  })
  const value = isPatch ? patched(valueOf(path), body as Patch) : body
  if (response.ok && !change) remember(path, response.headers, text, value)
  if (response.ok) return value as T
  const { detail, code, faults } = value as Partial<v.InferOutput<typeof RefusalBody>>
  throw new ApiError(response.status, code ?? '', detail ?? response.statusText, faults)
}

function initOf({ method, body, signal }: Change): RequestInit {
  const headers = { 'content-type': 'application/json' }
  return { method, headers, body: JSON.stringify(body) ?? null, ...(signal && { signal }) }
}

/** A page that waits for ever looks well while it is not; a change may take as long as it takes. */
function reading(mark: string | undefined): RequestInit {
  const signal = AbortSignal.timeout(READ_MS)
  const known = mark === undefined ? {} : { 'if-none-match': mark }
  return { signal, headers: { 'a-im': PATCHING, ...known } }
}

/** What an answer holds; fails where it is no JSON. */
async function readBody(response: Response): Promise<{ text: string; value: unknown }> {
  const text = await response.text()
  return { text, value: JSON.parse(text) }
}

/** Does what a refusal asks for. False: there is no other way but to say so. */
async function mayRepeat(refusal: ApiError, change?: Change): Promise<boolean> {
  if (refusal.status === 401 && session.get() === 'on') {
    if (await renewSession()) return true
    loseSession()
    throw signedOut()
  }
  if (refusal.code === 'step_up' && change) {
    if (await confirmByPasskey(change.does, change.consequences)) return true
    throw new ApiError(403, 'step_up', 'it was not confirmed')
  }
  return false
}

function signedOut(): ApiError {
  return new ApiError(401, 'sign_in', 'your session has ended')
}
