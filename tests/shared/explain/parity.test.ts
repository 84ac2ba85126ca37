/**
 * Goal: a day that was played is replayed to the same decisions, and whatever was changed afterwards is found
 * and named. Method: documents, readings, trends, recommendations and rounds of the engine as they are run,
 * then breaches that no trigger was asked about.
 */

import { beforeAll, describe, expect, test } from 'vitest'
import { openAgentTurns } from '#shared/clients/model/ask-agent.ts'
import { openModelReader } from '#shared/clients/model/reading/reader.ts'
import type { ModelServer } from '#shared/clients/model/server.ts'
import { rules } from '#shared/domain/rules/versions.ts'
import { readParity, readParityRow, signParity } from '#shared/explain/parity/certificate.ts'
import { judgeAgain } from '#shared/explain/parity/judge-again.ts'
import { replayDay, type ReplayParts } from '#shared/explain/parity/replay-day.ts'
import { deriveAuthKeys } from '#shared/host/auth/keys.ts'
import { canonicalJson } from '#shared/host/canonical.ts'
import { sha256 } from '#shared/host/ids.ts'
import { openAgentDesk } from '#shared/sql/agents/desk.ts'
import { changeLimits } from '#shared/sql/risk/limits.ts'
import {
  listCertificates,
  readCertificate,
  saveCertificate,
} from '#shared/sql/provenance/certificates.ts'
import { readDayDecisions } from '#shared/sql/provenance/day-decisions.ts'
import type { Deps } from '../../../functions/extractor/handler.ts'
import { memoryObjects } from '../../helpers/memory-objects.ts'
import { cloneDatabase } from '../../helpers/database.ts'
import { later, openEngineRig } from '../../helpers/engine.ts'
import { tellNews } from '../../helpers/told-news.ts'
import { NOON, seedRecommendation } from '../../helpers/trading.ts'

const { sql, as } = await cloneDatabase()
const objects = memoryObjects()
const rig = openEngineRig(sql, as('stonks_trading'))
const DAY = '2024-06-03'
const keys = deriveAuthKeys('a secret of more than thirty-two characters')
/** As asked long after: inputs of no order may have been pruned. */
const replay = (build = '') =>
  replayDay({ sql: as('stonks_api'), objects, build, inputsFrom: later(60) }, DAY)
const playNews = (readerOf?: Deps['readerOf']) =>
  tellNews({ sql, objects }, { ticker: 'AAA', name: 'Aardvark Holdings' }, readerOf)

/** Undone afterwards; no trigger or key is asked. */
async function after(
  breach: string,
  parts: Partial<ReplayParts> = {},
): Promise<Awaited<ReturnType<typeof replay>>> {
  let found: Awaited<ReturnType<typeof replay>> | undefined
  const undo = new Error('undo')
  await sql
    .begin(async (tx) => {
      await tx`set local session_replication_role = replica`
      await tx.unsafe(breach)
      const all = { sql: tx as never, objects, build: '', inputsFrom: later(60), ...parts }
      found = await replayDay(all, DAY)
      throw undo
    })
    .catch((fault: unknown) => {
      if (fault !== undo) throw fault
    })
  return found!
}
const causes = ({ differences }: Awaited<ReturnType<typeof replay>>) => [
  ...new Set(differences.map(({ cause }) => cause)),
]

beforeAll(async () => {
  await rig.reset()
  await sql`truncate documents cascade`
  await playNews()
  await rig.run(NOON)
})

test('a day comes out again the same, twice, down to the readings of its documents', async () => {
  const [one, two] = [await replay(), await replay()]
  expect(one.differences).toEqual([])
  expect(one).toMatchObject({ decisions: 2, equal: 2, different: 0, notReplayed: 0 })
  expect(one.orders).toEqual({ recorded: 1, replayed: 1 })
  expect(one.depths).toMatchObject({ reading: 1, recommendation: 1 })
  expect(one.gaps).toEqual([])
  expect(one.recordedSha256).toBe(one.replayedSha256)
  expect(canonicalJson(two)).toBe(canonicalJson(one))
})

describe('what was changed afterwards is named:', () => {
  test('a decision that is another one', async () => {
    const found = await after(
      `update trading_decisions set quantity = quantity + 1 where action = 'act'`,
    )
    expect(found).toMatchObject({ equal: 1, different: 1 })
    expect(found.recordedSha256).not.toBe(found.replayedSha256)
    const decision = found.differences.filter(({ part }) => part === 'decision')
    expect(decision.map(({ field, cause }) => [field, cause])).toEqual([
      ['quantity', 'record_altered'],
    ])
  })

  test('one number of one check', async () => {
    const found = await after(`update trading_decisions set checks =
      jsonb_set(checks, '{0,passed}', 'false') where action = 'act'`)
    const [first] = found.differences.filter(({ part }) => part === 'decision')
    expect(first).toMatchObject({
      field: 'checks.circuit_breaker.passed',
      recorded: 'false',
      replayed: 'true',
    })
  })

  test('what it was judged on', async () => {
    const found = await after(`update decision_inputs set inputs =
      jsonb_set(inputs, '{input,past,sizing,equity}', '"1"')`)
    expect(causes(found)).toContain('inputs_altered')
  })

  test('a limit, in the database or by a person', async () => {
    const forged = await after(`update risk_configs set value = '3' where name = 'positions_max'`)
    expect(forged.differences).toMatchObject([
      { part: 'settings', field: 'positionsMax', replayed: '3', cause: 'setting_unrecorded' },
    ])
    await sql.begin((tx) =>
      changeLimits(
        tx,
        [{ name: 'sectorsMax', before: 10, after: 4 }],
        { by: 'ann', byId: '', reason: 'a test' },
        later(60),
      ),
    )
    const changed = await replay()
    expect(changed.differences).toEqual([])
    expect(changed.changedSince).toMatchObject([
      { field: 'sectorsMax', recorded: '10', replayed: '4', cause: 'setting_changed' },
    ])
  })

  test('inputs of another shape, whose rules or source are others too', async () => {
    const shape = `update decision_inputs set inputs = '{"by":"entry"}';`
    const all = { decisions: 2, equal: 0, different: 2, notReplayed: 0, gaps: [] }
    const found = await after(shape)
    expect(found).toMatchObject(all)
    expect(causes(found)).toEqual(['inputs_altered'])
    expect(found.recordedSha256).not.toBe(found.replayedSha256)
    const unknown = `update trading_decisions set rule_version = 'trading-v99';`
    expect(causes(await after(shape + unknown))).toEqual(['inputs_altered'])
    const named = await after(unknown)
    expect(named).toMatchObject(all)
    expect(causes(named)).toEqual(['rules_unknown'])
    const byHand = await after(`update trading_decisions set source = 'override'`)
    expect(byHand).toMatchObject(all)
    expect(byHand.differences.map(({ field, cause }) => [field, cause])).toEqual([
      ['source', 'record_altered'],
      ['source', 'record_altered'],
    ])
  })

  test('code that fails on what is as it was kept', async () => {
    const failing = new Proxy(rules.trading.current, {
      get: (of, name) => {
        if (name === 'name') return of.name
        throw new TypeError('a regression')
      },
    })
    const trading = { current: failing, known: new Map([[failing.name, failing]]) }
    const found = await after('select 1', { rules: { ...rules, trading } })
    expect(causes(found)).toContain('code_fails')
    const [first] = found.differences.filter(({ cause }) => cause === 'code_fails')
    expect(first).toMatchObject({ field: 'outcome', replayed: 'a regression' })
    expect(found.notReplayed).toBe(0)
  })

  test('inputs that are missing and younger than what is pruned', async () => {
    const one = `select decision_id from trading_decisions where action = 'skip'`
    const gone = `delete from decision_inputs where decision_id in (${one});`
    const young = await after(gone, { inputsFrom: later(-60) })
    expect(young).toMatchObject({ equal: 1, different: 1, notReplayed: 0, gaps: [] })
    expect(causes(young)).toEqual(['inputs_missing'])
    // All of them, so that nothing kept says since when: the migration does.
    const ran = `update migrations set ran_at = '2024-05-01' where name like '0500%';`
    const all = await after(`delete from decision_inputs; ${ran}`, { inputsFrom: later(-60) })
    expect(all).toMatchObject({ equal: 0, different: 2, notReplayed: 0 })
  })

  test('inputs of an order, which are never pruned', async () => {
    const rows = await readDayDecisions(sql, { from: later(-60), until: later(60), most: 1 })
    const row = { ...rows[0]!, inputs: null }
    const kept = { since: later(-60), laterSince: later(-60), from: later(60) }
    expect(judgeAgain(rules, row, kept)).toMatchObject({ cause: 'input_pruned' })
    const ordered = { ...row, orderId: row.decisionId }
    expect(judgeAgain(rules, ordered, kept)).toMatchObject({
      kind: 'broken',
      cause: 'inputs_missing',
    })
  })

  test('inputs that were pruned, and a day from before any were kept', async () => {
    const one = `select decision_id from trading_decisions where action = 'act'`
    const pruned = await after(`delete from decision_inputs where decision_id in (${one})`)
    expect(pruned).toMatchObject({ equal: 1, different: 0, notReplayed: 1 })
    expect(pruned.gaps).toMatchObject([{ part: 'decision', cause: 'input_pruned' }])
    const never = await after('delete from decision_inputs', { inputsFrom: later(-60) })
    expect(never.gaps.map(({ cause }) => cause)).toEqual(['inputs_gone', 'inputs_gone'])
    expect(never).toMatchObject({ equal: 0, different: 0, notReplayed: 2 })
  })

  test('nothing, where it is ended before it is done', async () => {
    const signal = AbortSignal.abort(new Error('too long'))
    await expect(after('select 1', { signal })).rejects.toThrow('too long')
  })

  test('a recommendation, a trend and a reading under it', async () => {
    const said = await after(`update recommendations set portfolio_pct = 0.5`)
    expect(said.differences.map(({ part }) => part)).toContain('recommendation')
    const trend = await after(`update trend_history set strength = 0.123`)
    expect(trend.differences.map(({ part }) => part)).toContain('trend')
    const read = await after(`update document_impact_records set catalyst = 'legal'`)
    expect(read.differences.filter(({ part }) => part === 'reading')).toHaveLength(8)
    expect(read.differences.at(-1)).toMatchObject({ cause: 'reading_differs' })
  })

  test('a text that is gone, and a reader that this release has no more', async () => {
    const gone = await after(`update documents set normalized_key = 'nowhere'`)
    expect(gone.gaps.map(({ cause }) => cause)).toContain('text_gone')
    const other = await after(`update document_intelligence set model_version = 'older'`)
    expect(other.gaps.map(({ cause }) => cause)).toContain('reader_changed')
    expect(other.depths).toMatchObject({ reading: 0, trend: 1 })
  })

  test('the build, where another one decided', async () => {
    await sql`update decision_inputs set build = 'older'`
    const found = await after(`update trading_decisions set code = 'other' where action = 'skip'`)
    expect(causes(found)).toContain('other_build')
    await sql`update decision_inputs set build = ''`
  })
})

describe('a decision that is not there', () => {
  /** As asked the night after, while everything is kept. */
  const tonight = { inputsFrom: later(-24 * 60), asOf: later(24 * 60) }
  const ofDay = () => after('select 1', tonight)
  const missingIn = ({ differences }: Awaited<ReturnType<typeof replay>>) =>
    differences.filter(({ cause }) => cause === 'decision_missing')
  /** What is put into the record for one replay is taken out of it again. */
  const insert = (ticker: string, minute: number, more = '') => `
    insert into recommendations (recommendation_id, ticker, trend_window, trend_id, generated_at, action, mode,
      confidence, strength, contradiction, direction, checks, portfolio_pct, max_loss_pct, thesis, thesis_model)
    select gen_random_uuid(), '${ticker}', '30d', trend_id, '${later(minute).toISOString()}', 'buy',
      'paper_eligible', 0.8, 0.5, 0, 'bullish', '[]', 0.05, 0.01, 'test', 'test' from trend_history limit 1; ${more}`
  const told = (kind: string, code: string, minute: number) => `
    insert into notification_wishes (wish_id, kind, subject, says, made_at)
    values (gen_random_uuid(), '${kind}', '${code}', '', '${later(minute).toISOString()}');`

  test('is none where each recommendation has its own', async () => {
    expect(await ofDay()).toMatchObject({ missing: { all: 0, explained: 0 }, differences: [] })
  })

  test('because it was deleted is told, be it a purchase or a skip', async () => {
    for (const action of ['act', 'skip']) {
      const found = await after(`delete from trading_decisions where action = '${action}'`, tonight)
      const [gone] =
        await sql`select decision_id, recommendation_id, ticker from trading_decisions where action = ${action}`
      expect(found).toMatchObject({ decisions: 1, missing: { all: 1, explained: 0 } })
      expect(missingIn(found)).toMatchObject([
        {
          decisionId: gone!['decisionId'],
          ticker: gone!['ticker'],
          part: 'decision',
          field: gone!['recommendationId'],
          recorded: '',
        },
      ])
    }
  })

  test('because it was never made is told, and why where that is known', async () => {
    const alone = await after(insert('BBB', 10), tonight)
    expect(alone).toMatchObject({ decisions: 2, missing: { all: 1, explained: 0 } })
    expect(missingIn(alone)).toMatchObject([
      {
        ticker: 'BBB',
        recorded: '',
        replayed: expect.stringContaining('to buy of 2024-06-03T15:10'),
      },
    ])
    const paused = told('hold_set', 'paused', 5) + told('hold_lifted', 'paused', 200)
    const held = await after(insert('BBB', 10, paused), tonight)
    expect(held.missing).toEqual({ all: 1, explained: 1 })
    expect(missingIn(held)[0]).toMatchObject({ recorded: 'trading was held back: paused' })
    const over = told('hold_set', 'paused', 5) + told('hold_lifted', 'paused', 8)
    expect((await after(insert('BBB', 10, over), tonight)).missing).toEqual({
      all: 1,
      explained: 0,
    })
    const killed = `insert into trading_holds (code, state, says, since, set_by)
      values ('kill_switch', 'halted', 'a test', '${later(-600).toISOString()}', 'ann')`
    const halted = await after(insert('BBB', 10, killed), tonight)
    expect(missingIn(halted)[0]).toMatchObject({ recorded: 'trading was held back: kill_switch' })
    const off = `insert into trading_config_versions (settings, changed_by, changed_at)
      select settings || '{"enabled": false}', 'ann', '${later(5).toISOString()}' from trading_config_versions
      order by version desc limit 1`
    expect((await after(insert('BBB', 10, off), tonight)).missing).toEqual({ all: 1, explained: 1 })
  })

  test('is asked of what may be traded, in session, met by a round, and kept', async () => {
    const none = { missing: { all: 0, explained: 0 } }
    const [first] = [insert('BBB', 10)]
    const informed = `update recommendations set mode = 'informational' where ticker = 'BBB'`
    expect(await after(first + informed, tonight)).toMatchObject(none)
    expect(await after(insert('BBB', 6 * 60), tonight)).toMatchObject(none)
    expect(await after(first, { ...tonight, asOf: later(20) })).toMatchObject(none)
    expect(await after(first, { ...tonight, asOf: later(26) })).toMatchObject({
      missing: { all: 1 },
    })
    expect(await after(first, { ...tonight, inputsFrom: later(11) })).toMatchObject(none)
    const live = `update trading_mode set mode = 'live'`
    expect(await after(first + live, tonight)).toMatchObject(none)
  })

  test('on a sale is told, unless its ticker was sold by another', async () => {
    const sells = `update recommendations set action = 'sell' where ticker = 'BBB';`
    const missed = await after(insert('BBB', 10, sells), tonight)
    expect(missingIn(missed)).toMatchObject([{ replayed: expect.stringContaining('to sell') }])
    const sold = `update trading_decisions set ticker = 'BBB', kind = 'exit' where action = 'act'`
    expect((await after(insert('BBB', 10, sells + sold), tonight)).missing).toMatchObject({
      all: 0,
    })
  })

  test('beyond what is listed is counted', async () => {
    const many = Array.from({ length: 250 }, (_, place) => insert('BBB', 10 + place / 60)).join('')
    const found = await after(many, tonight)
    expect(found.missing).toEqual({ all: 250, explained: 0 })
    expect(found.differences).toHaveLength(200)
    expect(found.left).toBe(50)
  })
})

test('a decision by hand is said not to be judged, and is no difference', async () => {
  await seedRecommendation(sql, { ticker: 'BBB', generatedAt: later(-1) })
  const byHand = `select decision_id from trading_decisions where action = 'act'`
  const found = await after(
    `delete from decision_inputs where decision_id in (${byHand});
     update trading_decisions set source = 'override' where action = 'act'`,
  )
  expect(found.gaps).toMatchObject([{ cause: 'by_hand' }])
})

describe('a certificate', () => {
  test('is of its body and key alone', async () => {
    const made = signParity(keys, await replay(), NOON)
    expect(readParity(keys, made).isGenuine).toBe(true)
    // As the database gives it back: keys in another order.
    const reordered = JSON.stringify(
      Object.fromEntries(Object.entries(JSON.parse(made.body) as object).toReversed()),
    )
    expect(readParity(keys, { ...made, body: reordered }).isGenuine).toBe(true)
    const forged = made.body.replace('"equal":', '"equal":1')
    expect(forged).not.toBe(made.body)
    expect(readParity(keys, { ...made, body: forged }).isGenuine).toBe(false)
    expect(readParity(keys, { ...made, day: '2024-06-04' }).isGenuine).toBe(false)
    expect(readParity(keys, { ...made, madeAt: later(1) }).isGenuine).toBe(false)
    expect(readParity(keys, { ...made, signature: sha256('guess') }).isGenuine).toBe(false)
    const others = deriveAuthKeys('another secret of more than thirty-two characters')
    expect(readParity(others, made).isGenuine).toBe(false)
  })

  test('stands beside a later one of its day and build', async () => {
    const body = await replay()
    const api = as('stonks_api')
    await saveCertificate(api, signParity(keys, body, NOON))
    await saveCertificate(api, signParity(keys, { ...body, decisions: 0 }, later(1)))
    const rows = await listCertificates(api, { sort: '-day' as never, limit: 5 })
    expect(rows.map((row) => readParityRow(keys, row).isGenuine)).toEqual([true, true])
    // A list opens no findings, and tells what is signed by itself.
    expect(rows.map((row) => row.body)).toEqual([null, null])
    const { differences, gaps, changedSince, left, ...counted } = body
    const found = [differences, gaps, changedSince].map(({ length }) => length)
    expect(readParityRow(keys, rows[1]!).summary).toEqual({
      ...counted,
      found: { differences: found[0], gaps: found[1], changedSince: found[2], left },
    })
    const forged = { ...rows[1]!, summary: rows[1]!.summary!.replace('"equal": ', '"equal": 1') }
    expect(readParityRow(keys, forged as never).isGenuine).toBe(false)
    expect((await readCertificate(api, DAY, rows[1]!.certificateId))?.madeAt).toEqual(NOON)
    expect(await readCertificate(api, '2024-06-04', rows[1]!.certificateId)).toBeUndefined()
    // One from before summaries were kept is told from its body.
    await sql`update parity_certificates set summary = null, summary_signature = null`
    const older = await listCertificates(api, { sort: '-day' as never, limit: 5 })
    expect(older.map((row) => readParityRow(keys, row).summary.decisions)).toEqual([
      0,
      body.decisions,
    ])
    expect(rows.map(({ madeAt }) => madeAt)).toEqual([later(1), NOON])
    const newest = await readCertificate(api, DAY)
    expect(newest?.madeAt).toEqual(later(1))
  })
})

describe('a day that a model read', () => {
  const server: ModelServer = {
    kind: 'ollama',
    versionOf: () => Promise.resolve('digest-1'),
    ask: (ask) => {
      const keysOf = Object.keys((ask.schema as { properties: object }).properties)
      const said = Object.fromEntries(keysOf.map((key) => [key, ['rise', 'earnings', [1]]]))
      const cost = { tokensIn: 1, tokensOut: 1, latencyMs: 1 }
      return Promise.resolve({ text: JSON.stringify(said), modelVersion: 'digest-1', ...cost })
    },
  }
  beforeAll(async () => {
    await rig.reset()
    await sql`truncate documents cascade`
    await sql`update risk_configs set value = '10' where name = 'sectors_max'`
    const turns = openAgentTurns({ server, desk: openAgentDesk(sql), model: 'small:1b' })
    await playNews(async ({ slug, documentId, now, tries }) => {
      const { agent, ask } = await turns(slug, documentId, now)
      return openModelReader({
        ask,
        tries,
        inputTokensMax: agent.inputTokensMax,
        model: 'small:1b',
      })
    })
    await rig.run(NOON)
  })

  test('comes out again from the store of its replies, and no model is asked', async () => {
    const [{ model } = { model: '' }] = await sql<{ model: string }[]>`
      select distinct model from document_intelligence`
    expect(model).toBe('small:1b')
    const found = await replay()
    expect([found.differences, found.gaps]).toEqual([[], []])
    expect(found.depths).toMatchObject({ reading: 1 })
  })

  test('says which reply is not kept, and which was changed', async () => {
    // A purchase rests on what rules read beside the model: that comes out again too, where it was kept.
    const rulesRead = await after(
      `update document_impact_records set rules_impact = 0.99, rules_confidence = 0.99`,
    )
    expect(rulesRead.differences.at(-1)).toMatchObject({ cause: 'reading_differs' })
    const before = await after(
      `update document_impact_records set rules_sentiment = null, rules_impact = null, rules_confidence = null`,
    )
    expect(causes(before)).not.toContain('reading_differs')
    const gone = await after('delete from model_replies')
    expect([...new Set(gone.gaps.map(({ cause }) => cause))]).toEqual(['reply_not_kept'])
    expect(gone.depths).toMatchObject({ reading: 0, trend: 1 })
    const other = await after(`update model_replies set text = replace(text, 'rise', 'fall')`)
    expect(causes(other)).toEqual(['reading_differs'])
  })
})
