/** Market time in New York, and what the exchange does next. */

import { clockEt, exact, span, weekdayEt } from '../text/format.ts'
import type { Overview } from '#shared/contracts/api/overview.ts'

export function MarketClock({ told, now }: { told: Overview; now: Date }) {
  const { session, next } = told.market
  const opens = new Date(next.opensAt)
  const closes = session ? new Date(session.closesAt) : undefined
  const isOpen = closes !== undefined && now < closes
  const after = `Next session opens ${exact(opens)}`
  return (
    <span className="flex min-w-0 items-baseline gap-1.5 whitespace-nowrap" title={after}>
      <time dateTime={now.toISOString()} className="shrink-0 font-medium">
        {clockEt(now)} ET
      </time>
      {isOpen ? (
        <span className="truncate text-muted">
          <span className="hidden wide:inline">market </span>open
          <span className="hidden wide:inline">
            , closes in {span(closes.getTime() - now.getTime())}
          </span>
        </span>
      ) : (
        <span className="truncate text-muted">
          <span className="hidden wide:inline">market </span>closed
          <span className="hidden wide:inline">, opens {weekdayEt(opens)}</span>
        </span>
      )}
    </span>
  )
}
