/** Asking a model with no agent between: for what a person starts, where nothing is counted or kept. */

import type { AgentTurn } from '../ask-agent.ts'
import type { ModelServer } from '../server.ts'

/** `told` hears what each answer cost. */
export function plainAsk(
  server: ModelServer,
  model: string,
  told: (tokens: number) => void = () => undefined,
): AgentTurn['ask'] {
  return async (question, signal) => {
    const { system, prompt, schema, replyTokensMax, seed, promptVersion } = question
    const ask = { model, system, prompt, schema, replyTokensMax, seed }
    const { text, modelVersion, tokensIn, tokensOut } = await server.ask(ask, signal)
    told(tokensIn + tokensOut)
    return { kind: 'answered', value: question.read(text), model, modelVersion, promptVersion }
  }
}
