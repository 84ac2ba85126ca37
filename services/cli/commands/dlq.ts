/** `stonks dlq`: looks at dead letters, and has them delivered again. */

import { UUID_PATTERN } from '#shared/contracts/primitives.ts'
import { shortened } from '#shared/domain/document/text/cut.ts'
import { listNames } from '#shared/pipeline.ts'
import { letterOf } from '#shared/queue/dead-letters.ts'
import { messageOf } from '#shared/host/faults.ts'
import { exhume } from '#shared/queue/redis/claim.ts'
import { closeRedis, openRedis, reachRedis } from '#shared/queue/redis/connection.ts'
import { readDead, replayDead, type DeadFilter } from '#shared/queue/record/dead.ts'
import { openPostgres, type Sql } from '#shared/sql/open.ts'
import { readArgs, UsageError, type Command, type ExitCode } from '../command.ts'
import { formatTable } from '../table.ts'

export const command: Command = {
  name: 'dlq',
  summary: 'list, show or replay dead letters',
  help: `Usage: stonks dlq list [LIST] [--limit N] [--json]
       stonks dlq show ID [--json]
       stonks dlq replay LIST|ID|--all [--json]

A job is dead when its contract or a stage refused it, or after DELIVERIES_MAX deliveries. It
never comes back by itself. Replaying k letters makes exactly k jobs wait again, under their own
ids, so that effects already recorded stay single; their history is kept.

Options
  --limit N   how many to list, newest first (default 50)
  --all       replay the dead letters of every list
  --json      print JSON: {"letters": […]}, one letter, or {"replayed": [ids]}

Exit codes: 1 when there is no such letter.

Example
  stonks dlq replay extraction`,
  async run(args) {
    const { values, positionals } = readArgs(args, {
      allowPositionals: true,
      options: {
        limit: { type: 'string', default: '50' },
        all: { type: 'boolean', default: false },
        json: { type: 'boolean', default: false },
      },
    })
    const [what, which, ...surplus] = positionals
    if (surplus.length > 0) throw new UsageError(`dlq ${what ?? ''} takes one list or id`)
    const limit = Number(values.limit)
    if (!Number.isSafeInteger(limit) || limit < 1)
      throw new UsageError(`--limit takes a number from 1, found "${values.limit}"`)
    const sql = openPostgres(undefined, 1)
    try {
      if (what === 'list') return await list(sql, which, limit, values.json)
      if (what === 'show' && which !== undefined) return await show(sql, which, values.json)
      if (what === 'replay' && (which === undefined) === values.all)
        return await replay(sql, which, values.json)
      throw new UsageError('dlq takes list, show ID, or replay with LIST, ID or --all')
    } finally {
      await sql.end({ timeout: 2 })
    }
  },
}

/** @throws UsageError when it is neither a list nor a job id. */
function filterOf(which: string | undefined): DeadFilter {
  if (which === undefined) return {}
  if ((listNames as string[]).includes(which)) return { list: which }
  if (new RegExp(`^${UUID_PATTERN}$`, 'i').test(which)) return { jobId: which }
  throw new UsageError(`"${which}" is neither a job id nor a list. Lists: ${listNames.join(', ')}`)
}

async function list(
  sql: Sql,
  which: string | undefined,
  limit: number,
  json: boolean,
): Promise<ExitCode> {
  const dead = await readDead(sql, filterOf(which), limit)
  if (json) console.log(JSON.stringify({ letters: dead.map(letterOf) }))
  else if (dead.length === 0) console.log('No dead letters.')
  else {
    console.log(
      formatTable(
        ['job', 'list', 'reason', 'dead at', 'error'],
        dead.map((job) => [
          job.jobId,
          job.list,
          job.reason,
          job.deadAt.toISOString().slice(0, 19),
          oneLine(job.lastError ?? ''),
        ]),
      ),
    )
  }
  return 0
}

function oneLine(error: string): string {
  return shortened(error.replaceAll(/\s+/g, ' '), 80)
}

async function show(sql: Sql, which: string, json: boolean): Promise<ExitCode> {
  const filter = filterOf(which)
  if (!filter.jobId) throw new UsageError('dlq show takes a job id')
  const [job] = await readDead(sql, filter, 1)
  if (!job) {
    console.error(`No dead letter ${which}`)
    return 1
  }
  const letter = letterOf(job)
  if (json) {
    console.log(JSON.stringify(letter))
    return 0
  }
  console.log(`job       ${job.jobId} of list ${job.list}, made by ${job.producer}`)
  console.log(`dead      ${letter.dead_at}, replayed ${job.replayed} times before`)
  console.log(`reason    ${letter.reason}: ${letter.error}`)
  for (const past of letter.history)
    console.log(`delivery ${past.delivery}  ${past.at}  ${past.error}`)
  console.log(JSON.stringify(letter.job['data'], null, 2))
  return 0
}

async function replay(sql: Sql, which: string | undefined, json: boolean): Promise<ExitCode> {
  const replayed = await replayDead(sql, filterOf(which))
  await takeOffLists(replayed)
  const ids = replayed.map(({ jobId }) => jobId).sort()
  console.log(
    json
      ? JSON.stringify({ replayed: ids })
      : `${ids.length} dead letters wait to be delivered again.`,
  )
  return ids.length > 0 || which === undefined || filterOf(which).list ? 0 : 1
}

/** The record is changed already; a Redis that is away is mended by the sweeper. */
async function takeOffLists(replayed: readonly { jobId: string; list: string }[]): Promise<void> {
  if (replayed.length === 0) return
  const redis = openRedis()
  try {
    await reachRedis(redis)
    for (const name of new Set(replayed.map((job) => job.list))) {
      await exhume(
        redis,
        name,
        replayed.filter((job) => job.list === name).map(({ jobId }) => jobId),
      )
    }
  } catch (fault) {
    console.error(`Their letters leave the list in Redis later: ${messageOf(fault)}`)
  } finally {
    await closeRedis(redis)
  }
}
