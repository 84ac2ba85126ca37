/**
 * FinBERT by ONNX: a quick judge of a sentence's tone. It knows no companies: where it is not sure, a
 * language model decides (docs/FORMULAS.md, "Tone by FinBERT").
 *
 * The model is a folder with `model.onnx`, `vocab.txt` and, where its classes stand in another order,
 * `config.json`; the runtime is `onnxruntime-node`, which whoever wants this installs into that folder.
 */

import { createHash } from 'node:crypto'
import { createReadStream } from 'node:fs'
import { access, readFile } from 'node:fs/promises'
import { createRequire } from 'node:module'
import { join, resolve } from 'node:path'
import * as v from 'valibot'
import type { ReaderIdentity } from '../../domain/document/reading/reading.ts'
import { FINBERT, TONES, type JudgedTone, type Tone } from '../../domain/document/tone/judged.ts'
import { openWordPieces } from './wordpiece.ts'

export type ToneJudge = {
  by: ReaderIdentity
  judge(sentence: string): Promise<JudgedTone>
}

/** Under this FinBERT's word does not count, and the model decides. */
export const FINBERT_SURE = 0.6

type Tensor = { data: ArrayLike<number>; dims: readonly number[] }
/** What is used of the runtime; it is loaded by name, so that the product does without it. */
export type OnnxRuntime = {
  Tensor: new (type: 'int64', data: BigInt64Array, dims: readonly number[]) => object
  InferenceSession: {
    create(path: string): Promise<{
      inputNames: readonly string[]
      outputNames: readonly string[]
      run(feeds: Record<string, object>): Promise<Record<string, Tensor>>
    }>
  }
}

const PIECES_MAX = 512
const Config = v.object({ id2label: v.record(v.string(), v.string()) })

/** @throws Error where a file or the runtime is missing, or the model has other classes. */
export async function openFinbert(
  folder: string,
  load: (folder: string) => Promise<OnnxRuntime> = loadRuntime,
): Promise<ToneJudge> {
  const model = join(folder, 'model.onnx')
  await access(model).catch((cause: unknown) => {
    throw new Error(`Read FINBERT_MODEL: expected a folder with model.onnx, found ${folder}`, {
      cause,
    })
  })
  const runtime = await load(folder)
  const pieces = openWordPieces(await readFile(join(folder, 'vocab.txt'), 'utf8'))
  const order = await readOrder(join(folder, 'config.json'))
  const session = await runtime.InferenceSession.create(model)
  const modelVersion = (await digestOf(model)).slice(0, 12)
  return {
    by: { model: FINBERT, modelVersion, promptVersion: 'none' },
    async judge(sentence) {
      const ids = pieces.encode(sentence, PIECES_MAX)
      const filled: Record<string, (id: number) => number> = {
        input_ids: (id) => id,
        attention_mask: () => 1,
        token_type_ids: () => 0,
      }
      const feeds = session.inputNames.map((name) => {
        const value = filled[name]
        if (!value) throw new RangeError(`Ask FinBERT: it wants ${name}, which it is not given`)
        const data = BigInt64Array.from(ids, (id) => BigInt(value(id)))
        return [name, new runtime.Tensor('int64', data, [1, ids.length])] as const
      })
      const found = await session.run(Object.fromEntries(feeds))
      const logits = Array.from(found[session.outputNames[0] ?? '']?.data ?? [])
      if (logits.length !== order.length || !logits.every(Number.isFinite))
        throw new RangeError(
          `Ask FinBERT: expected ${order.length} numbers, found ${logits.length}`,
        )
      const powers = logits.map((logit) => Math.exp(logit - Math.max(...logits)))
      const most = powers.indexOf(Math.max(...powers))
      const sum = powers.reduce((total, power) => total + power, 0)
      const shares = order.map((tone, place) => [tone, (powers[place] ?? 0) / sum])
      const chances = Object.fromEntries(shares) as Record<Tone, number>
      const sentiment = order[most] as Tone
      return { sentiment, confidence: chances[sentiment], chances }
    },
  }
}

async function digestOf(path: string): Promise<string> {
  const hash = createHash('sha256')
  for await (const bytes of createReadStream(path)) hash.update(bytes as Buffer)
  return hash.digest('hex')
}

/** Of ProsusAI's FinBERT, where nothing says another. */
async function readOrder(path: string): Promise<Tone[]> {
  const text = await readFile(path, 'utf8').catch(() => undefined)
  if (text === undefined) return [...TONES]
  const { id2label } = v.parse(Config, JSON.parse(text))
  return Object.keys(id2label)
    .sort((a, b) => Number(a) - Number(b))
    .map((id) => {
      const label = id2label[id]?.toLowerCase()
      const tone = TONES.find((one) => one === label)
      if (!tone) throw new RangeError(`Read ${path}: expected ${TONES.join(', ')}, found ${label}`)
      return tone
    })
}

const RUNTIME = 'onnxruntime-node'

/** Beside the model, so that it outlives an install of the packages; else among them. */
async function loadRuntime(folder: string): Promise<OnnxRuntime> {
  try {
    return createRequire(join(resolve(folder), 'model.onnx'))(RUNTIME) as OnnxRuntime
  } catch (cause) {
    if (!isMissing(cause)) throw new Error(`Load ${RUNTIME} for FINBERT_MODEL: it fails`, { cause })
  }
  try {
    const { default: runtime } = (await import(RUNTIME)) as { default: OnnxRuntime }
    return runtime
  } catch (cause) {
    const install = `npm install --prefix ${folder} --ignore-scripts ${RUNTIME}`
    throw new Error(
      `Load FINBERT_MODEL: expected ${RUNTIME} in ${folder}, found none (our images hold none); run ${install}`,
      { cause },
    )
  }
}

function isMissing(fault: unknown): boolean {
  return fault instanceof Error && 'code' in fault && fault.code === 'MODULE_NOT_FOUND'
}
