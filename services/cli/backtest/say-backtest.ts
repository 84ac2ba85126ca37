/** A backtest's report in words, and as the one JSON object that programs read. */

import type { BacktestReport } from '#shared/domain/backtest/report.ts'
import type { SweptMap } from '#shared/domain/backtest/results.ts'
import { mapOf, mapSaid } from './say-map.ts'
import type { DataUniverse } from './read-tracked.ts'
import { formatTable } from '../table.ts'

type Ran = { seconds: number; universe: DataUniverse }

/** `equity` is dollars at each close; shares are of 1, and null is nothing to measure. */
export function asJson(
  report: BacktestReport,
  { seconds, universe }: Ran,
  swept?: SweptMap,
): string {
  const { run, measures, benchmark, randomChance } = report
  return JSON.stringify({
    bars: run.bars,
    trades: run.trades.length,
    return: measures.return,
    sharpe: measures.sharpe,
    sharpe_deflated: measures.sharpeDeflated,
    drawdown_max: measures.drawdownMax,
    win_rate: measures.winRate,
    profit_factor: measures.profitFactor,
    benchmark: benchmark.measures.return,
    random_p: randomChance,
    equity: run.dates.map((date, place) => ({ date, equity: cents(run.equity[place]!) })),
    seconds,
    universe: { ...universe, held: benchmark.universe?.measures.return ?? null },
    ...(swept && { sweep: sweepOf(swept) }),
  })
}

export function sayBacktest(
  report: BacktestReport,
  { seconds, universe }: Ran,
  swept?: SweptMap,
): string {
  const { run, measures, benchmark } = report
  const beside = [benchmark, ...(benchmark.universe ? [benchmark.universe] : [])]
  const of = (say: (held: BacktestReport['measures']) => string) =>
    beside.map((one) => say(one.measures))
  const rows = [
    ['return', percent(measures.return), ...of((held) => percent(held.return))],
    ['Sharpe ratio', sharpeSaid(report), ...of((held) => number(held.sharpe))],
    ['deepest drawdown', percent(measures.drawdownMax), ...of((held) => percent(held.drawdownMax))],
    ['mean share invested', percent(measures.exposure), ...of((held) => percent(held.exposure))],
  ]
  const { fees, spread, slippage } = measures.costs
  const open = run.trades.filter(({ isOpen }) => isOpen).length
  return [
    `${run.strategy}: ${run.dates.length} sessions, ${run.dates[0]} to ${run.dates.at(-1)}, ${run.bars} bars, ${seconds.toFixed(2)} s`,
    '',
    formatTable(['', run.strategy, ...beside.map(({ name }) => name)], rows),
    '',
    `${run.trades.length} trades${open > 0 ? `, ${open} of them open at the end` : ''}; won ${percent(measures.winRate)}, profit factor ${number(measures.profitFactor)}, turnover ${measures.turnover.toFixed(1)} times`,
    `costs: fees $${fees}, spread $${spread}, slippage $${slippage}; dividends $${run.dividends}`,
    rejectedSaid(report),
    universe.caveat,
    checksSaid(report),
    '',
    `chance that the luckiest of ${report.trials.count} without skill does worse (deflated Sharpe ratio): ${percent(measures.sharpeDeflated)}${verdictOf(measures.sharpeDeflated)}`,
    `chance that random entries, held as long, do as well: ${percent(report.randomChance)}`,
    orderSaid(report),
    ...(swept ? ['', ...sweepSaid(swept)] : []),
  ].join('\n')
}

function orderSaid({ orderDrawdowns }: BacktestReport): string {
  if (!orderDrawdowns) return 'too few trades to say what another order of them would have done'
  const { middle, high } = orderDrawdowns
  return `the same trades in another order: a deepest drawdown of ${percent(middle)}, in one of twenty orders above ${percent(high)}`
}

function sweepSaid({ sweep, axes }: SweptMap): string[] {
  const { variants, stability, overfitting, walkForward, crossValidated } = sweep
  const rows = variants.map(({ name, return: made, sharpe }) => [
    name,
    percent(made),
    number(sharpe),
  ])
  const chance = overfitting
    ? `chance that the best of them is one by chance (overfitting): ${percent(overfitting.chance)}; chosen by a Sharpe ratio of ${number(overfitting.inSample)}, worth ${number(overfitting.outOfSample)} elsewhere`
    : 'too few sessions to say how likely the best of them is one by chance'
  return [
    formatTable(['other settings', 'return', 'Sharpe ratio'], rows),
    '',
    chance,
    `Sharpe ratio of choosing as one went along (walk-forward): ${within(walkForward, sweep.walkForwardInterval)}; on all other years (purged folds): ${within(crossValidated, sweep.crossValidatedInterval)}`,
    '',
    ...mapSaid(stability, axes),
  ]
}

/** At which one may say that luck alone is a poor explanation. */
const SURE = 0.95

function verdictOf(deflated: number | null): string {
  if (deflated === null) return ''
  return deflated >= SURE ? '' : ` (under ${percent(SURE)}: luck explains it)`
}

const sharpeSaid = ({ measures: { sharpe }, sharpeInterval }: BacktestReport) =>
  within(sharpe, sharpeInterval)

function within(measure: number | null, interval: BacktestReport['sharpeInterval']): string {
  if (!interval) return number(measure)
  return `${number(measure)} [${number(interval.low)}, ${number(interval.high)}]`
}

function sweepOf({ sweep, axes }: SweptMap) {
  const { variants, stability, overfitting, walkForward, crossValidated } = sweep
  return {
    variants,
    overfitting: overfitting?.chance ?? null,
    walk_forward: walkForward,
    walk_forward_interval: sweep.walkForwardInterval,
    cross_validated: crossValidated,
    cross_validated_interval: sweep.crossValidatedInterval,
    map: mapOf(stability, axes),
  }
}

/** Orders that were not traded, by why. */
function rejectedSaid({ run }: BacktestReport): string {
  const counts = new Map<string, number>()
  for (const { code } of run.rejected) counts.set(code, (counts.get(code) ?? 0) + 1)
  if (counts.size === 0) return 'no order was refused'
  const parts = [...counts].sort((a, b) => b[1] - a[1]).map(([code, count]) => `${count} ${code}`)
  return `orders that were not traded: ${parts.join(', ')}`
}

/** By which rules, and what of them nobody could ask of the past. */
function checksSaid({ checks: { rules, asked, unasked } }: BacktestReport): string {
  return `judged by ${rules.join(', ')}: ${asked.join(', ')}; not asked, as the past does not say: ${unasked.join(', ')}`
}

const cents = (dollars: number) => Math.round(dollars * 100) / 100
const percent = (share: number | null) => (share === null ? '–' : `${(share * 100).toFixed(1)} %`)
const number = (value: number | null) => (value === null ? '–' : value.toFixed(2))
