/** The reader's part of `stonks doctor`: one real reply of the server that the environment names. */

import { createServer, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import { text as textOf } from 'node:stream/consumers'
import { afterAll, afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { checks } from '../../../../services/cli/doctor/checks.ts'

type Kind = 'ollama' | 'openai'
const KINDS = ['ollama', 'openai'] as const
type Asked = { url: string; authorization: string; body: Record<string, unknown> }

let answer: (response: ServerResponse) => unknown = () => undefined
let asked: Asked[] = []
const server = createServer((request, response) => {
  void textOf(request).then((text) => {
    const { url = '', headers } = request
    if (url.endsWith('/api/tags'))
      return response.end(JSON.stringify({ models: [{ name: 'm:1', digest: 'sha256:aabbcc' }] }))
    if (url.endsWith('/models')) return response.end(JSON.stringify({ data: [{ id: 'm:1' }] }))
    const body = JSON.parse(text) as Asked['body']
    asked.push({ url, authorization: headers.authorization ?? '', body })
    return answer(response)
  })
})
await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
const host = `127.0.0.1:${(server.address() as AddressInfo).port}`
afterAll(() => {
  server.closeAllConnections()
  server.close()
})

const named = (kind: Kind, model = 'm:1') => {
  const name = kind.toUpperCase()
  vi.stubEnv('MODEL_READER', kind)
  vi.stubEnv(`${name}_BASE_URL`, `http://${host}`)
  vi.stubEnv(`${name}_MODEL`, model)
}
beforeEach(() => {
  asked = []
  vi.stubEnv('OPENAI_API_KEY', 'a-key')
})
afterEach(() => vi.unstubAllEnvs())

const look = () => checks.find(({ part }) => part === 'reader')!.look()

const says = (kind: Kind, words: string, end = 'stop') => {
  const event = (one: object) => `data: ${JSON.stringify(one)}\n\n`
  const last = { done: true, done_reason: end, prompt_eval_count: 9, eval_count: 1 }
  const whole =
    kind === 'ollama'
      ? `${JSON.stringify({ response: words, ...last })}\n`
      : `${event({ choices: [{ delta: { content: words }, finish_reason: end }] })}data: [DONE]\n\n`
  return (response: ServerResponse) => response.end(whole)
}

describe.each(KINDS)('a server of %s', (kind) => {
  const version = kind === 'ollama' ? 'aabbcc' : 'm:1'

  it('is asked for one reply, and named with its version and how long that took', async () => {
    named(kind)
    answer = says(kind, 'ready')
    expect(await look()).toMatch(
      new RegExp(`^m:1 \\(${version}\\) at ${host} replies in \\d+\\.\\d s$`),
    )
    expect(asked).toHaveLength(1)
    expect(asked[0]).toMatchObject({
      url: kind === 'ollama' ? '/api/generate' : '/v1/chat/completions',
      authorization: kind === 'ollama' ? '' : 'Bearer a-key',
      body: { model: 'm:1' },
    })
    expect(JSON.stringify(asked[0]!.body)).toContain('Say: ready')
  })

  it('runs where its few words were cut', async () => {
    named(kind)
    answer = says(kind, 'I am', 'length')
    expect(await look()).toBe(`m:1 (cut short) at ${host} replies`)
  })

  it('does not where it lists no such model, and is not asked then', async () => {
    named(kind, 'other:7')
    await expect(look()).rejects.toThrow(/other:7[^]*it has m:1/)
    expect(asked).toEqual([])
  })

  it('does not where it lists the model and answers 404', async () => {
    named(kind)
    answer = (response) => response.writeHead(404).end(`{"error":"model 'm:1' not found"}`)
    await expect(look()).rejects.toThrow(/m:1/)
    expect(asked.length).toBeGreaterThan(0)
  })

  it('does not where it lists its model and says nothing', async () => {
    named(kind)
    vi.stubEnv('OLLAMA_TIMEOUT', '0.3')
    answer = () => undefined
    await expect(look()).rejects.toThrow(/no whole answer/)
  })

  it('does not where nobody listens', async () => {
    named(kind)
    vi.stubEnv(`${kind.toUpperCase()}_BASE_URL`, 'http://127.0.0.1:1')
    await expect(look()).rejects.toThrow('127.0.0.1:1')
  })
})

it('a server of openai that is named without a model is not asked', async () => {
  named('openai', '')
  await expect(look()).rejects.toThrow('OPENAI_MODEL')
  expect(asked).toEqual([])
})

it('rules need no server', async () => {
  vi.stubEnv('MODEL_READER', 'rules')
  expect(await look()).toBe('rules-v2, which needs no model')
  expect(asked).toEqual([])
})
