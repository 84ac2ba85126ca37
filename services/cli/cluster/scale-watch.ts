/** Looks again and again: redraws a terminal, and elsewhere prints only what changed. */

import { beginning } from '#shared/domain/document/text/cut.ts'
import { setTimeout as delay } from 'node:timers/promises'
import { messageOf } from '#shared/host/faults.ts'
import { describeChanges, describeScale, type ScaleView } from './scale-print.ts'

const HOME = '\u001b[H'
const CLEAR = '\u001b[2J'
const CLEAR_LINE = '\u001b[K'
const CLEAR_BELOW = '\u001b[J'

type Options = { seconds: number; json: boolean }

/** Until Ctrl-C. A look that fails is told once, and the next comes as planned. */
export async function watchScale(look: () => Promise<ScaleView>, options: Options): Promise<void> {
  const end = new AbortController()
  const stop = () => end.abort()
  process.once('SIGINT', stop)
  process.once('SIGTERM', stop)
  const show = options.json ? jsonLines() : process.stdout.isTTY ? screen() : changes()
  let told = ''
  while (!end.signal.aborted) {
    try {
      show(await look())
      told = ''
    } catch (fault) {
      const words = messageOf(fault)
      if (words !== told) console.error(`stonks scale: ${words}`)
      told = words
    }
    await delay(options.seconds * 1_000, undefined, { signal: end.signal }).catch(() => undefined)
  }
}

type Show = (view: ScaleView) => void

function screen(): Show {
  process.stdout.write(CLEAR)
  return (view) => {
    const { columns } = process.stdout
    const lines = describeScale(view, Date.now())
      .split('\n')
      .map((line) => beginning(line, columns))
    process.stdout.write(
      HOME + lines.map((line) => `${line}${CLEAR_LINE}\n`).join('') + CLEAR_BELOW,
    )
  }
}

function changes(): Show {
  let before: ScaleView | undefined
  return (view) => {
    if (!before) console.log(describeScale(view, Date.now()))
    else
      for (const line of describeChanges(before.stages, view.stages, Date.now())) console.log(line)
    before = view
  }
}

function jsonLines(): Show {
  let before = ''
  return (view) => {
    const line = JSON.stringify(view)
    if (line !== before) console.log(line)
    before = line
  }
}
