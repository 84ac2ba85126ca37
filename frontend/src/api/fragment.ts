/** What a sign-in leaves behind the `#` of the address: it is taken in, and leaves the address at once. */

import { openCell } from './cell.ts'

const LINK = /^#link=([A-Za-z0-9_-]+)$/
const REFUSED = /^#refused=([a-z0-9_]+)$/

/** The secret of a one-time link, until it was used. */
export const printedLink = openCell<string | undefined>(undefined)
/** The code of why the company's sign-in sent somebody back. */
export const companyRefusal = openCell<string | undefined>(undefined)

/** Takes in what stands there now, and whatever is pasted later; nothing of it stays in the history. */
export function watchFragment(): void {
  take()
  // Before the router, which would write the fragment down again.
  window.addEventListener('hashchange', take, { capture: true })
}

function take(): void {
  const [, secret] = LINK.exec(location.hash) ?? []
  const [, code] = REFUSED.exec(location.hash) ?? []
  if (secret === undefined && code === undefined) return
  history.replaceState(null, '', location.pathname + location.search)
  if (secret !== undefined) printedLink.set(secret)
  companyRefusal.set(code)
}
