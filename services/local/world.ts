/** The replay world as `up` starts and asks it. */

import { spawn } from 'node:child_process'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { fetchKeyed } from '#shared/clients/keyed/fetch.ts'
import { childEnv } from '#shared/host/env.ts'
import { SIMULATED_FROM, SIMULATED_TO } from './business-time.ts'
import { envOf } from './child-env.ts'
import type { UpOptions } from './options.ts'
import type { Settings } from './settings.ts'

export type WorldInfo = { label: string; seed: number; from: string; to: string; cash: string }

const MAIN = fileURLToPath(new URL('../world/main.ts', import.meta.url))
const CLI = fileURLToPath(new URL('../cli/main.ts', import.meta.url))

export function worldArgs(options: UpOptions, port: number): string[] {
  const from = options.from ?? (options.data ? undefined : SIMULATED_FROM)
  const to = options.to ?? (options.data || !options.once ? undefined : SIMULATED_TO)
  return [
    MAIN,
    '--port',
    String(port),
    '--seed',
    String(options.seed),
    '--journal',
    join(options.state, 'alpaca.jsonl'),
    ...(options.cash === undefined ? [] : ['--cash', options.cash]),
    ...(options.data ? ['--data', options.data] : []),
    ...(from ? ['--from', from] : []),
    ...(to ? ['--to', to] : []),
  ]
}

/** Companies and sources, by the same command an operator would use. */
export function seedFromWorld(settings: Settings, world: string): Promise<void> {
  return new Promise((resolve, reject) => {
    const child = spawn(
      process.execPath,
      ['--no-warnings', CLI, 'seed', '--universe', `${world}/world/universe`],
      {
        env: childEnv(envOf('seed', settings)),
        stdio: ['ignore', 'ignore', 'pipe'],
      },
    )
    let words = ''
    child.stderr.on('data', (chunk: Buffer) => {
      words += chunk.toString()
    })
    child.once('error', reject)
    child.once('close', (code) => {
      if (code === 0) resolve()
      else reject(new Error(`Seed the companies: ${words.trim()}`))
    })
  })
}

/** Every moment of the range at which something new is to be seen. */
export async function readMoments(
  world: string,
  from: string,
  to: string,
  gridSeconds: number,
): Promise<Date[]> {
  const query = new URLSearchParams({ from, to, grid: String(gridSeconds) })
  const reply = await fetch(`${world}/world/times?${query.toString()}`)
  if (!reply.ok)
    throw new Error(
      `Ask the world for its moments: it answered ${reply.status}: ${await reply.text()}`,
    )
  const moments = (await reply.json()) as string[]
  return moments.map((text) => new Date(text))
}

/** Client order ids as the broker lists them; the broker is asked, not our own record. */
export async function listBrokerOrders(settings: Settings): Promise<string[]> {
  const ids: string[] = []
  let after = ''
  for (let page = 0; page < 10_000; page++) {
    const query = new URLSearchParams({
      status: 'all',
      limit: '500',
      direction: 'asc',
      ...(after ? { after } : {}),
    })
    const reply = await fetchKeyed(`${settings['BROKER_BASE_URL']}/v2/orders?${query.toString()}`, {
      headers: {
        'APCA-API-KEY-ID': settings['BROKER_API_KEY'] ?? '',
        'APCA-API-SECRET-KEY': settings['BROKER_API_SECRET'] ?? '',
      },
    })
    if (!reply.ok) throw new Error(`List the broker's orders: it answered ${reply.status}`)
    const orders = (await reply.json()) as { client_order_id: string; submitted_at: string }[]
    ids.push(...orders.map((order) => order.client_order_id))
    const last = orders.at(-1)
    if (!last || orders.length < 500) return ids
    after = last.submitted_at
  }
  throw new Error('List the broker’s orders: more than 5,000,000')
}
