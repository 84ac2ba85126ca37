/** A lake in a folder, and the stage that fills it, in the test's own process. */

import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { LAKE_BUCKET } from '#shared/clients/lake/names.ts'
import { openFolder } from '#shared/clients/objects/folder.ts'
import type { Objects } from '#shared/clients/objects/store.ts'
import type { LakePublishJob } from '#shared/contracts/jobs/lake-publish.ts'
import { handOutChanges } from '#shared/queue/lake.ts'
import type { Sql } from '#shared/sql/open.ts'
import { lakePublisher } from '../../functions/lake-publisher/handler.ts'

type Queued = { jobId: string; payload: LakePublishJob }

/** `own` is the stage's own way to the record, `now` the moment of everything it does; `store` is where its files go. */
export function openLakeRig(
  sql: Sql,
  own: Sql,
  now: Date,
  folder = mkdtempSync(join(tmpdir(), 'stonks-lake-')),
  store?: Objects,
) {
  const objects = store ?? openFolder(folder, { flush: false })
  const handlers = lakePublisher({ sql: own, objects })
  const queued = async (): Promise<Queued[]> => {
    const rows = await sql<{ jobId: string; payload: string }[]>`
      select job_id, payload::text as payload from jobs
      where list = 'lake_publish' and state = 'queued' order by seq`
    return rows.map((row) => ({ ...row, payload: JSON.parse(row.payload) as LakePublishJob }))
  }
  /** Writes what a job asks for; what it returns commits it. */
  const write = (payload: LakePublishJob, jobId: string) =>
    handlers.lake_publish(payload, { jobId, now, signal: new AbortController().signal })
  /** Does all that the list holds. */
  const work = async (): Promise<LakePublishJob[]> => {
    const jobs = await queued()
    for (const { jobId, payload } of jobs) {
      const settle = await write(payload, jobId)
      await own.begin((tx) => settle(tx, now))
      await sql`update jobs set state = 'done', settled_at = clock_timestamp() where job_id = ${jobId}`
    }
    return jobs.map(({ payload }) => payload)
  }
  return {
    folder,
    objects,
    queued,
    write,
    work,
    /** Writes all that changed. */
    async flush(): Promise<void> {
      while ((await handOutChanges(sql, now, 0)) > 0) await work()
    },
    async empty(): Promise<void> {
      await sql`truncate lake_changes, lake_files, lake_writes, lake_days`
      for (const key of await objects.list(LAKE_BUCKET, '')) await objects.remove(LAKE_BUCKET, key)
    },
    close: () => rmSync(folder, { recursive: true, force: true }),
  }
}
