/** `stonks evaluate signals`: what the signal engine and the strategies knew of past prices in a folder. */

import { holdAgainstPrices, type ScoreHeld } from '#shared/domain/quality/played.ts'
import { meanInterval } from '#shared/domain/statistics/day-bootstrap.ts'
import { readDataFeed } from '../backtest/read-data-feed.ts'
import { readArgs, UsageError, type ExitCode } from '../command.ts'
import { formatTable } from '../table.ts'
import { playSignals, type PlayedRun } from './play-signals.ts'

/** Sessions: the next, a week, a month. */
const HORIZONS = [1, 5, 20]
const RUN_DAYS = 5

export const signalsHelp = `  stonks evaluate signals --data DIR --from DAY --to DAY [--tickers A,B] [--no-news]
                          [--json]

Runs the signal engine and the strategies over the bars (and news) of a folder, each
session as it closed and with nothing after it, and holds what each of the five
signals, both pipelines and each strategy said against prices: how often its sign was
right, and its rank correlation with the moves from the next open over 1, 5 and 20
sessions, against the mean of all companies; intervals of 95 % by whole days, and how
likely the best of all looks as good by luck. Bars before --from warm up. Prices
alone: what the record knows of the world, of rivals, results and of how often
signals were right is not in a folder. No record is needed, and nothing is stored.
`

/** Runs it by the words behind the command. @throws UsageError on wrong use. */
export function evaluateSignals(args: string[]): ExitCode {
  const { values } = readArgs(args, {
    options: {
      data: { type: 'string' },
      from: { type: 'string' },
      to: { type: 'string' },
      tickers: { type: 'string', default: '' },
      'no-news': { type: 'boolean', default: false },
      json: { type: 'boolean', default: false },
    },
  })
  const { data, from, to } = values
  if (data === undefined) throw new UsageError('evaluate signals takes --data with a folder')
  for (const day of [from, to])
    if (day === undefined || !/^\d{4}-\d\d-\d\d$/.test(day))
      throw new UsageError(`--from and --to take days such as 2019-05-31, found "${day ?? ''}"`)
  const tickers = values.tickers.split(',').filter((ticker) => ticker !== '')
  const range = { from: from!, to: to!, tickers, ignoresNews: values['no-news'] }
  const run = playSignals(readDataFeed(data, range), range.from, progress())
  const report = reportOf(run)
  process.stdout.write(values.json ? `${JSON.stringify(report)}\n` : saySignals(report))
  return 0
}

type Report = ReturnType<typeof reportOf>

function reportOf({ days, bars, sessions, pipelines }: PlayedRun) {
  const { compared, agreed, byDay, ...verdicts } = pipelines
  return {
    sessions: days.length,
    first: days[0]?.date ?? null,
    last: days.at(-1)?.date ?? null,
    companies: bars.size,
    // Companies of one session, and sessions after each other, say much the same.
    pipelines: { compared, agreed, interval: meanInterval(byDay, RUN_DAYS), ...verdicts },
    scores: holdAgainstPrices(days, bars, { sessions, horizons: HORIZONS }),
  }
}

/** A line every five seconds. */
function progress(): (done: number, of: number) => void {
  let told = performance.now()
  return (done, of) => {
    if (performance.now() - told < 5_000) return
    told = performance.now()
    process.stderr.write(`  ${done} of ${of} sessions\n`)
  }
}

function saySignals({ sessions, first, last, companies, pipelines, scores }: Report): string {
  const { compared, agreed, interval, heuristic, probabilistic } = pipelines
  const share = sayWithin(compared === 0 ? null : agreed / compared, interval)
  return [
    `${companies} companies, ${sessions} sessions, ${first ?? '–'} to ${last ?? '–'}`,
    `the pipelines say the same in ${share} of ${compared}`,
    `heuristic ${sayCounts(heuristic)}; probabilistic ${sayCounts(probabilistic)}`,
    '',
    formatTable(
      ['score', 'sessions', 'said', 'right [95 %]', 'days', 'IC [95 %]', 'chance', 'luck'],
      scores.map(sayRow),
    ),
    '',
  ].join('\n')
}

function sayRow({ name, horizon, hits, edge, luck }: ScoreHeld) {
  return [
    name,
    horizon,
    hits.samples,
    sayWithin(hits.share, hits.interval),
    edge.days,
    sayWithin(edge.ic, edge.interval),
    edge.chance?.toFixed(3) ?? '–',
    luck?.toFixed(2) ?? '–',
  ]
}

function sayWithin(value: number | null, interval: ScoreHeld['hits']['interval']): string {
  if (value === null) return '–'
  if (interval === null) return `${value.toFixed(3)} [too few days]`
  return `${value.toFixed(3)} [${interval.low.toFixed(3)}, ${interval.high.toFixed(3)}]`
}

function sayCounts(counts: Readonly<Record<string, number>>): string {
  return Object.entries(counts)
    .toSorted(([one], [other]) => (one < other ? -1 : 1))
    .map(([verdict, times]) => `${verdict} ${times}`)
    .join(', ')
}
