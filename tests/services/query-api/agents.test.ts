/** Agents as people see and change them. */

import * as v from 'valibot'
import { beforeEach, describe, expect, test } from 'vitest'
import { AgentRow } from '#shared/contracts/api/agents.ts'
import { deriveId } from '#shared/host/ids.ts'
import { openApi } from './api.ts'
import { NOW } from './fixture-base.ts'

const { sql, call, post, read } = await openApi()
const agentId = deriveId('agent', 'document-extractor')
const change = (method: string, path: string, body: unknown = {}) =>
  call(path, {
    method,
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify(body),
  })
const told = async (response: Response | Promise<Response>) => {
  const answer = await response
  const body: unknown = await answer.json()
  return answer.status < 300 ? v.parse(AgentRow, body) : body
}
const addVariant = async (name: string, trafficShare: number, more: object = {}) => {
  const body = { name, trafficShare, ...more }
  return (await told(post(`/api/agents/${agentId}/variants`, body))) as AgentRow
}
const extractor = async (hours = 24) => (await read<AgentRow[]>(`/api/agents?hours=${hours}`))[0]!

type Logged = { outcome: string; minutesAgo?: number; variantId?: string | null; latency?: number }
async function log({ outcome, minutesAgo = 1, variantId = null, latency = 0 }: Logged) {
  const isAnswer = outcome === 'answered'
  await sql`insert into agent_performance_log (agent_id, variant_id, document_id, at, outcome, model,
      model_version, prompt_version, schema_version, latency_ms, tokens_in, tokens_out, compared, agreed, input_was_cut)
    values (${agentId}, ${variantId}, null, ${new Date(NOW.getTime() - minutesAgo * 60_000)}, ${outcome}, 'small',
      'v1', 'extract-v2', 'abcdef01', ${latency}, ${isAnswer ? 700 : 0}, ${isAnswer ? 50 : 0}, ${isAnswer ? 2 : 0},
      ${isAnswer ? 1 : 0}, ${isAnswer})`
}

beforeEach(async () => {
  await sql`truncate agent_variants, agent_performance_log, agent_token_hours cascade`
  await sql`update ai_agents set model = '', enabled = true, version = 1 where agent_id = ${agentId}`
})

describe('what is shown', () => {
  test('the three of the system, with nothing asked yet', async () => {
    const all = await read<AgentRow[]>('/api/agents')
    expect(all.map(({ slug }) => slug)).toEqual([
      'document-extractor',
      'event-classifier',
      'thesis-rewriter',
    ])
    for (const one of all) {
      expect(one).toMatchObject({ systemOwned: true, enabled: true, failuresInARow: 0 })
      expect(one.figures).toMatchObject({ calls: 0, latencyMsHalf: null, lastAt: null })
    }
  })

  test('figures of the agent and of each variant, in the hours asked for', async () => {
    const { variants } = await addVariant('large', 0.5, { model: 'large:9b' })
    const { variantId } = variants[0]!
    for (let index = 1; index <= 20; index += 1)
      await log({ outcome: 'answered', variantId, latency: index * 100 })
    await log({ outcome: 'answered', minutesAgo: 60 * 30, latency: 50 })
    await log({ outcome: 'model_cut', latency: 900 })
    await log({ outcome: 'model_cut', latency: 900 })
    await log({ outcome: 'agent_over_budget' })
    await log({ outcome: 'kept', variantId })
    await sql`insert into agent_token_hours (token_hour_id, agent_id, variant_id, hour, reserved, spent)
      values (${deriveId('h')}, ${agentId}, ${variantId}, date_trunc('hour', ${NOW}::timestamptz), 30, 900)`
    await sql`insert into reader_calibrations (model, model_version, prompt_version, method, points, fitted_on,
        checked_on, ece_before, ece_after, fitted_at)
      values ('small', 'v1', 'extract-v2', 'platt', '[[0, 0], [1, 0.8]]', 400, 200, 0.21, 0.02, ${NOW})`
    const row = await extractor()
    expect(row.figures).toMatchObject({
      calls: 2,
      answered: 0,
      failures: [
        { code: 'model_cut', times: 2 },
        { code: 'agent_over_budget', times: 1 },
      ],
      latencyMsHalf: 900,
    })
    expect(row.variants[0]!.figures).toMatchObject({
      calls: 20,
      answered: 20,
      kept: 1,
      failures: [],
      tokensIn: 14_000,
      tokensOut: 1000,
      latencyMsHalf: 1050,
      latencyMsNineteenOfTwenty: 1905,
      inputsCut: 20,
      compared: 40,
      agreed: 20,
      lastModel: 'small',
      lastPromptVersion: 'extract-v2',
      lastSchemaVersion: 'abcdef01',
      calibration: { fittedOn: 400, checkedOn: 200, eceBefore: 0.21, eceAfter: 0.02 },
      tokensReserved: 30,
      tokensSpent: 900,
    })
    expect((await extractor(48)).figures).toMatchObject({ calls: 3, answered: 1 })
  })

  test.each([
    [['answered', 'model_cut', 'model_cut', 'model_late'], 3],
    [['model_cut', 'answered'], 0],
    [['answered', 'agent_model_away', 'agent_over_budget', 'kept', 'model_cut'], 2],
    [[], 0],
  ])('failures in a row of %j: %d', async (outcomes, failures) => {
    for (const outcome of outcomes) await log({ outcome })
    expect((await extractor()).failuresInARow).toBe(failures)
    const scraped = await (await call('/metrics')).text()
    expect(scraped).toContain(
      `stonks_agent_failures_in_a_row{agent="document-extractor"} ${failures}`,
    )
  })

  test('a variant that fails is told of though others answer, and no longer once nobody asks it', async () => {
    const { variants } = await addVariant('mistyped', 0.1)
    const { variantId } = variants[0]!
    for (let index = 0; index < 3; index += 1) {
      await log({ outcome: 'agent_model_away', variantId, minutesAgo: 5 * 60 })
      await log({ outcome: 'answered' })
    }
    const row = await extractor()
    expect(row.failuresInARow).toBe(0)
    expect(row.variants[0]!.failuresInARow).toBe(3)
    const line = (n: number) => `stonks_agent_failures_in_a_row{agent="document-extractor"} ${n}`
    expect(await (await call('/metrics')).text()).toContain(line(3))
    await sql`update agent_performance_log set at = at - interval '2 hours'`
    expect((await extractor()).variants[0]!.failuresInARow).toBe(0)
    expect(await (await call('/metrics')).text()).toContain(line(0))
  })

  test('tokens that the server did not count are told as an estimate', async () => {
    await log({ outcome: 'answered' })
    await log({ outcome: 'answered' })
    await sql`update agent_performance_log set tokens_estimated = true
      where agent_performance_id = (select max(agent_performance_id) from agent_performance_log)`
    expect((await extractor()).figures).toMatchObject({ calls: 2, callsEstimated: 1 })
  })
})

describe('what is changed', () => {
  test('an agent is edited and switched off, and leaves a row of the audit', async () => {
    const body = { model: 'qwen:0.5b', enabled: false, tokensPerHourMax: 9000, version: 1 }
    expect(await told(change('PUT', `/api/agents/${agentId}`, body))).toMatchObject({
      model: 'qwen:0.5b',
      enabled: false,
      tokensPerHourMax: 9000,
      version: 2,
    })
    const [row] = await sql`select before, detail from audit_events where entity_id = ${agentId}
      order by audit_event_id desc limit 1`
    expect(row).toMatchObject({ before: { model: '' }, detail: { model: 'qwen:0.5b', version: 2 } })
    const late = await change('PUT', `/api/agents/${agentId}`, { model: 'x', version: 1 })
    expect(late.status).toBe(409)
    expect(await late.json()).toMatchObject({ code: 'changed_since' })
  })

  test('an agent of the system is not deleted', async () => {
    const refused = await change('DELETE', `/api/agents/${agentId}`)
    expect(refused.status).toBe(409)
    expect(await refused.json()).toMatchObject({
      code: 'system_owned',
      detail:
        'document-extractor belongs to the system: switch it off instead; its variants can be deleted',
    })
  })

  test('an agent of one’s own is deleted with its variants, and leaves a row of the audit', async () => {
    const id = deriveId('agent', 'own')
    await sql`insert into ai_agents (agent_id, slug, purpose) values (${id}, 'own', 'is tried')`
    await sql`insert into agent_variants (variant_id, agent_id, name, traffic_share)
      values (${deriveId('v')}, ${id}, 'one', 0.5)`
    const gone = await change('DELETE', `/api/agents/${id}`)
    expect([gone.status, await gone.json()]).toEqual([200, { done: true }])
    expect(await sql`select from agent_variants where agent_id = ${id}`).toHaveLength(0)
    const [row] = await sql`select action, before from audit_events where entity_id = ${id}`
    expect(row).toMatchObject({ before: { name: 'own' } })
    expect((await change('DELETE', `/api/agents/${id}`)).status).toBe(404)
  })

  test('variants are made, changed and deleted, and share no more than all', async () => {
    const { variants } = await addVariant('large', 0.6, { model: 'large:9b' })
    const { variantId } = variants[0]!
    const full = await post(`/api/agents/${agentId}/variants`, { name: 'more', trafficShare: 0.5 })
    expect(full.status).toBe(422)
    expect(await full.json()).toMatchObject({
      faults: [
        { field: 'trafficShare', says: 'expected at most 0.40, which others leave, found 0.5' },
      ],
    })
    const taken = await post(`/api/agents/${agentId}/variants`, { name: 'large', trafficShare: 0 })
    expect(await taken.json()).toMatchObject({ faults: [{ field: 'name' }] })
    await addVariant('more', 0.4)
    const path = `/api/agent-variants/${variantId}`
    expect(
      ((await told(change('PUT', path, { trafficShare: 0.7 }))) as { code: string }).code,
    ).toBe('invalid')
    const rested = (await told(change('PUT', path, { active: false, model: null }))) as AgentRow
    expect(rested.variants.find((one) => one.variantId === variantId)).toMatchObject({
      active: false,
      model: null,
      version: 2,
    })
    const left = (await told(change('DELETE', path))) as AgentRow
    expect(left.variants.map(({ name }) => name)).toEqual(['more'])
    expect((await change('DELETE', path)).status).toBe(404)
  })

  test.each([
    [{ inputTokensMax: 10 }, 'inputTokensMax'],
    [{ tokensPerHourMax: 0 }, 'tokensPerHourMax'],
    [{ whenAway: 'guess' }, 'whenAway'],
    [{ systemPrompt: 'x'.repeat(8001) }, 'systemPrompt'],
  ])('%o is refused with what is wanted', async (body, field) => {
    const refused = await change('PUT', `/api/agents/${agentId}`, body)
    expect(refused.status).toBe(422)
    expect(await refused.json()).toMatchObject({
      faults: [{ field, says: expect.stringMatching(/^expected .*found/) }],
    })
  })
})
