/** Checks what documents claim by prices and filings, as those come in. */

import type { Sql } from '#shared/sql/open.ts'
import { checkClaims, saveVerdicts } from '#shared/sql/claims/check-claims.ts'
import { enqueue } from '#shared/queue/record/jobs.ts'
import type { Duty } from './duty.ts'

/** A round looks at so many; the others have their turn before these come again. */
const CLAIMS_MAX = 500
const SECONDS = 300

/** A company of which something was refuted is summed up again at once. */
export function claimsDuty({ sql }: { sql: Sql }): Duty {
  return {
    name: 'claims',
    says: 'checks what documents claim by prices and EDGAR',
    cadence: { seconds: SECONDS },
    backOff: { seconds: 60, secondsMax: 900 },
    deadlineMs: 20_000,
    async run({ now }) {
      const checked = await checkClaims(sql, now, { most: CLAIMS_MAX })
      if (checked.length === 0) return 'nothing'
      return async (tx) => {
        const settled = await saveVerdicts(tx, checked, now)
        const tickers = settled
          .filter(({ state }) => state === 'refuted')
          .map(({ ticker }) => ticker)
        const jobs = [...new Set(tickers)].sort().map((ticker) => ({
          to: 'aggregation' as const,
          job: { ticker },
        }))
        if (jobs.length > 0)
          await enqueue(tx, jobs, { key: `scheduler:claims:${now.toISOString()}`, now })
        return settled.length
      }
    },
  }
}
