/**
 * The session of this browser: whether there is one, and its renewal.
 *
 * The server keeps it in cookies that no script reads. Every tab shares them, and a renewal uses
 * the old one up: so one tab renews at a time, and the next one finds that there is nothing to do.
 */

import type { Me } from '#shared/contracts/api/access-rows.ts'
import { openCell } from './cell.ts'

/** `ended` was `on` before: what is on the page stays there, below the way back in. */
export type SessionState = 'unknown' | 'on' | 'ended' | 'none'
export const session = openCell<SessionState>('unknown')

/** True from a one-time link or a recovery code until a key was named, or put off. */
export const enrolling = openCell(false)

/** Stored while this browser has a session, which its cookies do not tell a script. */
const SIGNED_IN = 'stonks-signed-in'
const LOCK = 'stonks-renewal'

let underWay: Promise<boolean> | undefined

/**
 * Renews the session after a request was not let in. False: it is over.
 *
 * @throws Error where the API does not answer, which ends no session.
 */
export function renewSession(): Promise<boolean> {
  underWay ??= alone(renew).finally(() => {
    underWay = undefined
  })
  return underWay
}

/** After a sign-in in this tab, or found in another. */
export function beginSession(): void {
  localStorage.setItem(SIGNED_IN, 'yes')
  session.set('on')
}

/** After a sign-out, on the way to a page that knows nothing of it. */
export function forgetSession(): void {
  localStorage.removeItem(SIGNED_IN)
  session.set('none')
}

/** What was on turns to ended; what never was stays none. */
export function loseSession(): void {
  localStorage.removeItem(SIGNED_IN)
  const state = session.get()
  session.set(state === 'on' || state === 'ended' ? 'ended' : 'none')
}

async function renew(): Promise<boolean> {
  // Asked, not remembered: what another tab stored may come here later than its turn has ended.
  const { person } = (await (await call('/api/access/me')).json()) as Me
  if (person) return true
  if (localStorage.getItem(SIGNED_IN) === null) return false
  const renewal = { method: 'POST', headers: { 'content-type': 'application/json' }, body: '{}' }
  const { ok, status } = await call('/api/access/refresh', renewal)
  if (ok || status === 401 || status === 403) return ok
  throw new Error(`The session could not be renewed: status ${status}`)
}

async function call(path: string, init: RequestInit = {}): Promise<Response> {
  return fetch(path, init).catch((cause: unknown) => {
    throw new Error('The API does not answer', { cause })
  })
}

/** One tab at a time; where the browser has no locks (no https), one request of this tab. */
function alone<T>(work: () => Promise<T>): Promise<T> {
  const locks = navigator.locks as LockManager | undefined
  return locks ? (locks.request(LOCK, work) as Promise<T>) : work()
}
