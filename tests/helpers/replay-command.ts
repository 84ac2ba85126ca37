/** `stonks replay` as a person runs it: a process of its own, over a database and a folder of objects. */

import { execFile } from 'node:child_process'
import { join } from 'node:path'
import { childEnv } from '#shared/host/env.ts'
import { NOON } from './trading.ts'

export type ReplaySaid = { code: number; out: string; err: string }

/** From the day after on, so that nothing of the day may have been pruned; one clock for all, or certificates stand in no order. */
const BUSINESS_CLOCK = `scaled:${Date.now()}:${NOON.getTime() + 86_400_000}:1`

/** Runs it with arguments; gives its exit code and what it said. */
export function openReplayCommand({ url, objects }: { url: string; objects: string }) {
  const env = childEnv({
    DATABASE_URL: url,
    OBJECTS_DIR: objects,
    SERVICE_SECRET: 'a secret of more than thirty-two characters',
    BUSINESS_CLOCK,
  })
  return (...args: string[]): Promise<ReplaySaid> =>
    new Promise((resolve) => {
      const file = join(import.meta.dirname, '../../services/cli/main.ts')
      execFile(process.execPath, [file, 'replay', ...args], { env }, (fault, out, err) => {
        resolve({ code: fault ? Number(fault.code) : 0, out, err })
      })
    })
}
