/** The ports of one platform: kept in its state, so that a restart finds every part where it was. */

import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { stageNames } from '#shared/pipeline.ts'
import { claimBlock, whyNotFree } from './embedded/ports.ts'
import type { UpOptions } from './options.ts'
import type { Ports } from './settings.ts'
import { writeAtomic } from './write-atomic.ts'

export type HousePorts = {
  ports: Ports
  /** Port of the first stage's function; the others follow in the order of the table. */
  functionPorts: number
  release(): Promise<void>
}

/** In the order of their ports; the functions follow. */
const PARTS = [
  'page',
  'postgres',
  'redis',
  'world',
  'scheduler',
  'engine',
  'risk',
  'registry',
  'pump',
  'stream',
] as const satisfies readonly (keyof Ports)[]

/** @throws Error when the port that was asked for cannot be had, or when none are left. */
export async function claimPorts(
  { state, port }: Pick<UpOptions, 'state' | 'port'>,
  whyNot: typeof whyNotFree = whyNotFree,
): Promise<HousePorts> {
  const why = port === undefined ? undefined : await whyNot(port)
  if (why !== undefined) {
    const found =
      why === 'EACCES' ? 'is not for this user, as most below 1024' : 'is taken by another program'
    throw new Error(
      `--port ${port} ${found}. Leave --port out to have a free one chosen, or name another`,
    )
  }
  const file = join(state, 'ports.json')
  const known = existsSync(file) ? Number(readFileSync(file, 'utf8')) : Number.NaN
  const count = PARTS.length + stageNames.length
  const block = await claimBlock(count, Number.isInteger(known) ? known : undefined)
  writeAtomic(file, String(block.first))
  const ports = Object.fromEntries(PARTS.map((part, place) => [part, block.first + place])) as Ports
  return {
    ports: { ...ports, page: port ?? ports.page },
    functionPorts: block.first + PARTS.length,
    release: block.release,
  }
}
