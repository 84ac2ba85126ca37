/** `stonks backfill`: has a new installation's first fetches reach further back. */

import type { IngestionJob } from '#shared/contracts/jobs/ingestion.ts'
import type { SourceType } from '#shared/contracts/sources/source-configs.ts'
import type { Brings } from '#shared/domain/source/descriptor.ts'
import { descriptorOf } from '#shared/domain/source/sources.ts'
import {
  newYorkDate,
  previousSession,
  sessionAt,
  shiftDate,
} from '#shared/domain/market/calendar.ts'
import { openClock } from '#shared/host/clock.ts'
import { openPostgres, type Sql } from '#shared/sql/open.ts'
import { askSources } from '#shared/queue/ask-sources.ts'
import { readDueSources } from '#shared/sql/schedule/due-sources.ts'
import { lockSources } from '#shared/sql/universe/sources.ts'
import { readSources } from '#shared/sql/universe/sources.ts'
import { readArgs, UsageError, type Command } from '../command.ts'

const DAYS_MAX = 3_650

export const command: Command = {
  name: 'backfill',
  summary: 'fetch the history that a new installation needs',
  help: `Usage: stonks backfill --days N [--json]

Makes the first fetch of every source that has had none, reaching N days back: daily bars and
filings of each tracked company, and news. A source whose own first fetch reaches further keeps
that (bars: 400 days). Sources that were fetched before go on from what they have, so running it
again changes nothing. The jobs wait while the pipeline is off.

One fetch takes up to 20,000 news items or 8 filings, oldest first; the next ones go on from there
until they have caught up.

Options
  --days N   1 to ${DAYS_MAX}
  --json     print {"since": date, "bars": n, "filings": n, "news": n, "left": n}

Example
  stonks backfill --days 90`,
  async run(args) {
    const { values } = readArgs(args, {
      options: { days: { type: 'string' }, json: { type: 'boolean', default: false } },
    })
    const days = Number(values.days)
    if (!Number.isSafeInteger(days) || days < 1 || days > DAYS_MAX)
      throw new UsageError(`--days takes a number from 1 to ${DAYS_MAX}`)
    const sql = openPostgres(undefined, 1)
    try {
      const now = openClock().now()
      const counts = await backfill(sql, days, now)
      const since = shiftDate(newYorkDate(now), -days)
      if (values.json) console.log(JSON.stringify({ since, ...counts }))
      else console.log(describe(counts, since))
      return 0
    } finally {
      await sql.end({ timeout: 2 })
    }
  },
}

type Counts = { bars: number; filings: number; news: number; left: number }

/** Writes the jobs in one transaction, kept apart from the rounds of a running scheduler. */
function backfill(sql: Sql, days: number, now: Date): Promise<Counts> {
  return sql.begin(async (tx) => {
    await lockSources(tx)
    const market = {
      isOpen: sessionAt(now) !== undefined,
      lastCloseAt: previousSession(now).closesAt,
    }
    const [sources, due] = [await readSources(tx), await readDueSources(tx, now, market)]
    const past = sources.filter(
      ({ active, sourceType, config }) => active && reachOf(sourceType, config),
    )
    const fresh = new Set(
      past.filter(({ lastScheduledAt }) => !lastScheduledAt).map(({ sourceId }) => sourceId),
    )
    const jobs = due.filter(({ source_id: id }) => fresh.has(id)).map((job) => reaching(job, days))
    await askSources(tx, jobs, 'backfill', now)
    const count = (brings: Brings) =>
      jobs.filter(({ source_type: type }) => descriptorOf(type).brings === brings).length
    return {
      // Splits and dividends are asked for once for all companies.
      bars: jobs.filter(
        ({ source_type: type, ticker }) => ticker !== '' && descriptorOf(type).brings === 'prices',
      ).length,
      filings: count('filings'),
      news: count('stories'),
      left: past.length - jobs.length,
    }
  })
}

/** The setting of its reach; undefined for a source without a past, such as a feed or a page. */
function reachOf(type: SourceType, config: Record<string, unknown>): string | undefined {
  return descriptorOf(type).reach?.(config)
}

/** The job with the reach of its fetch at `days` or more. */
function reaching(job: IngestionJob, days: number): IngestionJob {
  const setting = reachOf(job.source_type, job.config)!
  const own = job.config[setting]
  const reach = typeof own === 'number' ? Math.max(own, days) : days
  return { ...job, config: { ...job.config, [setting]: reach } }
}

function describe({ bars, filings, news, left }: Counts, since: string): string {
  if (bars + filings + news === 0) return `Nothing to fetch: ${left} sources had their first fetch.`
  const parts = `bars of ${bars} companies, filings of ${filings}, news of ${news} sources`
  return `To be fetched since ${since} or earlier: ${parts}. ${left} sources are left as they are.`
}
