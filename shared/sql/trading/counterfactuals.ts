/** Table `counterfactuals`: purchases that were not made, or smaller, priced as if they had been. */

import type { Levels } from '../../domain/trading/stops.ts'
import type { StepLeft } from '../../domain/trading/what-if.ts'
import type { TierName } from '../../domain/trading/tiers.ts'
import type { Db, Tx } from '../open.ts'
import { ofAccount } from './accounts.ts'

/** A purchase that a check stopped or made smaller, as it stands in the record. */
export type Stopped = {
  recommendationId: string
  kind: 'skipped' | 'suppressed' | 'clipped'
  code: string
  ticker: string
  decidedAt: Date
  confidence: number
  riskTier: TierName | ''
  referencePrice: string | null
  /** What the decision had sized; null where it had not come so far. */
  steps: StepLeft[] | null
  levels: Levels | null
  /** Shares bought all the same. */
  bought: string | null
}

/**
 * Purchases that were stopped since a moment and are not priced yet, oldest first: once a bar of a later
 * session is there, at whose open one may enter, or, where none comes, before `patience`. A
 * recommendation that may still be decided on is generated at or after `young`.
 */
export function readStopped(
  db: Db,
  { since, young, patience, most }: { since: Date; young: Date; patience: Date; most: number },
): Promise<Stopped[]> {
  return db<Stopped[]>`
    select stopped.* from (
      select d.recommendation_id, case d.action when 'skip' then 'skipped' else 'clipped' end as kind,
        case d.action when 'skip' then d.code else d.sizing ->> 'bound' end as code, d.ticker,
        d.decided_at, r.confidence, d.risk_tier, d.reference_price, d.sizing -> 'steps' as steps,
        d.sizing -> 'levels' as levels, d.quantity as bought
      from trading_decisions d join recommendations r using (recommendation_id)
      where d.kind = 'entry' and ${ofAccount(db, 'd')}
        and d.decided_at >= ${since} and r.generated_at < ${young}
        and (d.action = 'skip' or coalesce(d.sizing ->> 'bound', 'pct_of_pool')
          not in ('pct_of_pool', 'rounding', 'diversification'))
      union all
      select r.recommendation_id, 'suppressed', r.suppressions[1], r.ticker, r.generated_at, r.confidence,
        '', null, null, null, null
      from recommendations r
      where r.action = 'buy' and r.mode = 'informational' and r.suppressions <> '{}'
        and r.generated_at >= ${since} and r.generated_at < ${young}
    ) stopped
    where not exists (select from counterfactuals c
      where c.recommendation_id = stopped.recommendation_id and c.kind = stopped.kind and ${ofAccount(db, 'c')})
      and (stopped.decided_at < ${patience} or exists (select from market_snapshots m
        where m.ticker = stopped.ticker and m.timespan = '1d'
          and m.session_date > (stopped.decided_at at time zone 'America/New_York')::date))
    order by decided_at, recommendation_id limit ${most}
  `
}

export type OpenWhatIf = {
  recommendationId: string
  kind: Stopped['kind']
  ticker: string
  enteredOn: string
  atOpen: boolean
  price: string
  quantity: string
  levels: Levels
}

/** Those that would still be held, longest not looked at first. */
export function readOpenWhatIfs(db: Db, most: number): Promise<OpenWhatIf[]> {
  return db<OpenWhatIf[]>`
    select recommendation_id, kind, ticker, entered_on::text as entered_on, at_open, price, quantity, levels
    from counterfactuals where state = 'open' and ${ofAccount(db)}
    order by looked_at, recommendation_id limit ${most}
  `
}

/** What is known of one by now. */
export type WhatIf = Pick<
  Stopped,
  'recommendationId' | 'kind' | 'code' | 'ticker' | 'decidedAt'
> & {
  state: 'open' | 'ended' | 'unpriced'
  says: string
  enteredOn: string | null
  atOpen: boolean | null
  price: string | null
  quantity: string | null
  levels: Levels | null
  profit: string | null
  reason: string | null
  endedOn: string | null
}

/** Stores one; a second time changes nothing. */
export async function saveWhatIf(tx: Tx, made: WhatIf, now: Date): Promise<void> {
  await tx`
    insert into counterfactuals (recommendation_id, kind, code, ticker, decided_at, state, says,
      entered_on, at_open, price, quantity, levels, profit, reason, ended_on, looked_at)
    values (${made.recommendationId}, ${made.kind}, ${made.code}, ${made.ticker}, ${made.decidedAt},
      ${made.state}, ${made.says}, ${made.enteredOn}, ${made.atOpen}, ${made.price}, ${made.quantity},
      ${made.levels && tx.json(made.levels)}, ${made.profit}, ${made.reason}, ${made.endedOn}, ${now})
    on conflict do nothing
  `
}

/** Notes how one ended, or that it was looked at. */
export async function endWhatIf(
  tx: Tx,
  of: Pick<OpenWhatIf, 'recommendationId' | 'kind'>,
  ended: { profit: string; reason: string; endedOn: string } | 'open' | 'unpriced',
  now: Date,
): Promise<void> {
  const { profit = null, reason = null, endedOn = null } = typeof ended === 'object' ? ended : {}
  const state = typeof ended === 'object' ? 'ended' : ended
  await tx`
    update counterfactuals set state = ${state}, profit = ${profit}, reason = ${reason},
      ended_on = ${endedOn}, looked_at = ${now}, says = ${state === 'unpriced' ? 'split' : ''}
    where recommendation_id = ${of.recommendationId} and kind = ${of.kind} and state = 'open'
      and ${ofAccount(tx)}
  `
}

export type WhatIfTotals = {
  code: string
  kind: Stopped['kind']
  stopped: number
  open: number
  unpriced: number
}

/** How many each check stopped since a moment. */
export function countWhatIfs(db: Db, since: Date): Promise<WhatIfTotals[]> {
  return db<WhatIfTotals[]>`
    select code, kind, count(*)::integer as stopped,
      (count(*) filter (where state = 'open'))::integer as open,
      (count(*) filter (where state = 'unpriced'))::integer as unpriced
    from counterfactuals where decided_at >= ${since} and ${ofAccount(db)}
    group by code, kind order by count(*) desc, code
  `
}

/** What each ended one would have brought since a moment, a ticker's session together. */
export function readUnmade(
  db: Db,
  since: Date,
): Promise<{ code: string; kind: string; cluster: string; n: number; profit: string }[]> {
  return db`
    select code, kind, ticker || ' ' || entered_on as cluster, count(*)::integer as n,
      sum(profit) as profit
    from counterfactuals where state = 'ended' and decided_at >= ${since} and ${ofAccount(db)}
    group by code, kind, ticker, entered_on
  `
}
