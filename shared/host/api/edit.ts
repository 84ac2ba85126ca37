/** Edits of one row by two people: who saves second is told what is there, and overwrites nothing. */

import { Refusal } from '../refusal.ts'

/**
 * Lets pass an edit that was made on the row as it stands, and one that does not say what it was made on.
 *
 * @throws Refusal 409 `changed_since`, with the version that is there.
 */
export function askVersion(
  what: string,
  found: number | null,
  madeOn: number | null | undefined,
): void {
  if (madeOn === undefined || madeOn === found) return
  const was = madeOn === null ? 'where there was none' : `on version ${madeOn}`
  const is = found === null ? 'there is none now' : `it stands at version ${found} now`
  throw new Refusal(
    409,
    `${what} was changed since: this edit was made ${was}, and ${is}. Read it again, then change it`,
    'changed_since',
  )
}

/** What was just written: nothing here takes it away again. */
export function saved<T>(found: T | undefined): T {
  if (found === undefined) throw new RangeError('Read what was just written: it is not there')
  return found
}
