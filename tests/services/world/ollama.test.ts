import { Ollama } from 'ollama'
import { describe, expect, test } from 'vitest'
import { serveWorld } from '../../helpers/world.ts'
import { findMentions } from '#shared/domain/document/mentions/mentions.ts'
import { compileRegistry } from '#shared/domain/document/mentions/registry.ts'
import { rulesReader } from '#shared/domain/document/rules/reader.ts'
import { openOllama } from '#shared/clients/model/ollama.ts'
import { plainAsk } from '#shared/clients/model/reading/plain-turn.ts'
import { openModelReader } from '#shared/clients/model/reading/reader.ts'
import { openWorld } from '../../../services/world/open.ts'

const world = await openWorld({ seed: 4, from: '2026-03-02', to: '2026-03-03' })
const { get, url } = await serveWorld(world)
const client = new Ollama({ host: `${url}/ollama` })
const model = 'qwen3.5:9b'
const format = {
  type: 'object',
  properties: {
    summary: { type: 'string' },
    sentiment: { enum: ['positive', 'negative', 'neutral'] },
    confidence: { type: 'number', minimum: 0, maximum: 1 },
    facts: { type: 'array', items: { type: 'string' } },
    event: { $ref: '#/$defs/Event' },
  },
  required: ['summary', 'sentiment'],
  $defs: {
    Event: {
      type: 'object',
      properties: { kind: { const: 'none' }, at: { type: ['string', 'null'] } },
    },
  },
}

describe('Ollama, asked by its own client', () => {
  test('answers in the shape of the schema, the same each time', async () => {
    const ask = {
      model,
      prompt: 'Read this. Velquera raised its outlook.',
      format,
      stream: false as const,
    }
    const first = await client.generate(ask)
    expect(first).toMatchObject({
      model,
      done: true,
      done_reason: 'stop',
      eval_count: expect.any(Number),
    })
    expect(JSON.parse(first.response ?? '')).toEqual({
      summary: 'Velquera raised its outlook.',
      sentiment: 'neutral',
      confidence: 0,
      facts: [],
      event: { kind: 'none', at: null },
    })
    expect(await client.generate(ask)).toEqual(first)
  })

  test('a stream says the same in pieces', async () => {
    const messages = [
      { role: 'system', content: 'Be brief.' },
      { role: 'user', content: 'Velquera raised its outlook.' },
    ]
    const whole = await client.chat({ model, messages, stream: false })
    let text = ''
    let last
    for await (const part of await client.chat({ model, messages, stream: true })) {
      text += part.message.content
      last = part
    }
    expect(text).toBe(whole.message.content)
    expect(last).toMatchObject({ done: true, message: { content: '' } })
  })

  test('lists its model and version, and says what is wrong with a question', async () => {
    expect((await client.list()).models).toHaveLength(1)
    expect(await (await get('/ollama/api/version')).json()).toEqual({ version: expect.any(String) })
    const post = (path: string, body: string) =>
      fetch(url + path, { method: 'POST', headers: { 'content-type': 'application/json' }, body })
    const bad = (body: string) => post('/ollama/api/generate', body)
    expect((await bad('{"prompt": "?"}')).status).toBe(400)
    expect(await (await bad('nonsense')).json()).toEqual({ error: expect.any(String) })
    expect((await post('/ollama/api/chat', 'null')).status).toBe(400)
  })
})

describe('asked by the product', () => {
  const signal = AbortSignal.timeout(10_000)
  const limits = { connectMs: 5_000, firstByteMs: 5_000, idleMs: 5_000, totalMs: 5_000 }
  const server = openOllama({
    baseUrl: `${url}/ollama`,
    contextTokens: 4_096,
    keepAlive: '1m',
    limits,
  })
  const ask = plainAsk(server, model)
  const reader = openModelReader({ ask, tries: 0, inputTokensMax: 3_000, model })

  test('it reads of a company what the rules read', async () => {
    const { title, description, tickers } = world.articles.find(
      ({ tickers: [first] }) => first === 'VELQ',
    )!
    const text = `${title}\n\n${description}`
    const registry = compileRegistry(
      world.companies.map((company) => ({
        companyId: company.ticker,
        ticker: company.ticker,
        legalName: company.name,
        sector: '',
        aliases: company.aliases,
      })),
    )
    const mentions = findMentions(registry, text, 0).filter(({ company }) =>
      tickers.includes(company.ticker),
    )
    expect(mentions.length).toBeGreaterThan(0)
    const [read, byRules] = await Promise.all([
      reader.extract(text, mentions, signal),
      rulesReader.extract(text, mentions, signal),
    ])
    expect(
      read.companies.map(({ entity, sentiment, catalyst }) => [entity, sentiment, catalyst]),
    ).toEqual(
      byRules.companies.map(({ entity, sentiment, catalyst }) => [entity, sentiment, catalyst]),
    )
  })

  test('it reads of the world what the rules read, and finds no event in a plain text', async () => {
    const text =
      'Government announces tariffs on imports from China\n\nNew tariffs of 25% will apply to goods from China.'
    const [read, byRules] = await Promise.all([
      reader.classify(text, signal),
      rulesReader.classify(text, signal),
    ])
    expect(read?.direction).toBe(byRules?.direction)
    expect(await reader.classify('A quiet day in the garden.', signal)).toBeNull()
  })
})
