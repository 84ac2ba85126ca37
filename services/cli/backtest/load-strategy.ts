/** The strategy that a command names: one of the product's, or one in a file of the user's. */

import { existsSync } from 'node:fs'
import { resolve } from 'node:path'
import { pathToFileURL } from 'node:url'
import { strategies } from '#shared/domain/strategy/strategies.ts'
import type { Strategy } from '#shared/domain/strategy/strategy.ts'
import { messageOf } from '#shared/host/faults.ts'
import { UsageError } from '../command.ts'

/** @throws UsageError listing the strategies there are, or saying what the file lacks. */
export async function loadStrategy(name: string): Promise<Strategy> {
  if (/[/\\]|\.[cm]?[jt]s$/.test(name)) return ofFile(name)
  const known = strategies.find((strategy) => strategy.name === name)
  if (known) return known
  const names = strategies.map((strategy) => strategy.name).join(', ')
  throw new UsageError(`no strategy "${name}". There are: ${names}; or a file, ./my-strategy.ts`)
}

async function ofFile(path: string): Promise<Strategy> {
  const file = resolve(path)
  if (!existsSync(file)) throw new UsageError(`expected a file with a strategy, found no ${path}`)
  let module: Record<string, unknown>
  try {
    module = (await import(pathToFileURL(file).href)) as Record<string, unknown>
  } catch (cause) {
    throw new UsageError(`${path} does not load: ${messageOf(cause)}`, { cause })
  }
  const strategy = module['strategy']
  if (isStrategy(strategy)) return strategy
  throw new UsageError(
    `${path}: expected an export "strategy" with a name and open(), found ${Object.keys(module).join(', ') || 'none'}`,
  )
}

function isStrategy(value: unknown): value is Strategy {
  if (typeof value !== 'object' || value === null) return false
  const { name, open } = value as { name?: unknown; open?: unknown }
  return typeof name === 'string' && name !== '' && typeof open === 'function'
}
