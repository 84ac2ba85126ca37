/** Addresses and paths in words for a person. */

import { relative } from 'node:path'

/** Never the user or the password, which a URL may carry. */
export function hostOf(url: string): string {
  return URL.canParse(url) ? new URL(url).host : 'an address that cannot be read'
}

/** A path as it is typed from here. */
export function near(path: string): string {
  const short = relative(process.cwd(), path)
  return short.startsWith('..') ? path : short || '.'
}
