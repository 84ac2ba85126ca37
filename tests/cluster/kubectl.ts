/** Runs kubectl and helm against the place, and waits for what they show. */

import { execFile, spawn } from 'node:child_process'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { promisify } from 'node:util'
import { childEnv } from '#shared/runtime/env.ts'
import { ROOT, type Place } from './place.ts'

const HELM = join(ROOT, 'node_modules/.bin/helm')
const MOST = 64 * 1024 * 1024

/** What kubectl prints. @throws Error with its own words. */
export async function kubectl(
  place: Place,
  args: readonly string[],
  input?: string,
): Promise<string> {
  const [program, ...first] = place.kubectl as [string, ...string[]]
  return run(program, [...first, ...args], place, input)
}

/** What helm prints. @throws Error with its own words. */
export function helm(place: Place, args: readonly string[]): Promise<string> {
  return run(HELM, args, place)
}

async function run(
  program: string,
  args: readonly string[],
  place: Place,
  input?: string,
): Promise<string> {
  const env = childEnv({ KUBECONFIG: place.kubeconfig })
  if (input === undefined) {
    const done = promisify(execFile)(program, args, { env, maxBuffer: MOST })
    return done.then(
      ({ stdout }) => stdout,
      (fault: { stderr?: string; message: string }) => {
        throw new Error(`${args.slice(0, 3).join(' ')}: ${fault.stderr?.trim() || fault.message}`)
      },
    )
  }
  const child = spawn(program, args, { env })
  let out = ''
  let words = ''
  child.stdout.on('data', (chunk: Buffer) => (out += chunk.toString()))
  child.stderr.on('data', (chunk: Buffer) => (words += chunk.toString()))
  child.stdin.end(input)
  const code = await new Promise((resolve, reject) => {
    child.once('error', reject)
    child.once('close', resolve)
  })
  if (code !== 0) throw new Error(`${args.slice(0, 3).join(' ')}: ${words.trim()}`)
  return out
}

/** Applies a manifest. */
export function apply(place: Place, manifest: string): Promise<string> {
  return kubectl(place, ['apply', '--server-side', '--force-conflicts', '-f', '-'], manifest)
}

/**
 * Asks until the answer is there; `undefined` and `false` mean not yet.
 *
 * @throws Error naming what did not come, with the last fault or what `seen` tells.
 */
export async function until<T>(
  what: string,
  seconds: number,
  ask: () => Promise<T | undefined | false>,
  seen: () => unknown = () => '',
): Promise<T> {
  const deadline = performance.now() + seconds * 1_000
  let last: unknown = ''
  while (performance.now() < deadline) {
    try {
      const answer = await ask()
      if (answer !== undefined && answer !== false) return answer
      last = await seen()
    } catch (fault) {
      last = fault
    }
    await sleep(250)
  }
  throw new Error(
    `${what} did not come within ${seconds} s: ${last instanceof Error ? last.message : JSON.stringify(last)}`,
  )
}
