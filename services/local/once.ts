/** `up --once`: a whole replay as fast as the machine goes, and what it came to. */

import { newYorkInstant } from '#shared/domain/market/calendar.ts'
import { describeNews } from '#shared/domain/trading/thin-news.ts'
import { handOutChanges } from '#shared/queue/lake.ts'
import { SIMULATED_FROM, startSteppedClock } from './business-time.ts'
import { readFirstDay } from './first-day.ts'
import type { UpOptions } from './options.ts'
import { askLastReports, writeLastReports, type LastReport } from './last-reports.ts'
import { openProgress } from './progress.ts'
import type { Screen } from './screen.ts'
import { near } from './say-address.ts'
import { startPlatform, type Platform } from './platform.ts'
import { worldUrl } from './settings.ts'
import { stepThrough, untilQuiet } from './stepper.ts'
import { summariseRun, type Summary } from './summary.ts'
import { listBrokerOrders, readMoments } from './world.ts'

/** What `--json` prints. */
export type RunSummary = Summary & { reports: LastReport[] }

/** 0 when nothing was lost, 1 otherwise. */
export async function runOnce(options: UpOptions, screen: Screen): Promise<0 | 1> {
  const began = performance.now()
  const first = options.from ?? (options.data ? await readFirstDay(options.data) : SIMULATED_FROM)
  const clock = startSteppedClock(options.state, newYorkInstant(first, '00:00'))
  const abort = new AbortController()
  const interrupt = () => abort.abort()
  process.once('SIGINT', interrupt)
  process.once('SIGTERM', interrupt)
  const says = 'Interrupted before the end: no summary'
  let platform: Platform
  try {
    platform = await startPlatform(options, clock.text, screen, abort.signal)
  } catch (fault) {
    if (!abort.signal.aborted) throw fault
    screen.say(says)
    return 1
  }
  try {
    const over = await replay(platform, first, options.step, clock.set, abort.signal, screen)
    if (abort.signal.aborted) {
      screen.say(says)
      return 1
    }
    const broker = await listBrokerOrders(platform.settings)
    const reports = await writeLastReports(platform.sql, options.state, over)
    const counted = await summariseRun(platform.sql, broker, (performance.now() - began) / 1000)
    const summary: RunSummary = { ...counted, reports }
    process.stdout.write(options.json ? `${JSON.stringify(summary)}\n` : describe(summary))
    return summary.lost === 0 && summary.repeated_effects === 0 ? 0 : 1
  } finally {
    await platform.stop()
  }
}

async function replay(
  { info, ports, settings, sql, redis }: Platform,
  first: string,
  step: number,
  setClock: (moment: Date) => void,
  signal: AbortSignal,
  screen: Screen,
): Promise<{ began: Date; now: Date }> {
  if (!info) throw new Error('--once replays a world; the environment names outside systems only')
  const span = { began: newYorkInstant(first, '00:00'), now: new Date(info.to) }
  const moments = await readMoments(worldUrl(ports), span.began.toISOString(), info.to, step)
  screen.say(
    `Replaying ${moments.length} moments from ${first} to ${info.to.slice(0, 10)} (${info.label})`,
  )
  const progress = openProgress(sql, screen)
  try {
    await stepThrough(moments, {
      sql,
      redis,
      signal,
      setClock,
      secret: settings['SERVICE_SECRET'] ?? '',
      rounds: [`http://127.0.0.1:${ports.scheduler}/tick`, `http://127.0.0.1:${ports.engine}/tick`],
      onStep: progress.onStep,
    })
    setClock(span.now)
    await askLastReports(sql, span)
    await untilQuiet({ sql, redis, signal })
    await fillLake({ sql, redis, signal }, span.now)
  } finally {
    await progress.end()
  }
  return span
}

/** What waits for the lake is written before the run is summed up. */
async function fillLake(
  run: Pick<Platform, 'sql' | 'redis'> & { signal: AbortSignal },
  now: Date,
): Promise<void> {
  while (!run.signal.aborted && (await handOutChanges(run.sql, now, 0)) > 0) await untilQuiet(run)
}

function describe(summary: RunSummary): string {
  const count = (counts: Record<string, number>) =>
    Object.entries(counts)
      .map(([name, value]) => `${name} ${value}`)
      .join(', ') || 'none'
  const percent = (share: number) => `${(share * 100).toFixed(2)} %`
  const { trading } = summary
  return [
    `documents        ${count(summary.documents)}`,
    `extractions      ${summary.extractions}`,
    `trends           ${summary.trends}`,
    `recommendations  ${count(summary.recommendations)}`,
    `decisions        ${count(summary.decisions)}`,
    `orders           ${count(summary.orders)}`,
    `equity           ${summary.equity} USD (paper)`,
    `money at work    ${percent(trading.invested.mean)} of equity on average, ${percent(trading.invested.most)} at most`,
    `turnover         ${trading.orders.dollars} USD, ${percent(trading.turnover)} of equity`,
    `buys stopped by  ${count(trading.stopped.buys)}`,
    `sells stopped by ${count(trading.stopped.sells)}`,
    `news             ${describeNews(trading.said)}`,
    `jobs             ${summary.jobs.done} of ${summary.jobs.enqueued} done, ${summary.jobs.dead} dead-lettered`,
    `lost             ${summary.lost}; repeated effects ${summary.repeated_effects}`,
    `orders digest    ${summary.orders_digest}`,
    `took             ${summary.seconds} s`,
    ...summary.reports.map(describeReport),
    '',
  ].join('\n')
}

function describeReport({ title, reconciles, file }: LastReport): string {
  const books = reconciles ? 'every figure equals the books' : 'it does not equal the books'
  return `report           ${title}, ${books}: ${near(file)}`
}
