/**
 * `up` on a simulated day, live: the broker is away three times, a split, a dividend, a withdrawal, a
 * sale and an order of somebody else; levels that the prices are known to cross. At the end the books
 * are held against the broker's.
 */

import { mkdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { MINUTE_MS } from '#shared/domain/spans.ts'
import { openClock, type Clock } from '#shared/host/clock.ts'
import { openPostgres, type Sql } from '#shared/sql/open.ts'
import { readSecretSettings } from '../../../services/local/secrets.ts'
import { readRun } from '../../../services/local/state.ts'
import { start, until } from '../../e2e/platform.ts'
import { compareBooks, type Compared } from './compare.ts'
import { readRounds, readStopsFired } from './outcome.ts'
import { HELD, journalOf, makePlan, type Lever, type LiveDayOptions, type Plan } from './plan.ts'

export type LiveDay = Compared & {
  seed: number
  day: string
  /** Each lever and when it was pulled, business time. */
  happened: string[]
  /** Business seconds from the minute a level was crossed to the decision to sell; below 0: sold before. */
  stops: { ticker: string; crossedAt: Date; seconds: number | null }[]
  /** Rounds that were made, where two lie further apart than two intervals and what a round takes, and what put others off. */
  rounds: { made: number; gaps: { after: Date; seconds: number }[]; putOff: string[] }
  /** Everything the day broke; none is what is wanted. */
  broken: string[]
  seconds: number
}

export type Broker = (method: string, path: string, body?: object) => Promise<Response>

const UP_MS = 180_000
/** How far into the session the levels are set: there are some by then. */
const LEVELS_AFTER_MS = 5 * MINUTE_MS
/** What ends after the close: orders expire, the last reading is made. */
const AFTER_CLOSE_MS = 12 * MINUTE_MS
export async function runLiveDay(
  root: string,
  { say, ...options }: LiveDayOptions & { say: (words: string) => void },
): Promise<LiveDay> {
  const began = performance.now()
  const plan = await makePlan(options)
  const state = join(root, 'live')
  mkdirSync(state, { recursive: true, mode: 0o700 })
  writeFileSync(join(state, 'alpaca.jsonl'), journalOf(plan))
  writeFileSync(join(state, 'clock.json'), JSON.stringify(plan.startsAt.toISOString()))
  const { seed, speed, day } = options
  const args = ['--from', day, '--seed', String(seed), '--speed', String(speed), '--cash', '10000']
  const up = start(['up', '--state', root, ...args])
  try {
    await until('the platform', UP_MS, () =>
      Promise.resolve(/Sign in\s+http/.test(up.stderr()) || undefined),
    )
    const env = { ...readRun(state)!.env, ...readSecretSettings(state) }
    const sql = openPostgres(env['DATABASE_URL'] ?? '', 2)
    try {
      const clock = openClock(env['BUSINESS_CLOCK'])
      return await live({ plan, sql, clock, broker: openBroker(env), root, say, began })
    } finally {
      await sql.end({ timeout: 1 })
    }
  } finally {
    up.child.kill('SIGINT')
    await up.run
  }
}

function openBroker(env: Record<string, string>): Broker {
  return (method, path, body) =>
    fetch(`${env['BROKER_BASE_URL']}/${path}`, {
      method,
      headers: {
        'apca-api-key-id': env['BROKER_API_KEY'] ?? '',
        'apca-api-secret-key': env['BROKER_API_SECRET'] ?? '',
        'content-type': 'application/json',
      },
      ...(body ? { body: JSON.stringify(body) } : {}),
    })
}

type Day = {
  plan: Plan
  sql: Sql
  clock: Clock
  broker: Broker
  root: string
  say: (words: string) => void
  began: number
}

async function live(day: Day): Promise<LiveDay> {
  const { plan, sql, clock, broker, say } = day
  const happened: string[] = []
  const putOff = new Set<string>()
  const note = (words: string) => {
    happened.push(`${clock.now().toISOString()} ${words}`)
    say(`${clock.now().toISOString()} ${words}`)
  }
  if (clock.now() > plan.session.opensAt)
    throw new Error('Live a day: the platform was up after the bell only; give it a lower speed')
  await pull(broker, 'split', 'world/split', plan.split)
  note(`split of ${plan.split.symbol} as the session opens`)
  await until('the first reading of the account', UP_MS, async () => {
    const rows = await sql`select from broker_accounts where is_current and begun_at is not null`
    return rows.length > 0 ? rows : undefined
  })
  note('the account was read')
  const levers = [...plan.levers]
  let areSet = false
  const end = plan.session.closesAt.getTime() + AFTER_CLOSE_MS
  while (clock.now().getTime() < end) {
    const now = clock.now()
    if (!areSet && now.getTime() >= plan.session.opensAt.getTime() + LEVELS_AFTER_MS) {
      await setLevels(sql, plan)
      areSet = true
      note(`levels of ${plan.stops.map(({ ticker }) => ticker).join(', ')}`)
    }
    while (levers[0] && levers[0].at <= now) {
      const { name, path, body } = levers.shift()!
      // What somebody else asks of the broker while it is away is asked again.
      await until(name, UP_MS, async () =>
        (await pull(broker, name, path, await onHeld(day, body))) ? true : undefined,
      )
      note(name)
    }
    for (const { loop, said } of await sql<{ loop: string; said: string }[]>`
      select loop, said from trading_loops where failures > 0`)
      putOff.add(`${loop}: ${said}`)
    await sleep(200)
  }
  return sum(day, { happened, putOff: [...putOff] })
}

/** A body with the symbol of something that is held just now, and of which no level is about to be crossed. */
async function onHeld({ broker, plan }: Day, body: Lever['body']): Promise<object> {
  if (!('symbol' in body) || body.symbol !== HELD) return body
  const held = (await (await broker('GET', 'v2/positions')).json()) as Record<string, string>[]
  const levels = new Set(plan.stops.map(({ ticker }) => ticker))
  const [one] = held.filter(({ symbol, qty }) => !levels.has(symbol!) && Number(qty) >= 2)
  if (!one) throw new Error('Live a day: nothing is held beside what is about to be sold')
  return { ...body, symbol: one['symbol'] }
}

/** False while the broker is away, or refuses what may go later. */
async function pull(broker: Broker, name: string, path: string, body: object): Promise<boolean> {
  const reply = await broker('POST', path, body).catch(() => undefined)
  if (!reply || [403, 422, 503].includes(reply.status)) return false
  if (!reply.ok) throw new Error(`${name}: ${reply.status} ${await reply.text()}`)
  return true
}

/** A level is where the plan says it is crossed; what else would sell the position is out of the way. */
async function setLevels(sql: Sql, { stops }: Plan): Promise<void> {
  for (const { ticker, level } of stops)
    await until(`a level of ${ticker}, which is held`, UP_MS, async () => {
      const set = await sql`
        update position_stop_levels set stop_price = ${String(level)}, target_1 = null, target_2 = null
        where ticker = ${ticker}`
      // The engine may have sold it at the bell, by what was said before.
      const held = await sql`select from positions where ticker = ${ticker} and quantity > 0`
      return set.count > 0 || held.length === 0 || undefined
    })
}

async function sum(
  day: Day,
  { happened, putOff }: { happened: string[]; putOff: string[] },
): Promise<LiveDay> {
  const { plan, sql, clock, broker, root, began } = day
  const stops = await readStopsFired(sql, plan)
  const { made, gaps, awayFor } = await readRounds(sql, plan, clock.speed)
  const rounds = { made, gaps, putOff: [...putOff, ...awayFor] }
  const compared = await compareBooks(sql, broker, root)
  const late = stops.filter(({ seconds }) => seconds === null || seconds > 60)
  const broken = [
    ...late.map(({ ticker, seconds }) => `the stop of ${ticker} fired after ${seconds} s`),
    ...rounds.gaps.map(
      ({ after, seconds }) => `no round for ${seconds} s after ${after.toISOString()}`,
    ),
    ...compared.apart,
  ]
  const seconds = Math.round((performance.now() - began) / 1000)
  return { seed: plan.seed, day: plan.day, happened, stops, rounds, ...compared, broken, seconds }
}
