/** `stonks up`: the whole platform on this machine. */

import { once } from 'node:events'
import { join } from 'node:path'
import type { Command, ExitCode } from '../command.ts'
import { SIMULATED_FROM, startScaledClock } from '../../local/business-time.ts'
import { originOf, type UpOptions } from '../../local/options.ts'
import { readOptions } from '../up-options.ts'
import { startPlatform, type Platform } from '../../local/platform.ts'
import { checkBeforeStart } from '../../local/before-start.ts'
import { makePrivately } from '../../local/private.ts'
import { describeParts } from '../../local/roster.ts'
import { near } from '../../local/say-address.ts'
import { openScreen, type Screen } from '../../local/screen.ts'
import { runOnce } from '../../local/once.ts'
import { claimState } from '../../local/state.ts'
import { LOCAL_OPERATOR, makeLinkByName } from '#shared/sql/access/sign-in-link.ts'
import { readFirstDay } from '../../local/first-day.ts'

const help = `
Usage: npm run up [-- OPTIONS]        or: npx stonks up [OPTIONS]

Starts the whole platform: PostgreSQL, Redis, object store, every service, every function behind
its pump, and the operators' page, with input flowing. What a variable such as DATABASE_URL,
REDIS_URL, S3_ENDPOINT, OLLAMA_BASE_URL or BROKER_BASE_URL names is used in place of the embedded part.

  --data DIR     replay this folder of news, bars and companies; without it: a simulated market
  --from DATE    first day, such as 2019-05-01       (default: the data's first, or ${SIMULATED_FROM})
  --to DATE      last day                            (default: the data's last)
  --speed N      business seconds in a real second   (default: 60)
  --seed N       of what is made up                  (default: 1)
  --cash N       dollars the paper account opens with   (default: 1000)
  --port N       of the operators' page              (default: a free one)
  --state DIR    where everything is kept            (default: .stonks)
  --fresh        forget what the state holds and start over
  --once         feed the input as fast as the machine can, wait until all work is done, print a
                 summary and end; 0 only if nothing was lost. Always starts over. The reports of its last
                 day and week stand as HTML below reports/ of the state; the summary names them
  --step N       with --once: business seconds over which news is gathered, and between two looks
                 at prices; more is faster and coarser   (default: 900)
  --json         with --once: print one JSON object and nothing else

Ctrl-C ends every part within 5 seconds; the next \`up\` goes on where this one ended.
`

/** How long the link holds that is printed at the start. */
const LINK_MINUTES = 60

async function run(args: string[]): Promise<ExitCode> {
  const options = readOptions(args)
  makePrivately()
  checkBeforeStart(options)
  await claimState(options.state, originOf(options), options.fresh || options.once)
  const screen = openScreen(process.stderr)
  return options.once ? runOnce(options, screen) : runLive(options, screen)
}

async function runLive(options: UpOptions, screen: Screen): Promise<ExitCode> {
  const began = performance.now()
  const first = options.from ?? (options.data ? await readFirstDay(options.data) : SIMULATED_FROM)
  const clock = startScaledClock(options.state, first, options.speed)
  const interrupted = watchInterrupts(() => screen.say('Ending every part'))
  try {
    const platform = await startPlatform(options, clock.text, screen, interrupted)
    const seconds = Math.round((performance.now() - began) / 1000)
    const link = await makeLinkByName(
      platform.sql,
      { name: LOCAL_OPERATOR, origin: platform.address, minutes: LINK_MINUTES },
      new Date(),
    )
    screen.say(describeUp(platform, options, { first, seconds, link: link.url }))
    if (!interrupted.aborted) await once(interrupted, 'abort')
    await platform.stop()
  } catch (fault) {
    // What was cut short while it started has failed of that.
    if (!interrupted.aborted) throw fault
  } finally {
    clock.stop()
  }
  return 0
}

function describeUp(
  platform: Platform,
  { speed, state, data }: UpOptions,
  { first, seconds, link }: { first: string; seconds: number; link: string },
): string {
  const { info } = platform
  const source = data === undefined ? 'a simulated market' : near(data)
  return [
    `Stonks Oracle is up, after ${seconds} s`,
    '',
    ...describeParts(platform).map((line) => `  ${line}`),
    '',
    `  Operators’ page   ${platform.address}`,
    `  Sign in           ${link}`,
    `                    signs this browser in as ${LOCAL_OPERATOR}: once, within ${LINK_MINUTES} minutes;`,
    '                    `npx stonks link` prints another',
    `  Input             ${info ? `${source} from ${first}, at ${speed} × real time` : 'the systems the environment names'}`,
    `  Logs              ${near(join(state, 'logs'))}`,
    '  Stop              Ctrl-C; the next `npm run up` goes on where this one ended',
  ].join('\n')
}

/** Aborted at the first Ctrl-C or SIGTERM; a second one ends at once. */
function watchInterrupts(onFirst: () => void): AbortSignal {
  const abort = new AbortController()
  const stop = () => {
    if (abort.signal.aborted) process.exit(1)
    onFirst()
    abort.abort()
  }
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) process.on(signal, stop)
  return abort.signal
}

export const command: Command = {
  name: 'up',
  summary: 'start the whole platform on this machine',
  help,
  run,
}
