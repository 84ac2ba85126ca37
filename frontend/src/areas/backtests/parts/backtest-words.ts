/** Strategies, states and verdicts of backtests in words. */

import type { BacktestResults } from '#shared/contracts/api/backtest-results.ts'
import type { BacktestRow } from '#shared/contracts/api/backtests.ts'
import { strategyChoices, strategyName } from '../../../text/strategy-names.ts'
import { percent, signedPercent, span } from '../../../text/format.ts'

/** The product's, then those of one's own. */
export const backtestChoices = (own: readonly string[]) => strategyChoices(() => true, own)

/** `Momentum, 2019-01-02 to 2019-12-31`. */
export function runName({
  strategy,
  startDate,
  endDate,
}: Pick<BacktestRow, 'strategy' | 'startDate' | 'endDate'>): string {
  return `${strategyName(strategy)}, ${startDate} to ${endDate}`
}

export const isOpen = ({ state }: Pick<BacktestRow, 'state'>) =>
  state === 'queued' || state === 'running'

/** At which one may say that luck alone is a poor explanation. */
const SURE = 0.95

/** Whether it is told from luck: what the page says first. */
export function verdictOf({ measures, trades, trials }: BacktestResults): string {
  const made = `It made ${signedPercent(measures.return, 1)}`
  if (trades === 0) return 'It never traded'
  const { sharpeDeflated } = measures
  if (sharpeDeflated === null) return `${made}: too little to tell it from luck`
  const luck = `the luckiest of ${trials} without skill would do worse in ${inHundred(sharpeDeflated)}`
  return sharpeDeflated >= SURE
    ? `${made}, and is told from luck: ${luck}`
    : `${made}, not told from luck: ${luck}`
}

/** `97 of 100`: rounded down, so that no bound is reached by rounding, and never all. */
function inHundred(share: number): string {
  const cases = Math.floor(share * 100 + 1e-9)
  return cases > 99 ? 'more than 99 of 100' : `${cases} of 100`
}

/** The days it really went over, where they are others than were asked for. */
export function daysRun({ startDate, endDate }: Asked, { curve, sessions }: Ran): string {
  const [first, last] = [curve[0]?.date, curve.at(-1)?.date]
  const days = `${new Intl.NumberFormat('en-US').format(sessions)} sessions`
  if (first === undefined || (first === startDate && last === endDate)) return days
  return `${days}, ${first} to ${last}`
}
type Asked = Pick<BacktestRow, 'startDate' | 'endDate'>
type Ran = Pick<BacktestResults, 'curve' | 'sessions'>

/** In a cell: in how many cases luck alone would do worse. */
export function luckOf(sharpeDeflated: number | null): string {
  if (sharpeDeflated === null) return '–'
  return `${percent(sharpeDeflated)}${sharpeDeflated >= SURE ? '' : ', luck'}`
}

/** How far it is: `1,200 of 3,000 sessions, 12 s to go`. */
export function progressOf({ state, sessionsDone, sessionsTotal, secondsLeft }: BacktestRow | Run) {
  if (state === 'queued') return 'It waits for its turn. While the pipeline is off nothing begins.'
  if (sessionsTotal === 0) return 'It reads the past.'
  const whole = new Intl.NumberFormat('en-US')
  const left = secondsLeft === null ? '' : `, some ${span(Math.ceil(secondsLeft) * 1_000)} to go`
  return `${whole.format(sessionsDone)} of ${whole.format(sessionsTotal)} sessions, of the strategy, its benchmark and other settings${left}`
}
type Run = Pick<BacktestRow, 'state' | 'sessionsDone' | 'sessionsTotal' | 'secondsLeft'>

/** A Sharpe ratio. */
export const ratio = (value: number | null) =>
  value === null ? '–' : value.toFixed(2).replace('-', '−')

type SettingsMap = NonNullable<NonNullable<BacktestResults['swept']>['map']>

/** How much of the best one stands alone, in a sentence. */
export function peakSaid({ peak }: Pick<SettingsMap, 'peak'>): string {
  if (!peak) return 'Nothing moved, so there is no best of them.'
  const best = `The best, ${peak.name}, had a Sharpe ratio of ${ratio(peak.sharpe)}, those one step away ${ratio(peak.around)} on average`
  if (peak.lonely === null) return `${best}: it does not stand out from the middle one.`
  const gone = `${percent(peak.lonely)} of its lead over the middle one is gone one step away`
  const verdict =
    peak.lonely >= 0.5
      ? 'a lonely peak: rather luck than a rule'
      : 'its neighbours share most of it, as they would of a rule'
  return `${best}: ${gone}, ${verdict}.`
}
