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
  type Freshness,
  type Hold,
  type Standing,
  type TradingMode,
} from '../../domain/trading/mode.ts'
import type { Disagreement } from '../../domain/trading/mode-claims.ts'
import { readEnv } from '../../host/env.ts'
import { tellHoldLifted, tellHoldSet } from '../notifications/tell-holds.ts'
import { readFreshness } from './freshness.ts'
import { ownDisagreement } from './own-mode.ts'
import type { Db, Tx } from '../open.ts'
import { unreadableHolds, type Unread } from './unreadable.ts'

type StandingRow = Unread & {
  disagreements: Disagreement[] | null
  derivedAt: Date | null
  accountId: string
  accountNumber: string
  build: string
  hasConsent: boolean
  isReadOnly: boolean
  /** Null where nobody has ever set the switch. */
  pipelineOn: boolean | null
  pipelineChangedAt: Date | null
  enabled: boolean | null
  enabledSince: Date | null
  holds: { code: string; state: string; says: string; since: string }[] | null
  /** Parts that run another build than the engine, and that nobody accepted. */
  builds: { part: string; build: string; since: string }[] | null
  isAccepted: boolean
}

/**
 * How trading stands at business time `now`. Who has just read the prices of what is held says so:
 * older ones that are stored do not count then.
 */
export async function readStanding(
  db: Db,
  now: Date,
  own: Partial<Pick<Freshness, 'marksReadAt'>> = {},
): Promise<Standing> {
  const [[row], freshness] = await Promise.all([readRows(db, now), readFreshness(db, now)])
  if (!row) return halted('unreadable', 'no answer on how trading stands', now)
  return standingOf(row, { ...freshness, ...own }, now)
}

function readRows(db: Db, now: Date): Promise<StandingRow[]> {
  return db<StandingRow[]>`
    select set_mode.mode, set_mode.disagreements, set_mode.derived_at, set_mode.account_id,
      set_mode.account_number, set_mode.build,
      exists (select from live_consents given where given.account_id = set_mode.account_id
        and given.build = set_mode.build and given.withdrawn_at is null) as has_consent,
      pg_is_in_recovery() or current_setting('default_transaction_read_only')::boolean as is_read_only,
      (select enabled from pipeline_control) as pipeline_on,
      (select changed_at from pipeline_control) as pipeline_changed_at,
      set.enabled, set.changed_at as enabled_since, set.settings,
      (select risk_tier from trading_engine_config) as risk_tier,
      (select jsonb_agg(jsonb_build_array(name, value)) from risk_configs) as limits,
      (select jsonb_agg(jsonb_build_object('code', code, 'state', state, 'says', says,
          'since', since) order by since, code)
        from trading_holds where until is null or until > ${now}) as holds,
      (select jsonb_agg(jsonb_build_object('part', part, 'build', other.build, 'since', since) order by part)
        from trading_builds other where other.build <> set_mode.build and accepted_by is null) as builds,
      exists (select from trading_builds own where own.build = ${readEnv('BUILD')}
        and accepted_by is not null) as is_accepted
    from (select 1) one
      left join trading_mode set_mode on true
      left join lateral (
        select settings, settings -> 'enabled' = 'true' as enabled, changed_at from trading_config_versions
        order by version desc limit 1) set on true
  `
}

function standingOf(row: StandingRow, readings: Freshness, now: Date): Standing {
  const { mode } = row
  if (!isMode(mode)) return halted('unreadable', `no mode stands in trading_mode: ${mode}`, now)
  const stored = (row.holds ?? []).map((hold): Hold => ({
    ...hold,
    // A word that is not known is the strictest.
    state: hold.state === 'reducing' ? 'reducing' : 'halted',
    since: new Date(hold.since),
  }))
  const moneys = moneyHolds(row, mode, now)
  const switches = [...switchHolds(row, now), ...unreadableHolds(row, now)]
  const holds = [...stored, ...moneys, ...switches, ...buildHolds(row, now)]
  return standing({ mode: moneys.length > 0 ? 'disabled' : mode, holds, readings }, now)
}

/** What keeps the mode from counting: a contradiction, or no person's word for real money. */
function moneyHolds(row: StandingRow, mode: TradingMode, now: Date): Hold[] {
  const since = row.derivedAt ?? now
  const says = (row.disagreements ?? []).map((one) => one.says)
  const own = ownDisagreement(row, mode)
  if (own !== undefined) says.push(own)
  const holds: Hold[] = []
  if (says.length > 0)
    holds.push({ code: 'mode_disagrees', state: 'halted', says: says.join('; '), since })
  if (mode === 'live' && !row.hasConsent) {
    const words = `nobody has consented to real money in account ${row.accountNumber} by this build`
    holds.push({ code: 'live_unconsented', state: 'halted', says: words, since })
  }
  return holds
}

function switchHolds(row: StandingRow, now: Date): Hold[] {
  const holds: Hold[] = []
  if (row.isReadOnly)
    holds.push({
      code: 'read_only',
      state: 'halted',
      says: 'PostgreSQL takes no writes',
      since: now,
    })
  if (row.pipelineOn !== true) {
    const says = row.pipelineOn === false ? 'the pipeline is off' : 'the pipeline was never set'
    const since = row.pipelineChangedAt ?? now
    holds.push({ code: 'pipeline_off', state: 'reducing', says, since })
  }
  if (row.enabled !== true) {
    const says = 'TRADING_ENABLED is false, or not known'
    holds.push({
      code: 'trading_disabled',
      state: 'reducing',
      says,
      since: row.enabledSince ?? now,
    })
  }
  return holds
}

function buildHolds({ build, builds, isAccepted }: StandingRow, now: Date): Hold[] {
  const own = readEnv('BUILD')
  const others = (builds ?? []).map((one) => ({ ...one, since: new Date(one.since) }))
  if (own !== build && !isAccepted && !others.some((one) => one.build === own))
    others.push({ part: 'this program', build: own, since: now })
  const [first] = others
  if (!first) return []
  const says = others.map((one) => `${one.part} runs build ${one.build || 'none'}`).join(', ')
  const words = `trading-engine runs build ${build || 'none'}, ${says}`
  return [{ code: 'build_mismatch', state: 'reducing', says: words, since: first.since }]
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
  return tellHoldSet(tx, hold, row?.isNew ?? false, now)
}

/** Lifts a hold; returns whether it stood. */
export async function liftHold(tx: Tx, code: string, now: Date): Promise<boolean> {
  const lifted = await tx<{ until: Date | null }[]>`
    delete from trading_holds where code = ${code} returning until`
  const stood = lifted.some(({ until }) => until === null || until > now)
  return tellHoldLifted(tx, code, stood, now)
}

/** Holds that a person sets and ends by a route; every other ends with its cause. */
const BY_PEOPLE = ['kill_switch', 'paused', 'reducing']

/** Whether a person's own hold halts trading, whatever else does. */
export function isHaltedByPerson({ holds }: Standing): boolean {
  return holds.some(({ code, state }) => state === 'halted' && BY_PEOPLE.includes(code))
}

/** A standing with who ends each hold, as the API answers it. */
export function shownStanding({ holds, ...rest }: Standing) {
  const liftedBy = (code: string) =>
    (BY_PEOPLE.includes(code) ? 'person' : 'cause') as 'person' | 'cause'
  return { ...rest, holds: holds.map((hold) => ({ ...hold, liftedBy: liftedBy(hold.code) })) }
}
