/** Whether a ticker was asked about already, for the newest bar that is known of it. */

import type { Db } from '../open.ts'

/** The lists whose jobs ask about one ticker, once a session. */
export type AskingList = 'strategy' | 'signal_engine'

/** A job that ended with nothing said is made again, no oftener than this. */
const AGAIN_MS = 3_600_000

/**
 * Of ticker `c.ticker` whose newest known bar is `bar`: a job waits, or one that could see that bar was given up or
 * cancelled, or ended within the last hour. What was given up has its replay by hand; a job made anew at each look
 * would end no better.
 *
 * A bar is seen from the midnight after its session on, once it was fetched. The list is text of the question and no
 * value of it, as the index is of these lists alone.
 */
export function wasAsked(db: Db, list: AskingList, now: Date) {
  const named = { strategy: db`'strategy'`, signal_engine: db`'signal_engine'` }[list]
  return db`exists (
    select from jobs where list = ${named} and payload ->> 'ticker' = c.ticker
      and (state = 'queued' or business_at > bar.fetched_at
        and business_at >= (bar.session_date + 1)::timestamp at time zone 'America/New_York'
        and (state <> 'done' or business_at > ${new Date(now.getTime() - AGAIN_MS)})))`
}
