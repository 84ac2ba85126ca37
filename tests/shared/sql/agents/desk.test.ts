import { beforeEach, describe, expect, it } from 'vitest'
import type { Agent } from '#shared/domain/agent/agent.ts'
import type { AgentCall } from '#shared/domain/agent/desk.ts'
import { deriveId } from '#shared/host/ids.ts'
import { openAgents } from '#shared/sql/agents/agents.ts'
import { openAgentDesk } from '#shared/sql/agents/desk.ts'
import { cloneDatabase } from '../../../helpers/database.ts'

const { sql, as } = await cloneDatabase()
/** As the stages come to it. */
const own = as('stonks_functions')
const desk = openAgentDesk(own)
const noon = new Date('2026-01-07T12:20:00Z')
const document = deriveId('document', 'one')
const slug = 'document-extractor'

beforeEach(async () => {
  await sql`truncate agent_variants, agent_token_hours, agent_performance_log, model_replies cascade`
})

async function addVariant(name: string, share: number) {
  const variantId = deriveId('variant', name)
  await sql`insert into agent_variants (variant_id, agent_id, name, model, traffic_share)
    select ${variantId}, agent_id, ${name}, ${name}, ${share} from ai_agents where slug = ${slug}`
  return variantId
}

describe('agents', () => {
  it('are there from the start, and belong to the system', async () => {
    const found = await desk.choose(slug, document)
    expect(found).toMatchObject({
      slug,
      variantId: null,
      model: '',
      enabled: true,
      whenAway: 'hold',
    })
    const remove = sql`delete from ai_agents where slug = 'event-classifier'`
    await expect(remove).rejects.toThrow('belongs to the system: switch it off instead')
  })

  it('are read once a minute, and a change is at work after it', async () => {
    let now = 0
    const choose = openAgents(own, () => now)
    const [before, beside] = await Promise.all([choose(slug, document), choose(slug, document)])
    expect(beside).toBe(before)
    const variantId = await addVariant('all', 1)
    now = 59_999
    expect((await choose(slug, document)).variantId).toBeNull()
    now = 60_000
    expect(await choose(slug, document)).toMatchObject({ variantId, model: 'all' })
  })

  it('share no more than all of their documents', async () => {
    await addVariant('most', 0.7)
    await expect(addVariant('too much', 0.4)).rejects.toThrow('more than all of its documents')
    await addVariant('the rest', 0.3)
  })
})

describe('the tokens of an hour', () => {
  const agentWith = async (tokensPerHourMax: number | null): Promise<Agent> => ({
    ...(await desk.choose(slug, document)),
    tokensPerHourMax,
  })

  it('are put aside before a call and settled after it', async () => {
    const agent = await agentWith(1000)
    const first = await desk.reserve(agent, 600, noon)
    expect(await desk.reserve(agent, 401, noon)).toBeNull()
    const second = await desk.reserve(agent, 400, noon)
    await desk.settle(first!, 100)
    await desk.settle(second!, 0)
    expect(await sql`select reserved, spent from agent_token_hours`).toEqual([
      { reserved: 0, spent: 100 },
    ])
    expect(await desk.reserve(agent, 901, noon)).toBeNull()
    expect(await desk.reserve(agent, 900, noon)).not.toBeNull()
    expect(await desk.reserve(agent, 1000, new Date('2026-01-07T13:00:00Z'))).not.toBeNull()
  })

  it('are never more than allowed, however many ask at once', async () => {
    const agent = await agentWith(1000)
    const given = await Promise.all(Array.from({ length: 30 }, () => desk.reserve(agent, 70, noon)))
    expect(given.filter((one) => one !== null)).toHaveLength(14)
  })

  it('of a variant without a bound of its own are its agent’s; nobody gets an hour twice by variants', async () => {
    await sql`update ai_agents set tokens_per_hour_max = 1000 where slug = ${slug}`
    const read = openAgentDesk(own)
    await addVariant('half', 0.5)
    const turns = await Promise.all(
      Array.from({ length: 40 }, (_, n) => read.choose(slug, deriveId('document', n))),
    )
    expect(new Set(turns.map(({ variantId }) => variantId)).size).toBe(2)
    const given = []
    for (const agent of turns) given.push(await read.reserve(agent, 100, noon))
    expect(given.filter((one) => one !== null)).toHaveLength(10)
    await sql`update ai_agents set tokens_per_hour_max = null where slug = ${slug}`
  })

  it('stay spent when their variant is deleted', async () => {
    const agent = await agentWith(100)
    const variantId = await addVariant('gone', 0.5)
    const bound: Agent = { ...agent, variantId, budgetOf: 'variant' }
    const reserved = await desk.reserve(bound, 60, noon)
    await sql`delete from agent_variants`
    await desk.settle(reserved!, 50)
    expect(await sql`select reserved, spent from agent_token_hours`).toEqual([
      { reserved: 0, spent: 50 },
    ])
    // Under way when it was deleted: it is counted, and no fault.
    expect(await desk.reserve(bound, 30, noon)).not.toBeNull()
  })

  it('are counted for each variant with a bound by itself, and without one all the same', async () => {
    const agent = await agentWith(null)
    const variantId = await addVariant('other', 0.5)
    await desk.reserve(agent, 5_000_000, noon)
    const bound: Agent = { ...agent, variantId, tokensPerHourMax: 10, budgetOf: 'variant' }
    await desk.reserve(bound, 10, noon)
    expect(await desk.reserve(bound, 1, noon)).toBeNull()
    expect(await sql`select reserved from agent_token_hours order by reserved`).toEqual([
      { reserved: 10 },
      { reserved: 5_000_000 },
    ])
    expect(
      await desk.reserve({ ...agent, variantId: null, tokensPerHourMax: 0 }, 1, noon),
    ).toBeNull()
  })
})

describe('replies', () => {
  const reply = {
    askedSha256: 'a'.repeat(64),
    model: 'small',
    modelVersion: 'sha256:1',
    text: '{"companies": "\\u0000 ✓"}',
    code: null,
    tokensIn: 10,
    tokensOut: 5,
    tokensEstimated: true,
    latencyMs: 900,
  }

  it('are kept as they came, by version of the model, and the first stays', async () => {
    expect(await desk.findReply(reply.askedSha256, 'sha256:1')).toBeNull()
    await desk.keepReply(reply, noon)
    await desk.keepReply({ ...reply, text: 'another' }, noon)
    expect(await desk.findReply(reply.askedSha256, 'sha256:1')).toEqual(reply)
    expect(await desk.findReply(reply.askedSha256, 'sha256:2')).toBeNull()
    const newer = { ...reply, modelVersion: 'sha256:2', text: '', code: 'model_empty' }
    await desk.keepReply(newer, new Date(noon.getTime() + 1))
    expect(await desk.findReply(reply.askedSha256, null)).toEqual(newer)
  })
})

describe('how a call went', () => {
  it('leaves one row', async () => {
    const agent = await desk.choose(slug, document)
    const call: AgentCall = {
      agent,
      documentId: document,
      at: noon,
      outcome: 'model_cut',
      model: 'small',
      modelVersion: 'sha256:1',
      promptVersion: 'extract-v2',
      schemaVersion: 'abcdef01',
      latencyMs: 1234.4,
      tokensIn: 700,
      tokensOut: 90,
      tokensEstimated: true,
      inputWasCut: true,
      compared: 3,
      agreed: 2,
    }
    await desk.log(call)
    const [row] = await sql`select * from agent_performance_log`
    expect(row).toMatchObject({ outcome: 'model_cut', latencyMs: 1234, compared: 3, agreed: 2 })
    expect(row).toMatchObject({ tokensEstimated: true, schemaVersion: 'abcdef01' })
  })
})
