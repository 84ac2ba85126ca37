/** A person takes the broker's figure for good, where nothing explains why our books differ. */

import { Big } from 'big.js'
import type { byHandRoutes } from '#shared/contracts/api/by-hand.ts'
import type { Answers } from '#shared/contracts/api/route.ts'
import type { Clock } from '#shared/host/clock.ts'
import { Refusal } from '#shared/host/refusal.ts'
import { keepChange } from '#shared/sql/access/keep-change.ts'
import type { Sql } from '#shared/sql/open.ts'
import { acceptDifference } from '#shared/sql/trading/differences.ts'
import { lockBook } from '#shared/sql/trading/locks.ts'

const ROUTE = 'POST /api/trading/differences/accept'
type Routes = Pick<Answers<typeof byHandRoutes>, typeof ROUTE>

export function answerDifferences({ sql, clock }: { sql: Sql; clock: Clock }): Routes {
  return {
    [ROUTE]: (asked) =>
      sql.begin(async (tx) => {
        const now = clock.now()
        const { what, ticker, theirs: seen, reason } = asked.body
        await lockBook(tx)
        const gone = await acceptDifference(tx, { what, ticker }, now)
        const of = what === 'cash' ? 'cash' : `shares of ${ticker}`
        if (!gone) throw new Refusal(409, `The books and the broker do not differ in ${of}`)
        // Thrown within the transaction: nothing was accepted.
        if (!new Big(gone.theirs).eq(seen))
          throw new Refusal(409, `The broker says ${gone.theirs} of ${of} by now, not ${seen}`)
        const { ours, theirs } = gone
        const told = { subject: of, before: { ours }, after: { ours: theirs }, reason }
        await keepChange(tx, asked, told, now)
        return { ours, theirs }
      }),
  }
}
