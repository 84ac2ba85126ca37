/**
 * Whether a recommendation may be acted on at all: gates in a fixed order, the first that is
 * shut ends it. Source: docs/FORMULAS.md, Gates.
 */

import type { CheckResult } from '../risk/evaluate.ts'
import { blocking, type OpenBreaker } from './breakers.ts'
import type { EngineSays } from './engine-gates.ts'
import type { Refusals } from './entry-gates.ts'
import { MINUTE_MS } from '../spans.ts'
import type { Opinion } from './verdict.ts'

export const gateDefaults = {
  /** Minutes after the open and before the close in which nothing is entered. */
  marginMinutes: 5,
  /** A position this far under its entry is declining. */
  decliningPct: 0.02,
  /** Share of positions that may decline. */
  decliningShareMax: 0.5,
}

/** Skips that no later moment can change while the recommendation is young. */
export const FINAL_SKIPS = ['confidence_below_tier', 'no_position', 'superseded'] as const

export type GateInput = {
  ticker: string
  confidence: number
  confidenceMin: number
  breakers: readonly OpenBreaker[]
  /** The session in progress. */
  session: { opensAt: Date; closesAt: Date } | undefined
  /** What the ticker's windows say, the recommendation at hand among them. */
  opinions: readonly Opinion[]
  /** When shares of it were last sold, in the time that counts. */
  soldAt: Date | null
  /** Entries into it that the broker or risk refused, in the time that counts. */
  refusals: Refusals | null
  /** What already stands for this ticker: a position, or an order. */
  duplicate: string | null
  /** Of each position: price over entry, less 1. */
  returns: readonly number[]
  /** Held or on their way. */
  positions: number
  positionsMax: number
  /** What the signal engine said of the ticker; null where it is off, left out where nobody asked. */
  signalEngine?: EngineSays | null
}

export type GateCode =
  | 'circuit_breaker'
  | 'trading_window'
  | 'confidence_below_tier'
  | 'outweighed'
  | 'duplicate'
  | 'cool_down'
  | 'entry_refused'
  | 'declining_book'
  | 'max_open_positions'
  | 'engine_unheard'
  | 'engine_against'

/** Checks in order up to the first that failed; `code` names that one, and is null when none did. */
export function checkGates(
  { gates }: { gates: readonly (readonly [GateCode, TradingGate])[] },
  input: GateInput,
  now: Date,
): { code: GateCode | null; checks: CheckResult[] } {
  const checks: CheckResult[] = []
  for (const [code, look] of gates) {
    const looked = look(input, now)
    if (!looked) continue
    const { beside = [], ...found } = looked
    checks.push(...beside, { name: code, ...found })
    if (!found.passed) return { code, checks }
  }
  return { code: null, checks }
}

/** `beside` are numbers for people to read, which shut nothing; undefined where it has nothing to say. */
export type TradingGate = (
  input: GateInput,
  now: Date,
) => (Omit<CheckResult, 'name'> & { beside?: readonly CheckResult[] }) | undefined

/** The gates of `trading-1`, in their order; later rules put others between and behind them. */
export const gates: readonly (readonly [GateCode, TradingGate])[] = [
  [
    'circuit_breaker',
    ({ ticker, breakers }) => {
      const open = blocking(ticker, breakers)
      return { found: open?.breaker ?? null, limit: null, passed: !open }
    },
  ],
  [
    'trading_window',
    ({ session }, now) => ({
      found: now.toISOString(),
      limit: windowText(session),
      passed: inTradingWindow(session, now),
    }),
  ],
  [
    'confidence_below_tier',
    ({ confidence, confidenceMin }) => ({
      found: confidence,
      limit: confidenceMin,
      passed: confidence >= confidenceMin,
    }),
  ],
  ['duplicate', ({ duplicate }) => ({ found: duplicate, limit: null, passed: duplicate === null })],
  [
    'declining_book',
    ({ returns }) => {
      const declining = returns.filter((gain) => gain < -gateDefaults.decliningPct).length
      const share = returns.length === 0 ? 0 : declining / returns.length
      return {
        found: share,
        limit: gateDefaults.decliningShareMax,
        passed: share <= gateDefaults.decliningShareMax,
      }
    },
  ],
  [
    'max_open_positions',
    ({ positions, positionsMax }) => ({
      found: positions,
      limit: positionsMax,
      passed: positions < positionsMax,
    }),
  ],
]

/** True in the session, from five minutes after its open until five minutes before its close. */
export function inTradingWindow(session: GateInput['session'], now: Date): boolean {
  if (!session) return false
  const [from, until] = windowOf(session)
  return from <= now.getTime() && now.getTime() < until
}

function windowOf({ opensAt, closesAt }: { opensAt: Date; closesAt: Date }): [number, number] {
  const margin = gateDefaults.marginMinutes * MINUTE_MS
  return [opensAt.getTime() + margin, closesAt.getTime() - margin]
}

function windowText(session: GateInput['session']): string {
  if (!session) return 'no session'
  return windowOf(session)
    .map((at) => new Date(at).toISOString())
    .join(' to ')
}
