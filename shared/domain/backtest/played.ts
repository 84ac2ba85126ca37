/** What a backtest plays: a strategy that wants positions, or the recommendations of the time by the live engine's rules. */

import { newYorkDate } from '../market/calendar.ts'
import { rules } from '../rules/versions.ts'
import type { Strategy } from '../strategy/strategy.ts'
import { playBacktest, type BacktestRun } from './engine.ts'
import type { BacktestFeed } from './feed.ts'
import { hasHalfHours } from './moves.ts'
import { playRecorded } from './recorded.ts'
import { hearsEngine } from './recorded-engine.ts'
import type { LiveMeans } from './recorded-state.ts'
import type { BacktestNote } from './results.ts'
import { accountLimitsOf, ASKED_CHECKS, OWN_CHECKS, PLAY_VERSION, UNASKED_CHECKS } from './rules.ts'
import type { BacktestSettings } from './settings.ts'
import type { Steps } from './steps.ts'

export type RecordedPlay = Pick<Strategy, 'name' | 'summary' | 'ignoresNews'> & { means: LiveMeans }
export type PlayedBacktest = Strategy | RecordedPlay

export function recorded(means: LiveMeans): RecordedPlay {
  const summary =
    'what was recommended at the time, entered and left by the rules of the live engine'
  return { name: 'recorded', summary, ignoresNews: true, means }
}

/** The run of either, one bar a step. */
export function playOf(
  played: PlayedBacktest,
  feed: BacktestFeed,
  settings: BacktestSettings,
): Steps<BacktestRun> {
  return 'means' in played
    ? playRecorded(played.means, feed, settings)
    : playBacktest(played, feed, settings)
}

/** By which rules orders were judged, which of their checks could refuse, and which history cannot answer. */
export type RunChecks = { rules: string[]; asked: string[]; unasked: string[] }

export function checksOf(
  played: PlayedBacktest,
  feed: Pick<BacktestFeed, 'sectors' | 'engine' | 'barSeconds'>,
  { risk }: Pick<BacktestSettings, 'risk'>,
): RunChecks {
  const ofSectors: readonly string[] = ['sector_pct', 'sectors']
  const { risk: risks, trading } = rules
  if (!('means' in played) && accountLimitsOf(played, risk, feed) === null) {
    const asked: readonly string[] = OWN_CHECKS
    const unasked = [...ASKED_CHECKS, ...UNASKED_CHECKS].filter((name) => !asked.includes(name))
    return { rules: [PLAY_VERSION], asked: [...asked], unasked }
  }
  const isAsked = (name: string) => feed.sectors !== undefined || !ofSectors.includes(name)
  const engine = 'means' in played ? engineChecksOf(played.means, feed) : NO_CHECKS
  const asked = [
    ...ASKED_CHECKS.filter(isAsked),
    ...('means' in played ? [] : ['exposure_pct']),
    ...engine.asked,
  ]
  const unasked = [
    ...ASKED_CHECKS.filter((name) => !isAsked(name)),
    ...UNASKED_CHECKS,
    // The breakers are asked, but for the one that looks at half hours.
    ...(hasHalfHours(feed) ? [] : ['volatility']),
    ...engine.unasked,
  ]
  const names =
    'means' in played ? [trading.current.name, risks.current.name] : [risks.current.name]
  return { rules: [PLAY_VERSION, ...names], asked, unasked }
}

type SaidChecks = Pick<RunChecks, 'asked' | 'unasked'>
const NO_CHECKS: SaidChecks = { asked: [], unasked: [] }

/** While the signal engine has a say: whether the record holds what it said. */
function engineChecksOf(means: LiveMeans, feed: Pick<BacktestFeed, 'engine'>): SaidChecks {
  const names = ['engine_unheard', 'engine_against']
  if (means.engineMode !== 'traded') return NO_CHECKS
  return hearsEngine(means, feed)
    ? { ...NO_CHECKS, asked: names }
    : { ...NO_CHECKS, unasked: names }
}

/** What the past answers otherwise than live would: told beside the result. */
export function notesOf(
  played: PlayedBacktest,
  { engine, barSeconds }: Pick<BacktestFeed, 'engine' | 'barSeconds'>,
  { from }: Pick<BacktestSettings, 'from'>,
): BacktestNote[] {
  if (!('means' in played)) return []
  const { engineMode, settings } = played.means
  const begins = engine && newYorkDate(engine.since)
  const isLate = engineMode === 'traded' && begins !== undefined && begins > from
  return [
    ...(isLate ? [{ code: 'engine_begins', about: `from ${begins}` }] : []),
    ...(settings.microEnabled && barSeconds === undefined
      ? [{ code: 'micro_to_close', about: `${settings.microHoldMinutes} minutes` }]
      : []),
  ]
}
