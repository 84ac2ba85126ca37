/** A service's rounds: one at a time, so much business time apart, and none on a record that is not ready. */

import type { RoundWatch } from './beat.ts'
import type { Clock } from './clock.ts'
import type { Logger } from './log.ts'
import { openOutage } from './outage.ts'

/** How many business seconds lie between two; where it is asked for, after each round anew. */
export type Round = {
  seconds: number | (() => Promise<number>)
  /** How many real seconds one may run before it is taken to be stuck; 12 where nothing is said. */
  secondsMax?: number
  tick: (now: Date) => Promise<void>
}
export type Rounds = { run(): Promise<void>; stop(): Promise<void> }

type Pacer = {
  name: string
  log: Logger
  clock: Clock
  schema: { pass(): Promise<void> }
  watch: RoundWatch
}

/** How soon rounds begin after the schema is there. */
const SCHEMA_MS = 1_000

/** Runs rounds by itself, but under a stepped clock. A failed one is logged, the next comes as planned. */
export function openRounds({ clock, log, name, schema, watch }: Pacer, round: Round): Rounds {
  const waits = { begins: `${name} runs no rounds`, ends: `${name} runs rounds` }
  const outage = openOutage(log, waits)
  let current: Promise<void> = Promise.resolve()
  let stopped = false
  let timer: NodeJS.Timeout | undefined
  const run = () => {
    current = current
      .catch(() => undefined)
      .then(schema.pass)
      .then(() => round.tick(clock.now()))
    return current
  }
  /** Resolves with how long to wait for the next. */
  const turn = async () => {
    try {
      await schema.pass()
    } catch (fault) {
      outage.met(fault)
      return SCHEMA_MS
    }
    outage.over()
    watch.begun()
    await run().then(
      () => watch.ended(),
      (fault: unknown) => {
        watch.ended(fault)
        log.error({ err: fault }, `${name}: a round failed`)
      },
    )
    const { seconds } = round
    const everyMs = ((typeof seconds === 'number' ? seconds : await seconds()) * 1000) / clock.speed
    watch.next(everyMs)
    return everyMs
  }
  const loop = async () => {
    const waitMs = await turn()
    if (!stopped) timer = setTimeout(() => void loop(), waitMs)
  }
  if (clock.mode !== 'stepped') void loop()
  return {
    run,
    async stop() {
      stopped = true
      clearTimeout(timer)
      await current.catch(() => undefined)
    },
  }
}
