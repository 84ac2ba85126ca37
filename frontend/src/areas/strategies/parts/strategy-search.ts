/** What narrows the lists of strategies, kept in the address. */

import { searchOf } from '../../../api/search-of.ts'

const NAMES = ['ticker', 'strategy', 'after'] as const

export type StrategySearch = { [N in (typeof NAMES)[number]]?: string }

export const readStrategySearch: (search: Readonly<Record<string, unknown>>) => StrategySearch =
  searchOf(NAMES)
