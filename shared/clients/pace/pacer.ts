/** Keeps to a vendor's limits before each request, and to what its answers say of them. */

import { PutOff } from '../../host/faults.ts'
import { readTold } from './told.ts'
import type { Limit, VendorTurns } from './turns.ts'

export type Pacer = {
  /**
   * Resolves when a request may be sent.
   *
   * @param asked `kind` of request, where the vendor's limits tell kinds apart; `hasBegun` where the job
   *   has asked before, and would lose what it has.
   * @throws PutOff when that is further away than a job should keep its place for.
   */
  turn(signal: AbortSignal, asked?: { kind?: string; hasBegun?: boolean }): Promise<void>
  /**
   * Takes note of what an answer says of the pace.
   *
   * @throws PutOff where the answer is that it was asked too often.
   */
  told(headers: Headers, status: number): Promise<void>
}

export type PacerOptions = {
  vendor: string
  /** Limits for a kind of request; those of the vendor as a whole among them. */
  limitsOf: (kind: string | undefined) => readonly Limit[]
  turns: VendorTurns
  /** How long a request waits here for its turn. */
  patienceMs?: number
  /** Statuses after which the vendor is left alone too, though they may mean something else. */
  slows?: readonly number[]
  /** How long a vendor is left alone that does not say how long. */
  silentMs?: number
}

const PATIENCE_MS = 5_000
/** One window of a vendor that counts by the minute, and a little. */
const BEGUN_PATIENCE_MS = 75_000
const SILENT_MS = 30_000

export function openPacer(options: PacerOptions): Pacer {
  const { vendor, limitsOf, turns, slows = [], silentMs = SILENT_MS } = options
  const patienceMs = options.patienceMs ?? PATIENCE_MS
  return {
    async turn(signal, { kind, hasBegun = false } = {}) {
      const patience = hasBegun ? Math.max(patienceMs, BEGUN_PATIENCE_MS) : patienceMs
      const { isTaken, waitMs } = await turns.take(vendor, limitsOf(kind), patience)
      if (!isTaken) {
        const seconds = Math.ceil(waitMs / 1_000)
        throw new PutOff(
          Date.now() + waitMs,
          `Ask ${vendor}: its next free turn is in ${seconds} s`,
        )
      }
      if (waitMs > 0) await pause(waitMs, signal)
      signal.throwIfAborted()
    },
    async told(headers, status) {
      const { isRefusal, waitMs } = readTold(headers, status)
      const holdMs = waitMs ?? (isRefusal || slows.includes(status) ? silentMs : 0)
      if (holdMs > 0) await turns.hold(vendor, holdMs)
      if (!isRefusal) return
      const seconds = Math.ceil(holdMs / 1_000)
      const says = waitMs === undefined ? 'without saying for how long' : `for ${seconds} s`
      throw new PutOff(
        Date.now() + holdMs,
        `Ask ${vendor}: it answers ${status} and wants to be left alone ${says}`,
      )
    },
  }
}

/** For whoever is asked at any pace. */
export const unpaced: Pacer = {
  turn: (signal) => Promise.resolve(signal.throwIfAborted()),
  told: () => Promise.resolve(),
}

function pause(ms: number, signal: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    const end = () => {
      clearTimeout(timer)
      signal.removeEventListener('abort', end)
      resolve()
    }
    const timer = setTimeout(end, ms)
    signal.addEventListener('abort', end)
    if (signal.aborted) end()
  })
}
