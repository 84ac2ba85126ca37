/**
 * One question with one repair: a reply of no use is asked for once more with another seed, and never
 * the same question twice. A document that failed before begins with seeds of its own.
 */

import type { AgentAnswer, AgentTurn } from '../ask-agent.ts'
import type { AgentQuestion } from '../agent-question.ts'
import { BadReply, type BadReplyCode } from '../server.ts'

export type Trying = {
  ask: AgentTurn['ask']
  /** How often this document's reading has failed so far. */
  tries: number
}

/** Asking again would say the same, or take as long again. */
const NO_REPAIR: ReadonlySet<BadReplyCode> = new Set(['model_late', 'model_refuses'])
/** A stage has ten minutes for a job; no repair begins after this. */
const REPAIR_UNTIL_MS = 100_000

/**
 * `make` writes the question anew for each seed; `smaller` where the prompt did not fit.
 *
 * @throws BadReply of the second try. @throws PutOff where the server wants to be left alone.
 */
export async function askWithRepair<T>(
  { ask, tries }: Trying,
  make: (seed: number, smaller: boolean) => AgentQuestion<T>,
  signal: AbortSignal,
): Promise<AgentAnswer<T>> {
  const began = performance.now()
  const seed = 1 + 2 * tries
  try {
    return await ask(make(seed, false), signal)
  } catch (fault) {
    const late = performance.now() - began > REPAIR_UNTIL_MS
    if (!(fault instanceof BadReply) || NO_REPAIR.has(fault.code) || late) throw fault
    return ask(make(seed + 1, fault.code === 'model_prompt_cut'), signal)
  }
}
