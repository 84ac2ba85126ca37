/** `stonks send`: posts one signed event to a function, to try it by hand. */

import { randomUUID } from 'node:crypto'
import { readFileSync } from 'node:fs'
import { text } from 'node:stream/consumers'
import { messageOf } from '#shared/host/faults.ts'
import { readServiceSecret, signRequest } from '#shared/host/signature.ts'
import { stageNames, stages, type StageName } from '#shared/pipeline.ts'
import { functionUrl } from '#shared/queue/function-url.ts'
import { readArgs, UsageError, type Command, type ExitCode } from '../command.ts'

export const command: Command = {
  name: 'send',
  summary: 'post one signed event to a function, to try it by hand',
  help: `Usage: stonks send STAGE FILE|- [--port N]

A function takes only what a program of ours signed, so curl cannot try one. This signs a job with
the secret of the running platform of this folder, or of the record it left, posts it to the
function, and prints what it answers. FILE holds the job alone, in the shape of its list, or a whole
CloudEvent; "-" reads it from standard input. Where the environment names DATABASE_URL, it names
SERVICE_SECRET too.

The job is done and recorded like any other: its id, given or made, is its row in jobs.

Stages: ${stageNames.join(', ')}

Options
  --port N   port of a function that runs alone (stonks fn); else the platform's, while it runs

Examples
  stonks fn aggregation --port 8081
  echo '{"ticker":"AAPL"}' | stonks send aggregation - --port 8081`,
  async run(args) {
    const { values, positionals } = readArgs(args, {
      allowPositionals: true,
      options: { port: { type: 'string' } },
    })
    const [stage, file, ...surplus] = positionals
    if (!stage || !file || surplus.length > 0 || !(stageNames as string[]).includes(stage)) {
      throw new UsageError(`send takes one stage of ${stageNames.join(', ')}, and a file or -`)
    }
    const said = file === '-' ? await text(process.stdin) : readFileSync(file, 'utf8')
    return send(urlOf(stage as StageName, values.port), eventOf(stage as StageName, said))
  },
}

function urlOf(stage: StageName, port: string | undefined): URL {
  if (port === undefined) return functionUrl(stage)
  if (/^\d{1,5}$/.test(port)) return new URL(`http://127.0.0.1:${port}`)
  throw new UsageError(`--port takes a number from 1 to 65535, found "${port}"`)
}

/** @throws UsageError where it is no JSON object. */
function eventOf(stage: StageName, said: string): string {
  let data: unknown
  try {
    data = JSON.parse(said)
  } catch (cause) {
    throw new UsageError(`the job is not JSON: ${messageOf(cause)}`, { cause })
  }
  if (typeof data !== 'object' || data === null) throw new UsageError('the job is no JSON object')
  if ('specversion' in data) return said
  const [list] = stages[stage].reads
  return JSON.stringify({
    specversion: '1.0',
    id: randomUUID(),
    source: '/stonks/send',
    type: `stonks.${list}`,
    datacontenttype: 'application/json',
    data,
  })
}

async function send(url: URL, body: string): Promise<ExitCode> {
  const target = url.pathname + url.search
  const headers = {
    ...signRequest(readServiceSecret(), { by: 'send', method: 'POST', target, body }),
    'content-type': 'application/cloudevents+json',
  }
  const reply = await fetch(url, { method: 'POST', headers, body }).catch((cause: unknown) => {
    throw new Error(`No function answers at ${url.host}: start it with stonks fn`, { cause })
  })
  console.log(`${reply.status} ${await reply.text()}`.trim())
  return reply.ok ? 0 : 1
}
