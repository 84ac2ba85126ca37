/** `stonks evaluate` and `stonks extract` by any reader: a variant of the record, FinBERT, with replies that are kept. */

import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { text as textOf } from 'node:stream/consumers'
import { afterAll, beforeEach, describe, expect, it, vi } from 'vitest'
import { openAgentTurns } from '#shared/clients/model/ask-agent.ts'
import { openModelReader } from '#shared/clients/model/reading/reader.ts'
import { openNamedServer } from '#shared/clients/model/settings.ts'
import { findMentions } from '#shared/domain/document/mentions/mentions.ts'
import { compileRegistry } from '#shared/domain/document/mentions/registry.ts'
import { deriveId } from '#shared/host/ids.ts'
import { openAgentDesk } from '#shared/sql/agents/desk.ts'
import { readCalibrationPoints } from '#shared/sql/quality/calibrations.ts'
import { command as evaluate } from '../../../../services/cli/commands/evaluate.ts'
import { command as extract } from '../../../../services/cli/commands/extract.ts'
import { UsageError } from '../../../../services/cli/command.ts'
import { readFigures } from '../../../../services/query-api/models/figures.ts'
import { cloneDatabase } from '../../../helpers/database.ts'

const folder = mkdtempSync(join(tmpdir(), 'stonks-any-reader-'))
const { sql, url } = await cloneDatabase()

type Asked = { model: string; system: string; prompt: string; format: { required: string[] } }
let asked: Asked[] = []
const server = createServer((request, response) => {
  void textOf(request).then((body) => {
    if (request.url === '/api/tags') {
      const models = ['m:1', 'large:9'].map((name) => ({ name, digest: `sha256:${name}` }))
      return response.end(JSON.stringify({ models }))
    }
    const question = JSON.parse(body) as Asked
    asked.push(question)
    const [key] = question.format.required
    const tone = /surge/.test(question.prompt) ? 'rise' : 'fall'
    const reply = { response: JSON.stringify({ [key ?? '']: [tone, 'other', [1]] }) }
    const end = { done: true, done_reason: 'stop', prompt_eval_count: 70, eval_count: 9 }
    return response.end(`${JSON.stringify({ ...reply, ...end })}\n`)
  })
})
await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
const address = `http://127.0.0.1:${(server.address() as AddressInfo).port}`
afterAll(() => {
  server.closeAllConnections()
  server.close()
  rmSync(folder, { recursive: true, force: true })
  vi.unstubAllEnvs()
})

const agentId = deriveId('agent', 'document-extractor')
const variantId = deriveId('variant', 'large')
await sql`insert into agent_variants (variant_id, agent_id, name, model, system_prompt, input_tokens_max,
    traffic_share, active)
  values (${variantId}, ${agentId}, 'large', 'large:9', 'Be brief.', 60, 1, true),
    (${deriveId('variant', 'resting')}, ${agentId}, 'resting', 'm:1', null, null, 0, false)`

/** The model is right of all but every fifth. */
const LINES = Array.from({ length: 130 }, (_, at) => {
  const [verb, label] = at % 2 === 0 ? ['surges', 'positive'] : ['plunges', 'negative']
  const name = `Acme${at}`
  const text = `${name} stock ${verb} on the day's news of business number ${at}`
  return JSON.stringify({ text, entities: [{ name, label: at % 5 === 0 ? 'neutral' : label }] })
})
const file = join(folder, 'lines.jsonl')
writeFileSync(file, LINES.join('\n'))

/** A runtime that finds the second piece of `good news` by its number, and is sure of such texts alone. */
function finbertFolder(): string {
  const made = join(folder, 'finbert')
  mkdirSync(join(made, 'node_modules', 'onnxruntime-node'), { recursive: true })
  const words = ['[PAD]', '[UNK]', '[CLS]', '[SEP]', 'surges']
  writeFileSync(join(made, 'vocab.txt'), words.join('\n'))
  writeFileSync(join(made, 'model.onnx'), 'not looked at by this runtime')
  writeFileSync(
    join(made, 'node_modules', 'onnxruntime-node', 'index.js'),
    `class Tensor { constructor(type, data) { this.data = data } }
    const run = async ({ input_ids }) => ({
      logits: { data: [...input_ids.data].some((id) => id === 4n) ? [6, 0, 0] : [0, 0, 0] },
    })
    const create = async () => ({ inputNames: ['input_ids'], outputNames: ['logits'], run })
    module.exports = { Tensor, InferenceSession: { create } }`,
  )
  return made
}
const FINBERT_MODEL = finbertFolder()

type Ran = { code: number; out: string; err: string }

/** Runs a command as main.ts would; wrong use is 2, a fault 1. */
async function stonks(
  [name, ...args]: string[],
  env: Record<string, string> = {},
  input = '',
): Promise<Ran> {
  const servers = { OLLAMA_BASE_URL: address, OLLAMA_MODEL: 'm:1', OPENAI_BASE_URL: '' }
  const all = { DATABASE_URL: '', FINBERT_MODEL: '', ...servers, ...env }
  for (const [variable, value] of Object.entries(all)) vi.stubEnv(variable, value)
  const told = { out: '', err: '' }
  const hear = (to: keyof typeof told) => (words: string | Uint8Array) => {
    told[to] += String(words)
    return true
  }
  vi.spyOn(process.stdout, 'write').mockImplementation(hear('out'))
  vi.spyOn(process.stderr, 'write').mockImplementation(hear('err'))
  const given = join(folder, 'given.jsonl')
  writeFileSync(given, input)
  const command = name === 'extract' ? extract : evaluate
  try {
    const code = await command.run(args.map((one) => (one === '-' ? given : one)))
    return { code, ...told }
  } catch (fault) {
    return { ...told, code: fault instanceof UsageError ? 2 : 1, err: (fault as Error).message }
  } finally {
    vi.restoreAllMocks()
    vi.unstubAllEnvs()
  }
}
type Report = { tokens: number; lines: number; calibration: { points: unknown } }
const reportOf = ({ out }: Ran) => JSON.parse(out) as Report

beforeEach(() => {
  asked = []
})

describe('a variant of the record', () => {
  it('is measured with its own model, words and bound, and calibrated for its very readings', async () => {
    const args = ['evaluate', file, '--reader', 'large', '--database', url, '--json']
    const ran = await stonks([...args, '--calibrate', '0.5', '--store'])
    expect(ran).toMatchObject({ code: 0 })
    expect(reportOf(ran)).toMatchObject({ lines: 130, tokens: 130 * 79 })
    expect(asked[0]).toMatchObject({ model: 'large:9' })
    expect(asked[0]?.system).toMatch(/^Be brief\.\n\n/)
    // The extractor's own call of that variant, on another text.
    vi.stubEnv('OLLAMA_BASE_URL', address)
    vi.stubEnv('OLLAMA_MODEL', 'm:1')
    const { server: named, model } = openNamedServer('ollama')
    const now = new Date('2026-05-01T12:00:00Z')
    const turns = openAgentTurns({ server: named, desk: openAgentDesk(sql), model })
    const { agent, ask } = await turns('document-extractor', deriveId('document', 'x'), now)
    const { inputTokensMax } = agent
    const registry = compileRegistry([
      { companyId: 'F', ticker: 'F', legalName: 'Ford', sector: '', aliases: ['Ford'] },
    ])
    const text = 'Ford surges on record results'
    const { signal } = new AbortController()
    const { by } = await openModelReader({ ask, tries: 0, inputTokensMax, model }).extract(
      text,
      findMentions(registry, text),
      signal,
    )
    expect(by).toMatchObject({ model: 'large:9', promptVersion: expect.stringContaining('+') })
    expect(await readCalibrationPoints(sql, by!)).toEqual(reportOf(ran).calibration.points)
    const figuresOf = await readFigures(sql, 24, now)
    const { calls, calibration } = figuresOf({ agentId, variantId })
    expect(calls).toBe(1)
    expect(calibration).toMatchObject({ fittedOn: expect.any(Number) })
  })

  it('costs nothing the second time', async () => {
    const args = ['evaluate', file, '--reader=large', '--json']
    const [first, second] = [
      await stonks([...args, '--database', url]),
      await stonks(args, { DATABASE_URL: url }),
    ]
    expect(reportOf(second)).toMatchObject({ lines: 130, tokens: 0 })
    const { texts_per_second: _speed, ...same } = JSON.parse(first.out) as Record<string, unknown>
    expect(JSON.parse(second.out)).toMatchObject(same)
    expect(asked).toEqual([])
  })

  it('may be at rest, may be the agent itself, and is told where it is not there', async () => {
    const one = `${LINES[0]}\n`
    const of = (name: string, env: Record<string, string> = { DATABASE_URL: url }) =>
      stonks(['evaluate', '-', '--reader', name, '--json'], env, one)
    expect(await of('resting')).toMatchObject({ code: 0 })
    expect(asked).toMatchObject([{ model: 'm:1' }])
    // The same words to the same model: the reply is there.
    expect(reportOf(await of('document-extractor'))).toMatchObject({ lines: 1, tokens: 0 })
    const unknown = await of('huge')
    expect(unknown.code).toBe(2)
    expect(unknown.err).toContain('its variants are large, resting; found "huge"')
    const nowhere = await of('large', {})
    expect(nowhere.code).toBe(2)
    expect(nowhere.err).toContain('rules-v1, rules-v2, finbert, ollama, openai')
    expect(nowhere.err).toContain('--database URL')
    const rules = await of('large', { DATABASE_URL: url, OLLAMA_BASE_URL: '' })
    expect(rules.code).toBe(2)
    expect(rules.err).toContain('set OLLAMA_BASE_URL or OPENAI_BASE_URL')
  })
})

describe('FinBERT', () => {
  const lines = [
    { id: 1, text: 'Ford surges', entities: ['Ford'] },
    { id: 2, text: 'GM plunges', entities: ['GM'] },
  ]
  const input = lines.map((line) => JSON.stringify(line)).join('\n')
  const read = async (reader: string, env: Record<string, string>) => {
    const { code, out } = await stonks(['extract', '-', '--reader', reader], env, input)
    expect(code).toBe(0)
    return out
      .split('\n')
      .filter(Boolean)
      .map((line) => JSON.parse(line) as { model: string; entities: unknown[] })
  }

  it('is a reader by its own name: what it is not sure of is read by rules, and said to be', async () => {
    expect(await read('finbert', { FINBERT_MODEL })).toEqual([
      expect.objectContaining({
        model: 'finbert',
        entities: [expect.not.objectContaining({ by: expect.anything() })],
      }),
      expect.objectContaining({
        model: 'finbert',
        entities: [expect.objectContaining({ by: expect.objectContaining({ model: 'rules-v2' }) })],
      }),
    ])
    expect(asked).toEqual([])
    const none = await stonks(['extract', '-', '--reader', 'finbert'], {}, input)
    expect(none.code).toBe(2)
    expect(none.err).toContain('FINBERT_MODEL')
  })

  it('goes before a model, which is asked of the rest alone', async () => {
    const [quick, slow] = await read('ollama', { FINBERT_MODEL })
    const sentiments = (one: typeof quick) => one?.entities
    expect(sentiments(quick)).toMatchObject([
      { sentiment: 'positive', by: { model: 'finbert', promptVersion: 'none' } },
    ])
    expect(sentiments(slow)).toMatchObject([{ sentiment: 'negative' }])
    expect(asked).toHaveLength(1)
    expect(asked[0]?.prompt).toContain('GM plunges')
  })

  it('keeps its answers out of a model’s calibration', async () => {
    const args = ['evaluate', file, '--reader', 'ollama', '--json', '--calibrate', '0.5']
    const ran = await stonks(args, { FINBERT_MODEL })
    // Half of the texts are FinBERT's: of 65 that are left no part has 50.
    expect(ran.code).toBe(1)
    expect(ran.err).toMatch(/each part needs 50 labels/)
  })
})
