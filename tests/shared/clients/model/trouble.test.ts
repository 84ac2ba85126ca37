import { createServer, type RequestListener } from 'node:http'
import { createServer as createListener, type AddressInfo, type Server } from 'node:net'
import { text as textOf } from 'node:stream/consumers'
import { afterAll, afterEach, describe, expect, it } from 'vitest'
import { modelAddress } from '#shared/clients/model/address.ts'
import { gatedServer, type HeardAnswer } from '#shared/clients/model/gated.ts'
import { openOllama } from '#shared/clients/model/ollama.ts'
import { openOpenAi } from '#shared/clients/model/openai.ts'
import { ModelWaits } from '#shared/clients/model/refusal.ts'
import { BadReply, type ModelAsk, type ModelServer } from '#shared/clients/model/server.ts'
import { openNamedServer } from '#shared/clients/model/settings.ts'

const { signal } = new AbortController()
const ask: ModelAsk = {
  model: 'm:1',
  system: 'Read.',
  prompt: 'A text of five words.',
  schema: null,
  replyTokensMax: 20,
  seed: 1,
}
const limits = { connectMs: 200, firstByteMs: 2_000, idleMs: 50, totalMs: 3_000 }
const kinds = ['ollama', 'openai'] as const
type Kind = (typeof kinds)[number]

const open: Server[] = []
afterAll(() => {
  for (const one of open) one.close()
})
async function listen(server: Server): Promise<string> {
  open.push(server)
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  return `127.0.0.1:${(server.address() as AddressInfo).port}`
}
function clientOf(kind: Kind, baseUrl: string): ModelServer {
  return kind === 'ollama'
    ? openOllama({ baseUrl, contextTokens: 100, keepAlive: '9m', limits })
    : openOpenAi({ baseUrl, key: '', limits })
}
/** A server whose list of models and whose answers are told apart. */
async function serve(
  kind: Kind,
  { list, answer }: { list?: RequestListener; answer?: RequestListener },
): Promise<ModelServer> {
  const models =
    kind === 'ollama'
      ? { models: [{ name: 'm:1', digest: 'sha256:0123456789abcdef' }] }
      : { data: [{ id: 'm:1' }] }
  const host = await listen(
    createServer((request, response) => {
      const isList = request.method === 'GET'
      const use = isList ? list : answer
      if (use) use(request, response)
      else response.end(isList ? JSON.stringify(models) : whole(kind))
    }),
  )
  return clientOf(kind, `http://${host}`)
}
const whole = (kind: Kind, usage = true) =>
  kind === 'ollama'
    ? `${JSON.stringify({ response: 'ready', done: true, done_reason: 'stop', ...(usage && { prompt_eval_count: 9, eval_count: 3 }) })}\n`
    : [
        { choices: [{ delta: { content: 'ready' }, finish_reason: 'stop' }] },
        ...(usage ? [{ choices: [], usage: { prompt_tokens: 9, completion_tokens: 3 } }] : []),
      ]
        .map((event) => `data: ${JSON.stringify(event)}\n\n`)
        .join('')
const faultOf = (server: ModelServer, of: Partial<ModelAsk> = {}) =>
  server.ask({ ...ask, ...of }, signal).then(
    () => 'answered',
    (fault: unknown) =>
      fault instanceof ModelWaits ? fault.why : fault instanceof BadReply ? fault.code : fault,
  )
const status =
  (code: number, error = '', headers = {}): RequestListener =>
  (_request, response) =>
    void response.writeHead(code, headers).end(JSON.stringify({ error }))

describe.each(kinds)('%s', (kind) => {
  it.each<[string, RequestListener, ModelWaits['why']]>([
    ['fails', status(500, 'no disk'), 'unwell'],
    ['is not there', status(404), 'unwell'],
    ['is none', (_request, response) => void response.end('[]'), 'unwell'],
    ['does not come', () => undefined, 'unwell'],
    ['breaks off', (_request, response) => void response.destroy(), 'unwell'],
    ['is refused', status(401, 'no key'), 'no_key'],
  ])('whose list of models %s makes work wait', async (_what, list, why) => {
    expect(await faultOf(await serve(kind, { list }))).toBe(why)
  })

  it.each([401, 403])(
    'that answers %i wants another key, and blames not the document',
    async (code) => {
      const server = await serve(kind, { answer: status(code, 'wrong key') })
      expect(await faultOf(server)).toBe('no_key')
      await expect(server.ask(ask, signal)).rejects.toThrow(/401|403.*wrong key/)
    },
  )

  it.each<[string, RequestListener, ModelWaits['why']]>([
    ['a bare 503', status(503), 'away'],
    ['a 503 while it loads', status(503, 'Loading model'), 'away'],
    ['a 503 of a full queue', status(503, 'server busy, maximum pending requests'), 'busy'],
    ['a 503 that says when', status(503, '', { 'retry-after': '7' }), 'busy'],
    ['a 429', status(429), 'busy'],
  ])('%s is told by what it says', async (_what, answer, why) => {
    expect(await faultOf(await serve(kind, { answer }))).toBe(why)
  })

  it('has until its first piece, and not until its head, to begin', async () => {
    const server = await serve(kind, {
      answer: (_request, response) => {
        response.flushHeaders()
        setTimeout(() => response.end(whole(kind)), 4 * limits.idleMs)
      },
    })
    expect(await faultOf(server)).toBe('answered')
  })

  it('that breaks off over one question, and answers another, fails over that question', async () => {
    const server = await serve(kind, {
      answer: (request, response) =>
        void textOf(request).then((sent) =>
          sent.includes('Say: ready')
            ? response.end(whole(kind))
            : response.write('{', () => response.destroy()),
        ),
    })
    expect(await faultOf(server)).toBe('model_failed')
  })

  it('that is ended by one question each time gives that question up after three', async () => {
    const answer: RequestListener = (request, response) =>
      void textOf(request).then((sent) =>
        sent.includes('Say: ready') ? response.writeHead(503).end() : response.destroy(),
      )
    const server = await serve(kind, { answer })
    expect(await faultOf(server)).toBe('away')
    expect(await faultOf(server)).toBe('away')
    expect(await faultOf(server, { prompt: 'Another.' })).toBe('away')
    expect(await faultOf(server)).toBe('model_failed')
    expect(await faultOf(server)).toBe('away')
  })

  it('that breaks off whatever it is asked is at fault itself', async () => {
    const server = await serve(kind, { answer: (_request, response) => void response.destroy() })
    for (let time = 0; time < 5; time += 1) expect(await faultOf(server)).toBe('unwell')
  })

  it('that tells no use of tokens has it estimated, and says so', async () => {
    const server = await serve(kind, {
      answer: (_request, response) => void response.end(whole(kind, false)),
    })
    const { tokensIn, tokensOut, isEstimated } = await server.ask(ask, signal)
    expect(isEstimated).toBe(true)
    expect(tokensIn).toBeGreaterThan(5)
    expect(tokensOut).toBe(2)
    const told = await (await serve(kind, {})).ask(ask, signal)
    expect(told).toMatchObject({ tokensIn: 9, tokensOut: 3, isEstimated: false })
  })
})

it('a connection that does not come about in time is away, and no fault of the question', async () => {
  // Takes the connection, and never shakes hands.
  const host = await listen(createListener(() => undefined))
  expect(await faultOf(clientOf('openai', `https://${host}`))).toBe('away')
})

describe('an address that cannot be asked', () => {
  const before = { ...process.env }
  afterEach(() => {
    process.env = { ...before }
  })
  it.each([
    ['localhost:11434', /OLLAMA_BASE_URL.*http:\/\/ or https:\/\/.*localhost:11434/],
    ['ftp://models', /OLLAMA_BASE_URL.*http:\/\/ or https:\/\/.*ftp:\/\/models/],
    ['models', /OLLAMA_BASE_URL.*address of a model server.*models/],
    ['http://me:100%@models', /OLLAMA_BASE_URL.*%/],
  ])('is told at the start: %s', (address, words) => {
    process.env['OLLAMA_BASE_URL'] = address
    expect(() => openNamedServer('ollama')).toThrow(words)
  })

  it('is told whatever opens it', () => {
    expect(() => modelAddress('http://me:100%@models')).toThrow(/percent/)
  })

  it.each([
    ['ollama', '', 1],
    ['openai', '', 8],
    ['ollama', '3', 3],
    ['openai', '2', 2],
  ] as const)(
    '%s answers, where MODEL_PARALLEL is "%s", %d questions at once',
    (kind, set, most) => {
      process.env['OLLAMA_BASE_URL'] = 'http://models'
      process.env['OPENAI_BASE_URL'] = 'http://models'
      process.env['OPENAI_MODEL'] = 'm:1'
      process.env['OPENAI_API_KEY'] = ''
      process.env['MODEL_PARALLEL'] = set
      expect(openNamedServer(kind).parallel).toBe(most)
    },
  )

  it('waits for its turn no longer than a stage can', () => {
    process.env['OLLAMA_BASE_URL'] = 'http://models'
    process.env['MODEL_WAIT_SECONDS'] = '9000'
    expect(openNamedServer('ollama').waitMs).toBe(120_000)
  })
})

it('a version that is known does not say that the server answers', async () => {
  const heard: HeardAnswer[] = []
  const answers = { text: '', tokensIn: 1, tokensOut: 1, latencyMs: 1, isEstimated: false }
  const gated = gatedServer(
    {
      kind: 'ollama',
      versionOf: () => Promise.resolve('v1'),
      ask: () => Promise.resolve({ ...answers, modelVersion: 'v1' }),
    },
    {
      gate: { pass: async (work) => ({ value: await work() }) },
      hear: async (one) => void heard.push(one),
    },
  )
  await gated.versionOf('m', signal)
  expect(heard).toEqual([])
  await gated.ask(ask, signal)
  await gated.ask({ ...ask, model: 'other' }, signal)
  await gated.ask(ask, signal)
  expect(heard.map(({ model, state }) => [model, state])).toEqual([
    ['m:1', 'answers'],
    ['other', 'answers'],
  ])
})
