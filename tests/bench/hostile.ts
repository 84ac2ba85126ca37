/**
 * What the most hostile texts cost the processor at 10 MB, against the goal of two seconds each.
 *
 * Every text above half a second is told.
 */

import { processorMs, textPaths } from '../helpers/text-paths.ts'

const BYTES = 10_000_000
const GOAL_MS = 2_000
const TOLD_MS = 500

/** `ours` is the worst of all, in milliseconds of processor time. */
export async function bench() {
  let [worst, name] = [0, '']
  for (const [where, path] of Object.entries(textPaths)) {
    for (const [what, textOf] of Object.entries(path.texts)) {
      const text = textOf(BYTES)
      processorMs(path, text.slice(0, 50_000))
      const ms = Math.round(processorMs(path, text))
      if (ms > TOLD_MS) process.stderr.write(`${where}, ${what}: ${ms} ms\n`)
      if (ms > worst) [worst, name] = [ms, `hostile (${where}, ${what})`]
    }
  }
  return { name, ours: worst, peer: GOAL_MS, ratio: worst / GOAL_MS, unit: 'ms' }
}
