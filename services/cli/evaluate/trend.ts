/** `stonks evaluate trend`: what trends knew of the next session, from what the database holds. */

import { trendQuality, type Rho, type WindowQuality } from '#shared/domain/quality/trend-quality.ts'
import { WORD_COUNT } from '#shared/domain/quality/word-count.ts'
import { openClock } from '#shared/host/clock.ts'
import type { Sql } from '#shared/sql/open.ts'
import { saveMetric, TRENDS } from '#shared/sql/quality/metrics.ts'
import { readArgs, UsageError, type ExitCode } from '../command.ts'
import { formatTable } from '../table.ts'
import { onRecord } from './store.ts'
import { readTrendSamples, SESSIONS_MAX } from './trend-samples.ts'

export const trendHelp = `  stonks evaluate trend [--json] [--from DAY] [--to DAY] [--told] [--store]
                        [--database URL]

Tells what the trends that the database holds knew of the session that opened next:
Spearman's rank correlation of signed strength before the open with the move from
that open to its close, against the mean of all companies, with an interval of 95 %
by whole days; beside it the move overnight, that of the session before (what a
trend merely echoes) and what a mere count of good and bad words knew; by how many
stories stand behind it, and by catalyst. --told leaves out trends of the world
alone: where nobody told of the company. --store keeps it for page Model quality. At most ${SESSIONS_MAX} sessions, the newest.
`

/** Runs it by the words behind the command. @throws UsageError on wrong use. */
export async function evaluateTrend(args: string[]): Promise<ExitCode> {
  const { values } = readArgs(args, {
    options: {
      json: { type: 'boolean', default: false },
      from: { type: 'string' },
      to: { type: 'string' },
      told: { type: 'boolean', default: false },
      store: { type: 'boolean', default: false },
      database: { type: 'string' },
    },
  })
  for (const day of [values.from, values.to])
    if (day !== undefined && !/^\d{4}-\d\d-\d\d$/.test(day))
      throw new UsageError(`--from and --to take days such as 2019-05-31, found "${day}"`)
  const report = await onRecord(values.database, async (sql) => {
    const { samples, ...looked } = await readTrendSamples(sql, values, progress())
    const windows = trendQuality(samples)
    const found = { ...looked, samples: samples.length, baseline: WORD_COUNT, windows }
    if (values.store && samples.length > 0) await storeTrends(sql, found)
    return found
  })
  process.stdout.write(values.json ? `${JSON.stringify(report)}\n` : sayTrends(report))
  if (report.samples > 0) return 0
  process.stderr.write('stonks evaluate trend: no trend stands before a session with bars\n')
  return 1
}

/** Under the correlation of the window with most samples; all of it stands in the detail. */
async function storeTrends(sql: Sql, found: { windows: WindowQuality[] }): Promise<void> {
  const most = found.windows.toSorted((a, b) => b.next.samples - a.next.samples)[0]
  const value = most?.next.rho ?? 0
  const row = { model: TRENDS, metric: 'trend_quality', value, detail: found } as const
  await saveMetric(sql, row, openClock().now())
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

/** Of fewer samples people are told nothing; programs are told of all. */
const SAID_MIN = 20

function sayTrends(report: {
  sessions: number
  first: string | null
  last: string | null
  samples: number
  windows: WindowQuality[]
}): string {
  const { sessions, first, last, samples, windows } = report
  const rows = windows.map(({ window, tickers, next, overnight, same, words, beyond_words }) => [
    window,
    next.samples,
    next.days,
    tickers,
    ...[next, overnight, same, words.next, beyond_words].map(sayRho),
  ])
  const parts = windows.flatMap(({ window, by_stories, by_catalyst }) => [
    ...by_stories.map((rho) => [window, `${rho.name} stories`, rho] as const),
    ...by_catalyst.map((rho) => [window, rho.name, rho] as const),
  ])
  const told = parts.filter(([, , { samples: n }]) => n >= SAID_MIN)
  const heads =
    'window,samples,days,companies,next session,overnight,session before,words: next,beyond words'
  return [
    `${samples} samples before ${sessions} sessions, ${first ?? '–'} to ${last ?? '–'}`,
    'rank correlation [95 % by whole days]',
    '',
    formatTable(heads.split(','), rows),
    '',
    formatTable(
      ['window', 'by', 'samples', 'next session'],
      told.map(([window, name, rho]) => [window, name, rho.samples, sayRho(rho)]),
    ),
    '',
  ].join('\n')
}

function sayRho({ rho, interval }: Rho): string {
  if (rho === null) return '–'
  const shown = rho.toFixed(3)
  if (interval === null) return `${shown} [too few days]`
  return `${shown} [${interval.low.toFixed(3)}, ${interval.high.toFixed(3)}]`
}
