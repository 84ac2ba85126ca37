/** `stonks backtest`: what a strategy would have made of the past, and how likely that is luck. */

import { benchmarkPlays } from '#shared/domain/backtest/benchmark.ts'
import { playBacktest } from '#shared/domain/backtest/engine.ts'
import { refusePeeks } from '#shared/domain/backtest/peek.ts'
import { playReport } from '#shared/domain/backtest/report.ts'
import { backtestDefaults, type BacktestSettings } from '#shared/domain/backtest/settings.ts'
import { noCosts } from '#shared/domain/backtest/costs.ts'
import { playSweep } from '#shared/domain/backtest/sweep.ts'
import { strategies } from '#shared/domain/strategy/strategies.ts'
import { axesOf, variantsOf } from '#shared/domain/strategy/variants.ts'
import { SWEPT_STRATEGIES } from '#shared/contracts/strategy-words.ts'
import { loadStrategy } from '../backtest/load-strategy.ts'
import { readDataFeed } from '../backtest/read-data-feed.ts'
import { openStepProgress } from '../backtest/progress.ts'
import { asJson, sayBacktest } from '../backtest/say-backtest.ts'
import { readArgs, UsageError, type Command } from '../command.ts'
import { dayOf } from '../lake/backfill.ts'

const LIST = strategies.map(({ name, summary }) => `  ${name.padEnd(16)} ${summary}`).join('\n')

export const command: Command = {
  name: 'backtest',
  summary: 'what a strategy would have made of past prices, and whether that is luck',
  help: `Usage: stonks backtest STRATEGY --data PATH --from DATE --to DATE
                       [--cash N] [--seed N] [--tickers A,B] [--trials N]
                       [--latency SECONDS] [--no-costs] [--sweep] [--json]

Runs a strategy over daily bars, session by session: it decides at a close on what was
known then, and trades at the next open, with spread, slippage, fees, a share of the
volume, gaps, halts, splits and dividends, within the limits of the account. What it
assumes and what it cannot tell: docs/backtesting.md.

STRATEGY is one of
${LIST}
or a file of your own, ./my-strategy.ts, that exports "strategy".

Options
  --data PATH    folder with bars.csv[.gz] (ticker,date,open,high,low,close,volume and
                 perhaps adj_close, dividend, split) and perhaps news.jsonl[.gz] with
                 companies.csv; or with one TICKER.csv each; or one such file. Where it
                 has a tracked.csv (ticker,from,to: days, to empty while it goes on),
                 a ticker is bought only within its lines, one without a line never
  --from DATE    the first session to decide at (2018-03-20); bars before it warm
                 strategies up
  --to DATE      the last session
  --cash N       dollars to begin with (default ${backtestDefaults.cash})
  --seed N       for what is drawn by chance (default ${backtestDefaults.seed})
  --tickers A,B  only these (default: all of the data)
  --trials N     how many strategies or settings you tried before you chose this one;
                 the deflated Sharpe ratio is lower the more (default: the ${strategies.length} there are)
  --latency N    seconds from a decision until its order is at the market; it trades at
                 the first open after that (default ${backtestDefaults.latencySeconds})
  --no-costs     without spread, slippage and fees
  --sweep        also with other settings of the strategy (momentum, mean-reversion,
                 news-driven, ensemble): how likely the best of them is one by chance,
                 and what choosing as one went along made; they count as the trials; adds "sweep" to the object
  --json         one object: {"bars","trades","return","sharpe","sharpe_deflated",
                 "drawdown_max","win_rate","profit_factor","benchmark","random_p",
                 "equity":[{"date","equity"}],"seconds","universe":{"from","tickers",
                 "begin_late","end_early","missing","caveat","held"}}; shares of 1, null where
                 there is nothing to measure

Exit codes: 1 where the data is not what is wanted, 2 wrong use.

Example
  stonks backtest momentum --data ./data --from 2018-03-20 --to 2019-12-31`,
  async run(args) {
    const { values, positionals } = readArgs(args, {
      allowPositionals: true,
      options: {
        data: { type: 'string' },
        from: { type: 'string' },
        to: { type: 'string' },
        cash: { type: 'string', default: backtestDefaults.cash },
        seed: { type: 'string', default: String(backtestDefaults.seed) },
        tickers: { type: 'string', default: '' },
        trials: { type: 'string', default: String(strategies.length) },
        latency: { type: 'string', default: String(backtestDefaults.latencySeconds) },
        'no-costs': { type: 'boolean', default: false },
        sweep: { type: 'boolean', default: false },
        json: { type: 'boolean', default: false },
      },
    })
    const [name, ...surplus] = positionals
    if (name === undefined || surplus.length > 0)
      throw new UsageError('backtest takes one strategy')
    const began = performance.now()
    const strategy = await loadStrategy(name)
    if (values.data === undefined) throw new UsageError('backtest needs --data PATH')
    const range = rangeOf(values.from, values.to)
    const trials = wholeOf('--trials', values.trials, 1)
    const settings: BacktestSettings = {
      ...backtestDefaults,
      from: range.from,
      cash: cashOf(values.cash),
      seed: wholeOf('--seed', values.seed, 0),
      latencySeconds: wholeOf('--latency', values.latency, 0),
      ...(values['no-costs'] && { costs: noCosts }),
    }
    const variants = values.sweep ? variantsOf(name) : undefined
    if (values.sweep && !variants)
      throw new UsageError(`--sweep takes one of ${SWEPT_STRATEGIES.join(', ')}, found "${name}"`)
    const tickers = values.tickers.split(',').filter(Boolean)
    const feed = readDataFeed(values.data, { ...range, tickers, ignoresNews: strategy.ignoresNews })
    // A file of somebody's may keep what it should not; ours are held to it by tests.
    if (!strategies.includes(strategy))
      refusePeeks((other) => playBacktest(strategy, other, settings), feed)
    // The strategy, what it is held against, and each of the other settings.
    const total = feed.sessions.length * (1 + benchmarkPlays(feed) + (variants?.length ?? 0))
    const told = openStepProgress(total, (line) => process.stderr.write(line))
    const swept = variants && told(playSweep(variants, feed, settings))
    const axes = axesOf(name)
    const report = told(playReport(strategy, feed, settings, swept?.trials ?? { count: trials }))
    const seconds = Math.round(performance.now() - began) / 1_000
    process.stdout.write(
      `${(values.json ? asJson : sayBacktest)(report, { seconds, universe: feed.universe }, swept && axes && { sweep: swept, axes })}\n`,
    )
    return 0
  },
}

function rangeOf(from: string | undefined, to: string | undefined): { from: string; to: string } {
  const [first, last] = [dayIn('--from', from), dayIn('--to', to)]
  if (first < last) return { from: first, to: last }
  throw new UsageError(`expected --from before --to, found ${first} and ${last}`)
}

function dayIn(option: string, text: string | undefined): string {
  try {
    const day = dayOf(text)
    if (day !== undefined) return day
  } catch (cause) {
    throw new UsageError(`${option}: ${(cause as Error).message}`, { cause })
  }
  throw new UsageError(`backtest needs ${option} DATE, such as 2019-05-31`)
}

function wholeOf(option: string, text: string, least: number): number {
  const value = Number(text)
  if (text !== '' && Number.isSafeInteger(value) && value >= least) return value
  throw new UsageError(`${option} takes a whole number from ${least} on, found "${text}"`)
}

function cashOf(text: string): string {
  if (/^\d{1,12}(\.\d{1,2})?$/.test(text) && Number(text) > 0) return text
  throw new UsageError(`--cash takes dollars above 0, such as 100000, found "${text}"`)
}
