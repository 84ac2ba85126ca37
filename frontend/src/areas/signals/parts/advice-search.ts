/** What narrows the list of recommendations, kept in the address. */

import { searchOf } from '../../../api/search-of.ts'

const NAMES = ['ticker', 'action', 'mode', 'after'] as const

export type AdviceSearch = { [N in (typeof NAMES)[number]]?: string }

export const readAdviceSearch: (search: Readonly<Record<string, unknown>>) => AdviceSearch =
  searchOf(NAMES)
