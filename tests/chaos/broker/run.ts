/** The orders of a trading day through a broker that misbehaves, mode after mode; then the control. */

import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { migrate } from '#shared/sql/schema/migrate.ts'
import { openPostgres } from '#shared/sql/open.ts'
import { drawSecret } from '../../../services/local/embedded/draw-secret.ts'
import { claimBlock } from '../../../services/local/embedded/ports.ts'
import { startPostgres, throwaway } from '../../../services/local/embedded/postgres.ts'
import { openRandom } from '../random.ts'
import type { Counted } from './count.ts'
import { runMode } from './mode-run.ts'
import { MODES, type Mode } from './modes.ts'

export type BrokerChaosOptions = {
  intents: number
  kills: number
  seed: number
  modes?: readonly Mode[]
  /** How many times faster than the wall business time goes: less on a busy machine, where readings grow old. */
  speed?: number
  say?: (words: string) => void
}
export type BrokerChaosResult = Omit<Counted, 'intents'> & {
  intents: number
  kills: number
  modes: Partial<Record<Mode, Counted & { kills: number; why: string[] }>>
  controls: { blind_duplicates: number }
  seconds: number
}

const SPEED = 20
const CONTROL_INTENTS = 60

export async function runBrokerChaos(options: BrokerChaosOptions): Promise<BrokerChaosResult> {
  const { intents, kills, seed, modes = MODES, speed = SPEED, say = () => undefined } = options
  const started = performance.now()
  const folder = mkdtempSync(join(tmpdir(), 'stonks-broker-'))
  // Held, so that two runs at once never start on one port.
  const { first: port, release } = await claimBlock(1)
  const password = drawSecret()
  const postgres = await startPostgres(join(folder, 'data'), port, throwaway, {
    password,
    forTrials: true,
  })
  const results: BrokerChaosResult['modes'] = {}
  try {
    for (const [index, mode] of modes.entries()) {
      const share = {
        intents: shareOf(intents, modes.length, index),
        kills: shareOf(kills, modes.length, index),
      }
      const database = await makeDatabase(postgres.url, mode)
      const random = openRandom(seed * 1_000 + index)
      results[mode] = await runMode({ database, mode, random, speed, ...share })
      say(`${mode}: ${JSON.stringify(results[mode])}`)
    }
    const database = await makeDatabase(postgres.url, 'control')
    const random = openRandom(seed)
    const control = {
      database,
      mode: 'lost_response',
      random,
      speed,
      intents: CONTROL_INTENTS,
      kills: 5,
    } as const
    const blind = await runMode({ ...control, isBlind: true })
    return sumUp(results, blind.duplicates, started)
  } finally {
    await postgres.stop('immediate')
    await release()
    rmSync(folder, { recursive: true, force: true })
  }
}

function sumUp(
  modes: BrokerChaosResult['modes'],
  blind: number,
  started: number,
): BrokerChaosResult {
  const all = Object.values(modes)
  const total = (of: (one: (typeof all)[number]) => number) =>
    all.reduce((sum, one) => sum + of(one), 0)
  return {
    intents: total(({ intents }) => intents),
    kills: total(({ kills }) => kills),
    duplicates: total(({ duplicates }) => duplicates),
    missing: total(({ missing }) => missing),
    unexplained: total(({ unexplained }) => unexplained),
    stuck: total(({ stuck }) => stuck),
    ended: total(({ ended }) => ended),
    refused: total(({ refused }) => refused),
    busts: total(({ busts }) => busts),
    modes,
    controls: { blind_duplicates: blind },
    seconds: Math.round((performance.now() - started) / 100) / 10,
  }
}

function shareOf(whole: number, parts: number, index: number): number {
  return Math.floor(whole / parts) + (index < whole % parts ? 1 : 0)
}

async function makeDatabase(url: string, name: string): Promise<string> {
  const admin = openPostgres(url, 1)
  await admin.unsafe(`create database chaos_${name}`)
  await admin.end()
  const database = url.replace(/\/[^/]*$/, `/chaos_${name}`)
  const sql = openPostgres(database, 1)
  await migrate(sql)
  await sql.end()
  return database
}
