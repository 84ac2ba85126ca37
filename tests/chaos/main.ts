/**
 * npm run chaos -- broker --intents N --kills K --seed S --json: orders at a broker that misbehaves
 * (broker/run.ts).
 *
 * npm run chaos -- trading --runs N --seed S --json: random days of trading (trading/run.ts).
 *
 * npm run chaos -- --jobs N --kills K --seed S --json
 *
 * Runs jobs through two chained stages while pumps, functions, Redis and PostgreSQL are killed,
 * and counts. Prints one line of JSON; ends with 1 when something was lost or done twice, or when
 * a control did not bite.
 */

import { parseArgs } from 'node:util'
import { runChaos } from './run.ts'
import { runBroker } from './broker/main.ts'
import { runLive } from './live-day/main.ts'
import { runTrading } from './trading/main.ts'

const USAGE = `npm run chaos -- [broker|trading|live-day] [options]

  (none)   jobs through two stages while pumps, functions, Redis and PostgreSQL are killed
           --jobs 3000 --kills 100
  broker   orders at a broker that misbehaves in ten modes, while adapters are killed
           --intents 600 --kills 50 --mode MODE --speed 20 (less on a busy machine)
  trading  random days of trading, held against the invariants after every command
           --runs 100 --commands 50 --path WHERE (straight to a broken rule of a seed)
  live-day a whole trading day of \`up\`, with outages, a split, a dividend, a withdrawal, orders of others
           --speed 30 --half (a session that ends at one) --keep

  all      --seed N, --json for the one line of the result alone

It ends with 1 where something was lost, done twice or broken.
`

if (process.argv.includes('--help')) {
  process.stdout.write(USAGE)
  process.exit(0)
}
if (process.argv[2] === 'broker') process.exit(await runBroker(process.argv.slice(3)))
if (process.argv[2] === 'live-day') process.exit(await runLive(process.argv.slice(3)))
if (process.argv[2] === 'trading') process.exit(await runTrading(process.argv.slice(3)))

const { values } = parseArgs({
  options: {
    jobs: { type: 'string', default: '3000' },
    kills: { type: 'string', default: '100' },
    seed: { type: 'string', default: '1' },
    json: { type: 'boolean', default: false },
  },
})
const [jobs, kills, seed] = [values.jobs, values.kills, values.seed].map(Number) as [
  number,
  number,
  number,
]
if (![jobs, kills, seed].every((value) => Number.isSafeInteger(value) && value >= 0) || jobs < 1) {
  process.stderr.write('chaos: --jobs, --kills and --seed take whole numbers\n')
  process.exit(2)
}
const say = values.json
  ? () => undefined
  : (words: string) => void process.stderr.write(`${words}\n`)
const result = await runChaos({ jobs, kills, seed, say })
process.stdout.write(`${JSON.stringify(result)}\n`)
const { lost, repeated_effects: repeated, controls } = result
process.exitCode =
  lost === 0 && repeated === 0 && controls.lpop_lost > 0 && controls.naive_repeated > 0 ? 0 : 1
