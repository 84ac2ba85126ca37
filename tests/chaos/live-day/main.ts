/** npm run chaos -- live-day --seed N --speed S --json: one live day, and what it broke. */

import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { parseArgs } from 'node:util'
import { DAYS } from './plan.ts'
import { runLiveDay } from './run.ts'

export async function runLive(args: string[]): Promise<0 | 1> {
  const { values } = parseArgs({
    args,
    options: {
      seed: { type: 'string', default: '1' },
      speed: { type: 'string', default: '30' },
      half: { type: 'boolean', default: false },
      json: { type: 'boolean', default: false },
      keep: { type: 'boolean', default: false },
    },
  })
  const root = mkdtempSync(join(tmpdir(), 'stonks-live-day-'))
  const say = (words: string) => void process.stderr.write(values.json ? '' : `${words}\n`)
  try {
    const day = await runLiveDay(root, {
      seed: Number(values.seed),
      speed: Number(values.speed),
      day: DAYS[values.half ? 'half' : 'full'],
      say,
    })
    process.stdout.write(`${JSON.stringify(day, null, values.json ? 0 : 2)}\n`)
    return day.broken.length === 0 ? 0 : 1
  } finally {
    if (values.keep) process.stderr.write(`The state stays in ${root}\n`)
    else rmSync(root, { recursive: true, force: true })
  }
}
