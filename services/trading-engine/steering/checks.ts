/** What each check saved or cost, added up from what was not bought. */

import type { Answers } from '#shared/contracts/api/route.ts'
import type { checkRoutes } from '#shared/contracts/api/trading-checks.ts'
import { DAY_MS } from '#shared/domain/spans.ts'
import { savedBy, type Saved } from '#shared/domain/trading/saved.ts'
import type { Clock } from '#shared/host/clock.ts'
import type { Sql } from '#shared/sql/open.ts'
import { countWhatIfs, readUnmade } from '#shared/sql/trading/counterfactuals.ts'

export function answerChecks({
  sql,
  clock,
}: {
  sql: Sql
  clock: Clock
}): Answers<typeof checkRoutes> {
  return {
    'GET /api/trading/checks': async ({ query: { days } }) => {
      const since = new Date(clock.now().getTime() - days * DAY_MS)
      const [counts, unmade] = await Promise.all([countWhatIfs(sql, since), readUnmade(sql, since)])
      const checks = counts.map(({ code, ...rest }) => {
        const own = unmade.filter((one) => one.code === code && one.kind === rest.kind)
        const all = savedBy(own.map((one) => ({ ...one, profit: Number(one.profit) })))
        const { n: ended, clusters, interval } = all
        const known = ended > 0
        const numbers = { ended, clusters, interval, verdict: verdictOf(all) }
        const dollars = { saved: known ? all.saved : null, mean: known ? all.mean : null }
        return { check: code, ...rest, ...numbers, ...dollars }
      })
      return { since, checks }
    },
  }
}

/** Clear only where the whole interval lies on one side. */
function verdictOf({ interval }: Saved) {
  if (interval === null) return 'too_few' as const
  if (interval.from > 0) return 'saved' as const
  return interval.to < 0 ? ('cost' as const) : ('unclear' as const)
}
