/** FinBERT on its real runtime, which is installed from the registry once; skipped where none answers. */

import { execFileSync } from 'node:child_process'
import { cpSync, existsSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, describe, expect, it, vi } from 'vitest'
import { openReaders } from '../../../../functions/extractor/readers.ts'
import { checks } from '../../../../services/cli/doctor/checks.ts'
import { openFinbert } from '#shared/clients/finbert/judge.ts'
import { findMentions } from '#shared/domain/document/mentions/mentions.ts'
import { compileRegistry } from '#shared/domain/document/mentions/registry.ts'
import { cloneDatabase } from '../../../helpers/database.ts'
import { tinyModel } from './tiny-model.ts'

const RUNTIME = 'onnxruntime-node@1.30.0'
const kept = join(tmpdir(), `stonks-${RUNTIME}`)
const folder = mkdtempSync(join(tmpdir(), 'stonks-finbert-'))
afterAll(() => {
  vi.unstubAllEnvs()
  rmSync(folder, { recursive: true, force: true })
})

const VOCABULARY = ['[PAD]', '[UNK]', '[CLS]', '[SEP]', 'boeing', 'ford', 'plunges', 'rises', '.']
writeFileSync(join(folder, 'vocab.txt'), VOCABULARY.join('\n'))
// Of each piece: how much it says for positive, negative, neutral.
const says: Record<string, number[]> = { plunges: [0, 40, 0] }
writeFileSync(
  join(folder, 'model.onnx'),
  tinyModel(VOCABULARY.map((piece) => says[piece] ?? [0, 0, 0])),
)

const finbert = checks.find(({ part }) => part === 'finbert')
const look = () => finbert?.look()

describe('what doctor says of FinBERT', () => {
  it('is nothing where none is named', async () => {
    vi.stubEnv('FINBERT_MODEL', '')
    expect(await look()).toBe('none is named')
  })

  it.each([
    ['a folder without a model', {}, /expected a folder with model\.onnx/],
    ['a folder without a runtime', { 'model.onnx': 'x', 'vocab.txt': '[UNK]' }, /onnx/],
  ])('fails on %s, and names its own mend', async (_what, files, says) => {
    const broken = mkdtempSync(join(folder, 'broken-'))
    for (const [name, text] of Object.entries(files)) writeFileSync(join(broken, name), text)
    vi.stubEnv('FINBERT_MODEL', broken)
    vi.stubEnv('MODEL_READER', 'rules')
    await expect(look()).rejects.toThrow(says)
    expect(finbert?.mend).toContain('FINBERT_MODEL')
    const reader = checks.find(({ part }) => part === 'reader')
    expect(await reader?.look()).toBe('rules-v2, which needs no model')
    expect(reader?.mend).not.toContain('FINBERT_MODEL')
  })
})

/** As docs/decisions/0022 has it: no script of a package is run. */
function install(): boolean {
  if (existsSync(join(kept, 'node_modules', 'onnxruntime-node', 'package.json'))) return true
  mkdirSync(kept, { recursive: true })
  const args = ['install', '--prefix', kept, '--ignore-scripts', '--no-audit', '--no-fund', RUNTIME]
  try {
    execFileSync('npm', args, { stdio: 'pipe', timeout: 120_000 })
    return true
  } catch {
    rmSync(kept, { recursive: true, force: true })
    return false
  }
}
const isThere = install()

describe.skipIf(!isThere)('FinBERT on onnxruntime-node (needs a package registry)', () => {
  it('is loaded from the model’s own folder, and judges by the model’s numbers', async () => {
    cpSync(join(kept, 'node_modules'), join(folder, 'node_modules'), { recursive: true })
    const { judge, by } = await openFinbert(folder)
    expect(by).toMatchObject({ model: 'finbert', modelVersion: expect.stringMatching(/^\w{12}$/) })
    const sure = await judge('Boeing plunges')
    expect(sure.sentiment).toBe('negative')
    expect(sure.confidence).toBeGreaterThan(0.9)
    const unsure = await judge('Ford rises')
    expect(unsure.confidence).toBeCloseTo(1 / 3)
    expect(Object.values(unsure.chances).reduce((sum, one) => sum + one, 0)).toBeCloseTo(1)
  })

  it('answers doctor, apart from the reader', async () => {
    vi.stubEnv('FINBERT_MODEL', folder)
    expect(await look()).toBe(`that of ${folder} answers (0.33)`)
  })

  it('reads for the extractor where it is sure, and rules the rest, each by its name', async () => {
    vi.stubEnv('FINBERT_MODEL', folder)
    vi.stubEnv('MODEL_READER', 'rules')
    const { sql } = await cloneDatabase()
    const readerOf = await openReaders(sql)
    const turn = {
      slug: 'document-extractor',
      documentId: 'd',
      now: new Date(0),
      tries: 0,
      textWasCut: false,
    } as const
    const reader = await readerOf(turn)
    const registry = compileRegistry(
      ['Boeing', 'Ford'].map((name) => ({
        companyId: name,
        ticker: name.toUpperCase(),
        legalName: name,
        sector: '',
        aliases: [name],
      })),
    )
    const text = 'Boeing plunges. Ford rises.'
    const { signal } = new AbortController()
    const { companies, by } = await reader.extract(text, findMentions(registry, text), signal)
    expect(by?.model).toBe('rules-v2')
    expect(companies.map((one) => [one.entity, one.sentiment, one.by?.model])).toEqual([
      ['BOEING', 'negative', 'finbert'],
      ['FORD', 'positive', undefined],
    ])
    // What it said of each sentence is kept, so that the day can be replayed.
    expect(await sql`select model from model_replies`).not.toEqual([])
  })
})
