/** What both chaos stages do: note the run, work a little, record one effect, hand the number on. */

import { setTimeout as sleep } from 'node:timers/promises'
import { PermanentFault, PutOff } from '#shared/host/faults.ts'
import type { AnyHandler } from '#shared/queue/deliver.ts'
import type { Sql } from '#shared/sql/open.ts'
import type { ChaosJob } from './table.ts'

export function chaosHandler(stage: string, sql: Sql, next?: string): AnyHandler {
  return async (found, { jobId, signal }) => {
    const job = found as ChaosJob
    await sql`insert into chaos_runs (stage, number, job_id) values (${stage}, ${job.number}, ${jobId})`
    if (job.kill === 'always') process.kill(process.pid, 'SIGKILL')
    if (job.kill === 'before_effect') await dieOnce(sql, stage, jobId)
    if (job.takes) await sleep(job.takes, undefined, { signal })
    if (job.fails === 'refused')
      throw new PermanentFault('chaos_refused', `Number ${job.number} is refused`)
    if (job.fails === 'again') throw new Error(`Number ${job.number} fails each time`)
    if (job.fails === 'put_off')
      throw new PutOff(Date.now() + 600_000, `Number ${job.number} waits its turn`)
    return async (tx) => {
      await tx`insert into chaos_effects (stage, number, job_id) values (${stage}, ${job.number}, ${jobId})`
      if (job.kill === 'inside_transaction') await dieOnce(sql, stage, jobId)
      if (job.kill === 'after_commit') setTimeout(() => void dieOnce(sql, stage, jobId), 0)
      return next
        ? [{ to: next, job: { number: job.number, ...(job.kill ? { kill: job.kill } : {}) } }]
        : []
    }
  }
}

/** The control: the same effect, recorded where nothing guards it. */
export function naiveHandler(stage: string, sql: Sql): AnyHandler {
  return async (found, { jobId }) => {
    const job = found as ChaosJob
    await sql`insert into chaos_runs (stage, number, job_id) values (${stage}, ${job.number}, ${jobId})`
    await sql`insert into chaos_effects (stage, number, job_id) values (${stage}, ${job.number}, ${jobId})`
    if (job.kill) await dieOnce(sql, stage, jobId)
    return () => Promise.resolve([])
  }
}

/** Ends this process in the middle of its first run of a job; a second run passes. */
async function dieOnce(sql: Sql, stage: string, jobId: string): Promise<void> {
  const [row] = await sql<{ runs: number }[]>`
    select count(*)::int as runs from chaos_runs where stage = ${stage} and job_id = ${jobId}
  `
  if (row?.runs === 1) process.kill(process.pid, 'SIGKILL')
}
