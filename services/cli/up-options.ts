/** The options of `stonks up`, checked before anything starts. */

import { existsSync, statSync } from 'node:fs'
import { resolve } from 'node:path'
import type { UpOptions } from '../local/options.ts'
import { readArgs, UsageError } from './command.ts'

/** @throws UsageError naming the option, the wanted and the found. */
export function readOptions(args: string[]): UpOptions {
  const { values } = readArgs(args, {
    options: {
      data: { type: 'string' },
      from: { type: 'string' },
      to: { type: 'string' },
      seed: { type: 'string', default: '1' },
      cash: { type: 'string' },
      speed: { type: 'string', default: '60' },
      port: { type: 'string' },
      step: { type: 'string', default: '900' },
      state: { type: 'string', default: '.stonks' },
      fresh: { type: 'boolean', default: false },
      once: { type: 'boolean', default: false },
      json: { type: 'boolean', default: false },
    },
  })
  const from = readDate('--from', values.from)
  const to = readDate('--to', values.to)
  if (from && to && to < from) throw new UsageError(`--to ${to} lies before --from ${from}`)
  if (values.json && !values.once) throw new UsageError('--json goes with --once')
  return {
    data: values.data === undefined ? undefined : readFolder(values.data),
    from,
    to,
    seed: readCount('--seed', values.seed, 0, 2 ** 31),
    cash: values.cash === undefined ? undefined : readDollars('--cash', values.cash),
    speed: readCount('--speed', values.speed, 1, 3600),
    port: values.port === undefined ? undefined : readCount('--port', values.port, 1, 65535),
    step: readCount('--step', values.step, 60, 86_400),
    fresh: values.fresh,
    once: values.once,
    json: values.json,
    state: resolve(values.state, values.once ? 'once' : 'live'),
  }
}

function readDate(name: string, text: string | undefined): string | undefined {
  if (text === undefined) return undefined
  const moment = /^\d{4}-\d{2}-\d{2}$/.test(text) ? new Date(`${text}T00:00:00Z`) : undefined
  if (moment && !Number.isNaN(moment.getTime()) && moment.toISOString().startsWith(text))
    return text
  throw new UsageError(`${name} takes a day such as 2019-05-01, found "${text}"`)
}

function readCount(name: string, text: string, min: number, max: number): number {
  const value = Number(text)
  if (Number.isInteger(value) && value >= min && value <= max) return value
  throw new UsageError(`${name} takes a whole number from ${min} to ${max}, found "${text}"`)
}

function readDollars(name: string, text: string): string {
  if (/^\d{1,12}(\.\d{1,2})?$/.test(text) && Number(text) > 0) return text
  throw new UsageError(`${name} takes dollars such as 1000 or 250.50, found "${text}"`)
}

function readFolder(text: string): string {
  const path = resolve(text)
  if (existsSync(path) && statSync(path).isDirectory()) return path
  throw new UsageError(
    `--data takes a folder with news, bars and companies; there is no folder "${text}"`,
  )
}
