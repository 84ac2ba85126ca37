/** npm run chaos -- broker: the options of a run, its one line of JSON, and its exit code. */

import { parseArgs } from 'node:util'
import { MODES, type Mode } from './modes.ts'
import { runBrokerChaos } from './run.ts'

/** Runs as asked; the exit code is 1 where anything was found, or the control did not bite. */
export async function runBroker(args: readonly string[]): Promise<number> {
  const { values } = parseArgs({
    args: [...args],
    options: {
      intents: { type: 'string', default: '600' },
      kills: { type: 'string', default: '50' },
      seed: { type: 'string', default: '1' },
      /** One of them alone. */
      mode: { type: 'string' },
      /** Business time goes so many times faster than the wall's; 20 unless told. */
      speed: { type: 'string', default: '20' },
      json: { type: 'boolean', default: false },
    },
  })
  const { intents, kills, seed, speed } = {
    intents: Number(values.intents),
    kills: Number(values.kills),
    seed: Number(values.seed),
    speed: Number(values.speed),
  }
  const isWhole = (value: number) => Number.isSafeInteger(value) && value >= 0
  if (![intents, kills, seed, speed].every(isWhole) || intents < 1 || speed < 1) {
    process.stderr.write('chaos: --intents, --kills, --seed and --speed take whole numbers\n')
    return 2
  }
  const say = values.json
    ? () => undefined
    : (words: string) => void process.stderr.write(`${words}\n`)
  const modes = MODES.filter((mode) => values.mode === undefined || mode === (values.mode as Mode))
  const result = await runBrokerChaos({ intents, kills, seed, speed, modes, say })
  process.stdout.write(`${JSON.stringify(result)}\n`)
  const { duplicates, missing, unexplained, stuck, refused, controls } = result
  // What the checks refuse is never asked of the broker, and would show nothing.
  const isClean = duplicates + missing + unexplained + stuck + refused === 0
  return isClean && controls.blind_duplicates > 0 ? 0 : 1
}
