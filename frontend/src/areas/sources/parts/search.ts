/** What narrows the list of sources, kept in the address: a link to it shows the same rows. */

import { searchOf } from '../../../api/search-of.ts'

export type SourceSearch = { type?: string; state?: string; ticker?: string }

export const readSearch: (search: Readonly<Record<string, unknown>>) => SourceSearch = searchOf([
  'type',
  'state',
  'ticker',
])
