/** Recommendations that no decision stands on, and what held trading back meanwhile. */

import type { HoldWord } from '../../domain/trading/holds-over.ts'
import type { TradingMode } from '../../domain/trading/mode.ts'
import type { Db } from '../open.ts'

export type Undecided = {
  recommendationId: string
  ticker: string
  action: 'buy' | 'sell'
  generatedAt: Date
  /** How many there are in all. */
  total: number
}

/**
 * Those of [from, until), to buy or sell, of the modes given, that nothing was decided on in any account; the `most`
 * first. A sale is none where its ticker was sold by another decision in that time: nothing was left to decide.
 */
export function readUndecided(
  db: Db,
  { from, until, modes, most }: { from: Date; until: Date; modes: readonly string[]; most: number },
): Promise<Undecided[]> {
  // Two hours of sessions is what they are young for: no holiday makes two weeks of it.
  return db<Undecided[]>`
    with decided as materialized (
      select distinct recommendation_id from trading_decisions
      where decided_at >= ${from} and decided_at < ${until}::timestamptz + interval '14 days'
        and recommendation_id is not null
    )
    select r.recommendation_id, r.ticker, r.action, r.generated_at, (count(*) over ())::int as total
    from recommendations r
    where r.action in ('buy', 'sell') and r.mode <> 'informational' and r.mode = any(${[...modes]}::text[])
      and r.generated_at >= ${from} and r.generated_at < ${until}
      and not exists (select from decided d where d.recommendation_id = r.recommendation_id)
      and not (r.action = 'sell' and exists (select from trading_decisions d where d.ticker = r.ticker
        and d.kind = 'exit' and d.action = 'act' and d.decided_at >= ${from} and d.decided_at < ${until}))
    order by r.generated_at, r.recommendation_id limit ${most}
  `
}

/** Kinds of notices that tell of holds. */
const SET = ['hold_set', 'kill_switch', 'books_differ']
const LIFTED = 'hold_lifted'
const WORDS_MAX = 2_000

/** What people were told of holds from a moment on, oldest first; and the holds that stand. */
export async function readHoldWords(db: Db, from: Date): Promise<HoldWord[]> {
  const [told, standing] = await Promise.all([
    db<HoldWord[]>`
      select subject as code, kind <> ${LIFTED} as is_set, made_at as at from notification_wishes
      where made_at >= ${from} and kind = any(${[...SET, LIFTED]}::text[])
      order by made_at, kind <> ${LIFTED}, wish_id limit ${WORDS_MAX}`,
    db<HoldWord[]>`
      select code, true as is_set, since as at from trading_holds order by code`,
  ])
  return [...told, ...standing]
}

/** How the engine was set: the mode that stands, and since when entries were switched off or on. */
export async function readEngineSet(
  db: Db,
  { from, until }: { from: Date; until: Date },
): Promise<{ mode: TradingMode; switches: { at: Date; enabled: boolean }[] }> {
  const [[row], switches] = await Promise.all([
    db<{ mode: TradingMode }[]>`select mode from trading_mode`,
    db<{ at: Date; enabled: boolean }[]>`
      select changed_at as at, settings -> 'enabled' = 'true' as enabled from trading_config_versions
      where changed_at < ${until} and version >= coalesce((select max(version) from trading_config_versions
        where changed_at <= ${from}), 0)
      order by version`,
  ])
  return { mode: row?.mode ?? 'disabled', switches }
}
