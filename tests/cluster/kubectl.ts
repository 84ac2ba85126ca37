/** Runs kubectl and helm against the place, and waits for what they show. */

import { spawn } from 'node:child_process'
import { setTimeout as sleep } from 'node:timers/promises'
import { helm as runHelm } from '../helm/render.ts'
import type { Place } from './place.ts'

/** What kubectl prints. @throws Error with its own words. */
export async function kubectl(
  { kubectl: [program, ...first], kubeconfig }: Place,
  args: readonly string[],
  input = '',
): Promise<string> {
  const child = spawn(program, [...first, '--kubeconfig', kubeconfig, ...args])
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

/** What helm prints. @throws Error with its own words. */
export function helm({ kubeconfig }: Place, args: readonly string[]): Promise<string> {
  return runHelm(...args, '--kubeconfig', kubeconfig)
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
