/** Keeps children alive: starts them, restarts those that die with back-off, ends all in order. */

import { shortened } from '#shared/domain/document/text/cut.ts'
import { spawn, type ChildProcess } from 'node:child_process'
import { createWriteStream, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { childEnv } from '#shared/host/env.ts'
import { redact } from '#shared/host/redact.ts'

const TETHER = fileURLToPath(new URL('tether.ts', import.meta.url))
const BACKOFF_MS_MAX = 30_000
const STOP_MS = 1_800

export type Part = {
  name: string
  /** Arguments of Node: the file and what follows it. */
  args: string[]
  env: Partial<Record<string, string>>
  /** Whoever starts it waits for it: if it ends before `ready`, that is for them to tell. */
  isAwaited?: boolean
}

export type KeptPart = {
  pid(): number | undefined
  /** Resolves when the first process of the part is gone. */
  firstEnd: Promise<void>
  /** From now on it is started again whenever it ends. */
  ready(): void
  stop(): Promise<void>
}

export type Supervisor = {
  /** Starts a part and keeps it running until it is stopped. */
  keep(part: Part): KeptPart
  /** Starts a part once; `ended` tells when it is gone, whatever the reason. */
  start(part: Part): { child: ChildProcess; ended: Promise<void> }
  pids(): number[]
}

export type Say = (line: string) => void

/** `say` is told of every child that ends unasked. */
export function openSupervisor(state: string, say: Say): Supervisor {
  const alive = new Set<ChildProcess>()

  const start = (part: Part) => {
    const child = spawn(
      process.execPath,
      ['--no-warnings', '--import', TETHER, ...part.args],
      // A group of its own, so that Ctrl-C reaches `up` alone and the children end in order.
      { env: childEnv(part.env), stdio: ['pipe', 'pipe', 'pipe'], detached: true },
    )
    alive.add(child)
    const log = createWriteStream(join(state, 'logs', `${part.name}.log`), {
      flags: 'a',
      mode: 0o600,
    })
    log.on('error', (fault) => say(`${part.name}: its log cannot be written: ${fault.message}`))
    child.stdout.pipe(log, { end: false })
    child.stderr.pipe(log, { end: false })
    child.stdin.on('error', () => alive.delete(child))
    const ended = new Promise<void>((resolve) => {
      const gone = () => {
        alive.delete(child)
        // What it said last is read by whoever is told of its end.
        log.end(() => resolve())
      }
      child.once('close', gone)
      child.once('error', gone)
    })
    return { child, ended }
  }

  return {
    start,
    pids: () => [...alive].flatMap(({ pid }) => (pid === undefined ? [] : [pid])),
    keep: (part) => keepRunning(part, start, state, say),
  }
}

function keepRunning(part: Part, start: Supervisor['start'], state: string, say: Say): KeptPart {
  let wanted = true
  let isAwaited = part.isAwaited ?? false
  let current: ReturnType<Supervisor['start']>
  let timer: NodeJS.Timeout | undefined
  let failures = 0

  const launch = () => {
    const began = performance.now()
    current = start(part)
    void current.ended.then(() => {
      if (!wanted || isAwaited) return
      // One that lived a while starts over with a short wait.
      failures = performance.now() - began > 60_000 ? 0 : failures + 1
      const wait = Math.min(BACKOFF_MS_MAX, 500 * 2 ** (failures - 1))
      const { exitCode, signalCode } = current.child
      say(
        `${part.name} ended (${signalCode ?? `exit code ${exitCode}`}); it starts again in ${wait / 1000} s. ` +
          `Its last words: ${lastWords(state, part.name)}`,
      )
      timer = setTimeout(launch, wait)
    })
  }
  launch()
  const firstEnd = current!.ended
  return {
    firstEnd,
    ready: () => {
      isAwaited = false
    },
    pid: () => current.child.pid,
    async stop() {
      wanted = false
      clearTimeout(timer)
      await endChild(current.child, current.ended)
    },
  }
}

/** SIGTERM, and SIGKILL for one that has not ended in time. */
async function endChild(child: ChildProcess, ended: Promise<void>): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return
  child.kill('SIGTERM')
  const late = setTimeout(() => child.kill('SIGKILL'), STOP_MS)
  await ended
  clearTimeout(late)
}

/** The last line a part wrote; its log holds the rest. */
export function lastWords(state: string, name: string): string {
  const file = join(state, 'logs', `${name}.log`)
  try {
    const lines = readFileSync(file, 'utf8').trim().split('\n')
    const line = lines.findLast((text) => text.trim() !== '') ?? 'none'
    return `${shortened(redact(line), 300)} (all of them in ${file})`
  } catch {
    return `none (${file})`
  }
}
