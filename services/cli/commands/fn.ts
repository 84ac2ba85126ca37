/** `stonks fn`: runs one function alone, to try it by hand. */

import { spawn } from 'node:child_process'
import { fileURLToPath } from 'node:url'
import { stageNames, stages, type StageName } from '#shared/pipeline.ts'
import { childEnv, secretsGiven } from '#shared/host/env.ts'
import { envOf } from '../../local/child-env.ts'
import { freePorts } from '../../local/embedded/ports.ts'
import { readArgs, UsageError, type Command, type ExitCode } from '../command.ts'

export const command: Command = {
  name: 'fn',
  summary: 'run one function alone on a port',
  help: `Usage: stonks fn STAGE [--port N]

Runs functions/STAGE/index.ts by itself and prints a job to try. It answers GET /health, GET /ready,
and POST of a CloudEvent that is signed with SERVICE_SECRET: stonks send does that. Ctrl-C ends it
when its requests are done. A job it does is recorded like any other: DATABASE_URL says where.

Stages: ${stageNames.join(', ')}

Options
  --port N   port to listen on (default: a free one)

The framework's own command runs the same file:
  npx functions-framework --target=STAGE --source=functions/STAGE/index.ts

Example
  stonks fn aggregation --port 8080`,
  async run(args) {
    const { values, positionals } = readArgs(args, {
      allowPositionals: true,
      options: { port: { type: 'string' } },
    })
    const [name, ...surplus] = positionals
    if (name === undefined || surplus.length > 0 || !(stageNames as string[]).includes(name)) {
      throw new UsageError(`fn takes one stage of ${stageNames.join(', ')}`)
    }
    const port = values.port === undefined ? (await freePorts(1))[0]! : Number(values.port)
    if (!Number.isInteger(port) || port < 1 || port > 65_535) {
      throw new UsageError(`--port takes a number from 1 to 65535, found "${values.port}"`)
    }
    return serve(name as StageName, port)
  },
}

async function serve(stage: StageName, port: number): Promise<ExitCode> {
  const file = fileURLToPath(new URL(`../../../functions/${stage}/index.ts`, import.meta.url))
  const child = spawn(process.execPath, ['--no-warnings', file], {
    stdio: 'inherit',
    env: childEnv({ ...envOf(stage, secretsGiven()), PORT: String(port) }),
  })
  const pass = (signal: NodeJS.Signals) => child.kill(signal)
  process.on('SIGINT', pass)
  process.on('SIGTERM', pass)
  console.log(tryIt(stage, port))
  const code = await new Promise<number | null>((resolve) => {
    child.once('exit', resolve)
  })
  return code === 0 ? 0 : 1
}

function tryIt(stage: StageName, port: number): string {
  const [list] = stages[stage].reads
  const job = JSON.stringify(stage === 'aggregation' ? { ticker: 'AAPL' } : {})
  return [
    `${stage} on http://127.0.0.1:${port}. Try:`,
    `echo '${job}' | npm run --silent stonks -- send ${stage} - --port ${port}`,
    `The shape of its job: shared/contracts/jobs/${list.replaceAll('_', '-')}.ts`,
  ].join('\n')
}
