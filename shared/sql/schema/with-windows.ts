/** Tables of intake whose rows go when their window is over. */

import { prune } from './right-sets.ts'

/** They are nothing else to whoever takes them away. */
export const withWindows = {
  source_trials: prune,
  company_facts: prune,
  earnings_dates: prune,
  story_keys: prune,
  minute_bars: prune,
  market_stream_rejects: prune,
  rejects: prune,
} as const
