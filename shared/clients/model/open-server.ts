/** A server of either wire form: under which version an answer comes, and whose fault it is where none does. */

import { estimateTokens } from '../../domain/agent/tokens.ts'
import { judged } from './judged.ts'
import { noSuchModel, ServerRefusal } from './refusal.ts'
import type { ModelAnswer, ModelAsk, ModelServer } from './server.ts'
import { openVersions, type VersionOf } from './versions.ts'

type Wire = {
  kind: ModelServer['kind']
  readVersion: VersionOf
  answer(ask: ModelAsk, signal: AbortSignal): Promise<BareAnswer>
}

/** As the server gives it, which does not tell what ran; 0 tokens in where it counts none. */
export type BareAnswer = Omit<ModelAnswer, 'modelVersion' | 'isEstimated'>

/** Asks nothing until it is asked. */
export function openServer({ kind, readVersion, answer }: Wire): ModelServer {
  const versionOf = openVersions(readVersion)
  const ask = judged(async (question, signal) => {
    const modelVersion = await versionOf(question.model, signal)
    try {
      return { ...counted(await answer(question, signal), question), modelVersion }
    } catch (fault) {
      throw fault instanceof ServerRefusal && fault.status === 404
        ? noSuchModel(question.model, fault)
        : fault
    }
  })
  return { kind, ask, versionOf }
}

/** A budget that counts nothing bounds nothing. */
function counted(answer: BareAnswer, { system, prompt }: ModelAsk) {
  if (answer.tokensIn > 0) return { ...answer, isEstimated: false }
  const tokensIn = estimateTokens(system + prompt)
  return { ...answer, tokensIn, tokensOut: estimateTokens(answer.text), isEstimated: true }
}
