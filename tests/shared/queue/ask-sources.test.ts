import { expect, test } from 'vitest'
import type { IngestionJob } from '#shared/contracts/jobs/ingestion.ts'
import { deriveId } from '#shared/host/ids.ts'
import { askSources } from '#shared/queue/ask-sources.ts'
import { isAnotherFirst } from '#shared/sql/schedule/turns.ts'
import { cloneDatabase } from '../../helpers/database.ts'

const { sql } = await cloneDatabase()
const now = new Date('2026-03-02T15:00:00Z')

function jobOf(source_type: IngestionJob['source_type'], name: string): IngestionJob {
  return {
    source_id: deriveId('source', name),
    company_id: null,
    ticker: '',
    legal_name: '',
    aliases: [],
    source_type,
    source_name: name,
    config: {},
    credibility_score: 0.5,
    scheduled_at: now.toISOString(),
  }
}

test('whatever is fetched in the order of its list finds nobody behind it to wait for', async () => {
  const types = ['market_api', 'news_api', 'macro_news', 'web_scrape'] as const
  const jobs = types.flatMap((type) =>
    Array.from({ length: 9 }, (_, n) => jobOf(type, `${type} ${n}`)),
  )
  await sql.begin((tx) => askSources(tx, jobs, 'scheduler', now))
  const listed = await sql<{ jobId: string; job: string }[]>`
    select job_id, payload::text as job from jobs order by seq`
  expect(listed).toHaveLength(jobs.length)
  for (const { jobId, job: text } of listed) {
    const job = JSON.parse(text) as IngestionJob
    const { source_type: sourceType, source_id: sourceId, scheduled_at: scheduledAt } = job
    const waits = await isAnotherFirst(sql, { jobId, scheduledAt, sourceType, sourceId })
    expect({ waits, source: job.source_name }).toEqual({ waits: false, source: job.source_name })
    await sql`
      update jobs set state = 'done', settled_at = clock_timestamp() where job_id = ${jobId}`
  }
})
