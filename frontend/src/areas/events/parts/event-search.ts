/** What narrows the list of events, kept in the address. */

import { searchOf } from '../../../api/search-of.ts'

const NAMES = ['severity', 'direction', 'region', 'ticker', 'range', 'after'] as const

export type EventSearch = { [N in (typeof NAMES)[number]]?: string }

export const readEventSearch: (search: Readonly<Record<string, unknown>>) => EventSearch =
  searchOf(NAMES)
