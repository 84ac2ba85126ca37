/**
 * The session of this browser: whether there is one, and its renewal.
 *
 * The server keeps it in cookies that no script reads. Every tab shares them, and a renewal uses
 * the old one up: so one tab renews at a time, and the others take what it brought.
 */

import { openCell } from './cell.ts'

/** `ended` was `on` before: what is on the page stays there, below the way back in. */
export type SessionState = 'unknown' | 'on' | 'ended' | 'none'
export const session = openCell<SessionState>('unknown')

/** True from a one-time link or a recovery code until a key was named, or put off. */
export const enrolling = openCell(false)

const LOCK = 'stonks-renewal'
/** Where a tab writes down for the others when it renewed. */
const RENEWED_AT = 'stonks-renewed-at'

let underWay: Promise<boolean> | undefined

/**
 * Renews the session, for a request sent at `sentAt` that was not let in. False: it is over.
 *
 * @throws Error where the API does not answer, which ends no session.
 */
export function renewSession(sentAt: number): Promise<boolean> {
  underWay ??= alone(() => renew(sentAt)).finally(() => {
    underWay = undefined
  })
  return underWay
}

/** After a sign-in in this tab, or found in another. */
export function beginSession(): void {
  session.set('on')
}

/** What was on turns to ended; what never was stays none. */
export function loseSession(): void {
  const state = session.get()
  session.set(state === 'on' || state === 'ended' ? 'ended' : 'none')
}

async function renew(sentAt: number): Promise<boolean> {
  if (Number(localStorage.getItem(RENEWED_AT) ?? 0) > sentAt) return true
  const response = await fetch('/api/access/refresh', {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: '{}',
  }).catch((cause: unknown) => {
    throw new Error('The API does not answer', { cause })
  })
  if (response.ok) {
    localStorage.setItem(RENEWED_AT, String(Date.now()))
    return true
  }
  if (response.status === 401 || response.status === 403) return false
  throw new Error(`The session could not be renewed: status ${response.status}`)
}

/** One tab at a time; where the browser has no locks (no https), one request of this tab. */
function alone<T>(work: () => Promise<T>): Promise<T> {
  const locks = navigator.locks as LockManager | undefined
  return locks ? (locks.request(LOCK, work) as Promise<T>) : work()
}
