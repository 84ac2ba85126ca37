/** What a ticker's windows say, and what became of it lately: what its entry is judged by. */

import { entryDefaults, type Refusals } from '../../domain/trading/entry-gates.ts'
import type { Opinion } from '../../domain/trading/verdict.ts'
import { HOUR_MS, MINUTE_MS } from '../../domain/spans.ts'
import { RESTING_STOP } from '../../domain/trading/resting.ts'
import type { Db } from '../open.ts'
import { ofAccount } from './accounts.ts'

/** What each window of each ticker said last in [since, now], to buy or to sell. */
export async function readOpinions(
  db: Db,
  { tickers, since, now }: { tickers: readonly string[]; since: Date; now: Date },
): Promise<Map<string, Opinion[]>> {
  const rows = await db<Opinion[]>`
    select distinct on (ticker, trend_window) recommendation_id, ticker, trend_window, action, confidence
    from recommendations
    where ticker = any(${tickers as string[]}::text[]) and action in ('buy', 'sell')
      and mode <> 'informational' and generated_at >= ${since} and generated_at <= ${now}
    order by ticker, trend_window, generated_at desc, recommendation_id
  `
  return Map.groupBy(rows, ({ ticker }) => ticker)
}

export type EntryPast = { soldAt: Date | null; refusals: Refusals | null }

/**
 * When shares of each of these tickers were last sold, as long as that counts, and the entries into
 * it that came to nothing since.
 */
export async function readEntryPast(
  db: Db,
  tickers: readonly string[],
  now: Date,
): Promise<Map<string, EntryPast>> {
  const sold = new Date(now.getTime() - entryDefaults.coolDownMinutes * MINUTE_MS)
  const refused = new Date(now.getTime() - entryDefaults.refusalHours * HOUR_MS)
  const rows = await db<
    { ticker: string; soldAt: Date | null; count: number; lastAt: Date | null; says: string }[]
  >`
    select wanted.ticker, greatest(decided.at, filled.at) as sold_at, refused.count, refused.last_at,
      coalesce(refused.says, '') as says
    from unnest(${tickers as string[]}::text[]) as wanted (ticker)
    left join lateral (
      select max(decided_at) as at from trading_decisions d
      where d.ticker = wanted.ticker and kind = 'exit' and action = 'act' and code <> ${RESTING_STOP} and ${ofAccount(db)}
        and decided_at > ${sold} and decided_at <= ${now}
    ) decided on true
    left join lateral (
      select max(filled_at) as at from order_fills f
      where f.ticker = wanted.ticker and side = 'sell' and ${ofAccount(db)}
        and filled_at > ${sold} and filled_at <= ${now}
    ) filled on true
    left join lateral (
      select count(*)::int as count, max(at) as last_at, (array_agg(says order by at desc))[1] as says
      from (
        select coalesce(o.closed_at, verdict.evaluated_at, d.decided_at) as at,
          coalesce(o.reject_reason, verdict.code, '') as says
        from trading_decisions d
        left join orders o using (decision_id)
        left join lateral (
          select evaluated_at, code from risk_evaluations e
          where e.decision_id = d.decision_id and not passed
          order by evaluated_at limit 1
        ) verdict on o.order_id is null
        where d.ticker = wanted.ticker and kind = 'entry' and action = 'act' and source = 'engine'
          and ${ofAccount(db, 'd')}
          and decided_at > ${refused} and decided_at <= ${now}
          and (o.state = 'rejected' or verdict.code is not null)
      ) refusal
    ) refused on true
  `
  return new Map(
    rows.map(({ ticker, soldAt, count, lastAt, says }) => [
      ticker,
      { soldAt, refusals: lastAt === null ? null : { count, lastAt, says } },
    ]),
  )
}
