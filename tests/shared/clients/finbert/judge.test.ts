import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, describe, expect, it, vi } from 'vitest'
import { openReaders } from '../../../../functions/extractor/readers.ts'
import { openFinbert, type OnnxRuntime } from '#shared/clients/finbert/judge.ts'
import { openWordPieces } from '#shared/clients/finbert/wordpiece.ts'
import { openPostgres } from '#shared/sql/open.ts'

const VOCABULARY = ['[PAD]', '[UNK]', '[CLS]', '[SEP]', 'profit', 'loss', '##es', 'rises', ',', 'cafe'] // prettier-ignore
const folder = mkdtempSync(join(tmpdir(), 'stonks-finbert-'))
afterAll(() => {
  vi.unstubAllEnvs()
  rmSync(folder, { recursive: true, force: true })
})
writeFileSync(join(folder, 'vocab.txt'), VOCABULARY.join('\n'))
writeFileSync(join(folder, 'model.onnx'), 'read by the runtime alone')

describe('WordPiece', () => {
  const pieces = openWordPieces(VOCABULARY.join('\n'))
  it('cuts words into the longest pieces, without case or accents, between its marks', () => {
    expect(pieces.encode('Losses, CAFÉ xyz', 99)).toEqual([2, 5, 6, 8, 9, 1, 3])
  })
  it('ends with its mark whatever is cut', () => {
    expect(pieces.encode('profit profit profit', 4)).toEqual([2, 4, 4, 3])
  })
  it('names the mark that a vocabulary lacks', () => {
    expect(() => openWordPieces('a\nb')).toThrow(/\[CLS\]/)
  })
})

describe('what is missing is told when a stage starts', () => {
  const start = (model: string) => {
    vi.stubEnv('FINBERT_MODEL', model)
    vi.stubEnv('MODEL_READER', 'rules')
    return openReaders(openPostgres('postgres://127.0.0.1:1/none'))
  }
  it('the model', async () => {
    await expect(start('/nowhere')).rejects.toThrow(
      /FINBERT_MODEL: expected a folder with model.onnx, found \/nowhere/,
    )
  })
  it('the runtime, and what to run', async () => {
    await expect(start(folder)).rejects.toThrow(
      `expected onnxruntime-node in ${folder}, found none (our images hold none); run npm install --prefix ${folder} --ignore-scripts`,
    )
  })
})

describe('a judge', () => {
  /** Answers with the same numbers whatever it is fed. */
  const runtimeOf = (logits: number[], inputNames = ['input_ids', 'attention_mask']) => {
    const Tensor = function Tensor() {} as unknown as OnnxRuntime['Tensor']
    const run = () => Promise.resolve({ logits: { data: logits, dims: [1, logits.length] } })
    const create = () => Promise.resolve({ inputNames, outputNames: ['logits'], run })
    return () => Promise.resolve({ Tensor, InferenceSession: { create } })
  }
  it('reads the classes in the order of its config, as shares of one', async () => {
    const order = { id2label: { 0: 'neutral', 1: 'Positive', 2: 'negative' } }
    writeFileSync(join(folder, 'config.json'), JSON.stringify(order))
    const { judge } = await openFinbert(folder, runtimeOf([0, Math.log(3), 0]))
    const { sentiment, confidence, chances } = await judge('profit')
    expect(sentiment).toBe('positive')
    expect(confidence).toBeCloseTo(0.6)
    expect(chances).toMatchObject({ negative: expect.closeTo(0.2), neutral: expect.closeTo(0.2) })
    rmSync(join(folder, 'config.json'))
  })
  it('refuses a model of other classes or inputs', async () => {
    const two = await openFinbert(folder, runtimeOf([1, 2]))
    await expect(two.judge('profit')).rejects.toThrow(/expected 3 numbers, found 2/)
    const odd = await openFinbert(folder, runtimeOf([1, 2, 3], ['pixels']))
    await expect(odd.judge('profit')).rejects.toThrow(/pixels/)
  })
})
