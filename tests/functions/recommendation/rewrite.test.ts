import { once } from 'node:events'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { openAgentTurns } from '#shared/clients/model/ask-agent.ts'
import { BadReply, type ModelServer } from '#shared/clients/model/server.ts'
import { rules } from '#shared/domain/rules/versions.ts'
import { PutOff } from '#shared/host/faults.ts'
import { deriveId } from '#shared/host/ids.ts'
import { openAgentDesk } from '#shared/sql/agents/desk.ts'
import { aggregation } from '../../../functions/aggregation/handler.ts'
import { recommendation } from '../../../functions/recommendation/handler.ts'
import { openRewriter } from '../../../functions/recommendation/rewrite.ts'
import { cloneDatabase } from '../../helpers/database.ts'
import { putDocument } from '../../helpers/signals.ts'

const { sql, as } = await cloneDatabase()
/** As the product comes to it. */
const own = as('stonks_functions')
const noon = new Date('2026-01-07T17:00:00.000Z')
const { signal } = new AbortController()

let prompts: string[] = []
let isSilent = false
let reply: (plain: string) => string = (plain) => plain
const server: ModelServer = {
  kind: 'openai',
  versionOf: () => Promise.resolve('v1'),
  async ask({ prompt }, stop) {
    if (isSilent && !stop.aborted) await once(stop, 'abort')
    stop.throwIfAborted()
    const open = await sql`select from pg_stat_activity where datname = current_database()
      and state = 'idle in transaction'`
    if (open.length > 0) throw new Error('a transaction is open while a model is asked')
    prompts.push(prompt)
    const text = reply(prompt.slice('Summary:\n'.length, -'\n\nEdited summary:'.length))
    return { text, modelVersion: 'v1', tokensIn: 90, tokensOut: 60, latencyMs: 700 }
  },
}

beforeEach(async () => {
  await sql`truncate companies, documents, trend_history, trend_evidence, trend_windows, recommendations,
    trading_decisions, agent_performance_log, model_replies cascade`
  prompts = []
  isSilent = false
  reply = (plain) => plain
})

async function recommend({ documents = 8, patienceMs = 60_000, now = noon } = {}) {
  for (let index = 0; index < documents; index += 1)
    await putDocument(sql, {
      ticker: 'AAPL',
      name: `news ${index}`,
      publishedAt: new Date(noon.getTime() - (index + 1) * 3_600_000),
      publisher: `Paper ${index}`,
    })
  const delivery = { jobId: deriveId('job', 'test'), now, signal }
  const summed = await aggregation(rules).aggregation({ ticker: 'AAPL' }, delivery)
  await own.begin((tx) => summed(tx, now))
  const turns = openAgentTurns({ server, desk: openAgentDesk(own), model: 'small:1b' })
  const stage = recommendation(rules, openRewriter({ sql: own, turns, rules, patienceMs }))
  const settle = await stage.recommendation({ ticker: 'AAPL', window: '7d' }, delivery)
  await own.begin((tx) => settle(tx, now))
  const [row] = await sql`select thesis, thesis_model, mode, generated_at from recommendations
    order by generated_at desc limit 1`
  const [log] = await sql`select outcome, document_id from agent_performance_log
    order by agent_performance_id desc limit 1`
  return { row, outcome: log?.['outcome'] as string | undefined }
}

describe('the thesis of an eligible recommendation', () => {
  test('is told in the words of the model, under its name, asked outside of any transaction', async () => {
    reply = (plain) => plain.replace(' is bullish:', ' is bullish, with')
    const { row, outcome } = await recommend()
    expect(row).toMatchObject({ thesisModel: 'small:1b', mode: expect.stringMatching(/eligible$/) })
    expect(row!['thesis']).toContain(' is bullish, with mean sentiment')
    expect(prompts).toHaveLength(1)
    expect(outcome).toBe('answered')
  })

  test.each([
    ['thesis_brings_number', (plain: string) => plain.replace('bullish', 'bullish by 99')],
    ['thesis_brings_name', (plain: string) => plain.replace('bullish', 'bullish like Tesla')],
    ['thesis_turns_verdict', (plain: string) => plain.replace('bullish', 'bearish')],
    [
      'model_late',
      () => {
        throw new BadReply('model_late', 'nothing came')
      },
    ],
    [
      undefined,
      () => {
        throw new TypeError('the database went away, or a fault of ours')
      },
    ],
    [
      'agent_model_away',
      () => {
        throw new PutOff(0, 'away')
      },
    ],
  ])('stays plain at %s, and nothing is lost', async (code, words) => {
    reply = words
    const { row, outcome } = await recommend()
    expect(row).toMatchObject({ thesisModel: 'rules-v1' })
    expect(row!['thesis']).not.toMatch(/99|Tesla|bearish/)
    expect(outcome).toBe(code)
  })

  describe('is shown as far as it fits into the tokens of its agent', () => {
    const bound = (tokens: number) =>
      sql`update ai_agents set input_tokens_max = ${tokens} where slug = 'thesis-rewriter'`
    afterEach(() => bound(3000))
    const wasCut = async () => {
      const [row] = await sql`select input_was_cut from agent_performance_log
        order by agent_performance_id desc limit 1`
      return row?.['inputWasCut'] as boolean | undefined
    }

    test.each([
      [50, / sources\.$/],
      [120, / and 5 more\.$/],
    ])('within %d tokens, and the rest stands behind its words as it was', async (tokens, end) => {
      reply = (plain) => plain.replace(' is bullish:', ' is bullish, with')
      const { row } = await recommend()
      expect(await wasCut()).toBe(false)
      await sql`truncate recommendations cascade`
      await bound(tokens)
      const { row: again } = await recommend({ documents: 0 })
      const [whole, shown] = prompts.map((prompt) => prompt.split('\n')[1]!)
      expect(shown).toMatch(end)
      expect(whole!.startsWith(`${shown} `)).toBe(true)
      expect(await wasCut()).toBe(true)
      expect(again).toMatchObject({ thesis: row!['thesis'], thesisModel: 'small:1b' })
    })
  })

  test('stays plain where the model has not said it in time', async () => {
    isSilent = true
    const { row, outcome } = await recommend({ patienceMs: 1 })
    expect(row).toMatchObject({ thesisModel: 'rules-v1' })
    expect(outcome).toBe('model_late')
  })

  test('is asked for again where what is still so is said again, and not where nothing is', async () => {
    reply = (plain) => plain.replace(' is bullish:', ' is bullish, with')
    await recommend()
    const soon = await recommend({ documents: 0, now: new Date('2026-01-07T17:10:00.000Z') })
    expect(soon.row!['generatedAt']).toEqual(noon)
    expect(prompts).toHaveLength(1)
    const open = new Date('2026-01-08T14:36:00.000Z')
    const { row } = await recommend({ documents: 0, now: open })
    // In the words that the model had for the same question.
    expect(row).toMatchObject({ thesisModel: 'small:1b', generatedAt: open })
  })

  test('is not asked for where nothing is eligible', async () => {
    const { row } = await recommend({ documents: 1 })
    expect(row).toMatchObject({ mode: 'informational', thesisModel: 'rules-v1' })
    expect(prompts).toEqual([])
  })
})
