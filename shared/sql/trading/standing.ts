/**
 * Tables `trading_mode` and `trading_holds`: whether money may move. Everyone asks only this: the
 * engine's round, the adapter at the moment an order leaves, the pages.
 *
 * What is missing or impossible there halts. A fault of PostgreSQL itself is thrown: who cannot ask
 * sends nothing either.
 */

import {
  halted,
  standing,
  TRADING_MODES,
  type Hold,
  type Standing,
  type TradingMode,
} from '../../domain/trading/mode.ts'
import type { Db, Tx } from '../open.ts'

type StandingRow = {
  mode: string | null
  /** Null where nobody has ever set the switch. */
  pipelineOn: boolean | null
  pipelineChangedAt: Date | null
  enabled: boolean | null
  enabledSince: Date | null
  holds: { code: string; state: string; says: string; since: string }[] | null
}

/** How trading stands at business time `now`. */
export async function readStanding(db: Db, now: Date): Promise<Standing> {
  const [row] = await db<StandingRow[]>`
    select (select mode from trading_mode) as mode,
      (select enabled from pipeline_control) as pipeline_on,
      (select changed_at from pipeline_control) as pipeline_changed_at,
      set.enabled, set.changed_at as enabled_since,
      (select jsonb_agg(jsonb_build_object('code', code, 'state', state, 'says', says,
          'since', to_char(since at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"')) order by since, code)
        from trading_holds where until is null or until > ${now}) as holds
    from (select 1) one left join lateral (
      select settings -> 'enabled' = 'true' as enabled, changed_at from trading_config_versions
      order by version desc limit 1) set on true
  `
  return row ? standingOf(row, now) : halted('unreadable', 'no answer on how trading stands', now)
}

/** The stored values as a standing; whatever is odd about them halts. */
function standingOf(row: StandingRow, now: Date): Standing {
  const { mode } = row
  if (!isMode(mode)) return halted('unreadable', `no mode stands in trading_mode: ${mode}`, now)
  const holds = (row.holds ?? []).map((hold): Hold => ({
    ...hold,
    // A word that is not known is the strictest.
    state: hold.state === 'reducing' ? 'reducing' : 'halted',
    since: new Date(hold.since),
  }))
  if (row.pipelineOn !== true) {
    const says = row.pipelineOn === false ? 'the pipeline is off' : 'the pipeline was never set'
    holds.push({
      code: 'pipeline_off',
      state: 'reducing',
      says,
      since: row.pipelineChangedAt ?? now,
    })
  }
  if (row.enabled !== true) {
    const says = 'TRADING_ENABLED is false, or not known'
    const since = row.enabledSince ?? now
    holds.push({ code: 'trading_disabled', state: 'reducing', says, since })
  }
  return standing({ mode, holds }, now)
}

function isMode(mode: string | null): mode is TradingMode {
  return TRADING_MODES.some((known) => known === mode)
}

export type NewHold = Pick<Hold, 'code' | 'state' | 'says'> & {
  by: string
  /** Over by itself from then on. */
  until?: Date
}

/** Sets a hold; one that stands already keeps since when. Returns whether it is new. */
export async function setHold(tx: Tx, hold: NewHold, now: Date): Promise<boolean> {
  const { code, state, says, by, until = null } = hold
  const [row] = await tx<{ isNew: boolean }[]>`
    insert into trading_holds as old (code, state, says, since, set_by, until)
    values (${code}, ${state}, ${says}, ${now}, ${by}, ${until})
    on conflict (code) do update set state = excluded.state, says = excluded.says,
      set_by = excluded.set_by, until = excluded.until,
      since = case when old.until <= ${now} then excluded.since else old.since end
    returning since = ${now} as is_new
  `
  return row?.isNew ?? false
}

/** Lifts a hold; returns whether it stood. */
export async function liftHold(tx: Tx, code: string, now: Date): Promise<boolean> {
  const lifted = await tx<{ until: Date | null }[]>`
    delete from trading_holds where code = ${code} returning until`
  return lifted.some(({ until }) => until === null || until > now)
}

/** Holds that a person sets and ends by a route; every other ends with its cause. */
const BY_PEOPLE = ['kill_switch', 'paused', 'reducing']

/** A standing with who ends each hold, as the API answers it. */
export function shownStanding({ holds, ...rest }: Standing) {
  const liftedBy = (code: string) =>
    (BY_PEOPLE.includes(code) ? 'person' : 'cause') as 'person' | 'cause'
  return { ...rest, holds: holds.map((hold) => ({ ...hold, liftedBy: liftedBy(hold.code) })) }
}
