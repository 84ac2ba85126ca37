/**
 * A strategy of one's own in a thread of its own: it is handed copies, and one that never answers is ended. Its
 * heap is bounded, buffers outside of it are not.
 */

import { pathToFileURL } from 'node:url'
import { MessageChannel, receiveMessageOnPort, Worker, type MessagePort } from 'node:worker_threads'
import * as v from 'valibot'
import type { Strategy, Target } from '../domain/strategy/strategy.ts'
import { messageOf } from './faults.ts'
import { endThread } from './thread-end.ts'

/** Milliseconds of real time: to load, to answer once, and to answer in all since it was opened. */
export type Patience = { loadMs: number; askMs: number; wholeMs: number }

/** A close takes a sound one far under a millisecond. */
export const patienceDefaults: Patience = { loadMs: 20_000, askMs: 5_000, wholeMs: 15_000 }

const MEMORY_MB = 256

/** What may be the machine's doing and not the file's: it was too slow, or its thread did not start. */
export class StrategyLate extends Error {
  override readonly name = 'StrategyLate'
}

/** `close` ends its thread; it must be called. */
export type StrategyApart = { strategy: Strategy; close: () => Promise<void> }

const Share = v.number()
const Shape = v.object({
  name: v.string(),
  summary: v.optional(v.string(), ''),
  limits: v.optional(
    v.partial(
      v.object({
        positionPctMax: Share,
        exposurePctMax: Share,
        positionsMax: Share,
        stopPct: Share,
        coolDownMinutes: Share,
      }),
    ),
  ),
  ignoresNews: v.optional(v.boolean()),
})
const Loaded = v.union([v.object({ shape: Shape }), v.object({ fault: v.string() })])
type Told = { targets?: readonly Target[]; fault?: string }

/**
 * Loads a file; its digest has it read anew once it was changed.
 *
 * @throws StrategyLate where it does not load in time.
 * @throws Error where it holds no strategy.
 */
export async function openStrategyApart(
  { path, sha256 }: { path: string; sha256: string },
  patience: Patience = patienceDefaults,
): Promise<StrategyApart> {
  const gate = new Int32Array(new SharedArrayBuffer(4))
  const { port1: port, port2 } = new MessageChannel()
  const worker = new Worker(ASKING, {
    eval: true,
    workerData: { address: `${pathToFileURL(path).href}?${sha256}`, port: port2, gate },
    transferList: [port2],
    // What a file of somebody's does with what we are told is nobody's business.
    env: {},
    stdout: true,
    stderr: true,
    resourceLimits: { maxOldGenerationSizeMb: MEMORY_MB },
  })
  // Read by nobody, they would fill up and stand still.
  worker.stdout.resume()
  worker.stderr.resume()
  const close = async () => {
    port.close()
    await endThread(worker)
  }
  try {
    const { name, summary, limits, ignoresNews } = await loadedBy(worker, patience.loadMs)
    const strategy: Strategy = {
      name,
      summary,
      ...(limits && { limits: limits as NonNullable<Strategy['limits']> }),
      ...(ignoresNews !== undefined && { ignoresNews }),
      open: asking({ port, gate, patience }),
    }
    return { strategy, close }
  } catch (fault) {
    await close()
    throw fault
  }
}

function loadedBy(worker: Worker, waitMs: number): Promise<v.InferOutput<typeof Shape>> {
  return new Promise((done, fail) => {
    const timer = setTimeout(
      () =>
        fail(
          new StrategyLate(`expected it to load within ${waitMs / 1_000} s, found it still at it`),
        ),
      waitMs,
    )
    const end = (act: () => void) => {
      clearTimeout(timer)
      act()
    }
    worker.once('message', (told: unknown) =>
      end(() => {
        const read = v.safeParse(Loaded, told)
        if (!read.success) fail(new Error('expected to be told what it is, found something else'))
        else if ('fault' in read.output) fail(new Error(read.output.fault))
        else done(read.output.shape)
      }),
    )
    // Of one that ends later its next answer tells.
    worker.on('error', (fault) =>
      end(() => {
        const Fault = isNotStarted(fault) ? StrategyLate : Error
        fail(new Fault(messageOf(fault), { cause: fault }))
      }),
    )
    worker.once('exit', () => end(() => fail(new Error('expected a strategy, found it ended'))))
  })
}

const isNotStarted = (fault: unknown) =>
  fault instanceof Error && 'code' in fault && fault.code === 'ERR_WORKER_INIT_FAILED'

type Asking = { port: MessagePort; gate: Int32Array; patience: Patience }

/** Each `open` is a run of its own in the one thread. */
function asking({ port, gate, patience }: Asking): Strategy['open'] {
  let runs = 0
  const ask = (message: object, waitMs: number): Told => {
    // One that ended stays so.
    Atomics.compareExchange(gate, 0, ANSWERED, 0)
    port.postMessage(message)
    if (Atomics.wait(gate, 0, 0, waitMs) === 'timed-out')
      throw new StrategyLate(`expected an answer within ${waitMs / 1_000} s, found it still at it`)
    const told = receiveMessageOnPort(port)?.message as Told | undefined
    if (told === undefined) throw new Error('expected an answer, found it ended')
    if (told.fault !== undefined) throw new Error(told.fault)
    return told
  }
  return (opening) => {
    const run = (runs += 1)
    let left = patience.wholeMs
    const timed = (message: object) => {
      const began = performance.now()
      const told = ask(message, Math.min(patience.askMs, Math.max(1, left)))
      left -= performance.now() - began
      return told
    }
    timed({ run, opening })
    return (known) => timed({ run, known }).targets ?? []
  }
}

/** What the gate holds: nothing yet, an answer, or that none comes any more. */
const ANSWERED = 1
const ENDED = 2

/** Runs in the thread, as text: a program made of one file has no other to start it from. */
const ASKING = `
const { parentPort, workerData } = require('node:worker_threads')
const { address, port, gate } = workerData
const text = (fault) => String(fault && fault.message || fault).slice(0, 220)
const runs = new Map()
const set = (how) => {
  Atomics.store(gate, 0, how)
  Atomics.notify(gate, 0)
}
const answer = (told) => {
  port.postMessage(told)
  set(${ANSWERED})
}
// Whoever waits for an answer hears of nothing else.
process.on('exit', () => set(${ENDED}))
import(address).then(
  ({ strategy }) => {
    const { name, summary, limits, ignoresNews, open } = Object(strategy)
    if (typeof name !== 'string' || typeof open !== 'function')
      return parentPort.postMessage({ fault: 'expected an export "strategy" with a name and open()' })
    port.on('message', ({ run, opening, known }) => {
      try {
        if (opening) runs.set(run, strategy.open(opening))
        answer(opening ? {} : { targets: runs.get(run)(known) })
      } catch (fault) {
        answer({ fault: text(fault) })
      }
    })
    parentPort.postMessage({ shape: JSON.parse(JSON.stringify({ name, summary, limits, ignoresNews })) })
  },
  (fault) => parentPort.postMessage({ fault: text(fault) }),
)
`
