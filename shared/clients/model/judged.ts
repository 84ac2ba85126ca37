/**
 * Whose fault it is that no answer came: the question's, or the server's.
 *
 * A server that fails over one question, or is late with it, is asked the smallest question there is.
 * Where it answers that, the question is at fault and its document is told of as such; where it does
 * not, the server is, and everything that wants it waits without a delivery being counted. A question
 * at which the connection breaks, and after which nobody is there, may be what ends the server: it is
 * at fault after three times.
 */

import { messageOf, PutOff } from '../../host/faults.ts'
import { BadReply, type ModelAnswer, type ModelAsk } from './server.ts'
import { BrokenOff, isUnwell, ModelWaits, ServerRefusal } from './refusal.ts'

/** One exchange, as it went: faults of any kind. */
export type RawAsk = (ask: ModelAsk, signal: AbortSignal) => Promise<ModelAnswer>

/** A server that is well says four tokens in this time, its model being loaded. */
const TRIAL_MS = 45_000

/** The smallest question, for which all answers will do. */
export function trialAsk(model: string): ModelAsk {
  return {
    model,
    system: 'Answer in one word.',
    prompt: 'Say: ready',
    schema: null,
    replyTokensMax: 8,
    seed: 1,
  }
}

/** Asks; what went wrong comes as a PutOff or a BadReply, and as nothing else that the server can cause. */
export function judged(raw: RawAsk): RawAsk {
  const breaks = openBreaks()
  return async (ask, signal) => {
    try {
      const answer = await raw(ask, signal)
      breaks.forget(ask)
      return answer
    } catch (fault) {
      const bad = blameOf(fault)
      if (bad === undefined) throw fault
      if (bad.code !== 'model_late' && bad.code !== 'model_failed') throw bad
      try {
        await trial(raw, ask.model, bad, signal)
      } catch (worse) {
        const isGone = worse instanceof ModelWaits && worse.why === 'away'
        if (!(fault instanceof BrokenOff) || !isGone || breaks.count(ask) < BREAKS_MAX) throw worse
      }
      breaks.forget(ask)
      throw bad
    }
  }
}

const BREAKS_MAX = 3
const QUESTIONS_HELD = 1_000

/** How often the connection broke at a question; of a process that ends, this is gone with it. */
function openBreaks() {
  const seen = new Map<string, number>()
  const nameOf = ({ model, questionId, prompt, seed }: ModelAsk) =>
    `${model} ${seed} ${questionId ?? prompt}`
  return {
    count(ask: ModelAsk): number {
      const [name, times] = [nameOf(ask), (seen.get(nameOf(ask)) ?? 0) + 1]
      seen.delete(name)
      seen.set(name, times)
      const [oldest] = seen.keys()
      if (seen.size > QUESTIONS_HELD && oldest !== undefined) seen.delete(oldest)
      return times
    },
    forget: (ask: ModelAsk) => void seen.delete(nameOf(ask)),
  }
}

/** @throws PutOff where it does not answer. */
async function trial(
  raw: RawAsk,
  model: string,
  bad: BadReply,
  signal: AbortSignal,
): Promise<void> {
  const late = AbortSignal.any([signal, AbortSignal.timeout(TRIAL_MS)])
  try {
    await raw(trialAsk(model), late)
  } catch (fault) {
    if (signal.aborted) throw signal.reason
    if (fault instanceof PutOff) throw fault
    // It said something: that is enough.
    if (fault instanceof BadReply && fault.code !== 'model_late') return
    const words = `${messageOf(bad)}; the smallest question fails too: ${messageOf(fault)}`
    throw isUnwell(words, bad)
  }
}

/** What a refusal says of the question; undefined where it says nothing of it. */
function blameOf(fault: unknown): BadReply | undefined {
  if (fault instanceof BadReply) return fault
  if (fault instanceof BrokenOff)
    return new BadReply('model_failed', fault.message, { cause: fault })
  if (!(fault instanceof ServerRefusal)) return undefined
  const { status, said, message } = fault
  if (status >= 500 || status === 408)
    return new BadReply('model_failed', message, { cause: fault })
  // Both kinds of server say so when a prompt does not fit; Ollama only where it must not cut it.
  if ((status === 400 || status === 413) && /context|too long|exceed/i.test(said))
    return new BadReply('model_prompt_cut', message, { cause: fault })
  return new BadReply('model_refuses', message, { cause: fault })
}
