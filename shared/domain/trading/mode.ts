/**
 * Whether money may move: the mode, and within it the state that the strictest hold gives.
 *
 * active: everything. reducing: exits and cancels. halted, or mode disabled: cancels alone.
 * Source: docs/trading.md.
 */

export const TRADING_MODES = ['disabled', 'paper', 'live'] as const
export type TradingMode = (typeof TRADING_MODES)[number]

const TRADING_STATES = ['active', 'reducing', 'halted'] as const
export type TradingState = (typeof TRADING_STATES)[number]

/** One cause that holds trading back; who set it lifts it again. */
export type Hold = {
  code: string
  state: Exclude<TradingState, 'active'>
  says: string
  since: Date
}

/** How new what trading stands on is. */
export type Freshness = {
  /** When the account was last read; null: never. */
  accountReadAt: Date | null
  accountEverySeconds: number
  /** When the newest price of what is held was read; null where nothing is held. */
  marksReadAt: Date | null
  /** By how much a reading may be late beside that. */
  lateSeconds: number
  inSession: boolean
  /** This process's clock less PostgreSQL's; milliseconds. */
  clockSkewMs: number
}

export type Standing = { mode: TradingMode; state: TradingState; holds: Hold[] }

const standingDefaults = {
  /** Freshness of the account that may be missed. */
  accountReadingsMissed: 2,
  marksAgeSecondsMax: 120,
  clockSkewMsMax: 2_000,
}

/** Holds in force at `now`, those that follow from old readings included, and what they come to. */
export function standing(
  { mode, holds, readings }: { mode: TradingMode; holds: readonly Hold[]; readings?: Freshness },
  now: Date,
): Standing {
  const all = [...holds, ...(readings ? staleIn(readings, now) : [])]
  return { mode, state: strictest(all), holds: all }
}

/** What must be known and is not: then nothing moves. */
export function halted(code: string, says: string, now: Date): Standing {
  return { mode: 'disabled', state: 'halted', holds: [{ code, state: 'halted', says, since: now }] }
}

export type Leave = { ok: boolean; code: string; says: string }

/** Whether an order may leave now; one that `reduces` makes a position smaller. Cancels always may. */
export function mayLeave(at: Standing, { reduces }: { reduces: boolean }): Leave {
  const stops = (state: TradingState) => state === 'halted' || (state === 'reducing' && !reduces)
  if (at.state !== 'active' && at.state !== 'reducing' && at.state !== 'halted')
    return { ok: false, code: 'unreadable', says: 'the state of trading is not known' }
  const hold = at.holds.find(({ state }) => state === 'halted') ?? at.holds.find(isHold)
  if (hold && stops(at.state)) return { ok: false, code: hold.code, says: hold.says }
  if (stops(at.state)) return { ok: false, code: at.state, says: `trading is ${at.state}` }
  if (at.mode !== 'paper' && at.mode !== 'live')
    return { ok: false, code: 'trading_disabled', says: 'the mode is disabled' }
  return { ok: true, code: 'passed', says: '' }
}

function isHold({ state }: Hold): boolean {
  return state === 'reducing'
}

function strictest(holds: readonly Hold[]): TradingState {
  if (holds.length === 0) return 'active'
  // A word that is not known is the strictest.
  return holds.every(isHold) ? 'reducing' : 'halted'
}

function staleIn(readings: Freshness, now: Date): Hold[] {
  const { accountReadAt, accountEverySeconds, marksReadAt, inSession, clockSkewMs } = readings
  const { lateSeconds } = readings
  const { accountReadingsMissed, marksAgeSecondsMax, clockSkewMsMax } = standingDefaults
  const holds: Hold[] = []
  const accountAgeMax = accountReadingsMissed * accountEverySeconds + lateSeconds
  const marksAgeMax = marksAgeSecondsMax + lateSeconds
  // Written so that what is no number is stale as well.
  if (accountReadAt === null)
    holds.push(haltedBy('account_stale', 'the account was never read', now))
  // Out of session nobody asks for it.
  else if (inSession && !(ageOf(accountReadAt, now) <= accountAgeMax)) {
    const says = `the account was last read ${saidOf(accountReadAt, now)}; ${accountAgeMax} s at most`
    holds.push(haltedBy('account_stale', says, accountReadAt))
  }
  if (inSession && marksReadAt && !(ageOf(marksReadAt, now) <= marksAgeMax)) {
    const says = `no price of what is held was read since ${saidOf(marksReadAt, now)}; ${marksAgeMax} s at most`
    holds.push(haltedBy('marks_stale', says, marksReadAt))
  }
  if (!(Math.abs(clockSkewMs) <= clockSkewMsMax)) {
    const says = `the clock is ${clockSkewMs} ms away from PostgreSQL’s; ${clockSkewMsMax} at most`
    holds.push(haltedBy('clock_skewed', says, now))
  }
  return holds
}

function haltedBy(code: string, says: string, since: Date): Hold {
  return { code, state: 'halted', says, since }
}

function ageOf(at: Date, now: Date): number {
  return (now.getTime() - at.getTime()) / 1000
}

function saidOf(at: Date, now: Date): string {
  return `${Math.round(ageOf(at, now))} s ago`
}
