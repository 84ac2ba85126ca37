/** A server that runs language models, whichever wire form it speaks: what is asked of it, and what comes back. */

/** One question. The same question is never sent twice: another try has another seed. */
export type ModelAsk = {
  /** The model's name at its server. */
  model: string
  system: string
  prompt: string
  /** JSON schema that the reply has to fit; null: plain text is wanted. */
  schema: object | null
  /** Tokens after which the reply is cut: a cut reply is a bad one. */
  replyTokensMax: number
  seed: number
  /** The same for the same question, whatever mark its prompt bears; else the prompt is taken for it. */
  questionId?: string
}

export type ModelAnswer = {
  /** The reply as it came, whole; JSON in the schema's shape where one was asked for. */
  text: string
  /** What ran: a digest where the server tells one, else the model's own name. */
  modelVersion: string
  tokensIn: number
  tokensOut: number
  /** The server did not say how many tokens it took: both are an estimate. */
  isEstimated?: boolean
  latencyMs: number
}

/**
 * Throws PutOff where the server is away, busy or has no such model: the job waits, uncounted.
 * Throws BadReply where it answered, and the answer is of no use.
 */
export type ModelServer = {
  kind: 'ollama' | 'openai'
  ask(ask: ModelAsk, signal: AbortSignal): Promise<ModelAnswer>
  /** What runs under a model's name now. */
  versionOf(model: string, signal: AbortSignal): Promise<string>
}

/** Words of docs/CODES.md. */
export const BAD_REPLIES = [
  /** It ended at the bound of its tokens, or before it said that it was done. */
  'model_cut',
  /** The server cut it, since it said the same over and over. */
  'model_repeats',
  /** Nothing but thoughts came: the answer lies where nobody reads it. */
  'model_thinks_only',
  'model_empty',
  'model_not_json',
  'model_other_schema',
  /** The server read less than the whole prompt, or refused it as too long. */
  'model_prompt_cut',
  /** It did not come in time, though the server answers others. */
  'model_late',
  /** The server failed over it, though it answers others. */
  'model_failed',
  /** The server refuses the request as it is. */
  'model_refuses',
] as const
export type BadReplyCode = (typeof BAD_REPLIES)[number]

/** The model answered, and the answer is of no use; another seed may help, the same question does not. */
export class BadReply extends Error {
  override readonly name = 'BadReply'
  readonly code: BadReplyCode

  constructor(code: BadReplyCode, message: string, options?: ErrorOptions) {
    super(message, options)
    this.code = code
  }
}
