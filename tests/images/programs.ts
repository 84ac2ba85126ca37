/** Programs of a bundle, started as a pod starts them. */

import { spawn } from 'node:child_process'
import { readdirSync, statSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { childEnv } from '#shared/host/env.ts'
import { signRequest } from '#shared/host/signature.ts'
import { freePorts } from '../../services/local/embedded/ports.ts'

const START_MS_MAX = 15_000
const SECRET = 'what the programs of this test sign with'

export type Env = Record<string, string>
export type Ran = { code: number | null; stdout: string; stderr: string }
export type Started = {
  /** The status of an answer to a GET, or to a POST of a body as an event; 0: none. */
  ask(path: string, event?: unknown): Promise<number>
  /** Waits until it is ready, as a cluster does; the last status where it never is. */
  ready(): Promise<number>
  /** Ends it as a cluster does. */
  stop(): Promise<Ran>
}

/** Runs `node` on arguments to its end. */
export function run(args: string[], env: Env = {}): Promise<Ran> {
  return launch(args, env).ended
}

/**
 * Starts a program and waits until it is alive.
 *
 * @throws Error with what it said, when it does not come to answer.
 */
export async function start(program: string, env: Env): Promise<Started> {
  const [port] = (await freePorts(1)) as [number]
  const { child, ended } = launch([program], { ...env, PORT: String(port) })
  const ask = (path: string, event?: unknown) =>
    fetch(`http://127.0.0.1:${port}${path}`, event === undefined ? {} : signed(path, event)).then(
      ({ status }) => status,
      () => 0,
    )
  const deadline = Date.now() + START_MS_MAX
  while ((await ask('/health')) !== 200) {
    if (child.exitCode !== null || Date.now() > deadline) {
      child.kill('SIGKILL')
      throw new Error(`${program} does not answer: ${(await ended).stderr}`)
    }
    await sleep(20)
  }
  const stop = () => {
    child.kill('SIGTERM')
    return ended
  }
  const ready = async () => {
    const until = Date.now() + START_MS_MAX
    for (;;) {
      const status = await ask('/ready')
      if (status === 200 || Date.now() > until) return status
      await sleep(20)
    }
  }
  return { ask, ready, stop }
}

/** An event as a pump sends it. */
function signed(target: string, event: unknown): RequestInit {
  const body = JSON.stringify(event)
  const signature = signRequest(SECRET, { by: 'pump', method: 'POST', target, body })
  return {
    method: 'POST',
    headers: { 'content-type': 'application/cloudevents+json', ...signature },
    body,
  }
}

function launch(args: string[], env: Env) {
  const child = spawn(process.execPath, args, {
    cwd: dirname(args[0]!),
    stdio: ['ignore', 'pipe', 'pipe'],
    env: childEnv({
      NODE_OPTIONS: undefined,
      NODE_ENV: 'production',
      LOG_LEVEL: 'error',
      SERVICE_SECRET: SECRET,
      ...env,
    }),
  })
  let stdout = ''
  let stderr = ''
  child.stdout.setEncoding('utf8').on('data', (text: string) => (stdout += text))
  child.stderr.setEncoding('utf8').on('data', (text: string) => (stderr += text))
  const ended = new Promise<Ran>((resolve) => {
    child.once('close', (code) => resolve({ code, stdout, stderr }))
  })
  return { child, ended }
}

/** Every file of a folder with its size and time: what differs after was written to. */
export function stateOf(folder: string): string[] {
  return readdirSync(folder, { recursive: true, encoding: 'utf8' })
    .sort()
    .map((path) => {
      const { size, mtimeMs } = statSync(join(folder, path))
      return `${path} ${size} ${mtimeMs}`
    })
}
