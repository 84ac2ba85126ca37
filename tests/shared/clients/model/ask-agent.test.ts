import { beforeEach, describe, expect, it } from 'vitest'
import type { AgentQuestion } from '#shared/clients/model/agent-question.ts'
import { openAgentTurns } from '#shared/clients/model/ask-agent.ts'
import {
  BadReply,
  type ModelAnswer,
  type ModelAsk,
  type ModelServer,
} from '#shared/clients/model/server.ts'
import { PutOff } from '#shared/host/faults.ts'
import { deriveId } from '#shared/host/ids.ts'
import { openAgentDesk } from '#shared/sql/agents/desk.ts'
import { cloneDatabase } from '../../../helpers/database.ts'

const { sql, as } = await cloneDatabase()
/** As the stages come to it. */
const own = as('stonks_functions')
const now = new Date('2026-01-07T12:20:00Z')
const documentId = deriveId('document', 'one')
const { signal } = new AbortController()
const slug = 'document-extractor'

let asks: ModelAsk[] = []
let answer: (ask: ModelAsk) => Promise<Partial<ModelAnswer>> = async () => ({})
let version: () => Promise<string> = async () => 'v1'
const server: ModelServer = {
  kind: 'ollama',
  versionOf: () => version(),
  async ask(ask) {
    asks.push(ask)
    const usual = { text: '{"said":1}', modelVersion: 'v1', tokensIn: 40, tokensOut: 7 }
    return { ...usual, latencyMs: 900, ...(await answer(ask)) }
  },
}
const question = (change: Partial<AgentQuestion<unknown>> = {}): AgentQuestion<unknown> => ({
  system: 'You read news.',
  prompt: `<<${Math.random()}\n${change.asked ?? 'Boeing soars'}`,
  asked: 'Boeing soars',
  schema: { type: 'object' },
  replyTokensMax: 100,
  seed: 1,
  promptVersion: 'extract-v2',
  schemaVersion: 'abcdef01',
  inputWasCut: false,
  read: (text) => {
    if (!text.startsWith('{')) throw new BadReply('model_not_json', 'no JSON')
    return JSON.parse(text)
  },
  compare: () => ({ compared: 2, agreed: 1 }),
  ...change,
})
const ask = async (change: Partial<AgentQuestion<unknown>> = {}) => {
  // As another process would, which holds nothing.
  const open = openAgentTurns({ server, desk: openAgentDesk(own), model: 'small:1b' })
  const turn = await open(slug, documentId, now)
  return turn.ask(question(change), signal)
}
const logged = () =>
  sql`select outcome, tokens_in, tokens_out, latency_ms, compared, agreed, prompt_version,
    schema_version from agent_performance_log order by agent_performance_id`
const set = (change: Record<string, unknown>) =>
  sql`update ai_agents set ${sql(change)} where slug = ${slug}`

beforeEach(async () => {
  await sql`truncate agent_variants, agent_token_hours, agent_performance_log, model_replies cascade`
  await set({
    model: '',
    systemPrompt: '',
    whenAway: 'hold',
    enabled: true,
    tokensPerHourMax: null,
  })
  asks = []
  answer = async () => ({})
  version = async () => 'v1'
})

describe('a question of an agent', () => {
  it('is put to the model that the environment names, paid from the hour, and told of', async () => {
    expect(await ask()).toEqual({
      kind: 'answered',
      value: { said: 1 },
      model: 'small:1b',
      modelVersion: 'v1',
      promptVersion: 'extract-v2',
    })
    expect(asks).toMatchObject([{ model: 'small:1b', seed: 1, replyTokensMax: 100 }])
    const [row] = await logged()
    expect(row).toMatchObject({ outcome: 'answered', tokensIn: 40, tokensOut: 7, latencyMs: 900 })
    expect(row).toMatchObject({ compared: 2, agreed: 1, schemaVersion: 'abcdef01' })
    expect(await sql`select reserved, spent from agent_token_hours`).toEqual([
      { reserved: 0, spent: 47 },
    ])
  })

  it('is asked once: the second run asks nobody, with another fence, and reads the same bytes', async () => {
    answer = async () => ({ text: '{"said": "é ✓", "n": 0.1}' })
    const first = await ask()
    answer = () => Promise.reject(new Error('nobody may be asked'))
    const second = await ask()
    expect(JSON.stringify(second)).toBe(JSON.stringify(first))
    expect(asks).toHaveLength(1)
    expect((await logged()).map(({ outcome }) => outcome)).toEqual(['answered', 'kept'])
    // And while the server is gone altogether.
    version = () => Promise.reject(new PutOff(0, 'away'))
    expect(JSON.stringify(await ask())).toBe(JSON.stringify(first))
    expect(await sql`select sum(spent)::int as spent from agent_token_hours`).toEqual([
      { spent: 47 },
    ])
  })

  it.each([
    ['another seed', { seed: 2 }],
    ['another text', { asked: 'Boeing sinks' }],
    ['another schema', { schema: null }],
    ['another bound', { replyTokensMax: 99 }],
  ])('is another with %s', async (_what, change) => {
    await ask()
    await ask(change)
    expect(asks).toHaveLength(2)
  })

  it('is another for another model, other words, and other weights under the same name', async () => {
    await ask()
    version = async () => 'v2'
    answer = async () => ({ modelVersion: 'v2' })
    await ask()
    await set({ model: 'large:9b' })
    await ask()
    await set({ systemPrompt: 'Be brief.' })
    const told = await ask()
    expect(asks.map(({ model }) => model)).toEqual(['small:1b', 'small:1b', 'large:9b', 'large:9b'])
    expect(asks[3]!.system).toMatch(/^Be brief\.\n\nYou read news/)
    expect(told).toMatchObject({ promptVersion: expect.stringMatching(/^extract-v2\+[\da-f]{8}$/) })
  })
})

describe('a reply that is no good', () => {
  it('is a fault with its code, the same on a second run, which asks nobody', async () => {
    answer = async () => ({ text: 'In prose: Boeing soars' })
    await expect(ask()).rejects.toMatchObject({ code: 'model_not_json' })
    await expect(ask()).rejects.toMatchObject({ code: 'model_not_json' })
    answer = () => Promise.reject(new BadReply('model_cut', 'cut at 100 tokens'))
    await expect(ask({ seed: 2 })).rejects.toMatchObject({ code: 'model_cut' })
    await expect(ask({ seed: 2 })).rejects.toMatchObject({
      code: 'model_cut',
      message: 'cut at 100 tokens',
    })
    expect(asks).toHaveLength(2)
    const outcomes = (await logged()).map(({ outcome }) => outcome)
    expect(outcomes).toEqual(['model_not_json', 'kept', 'model_cut', 'kept'])
    expect(await sql`select reserved from agent_token_hours`).toEqual([{ reserved: 0 }])
  })

  it('is asked again where it had to do with the hour', async () => {
    answer = () => Promise.reject(new BadReply('model_late', 'nothing came'))
    await expect(ask()).rejects.toMatchObject({ code: 'model_late' })
    answer = async () => ({})
    expect(await ask()).toMatchObject({ kind: 'answered' })
  })
})

describe('no model is asked', () => {
  it('where the agent is switched off', async () => {
    await set({ enabled: false })
    expect(await ask()).toEqual({ kind: 'not_asked', code: 'agent_off' })
    expect(asks).toEqual([])
  })

  it('where the hour has no tokens left for the longest answer; the next hour has', async () => {
    await set({ tokensPerHourMax: 150 })
    expect(await ask()).toMatchObject({ kind: 'answered' })
    const more = { asked: 'Boeing sinks' }
    expect(await ask(more)).toEqual({ kind: 'not_asked', code: 'agent_over_budget' })
    expect((await logged()).at(-1)).toMatchObject({ outcome: 'agent_over_budget', tokensIn: 0 })
    expect(asks).toHaveLength(1)
  })

  it.each(['version', 'answer'])(
    'where its %s is away: the work waits, or goes on without it, as the agent says',
    async (what) => {
      const gone = () => Promise.reject(new PutOff(Date.now() + 20_000, 'the server is away'))
      if (what === 'version') version = gone
      else answer = gone
      await expect(ask()).rejects.toBeInstanceOf(PutOff)
      await set({ whenAway: 'rules' })
      expect(await ask()).toEqual({ kind: 'not_asked', code: 'agent_model_away' })
      expect((await logged()).map(({ outcome }) => outcome)).toEqual(
        Array(2).fill('agent_model_away'),
      )
      const rows = await sql`select reserved, spent from agent_token_hours`
      for (const row of rows) expect(row).toEqual({ reserved: 0, spent: 0 })
    },
  )

  it('is written down once a minute of each variant by itself', async () => {
    await sql`insert into agent_variants (variant_id, agent_id, name, model, traffic_share)
      select ${deriveId('variant', 'typo')}, agent_id, 'typo', 'small:1bb', 0.5 from ai_agents
      where slug = ${slug}`
    version = () => Promise.reject(new PutOff(Date.now() + 20_000, 'no such model'))
    const open = openAgentTurns({ server, desk: openAgentDesk(own), model: 'small:1b' })
    for (let number = 0; number < 20; number += 1) {
      const turn = await open(slug, deriveId('document', number), now)
      await expect(turn.ask(question(), signal)).rejects.toBeInstanceOf(PutOff)
    }
    const told = await sql`select variant_id is null as of_agent, count(*)::int as times
      from agent_performance_log where outcome = 'agent_model_away' group by 1 order by 1`
    expect(told).toEqual([
      { ofAgent: false, times: 1 },
      { ofAgent: true, times: 1 },
    ])
  })

  it('while the house stops: what was put aside comes back', async () => {
    answer = () => Promise.reject(new DOMException('stopping', 'AbortError'))
    await expect(ask()).rejects.toThrow('stopping')
    expect(await sql`select reserved, spent from agent_token_hours`).toEqual([
      { reserved: 0, spent: 0 },
    ])
    expect(await logged()).toEqual([])
  })
})
