/** Runs the real command line as a user would, on a state folder of its own. */

import { spawn, type ChildProcess } from 'node:child_process'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'

export const ROOT = fileURLToPath(new URL('../../', import.meta.url))
const MAIN = join(ROOT, 'services/cli/main.ts')

export type Run = { code: number | null; stdout: string; stderr: string }

/** A folder that is gone when `body` is done. */
export async function withState<T>(body: (state: string) => Promise<T>): Promise<T> {
  const state = mkdtempSync(join(tmpdir(), 'stonks-e2e-'))
  try {
    return await body(state)
  } finally {
    rmSync(state, { recursive: true, force: true })
  }
}

/** Starts `stonks ARGS`; standard error is collected line by line. */
export function start(
  args: string[],
  cwd = ROOT,
  env: Record<string, string> = {},
): { child: ChildProcess; run: Promise<Run>; stderr: () => string } {
  const child = spawn(process.execPath, ['--no-warnings', MAIN, ...args], {
    cwd,
    env: { ...process.env, ...env },
    stdio: ['ignore', 'pipe', 'pipe'],
  })
  let stdout = ''
  let stderr = ''
  child.stdout.on('data', (chunk: Buffer) => {
    stdout += chunk.toString()
  })
  child.stderr.on('data', (chunk: Buffer) => {
    stderr += chunk.toString()
  })
  const run = new Promise<Run>((resolve) => {
    child.once('close', (code) => resolve({ code, stdout, stderr }))
  })
  return { child, run, stderr: () => stderr }
}

export function stonks(args: string[], cwd = ROOT): Promise<Run> {
  return start(args, cwd).run
}

/** Looks until `look` gives something, at most so long; the fault names what was waited for. */
export async function until<T>(
  what: string,
  milliseconds: number,
  look: () => Promise<T | undefined>,
): Promise<T> {
  const deadline = Date.now() + milliseconds
  while (Date.now() < deadline) {
    const found = await look().catch(() => undefined)
    if (found !== undefined) return found
    await new Promise((resolve) => {
      setTimeout(resolve, 250)
    })
  }
  throw new Error(`Waited ${milliseconds / 1000} s for ${what}`)
}
