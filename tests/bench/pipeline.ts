/**
 * Documents a second from source to recommendation: the whole platform, real processes, one backlog.
 *
 * A folder of articles of one morning is replayed; the clock steps once, so every article is due at
 * the same moment, and what is timed is the work from that moment until nothing is queued. One
 * article in six names a tracked company, as in 21 months of real desk news; `all_named` is the same
 * where every one does. The peer is the goal of 100 documents a second on two cores.
 */

import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { newYorkInstant } from '#shared/domain/market/calendar.ts'
import { startSteppedClock } from '../../services/local/business-time.ts'
import { readOptions } from '../../services/cli/up-options.ts'
import { startPlatform } from '../../services/local/platform.ts'
import { stepThrough } from '../../services/local/stepper.ts'
import { originOf } from '../../services/local/options.ts'
import { openScreen } from '../../services/local/screen.ts'
import { claimState } from '../../services/local/state.ts'
import { openWorld } from '../../services/world/open.ts'
import { perUnit, watchProcessor } from './processor.ts'

const DAY = '2026-03-06'
const ARTICLES = 3_000
const GOAL = 100
/** One in so many names a tracked company: 5,944 of 36,654 did. */
const ONE_IN = 6

export type Result = {
  name: string
  ours: number
  peer: number
  ratio: number
  unit: string
  all_named: number
  /** Milliseconds of processor time a document, by process. */
  processor_ms: { mixed: Record<string, number>; all_named: Record<string, number> }
}

type Measured = { rate: number; processorMs: Record<string, number> }

export async function bench(): Promise<Result> {
  const [mixed, named] = [await rateOf(ONE_IN), await rateOf(1)]
  return {
    name: 'pipeline',
    ours: mixed.rate,
    peer: GOAL,
    ratio: mixed.rate / GOAL,
    unit: 'documents/s (peer: the goal)',
    all_named: named.rate,
    processor_ms: { mixed: mixed.processorMs, all_named: named.processorMs },
  }
}

async function rateOf(oneIn: number): Promise<Measured> {
  const folder = mkdtempSync(join(tmpdir(), 'stonks-bench-'))
  try {
    await writeBacklog(folder, oneIn)
    return await measure(folder)
  } finally {
    rmSync(folder, { recursive: true, force: true })
  }
}

/** Articles of the simulated market, all of one morning, in the form of a data folder. */
async function writeBacklog(folder: string, oneIn: number): Promise<void> {
  const world = await openWorld({ seed: 7, from: '2026-01-05', to: '2026-03-31' })
  const articles = world.articles.slice(0, ARTICLES).map((article, i) =>
    JSON.stringify({
      id: article.id,
      publisher: article.publisher,
      date: DAY,
      time_et: `0${6 + (i % 3)}:${String(i % 60).padStart(2, '0')}`,
      ...(i % oneIn === 0
        ? {
            title: article.title,
            description: article.description,
            tickers_by_alias: article.tickers,
          }
        : { ...elsewhere(i), tickers_by_alias: [] }),
    }),
  )
  const companies = world.companies.map(
    ({ ticker, name, sector, aliases }) => `${ticker},"${name}","${sector}",${aliases.join('|')}`,
  )
  const bars = [...world.bars].flatMap(([ticker, days]) =>
    days
      .filter(({ date }) => date < '2026-03-10')
      .map(
        ({ date, open, high, low, close, volume }) =>
          `${ticker},${date},${open},${high},${low},${close},${volume},${close}`,
      ),
  )
  writeFileSync(join(folder, 'news.jsonl'), `${articles.join('\n')}\n`)
  writeFileSync(
    join(folder, 'companies.csv'),
    `ticker,name,sector,aliases\n${companies.join('\n')}\n`,
  )
  writeFileSync(
    join(folder, 'bars.csv'),
    `ticker,date,open,high,low,close,volume,adj_close\n${bars.join('\n')}\n`,
  )
}

const PLACES = ['Malaysia', 'Chile', 'Poland', 'Kenya', 'Vietnam', 'Portugal', 'Peru', 'Ghana']
const MATTERS = [
  'palm oil exports',
  'a rail strike',
  'its budget',
  'a port expansion',
  'wheat yields',
  'new visa rules',
]
const VERBS = ['debates', 'postpones', 'welcomes', 'reviews', 'plans for', 'reports on']

/** What most of a desk's news is: about the world, and about nobody tracked. */
function elsewhere(i: number): { title: string; description: string } {
  const pick = (words: readonly string[], step: number) =>
    words[Math.floor(i / step) % words.length] ?? ''
  const title = `${pick(PLACES, 1)} ${pick(VERBS, 8)} ${pick(MATTERS, 48)}, note ${i}`
  return {
    title,
    description: `${title}. Officials said on Friday that no decision had been taken yet.`,
  }
}

async function measure(folder: string): Promise<Measured> {
  const options = readOptions([
    '--once',
    '--data',
    folder,
    '--from',
    DAY,
    '--to',
    DAY,
    '--state',
    join(folder, 'state'),
  ])
  await claimState(options.state, originOf(options), true)
  const clock = startSteppedClock(options.state, newYorkInstant(DAY, '00:00'))
  const platform = await startPlatform(options, clock.text, openScreen(process.stderr))
  try {
    const { sql, redis, ports, settings } = platform
    const rounds = [`http://127.0.0.1:${ports.scheduler}/tick`]
    const driver = {
      sql,
      redis,
      setClock: clock.set,
      rounds,
      secret: settings['SERVICE_SECRET'] ?? '',
      onStep: () => undefined,
      signal: new AbortController().signal,
    }
    // The first step brings bars and starts every function that bars need; it is not timed.
    await stepThrough([newYorkInstant(DAY, '00:15')], driver)
    const [began, watch] = [performance.now(), watchProcessor()]
    await stepThrough([newYorkInstant(DAY, '09:00')], driver)
    const seconds = (performance.now() - began) / 1000
    const used = watch.used()
    watch.close()
    const [row] = await sql<{ read: number }[]>`
      select count(*) as read from documents where status not in ('ingested', 'parsed')`
    const read = row?.read ?? 0
    return { rate: read / seconds, processorMs: perUnit(used, read) }
  } finally {
    await platform.stop()
  }
}
