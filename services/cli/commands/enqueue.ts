/** `stonks enqueue`: puts one job on a list, as a stage would. */

import { randomUUID } from 'node:crypto'
import { text } from 'node:stream/consumers'
import * as v from 'valibot'
import { lists } from '#shared/contracts/jobs/lists.ts'
import { listNames, type Handover, type ListName } from '#shared/pipeline.ts'
import { openClock } from '#shared/host/clock.ts'
import { explain } from '#shared/queue/envelope.ts'
import { enqueue } from '#shared/queue/record/jobs.ts'
import { openPostgres } from '#shared/sql/open.ts'
import { readArgs, UsageError, type Command } from '../command.ts'

export const command: Command = {
  name: 'enqueue',
  summary: 'put one job on a list',
  help: `Usage: stonks enqueue LIST JSON|- [--key WORDS] [--json]

Checks the job against the list's contract, stores it, and prints its id. The scheduler pushes it
to Redis within a second, the pump carries it to the function. "-" reads the job from standard
input.

Lists: ${listNames.join(', ')}

Options
  --key WORDS   name the occasion: the same words and the same job make one job, however often
                they are given (default: each call makes a new job)
  --json        print {"job": id, "list": LIST}

Example
  stonks enqueue aggregation '{"ticker":"AAPL"}'`,
  async run(args) {
    const { values, positionals } = readArgs(args, {
      allowPositionals: true,
      options: { key: { type: 'string' }, json: { type: 'boolean', default: false } },
    })
    const [list, given, ...surplus] = positionals
    if (list === undefined || given === undefined || surplus.length > 0) {
      throw new UsageError('enqueue takes a list and one job')
    }
    const handover = readHandover(list, given === '-' ? await text(process.stdin) : given)
    const sql = openPostgres(undefined, 1)
    try {
      const key = `cli:${values.key ?? randomUUID()}`
      const [job] = await enqueue(sql, [handover], { key, now: openClock().now() })
      console.log(values.json ? JSON.stringify({ job, list }) : job)
      return 0
    } finally {
      await sql.end({ timeout: 2 })
    }
  },
}

/** @throws UsageError when there is no such list, or the job is not of its shape. */
function readHandover(list: string, json: string): Handover {
  if (!(listNames as string[]).includes(list)) {
    throw new UsageError(`no list "${list}". There are: ${listNames.join(', ')}`)
  }
  const to = list as ListName
  let job: unknown
  try {
    job = JSON.parse(json)
  } catch (cause) {
    throw new UsageError(
      `the job is not JSON: ${cause instanceof Error ? cause.message : String(cause)}`,
      { cause },
    )
  }
  const result = v.safeParse(lists[to], job)
  if (!result.success) throw new UsageError(`not a job of list ${to}: ${explain(result.issues)}`)
  return { to, job: result.output } as Handover
}
