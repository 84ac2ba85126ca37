/**
 * Ollama, asked by POST /api/generate and answered in pieces. Source: Ollama's API reference.
 *
 * `truncate` and `shift` are off: a prompt that does not fit is refused instead of losing its
 * beginning, and a reply never pushes the question out. `think` is off: a model that thinks by
 * default would put its answer where `format` does not reach.
 */

import type { GenerateRequest } from 'ollama'
import * as v from 'valibot'
import { beginning } from '../../domain/document/text/cut.ts'
import { modelAddress, type ModelAddress } from './address.ts'
import type { ModelLimits } from './limits.ts'
import { openServer, type BareAnswer } from './open-server.ts'
import { expectPromptRead } from './prompt-read.ts'
import { BadReply, type ModelAsk, type ModelServer } from './server.ts'
import { noSuchModel, ServerRefusal } from './refusal.ts'
import { jsonFrom, linesFrom } from './stream.ts'

export type OllamaSettings = {
  baseUrl: string
  /** Tokens of prompt and reply together. */
  contextTokens: number
  /** How long it keeps the model loaded, in Ollama's words: `10m`. */
  keepAlive: string
  limits: ModelLimits
}

const Piece = v.object({
  response: v.optional(v.string(), ''),
  thinking: v.optional(v.string(), ''),
  done: v.optional(v.boolean(), false),
  done_reason: v.optional(v.string()),
  prompt_eval_count: v.optional(v.number()),
  eval_count: v.optional(v.number()),
  error: v.optional(v.string()),
})
type Piece = v.InferOutput<typeof Piece>

const Tags = v.object({ models: v.array(v.object({ name: v.string(), digest: v.string() })) })

export function openOllama(settings: OllamaSettings): ModelServer {
  const address = modelAddress(settings.baseUrl)
  return openServer({
    kind: 'ollama',
    readVersion: (model, signal) => readDigest(address, settings, model, signal),
    answer: (ask, signal) => generate(address, settings, ask, signal),
  })
}

async function generate(
  { base, headers }: ModelAddress,
  settings: OllamaSettings,
  ask: ModelAsk,
  signal: AbortSignal,
): Promise<BareAnswer> {
  const started = performance.now()
  const url = new URL(`${base}/api/generate`)
  const posted = { url, headers, body: bodyOf(ask, settings), limits: settings.limits, signal }
  let [text, thoughts] = ['', 0]
  let last: Piece | undefined
  for await (const line of linesFrom(posted)) {
    const piece = pieceOf(line, url.host)
    text += piece.response
    thoughts += piece.thinking.length
    if (piece.done) last = piece
  }
  const tokensIn = last?.prompt_eval_count ?? 0
  expectWhole({ text, thoughts, last, tokensIn }, ask, settings)
  const latencyMs = Math.round(performance.now() - started)
  return { text, tokensIn, tokensOut: last?.eval_count ?? 0, latencyMs }
}

/** The library knows of neither of the last two. */
type Generate = GenerateRequest & { truncate: boolean; shift: boolean }

function bodyOf(ask: ModelAsk, { contextTokens, keepAlive }: OllamaSettings): Generate {
  const { model, system, prompt, schema, replyTokensMax, seed } = ask
  return {
    model,
    system,
    prompt,
    ...(schema && { format: schema }),
    stream: true,
    think: false,
    truncate: false,
    shift: false,
    keep_alive: keepAlive,
    options: {
      num_ctx: contextTokens,
      num_predict: replyTokensMax,
      // Without chance another seed would say the same again.
      temperature: seed === 1 ? 0 : 0.5,
      seed,
    },
  }
}

/** @throws ServerRefusal where it says in the midst of an answer that it failed. */
function pieceOf(line: string, host: string): Piece {
  let found: unknown
  try {
    found = JSON.parse(line)
  } catch (cause) {
    const words = `Ask ${host}: expected lines of JSON, found ${beginning(line, 80)}`
    throw new BadReply('model_not_json', words, { cause })
  }
  const piece = v.safeParse(Piece, found)
  if (!piece.success)
    throw new BadReply('model_other_schema', `Ask ${host}: a line is no piece of an answer`)
  if (piece.output.error !== undefined) throw new ServerRefusal(500, piece.output.error, host)
  return piece.output
}

type Whole = { text: string; thoughts: number; last: Piece | undefined; tokensIn: number }

/** @throws BadReply where the answer is not whole. */
function expectWhole(
  { text, thoughts, last, tokensIn }: Whole,
  { model, prompt, replyTokensMax }: ModelAsk,
  { contextTokens }: OllamaSettings,
): void {
  const bad = (code: BadReply['code'], words: string) =>
    new BadReply(code, `Ask ${model}: ${words}`)
  // Ollama ends the stream without a last word when the same token came thirty times.
  if (!last)
    throw bad('model_repeats', 'the server cut its reply, which said the same over and over')
  if (text.trim() === '' && thoughts > 0)
    throw bad('model_thinks_only', `${thoughts} characters of thoughts came, and no answer`)
  if (last.done_reason === 'length')
    throw bad('model_cut', `its reply was cut at ${replyTokensMax} tokens`)
  if (text.trim() === '') throw bad('model_empty', 'its reply is empty')
  if (tokensIn > 0 && tokensIn >= contextTokens - 1)
    throw bad('model_prompt_cut', `the prompt filled its context of ${contextTokens} tokens`)
  expectPromptRead({ model }, { counted: tokensIn, characters: prompt.length })
}

/** @throws PutOff where it has no such model. */
async function readDigest(
  { base, headers }: ModelAddress,
  { limits }: OllamaSettings,
  model: string,
  signal: AbortSignal,
): Promise<string> {
  const url = new URL(`${base}/api/tags`)
  const tags = v.safeParse(Tags, await jsonFrom({ url, headers, limits, signal }))
  if (!tags.success) throw new ServerRefusal(502, 'its list of models is none', url.host)
  const { models } = tags.output
  const name = model.includes(':') ? model : `${model}:latest`
  const one = models.find((each) => each.name === name)
  if (one) return one.digest.replace(/^sha256:/, '').slice(0, 12)
  const names = models.map((each) => each.name).join(', ') || 'none'
  throw noSuchModel(model, new ServerRefusal(404, `it has ${names}`, url.host))
}
