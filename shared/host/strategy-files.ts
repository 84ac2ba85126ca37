/** Strategies in files of one's own: what a file exports, and which files a folder holds. */

import { createHash } from 'node:crypto'
import { readdirSync, readFileSync, statSync } from 'node:fs'
import { join, resolve } from 'node:path'
import { pathToFileURL } from 'node:url'
import { Worker } from 'node:worker_threads'
import * as v from 'valibot'
import { beginning } from '../domain/document/text/cut.ts'
import type { Strategy } from '../domain/strategy/strategy.ts'
import { messageOf } from './faults.ts'
import { endThread } from './thread-end.ts'

const IS_STRATEGY_FILE = /\.[cm]?[jt]s$/
/** More files of a folder are not looked at. */
const FILES_MAX = 10
const CHECK_MS = 10_000
const CHECK_MB = 128
/** Larger ones are no strategies. */
const BYTES_MAX = 1_000_000
const TEXT_MAX = 300

export const isStrategyFile = (name: string) => IS_STRATEGY_FILE.test(name)

/** A file of the folder as it stands. */
export type StrategyFile = { file: string; path: string; sha256: string }

/**
 * The first ten files of a folder by name; those it holds beside strategies, such as a README, are left out.
 *
 * @throws where the folder cannot be read.
 */
export function listStrategyFiles(folder: string): StrategyFile[] {
  return readdirSync(folder)
    .filter((name) => !name.startsWith('.') && isStrategyFile(name) && isFile(join(folder, name)))
    .toSorted((a, b) => (a < b ? -1 : 1))
    .slice(0, FILES_MAX)
    .map((file) => strategyFile(folder, file))
}

/** What is no file, such as a link that leads nowhere or a pipe, which would be read for ever, is not looked at. */
function isFile(path: string): boolean {
  const found = statSync(path, { throwIfNoEntry: false })
  return found !== undefined && found.isFile() && found.size <= BYTES_MAX
}

/** @throws where it is not there. */
export function strategyFile(folder: string, file: string): StrategyFile {
  const path = resolve(join(folder, file))
  return { file, path, sha256: createHash('sha256').update(readFileSync(path)).digest('hex') }
}

/** What a file exports as its strategy, in this very process. */
export async function loadStrategyFile(path: string): Promise<Strategy> {
  const address = pathToFileURL(resolve(path)).href
  let module: Record<string, unknown>
  try {
    module = (await import(address)) as Record<string, unknown>
  } catch (cause) {
    throw new Error(`${path} does not load: ${messageOf(cause)}`, { cause })
  }
  const strategy = module['strategy']
  if (isStrategy(strategy)) return strategy
  throw new Error(
    `${path}: expected an export "strategy" with a name and open(), found ${Object.keys(module).join(', ') || 'none'}`,
  )
}

function isStrategy(value: unknown): value is Strategy {
  if (typeof value !== 'object' || value === null) return false
  const { name, open } = value as { name?: unknown; open?: unknown }
  return typeof name === 'string' && name !== '' && typeof open === 'function'
}

const Text = v.pipe(v.string(), v.maxLength(TEXT_MAX))
/** What the check tells; the file that is loaded could tell anything in its place. */
const Checked = v.union([
  v.strictObject({ name: Text, summary: Text }),
  v.strictObject({ fault: Text }),
])
export type CheckedFile = v.InferOutput<typeof Checked>
const ODD = 'expected to be told what it is, found a message of its own'

/** Whether a check's fault may be the machine's doing and not the file's. */
export const isLateFault = (fault: string | null) =>
  fault !== null && /^(expected it to load within|Worker initialization failure)/.test(fault)

/** Loads a file apart, so that one that never ends or takes all memory holds up nothing else, and says what it is. */
export function checkStrategyFile(path: string, waitMs = CHECK_MS): Promise<CheckedFile> {
  return new Promise((done) => {
    const worker = new Worker(CHECKING, {
      eval: true,
      workerData: pathToFileURL(path).href,
      env: {},
      stdout: true,
      stderr: true,
      resourceLimits: { maxOldGenerationSizeMb: CHECK_MB },
    })
    const end = (checked: CheckedFile) => {
      clearTimeout(timer)
      worker.removeAllListeners()
      worker.on('error', () => {})
      void endThread(worker).then(() => done(checked))
    }
    const timer = setTimeout(
      () => end({ fault: `expected it to load within ${waitMs / 1_000} s, found it still at it` }),
      waitMs,
    )
    worker.on('message', (told: unknown) => end(v.is(Checked, told) ? told : { fault: ODD }))
    worker.on('error', (fault) => end({ fault: cut(messageOf(fault)) }))
    worker.on('exit', (code) => end({ fault: `ended its process with ${code} as it loaded` }))
  })
}

/** Runs in the worker, as text: a program made of one file has no other to start it from. */
const CHECKING = `
const { parentPort, workerData } = require('node:worker_threads')
const cut = (text) => String(text).slice(0, ${TEXT_MAX} - 80)
const found = (module) => Object.keys(module).join(', ') || 'none'
import(workerData).then(
  (module) => {
    const it = module.strategy
    const isOne = typeof it === 'object' && it !== null && typeof it.name === 'string' && typeof it.open === 'function'
    parentPort.postMessage(isOne
      ? { name: cut(it.name), summary: typeof it.summary === 'string' ? cut(it.summary) : '' }
      : { fault: 'expected an export "strategy" with a name and open(), found ' + cut(found(module)) })
  },
  (fault) => parentPort.postMessage({ fault: cut(fault && fault.message || fault) }),
)
`

const cut = (text: string) => beginning(text, TEXT_MAX)
