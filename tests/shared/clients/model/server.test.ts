import { createServer, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import { text as textOf } from 'node:stream/consumers'
import { afterAll, describe, expect, it } from 'vitest'
import { openOllama } from '#shared/clients/model/ollama.ts'
import { openOpenAi } from '#shared/clients/model/openai.ts'
import {
  BAD_REPLIES,
  BadReply,
  type BadReplyCode,
  type ModelAsk,
  type ModelServer,
} from '#shared/clients/model/server.ts'
import { PutOff } from '#shared/host/faults.ts'

type Answer = (response: ServerResponse, body: Record<string, unknown>) => void
let answer: Answer = () => undefined
const asked: { path: string; body: Record<string, unknown>; authorization: string }[] = []
const isTrial = (body: Record<string, unknown>) => JSON.stringify(body).includes('Say: ready')
const tags = { models: [{ name: 'm:1', digest: 'sha256:0123456789abcdef' }] }
const server = createServer((request, response) => {
  void textOf(request).then((text) => {
    const path = request.url ?? ''
    if (path.endsWith('/api/tags')) return response.end(JSON.stringify(tags))
    if (path.endsWith('/models')) return response.end(JSON.stringify({ data: [{ id: 'm:1' }] }))
    const body = JSON.parse(text) as Record<string, unknown>
    asked.push({ path, body, authorization: request.headers.authorization ?? '' })
    answer(response, body)
    return undefined
  })
})
await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
afterAll(() => {
  server.closeAllConnections()
  server.close()
})
const host = `127.0.0.1:${(server.address() as AddressInfo).port}`
const limits = { connectMs: 5_000, firstByteMs: 300, idleMs: 300, totalMs: 900 }
const servers: Record<ModelServer['kind'], ModelServer> = {
  ollama: openOllama({
    baseUrl: `http://me:p%40ss@${host}`,
    contextTokens: 100,
    keepAlive: '9m',
    limits,
  }),
  openai: openOpenAi({ baseUrl: `http://${host}/v1`, key: 'a-key', limits }),
}

const ask: ModelAsk = {
  model: 'm:1',
  system: 'Read.',
  prompt: 'A text.',
  schema: { type: 'object' },
  replyTokensMax: 20,
  seed: 1,
}
const { signal } = new AbortController()

/** An answer in pieces, as each kind words it. */
const wire = {
  ollama: (words: string[], end: object = {}) => {
    const last = { done: true, done_reason: 'stop', prompt_eval_count: 9, eval_count: 3, ...end }
    return [...words.map((response) => ({ response, done: false })), { response: '', ...last }].map(
      (piece) => `${JSON.stringify(piece)}\n`,
    )
  },
  openai: (words: string[], end: object = {}) =>
    [
      ...words.map((content) => ({ choices: [{ delta: { content } }] })),
      { choices: [{ delta: {}, finish_reason: 'stop', ...end }] },
      { choices: [], usage: { prompt_tokens: 9, completion_tokens: 3 } },
    ]
      .map((event) => `data: ${JSON.stringify(event)}\n\n`)
      .concat('data: [DONE]\n\n'),
}
const says = (parts: string[]) => (response: ServerResponse) => {
  for (const part of parts) response.write(part)
  response.end()
}
const faultOf = (kind: ModelServer['kind']) =>
  servers[kind].ask(ask, signal).then(
    () => 'answered',
    (fault: unknown) =>
      fault instanceof BadReply ? fault.code : fault instanceof PutOff ? 'put off' : String(fault),
  )

describe.each(['ollama', 'openai'] as const)('%s', (kind) => {
  const well = says(wire[kind](['{"a"', ':1}']))

  it('puts an answer in pieces together, and counts', async () => {
    answer = well
    expect(await servers[kind].ask(ask, signal)).toMatchObject({
      text: '{"a":1}',
      modelVersion: kind === 'ollama' ? '0123456789ab' : 'm:1',
      tokensIn: 9,
      tokensOut: 3,
      latencyMs: expect.any(Number),
    })
  })

  it('is asked for a stream in a schema with bounds, and with chance only at another seed', async () => {
    answer = well
    await servers[kind].ask({ ...ask, seed: 2 }, signal)
    await servers[kind].ask(ask, signal)
    const [drawn, plain] = asked.slice(-2) as [(typeof asked)[0], (typeof asked)[0]]
    const isOllama = kind === 'ollama'
    const options = isOllama ? (plain.body['options'] as object) : plain.body
    expect(options).toMatchObject({ temperature: 0, seed: 1 })
    expect(isOllama ? drawn.body['options'] : drawn.body).toMatchObject({ temperature: 0.5 })
    expect(plain.body).toMatchObject(
      isOllama
        ? {
            format: ask.schema,
            stream: true,
            think: false,
            truncate: false,
            shift: false,
            keep_alive: '9m',
            options: { num_ctx: 100, num_predict: 20 },
          }
        : { stream: true, max_tokens: 20, response_format: { type: 'json_schema' } },
    )
    expect(plain.authorization).toBe(
      isOllama ? `Basic ${Buffer.from('me:p@ss').toString('base64')}` : 'Bearer a-key',
    )
  })

  const cut = kind === 'ollama' ? { done_reason: 'length' } : { finish_reason: 'length' }
  const thinks =
    kind === 'ollama'
      ? wire.ollama([], {}).toSpliced(0, 0, '{"thinking":"Hm","done":false}\n')
      : [`data: {"choices":[{"delta":{"reasoning_content":"Hm"}}]}\n`, ...wire.openai([])]
  const status =
    (code: number, error = 'no', headers = {}): Answer =>
    (response, body) =>
      isTrial(body)
        ? well(response)
        : response.writeHead(code, headers).end(JSON.stringify({ error }))
  const silent: Answer = (response, body) => (isTrial(body) ? well(response) : undefined)
  const stalls: Answer = (response, body) =>
    isTrial(body) ? well(response) : response.write(wire[kind](['{'])[0])
  it.each<[string, Answer, BadReplyCode | 'put off']>([
    ['a reply cut at its bound', says(wire[kind](['{'], cut)), 'model_cut'],
    [
      'a reply that ends without its last word',
      says(wire[kind](['{']).slice(0, 1)),
      kind === 'ollama' ? 'model_repeats' : 'model_cut',
    ],
    ['nothing but thoughts', says(thinks), 'model_thinks_only'],
    ['nothing', says(wire[kind]([])), 'model_empty'],
    ['a page of a gateway', (response) => response.end('<html>'), 'model_not_json'],
    ['a prompt that does not fit', status(400, 'exceeds the context length'), 'model_prompt_cut'],
    ['a refusal', status(400, 'bad format'), 'model_refuses'],
    ['a failure of this question', status(500), 'model_failed'],
    ['no answer to this question', silent, 'model_late'],
    ['an answer that stops', stalls, 'model_late'],
    ['no such model', status(404, "model 'm:1' not found"), 'put off'],
    ['a busy server', status(429, 'busy', { 'retry-after': '7' }), 'put off'],
    ['a starting server', status(503, 'loading model'), 'put off'],
    ['a failure of every question', (response) => response.writeHead(500).end('{}'), 'put off'],
    ['a broken connection', (response) => response.destroy(), 'put off'],
  ])('tells %s by name', async (_name, how, code) => {
    answer = how
    expect(await faultOf(kind)).toBe(code)
  })

  it('is put off for as long as it asks', async () => {
    answer = status(429, 'busy', { 'retry-after': '7' })
    const fault = (await servers[kind].ask(ask, signal).catch((one: unknown) => one)) as PutOff
    expect(Math.round((fault.untilMs - Date.now()) / 1_000)).toBe(7)
  })
})

it('a prompt that filled the context is told', async () => {
  answer = says(wire.ollama(['{}'], { prompt_eval_count: 99 }))
  expect(await faultOf('ollama')).toBe('model_prompt_cut')
})

it.each(['ollama', 'openai'] as const)('a prompt that %s cut in silence is told', async (kind) => {
  // Nine tokens are counted, of no more than 12 characters each.
  const system = ''
  const fault = (prompt: string) =>
    servers[kind].ask({ ...ask, system, prompt }, signal).catch((one: unknown) => one)
  answer = says(wire[kind](['{}']))
  expect(await fault('a'.repeat(108))).toMatchObject({ text: '{}', tokensIn: 9 })
  expect(await fault('a'.repeat(109))).toMatchObject({ code: 'model_prompt_cut' })
})

it('what openai counts holds the rules as well as the text', async () => {
  answer = says(wire.openai(['{}']))
  const long = { ...ask, system: 'a'.repeat(108), prompt: 'a' }
  await expect(servers.openai.ask(long, signal)).rejects.toMatchObject({ code: 'model_prompt_cut' })
})

it('a server of the form of openai that does not count is believed', async () => {
  answer = says(wire.openai(['{}']).toSpliced(-2, 1))
  const long = { ...ask, prompt: 'a'.repeat(2_000) }
  expect(await servers.openai.ask(long, signal)).toMatchObject({ text: '{}' })
})

it('a server that is away, and a model it has not, make a job wait', async () => {
  const baseUrl = 'http://127.0.0.1:1'
  const away = openOpenAi({ baseUrl, key: '', limits })
  await expect(away.ask(ask, signal)).rejects.toThrow(PutOff)
  await expect(servers.ollama.ask({ ...ask, model: 'n' }, signal)).rejects.toThrow(/has m:1/)
})

it('every code is one word', () => {
  for (const code of BAD_REPLIES) expect(code).toMatch(/^model_[a-z_]+$/)
})
