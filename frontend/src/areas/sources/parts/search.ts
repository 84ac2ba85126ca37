/** What narrows the list of sources, kept in the address: a link to it shows the same rows. */

export type SourceSearch = { type?: string; state?: string; ticker?: string }

const NAMES = ['type', 'state', 'ticker'] as const

/** What of an address narrows the list. */
export function readSearch(search: Readonly<Record<string, unknown>>): SourceSearch {
  return Object.fromEntries(
    NAMES.flatMap((name) => {
      const value = search[name]
      return typeof value === 'string' && value !== '' ? [[name, value]] : []
    }),
  )
}
