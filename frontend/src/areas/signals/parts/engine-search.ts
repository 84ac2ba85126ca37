/** What narrows the list of the signal engine, kept in the address. */

import { searchOf } from '../../../api/search-of.ts'

const NAMES = ['ticker', 'differs', 'after'] as const

export type EngineSearch = { [N in (typeof NAMES)[number]]?: string }

export const readEngineSearch: (search: Readonly<Record<string, unknown>>) => EngineSearch =
  searchOf(NAMES)
