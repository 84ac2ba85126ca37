/** The world as a process: `node services/world/main.ts --port 4400 [--data DIR] …`. */

import { parseArgs, type ParseArgsOptionsConfig } from 'node:util'
import { openClock } from '#shared/host/clock.ts'
import { readEnv } from '#shared/host/env.ts'
import { messageOf } from '#shared/host/faults.ts'
import { openLog } from '#shared/host/log.ts'
import { openFaults, readFaultRates } from './http/faults.ts'
import { readWorldKeys, sayOpen } from './http/keys.ts'
import { openWorld } from './open.ts'
import { createWorldServer, usualLimits } from './server.ts'

const HELP = `Usage: node services/world/main.ts --port N [options]

  --port N           port to listen on
  --data DIR         folder to replay: news.jsonl, bars.csv, companies.csv; absent: simulated
  --from DATE        first day, YYYY-MM-DD; give it to find the same simulated world again
  --to DATE          last day, included
  --seed N           seed of everything made; 1 unless told
  --rate-limits      refuse clients that ask too often, as the real services do
  --cash DOLLARS     cash the broker's account opens with; 1000 unless told
  --journal FILE     file that brings the broker's orders back after a restart
  --public-url URL   what links to articles begin with; https://world.example unless told

BROKER_API_KEY with BROKER_API_SECRET, and MARKET_DATA_API_KEY, are the only keys it takes where
they are set; where not, it takes any.

WORLD_FAULTS has vendors fail, one time in so many: odd=10 refused=5 broken=20 cut=20 slow=20.

Reads those, and BUSINESS_CLOCK, HOST, LOG_LEVEL.`

const OPTIONS = {
  port: { type: 'string' },
  data: { type: 'string' },
  from: { type: 'string' },
  to: { type: 'string' },
  seed: { type: 'string', default: '1' },
  'rate-limits': { type: 'boolean', default: false },
  cash: { type: 'string' },
  journal: { type: 'string' },
  'public-url': { type: 'string' },
  help: { type: 'boolean', default: false },
} as const satisfies ParseArgsOptionsConfig

async function main(): Promise<void> {
  const { values } = parseArgs({ options: OPTIONS })
  if (values.help) {
    process.stdout.write(`${HELP}\n`)
    return
  }
  const port = wholeOf('--port', values.port)
  const keys = readWorldKeys()
  const clock = openClock()
  const world = await openWorld({
    seed: wholeOf('--seed', values.seed),
    start: clock.now(),
    ...given('data', values.data),
    ...given('from', dateOf('--from', values.from)),
    ...given('to', dateOf('--to', values.to)),
  })
  const faults = readEnv('WORLD_FAULTS')
  const server = createWorldServer({
    world,
    clock,
    keys,
    ...(values['rate-limits'] ? { limits: usualLimits } : {}),
    ...given('cash', dollarsOf('--cash', values.cash)),
    ...(faults ? { faults: openFaults(readFaultRates(faults), world.seed) } : {}),
    ...given('journal', values.journal),
    ...given('linkBase', values['public-url']),
  })
  const log = openLog('world')
  server.listen(port, readEnv('HOST'), () => {
    const { label, from, to, articles } = world
    log.info(
      { label, from, to, articles: articles.length, address: server.address() },
      'The world is ready',
    )
    const open = sayOpen(keys)
    if (open !== undefined) log.warn(open)
  })
  const stop = () => {
    server.close()
    server.closeAllConnections()
  }
  process.once('SIGTERM', stop)
  process.once('SIGINT', stop)
}

function given<K extends string>(name: K, value: string | undefined): { [key in K]?: string } {
  return value === undefined ? {} : ({ [name]: value } as { [key in K]?: string })
}

function wholeOf(name: string, text: string | undefined): number {
  const value = Number(text)
  if (text !== undefined && Number.isInteger(value) && value >= 0) return value
  throw new RangeError(`Read ${name}: expected a whole number, found "${text ?? ''}"`)
}

function dollarsOf(name: string, text: string | undefined): string | undefined {
  if (text === undefined || /^\d{1,12}(\.\d{1,2})?$/.test(text)) return text
  throw new RangeError(`Read ${name}: expected dollars such as 1000 or 250.50, found "${text}"`)
}

function dateOf(name: string, text: string | undefined): string | undefined {
  if (text === undefined || /^\d{4}-\d\d-\d\d$/.test(text)) return text
  throw new RangeError(`Read ${name}: expected YYYY-MM-DD, found "${text}"`)
}

main().catch((fault: unknown) => {
  process.stderr.write(`${messageOf(fault)}\n`)
  process.exitCode = 1
})
