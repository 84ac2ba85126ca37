/**
 * Goal: what FinBERT read, what the world did and what news of others did come out again in the replay of a day, and what was
 * changed of them is named. Method: a day as the stages make it, with a judge of tone in FinBERT's place, an event of
 * the world and a rival's news under its one trend.
 */

import { beforeAll, describe, expect, test } from 'vitest'
import type { ToneJudge } from '#shared/clients/finbert/judge.ts'
import { openModelReader, QUICK_TOKENS_MAX } from '#shared/clients/model/reading/reader.ts'
import { propagate } from '#shared/domain/competitive/propagate.ts'
import { competitiveDefaults } from '#shared/domain/competitive/settings.ts'
import { FINBERT } from '#shared/domain/document/tone/judged.ts'
import { toneReader } from '#shared/domain/document/tone/reader.ts'
import { replayDay } from '#shared/explain/parity/replay-day.ts'
import { canonicalJson } from '#shared/host/canonical.ts'
import { openRegistry } from '#shared/sql/universe/registry.ts'
import { readFreshNews, saveRivalSignals } from '#shared/sql/signals/rival-news.ts'
import { extractor } from '../../../functions/extractor/handler.ts'
import { keeping } from '../../../functions/extractor/readers.ts'
import { cloneDatabase } from '../../helpers/database.ts'
import { later, openEngineRig } from '../../helpers/engine.ts'
import { memoryObjects } from '../../helpers/memory-objects.ts'
import { putDocument, rawOf, textOf, type Told } from '../../helpers/signals.ts'
import { tellNews } from '../../helpers/told-news.ts'
import { NOON } from '../../helpers/trading.ts'
import { putExposure } from '../../helpers/world-events.ts'

const { sql, as } = await cloneDatabase()
const objects = memoryObjects()
const rig = openEngineRig(sql, as('stonks_trading'))
const DAY = '2024-06-03'
const delivery = (jobId: string) => ({
  jobId,
  now: later(-90),
  signal: new AbortController().signal,
})
const JOB = '00000000-0000-4000-8000-00000000000'

/** Sure of good news, as FinBERT would be, and unsure of the rest. */
const judge: ToneJudge = {
  by: { model: FINBERT, modelVersion: 'abc', promptVersion: 'none' },
  judge: (sentence) => {
    const positive = sentence.includes('outlook') || sentence.includes('faster') ? 0.9 : 0.4
    const chances = { positive, negative: (1 - positive) / 2, neutral: (1 - positive) / 2 }
    return Promise.resolve({ sentiment: 'positive', confidence: positive, chances })
  },
}
const finbert = () =>
  Promise.resolve(
    openModelReader({
      ask: () => Promise.resolve({ kind: 'not_asked', code: 'agent_off' }),
      tries: 0,
      inputTokensMax: QUICK_TOKENS_MAX,
      model: FINBERT,
      quick: keeping(sql, judge, later(-90)),
    }),
  )

/** A document that is not read yet, with its bytes in the store. */
async function place(told: Told): Promise<string> {
  const { documentId } = await putDocument(sql, { ...told, status: 'parsed' })
  objects.held.set(`stonks-raw-news/raw/${documentId}.json`, Buffer.from(rawOf(told)))
  objects.held.set(`stonks-normalized/text/${documentId}.txt`, Buffer.from(textOf(told)))
  return documentId
}

async function tellOthers(): Promise<void> {
  const readerOf = () => Promise.resolve(toneReader)
  const stage = extractor({ sql, objects, registry: openRegistry(sql), readerOf, textMax: 8_000 })
  const world = await place({
    ticker: 'AAA',
    name: 'tariffs',
    text: 'China raises tariffs on U.S. semiconductors as the trade war escalates.',
    publishedAt: later(-120),
  })
  await sql`update documents set document_type = 'macro_event', source_type = 'macro_news' where document_id = ${world}`
  await sql`delete from document_company_mentions where document_id = ${world}`
  const told = await stage.macro_classification(
    { document_id: world } as never,
    delivery(`${JOB}1`),
  )
  await sql.begin((tx) => told(tx, later(-90)))
  const news = await place({
    ticker: 'BBB',
    name: 'rival',
    text: 'Bumble Works cut its outlook on Monday. Profit at Bumble Works fell sharply.',
    publishedAt: later(-110),
  })
  await sql`update companies set legal_name = 'Bumble Works Inc.' where ticker = 'BBB'`
  await sql`update document_company_mentions set first_offset = 0 where document_id = ${news}`
  const read = await stage.extraction({ document_id: news } as never, delivery(`${JOB}2`))
  await sql.begin((tx) => read(tx, later(-90)))
  const rows = await sql<{ impactId: string }[]>`
    select impact_id from document_impact_records where ticker = 'BBB'`
  const [fresh] = await readFreshNews(
    sql,
    rows.map(({ impactId }) => impactId),
  )
  const pattern = {
    horizon: '1d' as const,
    samples: 8,
    bullish: 0.1,
    bearish: 0.9,
    meanStrength: 0.02,
    meanDays: 1,
    confidence: 0.8,
  }
  const rival = { ticker: 'AAA', type: 'direct_rival' as const, strength: 0.9 }
  const { impactScore: strength, catalyst, sentiment } = fresh!
  const heard = {
    sentiment: sentiment === 'positive' ? (1 as const) : (-1 as const),
    strength,
    catalyst,
  }
  const made = propagate(heard, rival, { cross: [], self: [pattern] }, competitiveDefaults)
  await sql.begin((tx) =>
    saveRivalSignals(tx, 'BBB', [{ ...made!, news: fresh!, rival }], later(-80)),
  )
}

/** As asked the night after, by the program that serves the page. */
const replay = (db = as('stonks_api')) =>
  replayDay({ sql: db, objects, build: '', inputsFrom: later(60) }, DAY)

/** Undone afterwards; no trigger or key is asked. */
async function after(breach: string): ReturnType<typeof replay> {
  let found: Awaited<ReturnType<typeof replay>> | undefined
  const undo = new Error('undo')
  await sql
    .begin(async (tx) => {
      await tx`set local session_replication_role = replica`
      await tx.unsafe(breach)
      found = await replay(tx as never)
      throw undo
    })
    .catch((fault: unknown) => {
      if (fault !== undo) throw fault
    })
  return found!
}
const told = (rows: readonly { part: string; cause: string }[]) => [
  ...new Set(rows.map(({ part, cause }) => `${part} ${cause}`)),
]

beforeAll(async () => {
  await rig.reset()
  await sql`truncate documents cascade`
  await putExposure(sql, 'AAA', { US: 0.6 })
  await sql`update companies set sector = 'Information Technology' where ticker = 'AAA'`
  await tellOthers()
  await tellNews({ sql, objects }, { ticker: 'AAA', name: 'Aardvark Holdings' }, finbert)
  await rig.run(NOON)
})

test('a day that FinBERT read, with the world and a rival in its trend, comes out again with no gap', async () => {
  const [trend] = await sql<{ macroIds: string[]; competitiveIds: string[] }[]>`
    select t.macro_ids, t.competitive_ids from trend_history t
    join recommendations r on r.trend_id = t.trend_id
    join trading_decisions d on d.recommendation_id = r.recommendation_id where d.action = 'act'`
  expect([trend!.macroIds.length, trend!.competitiveIds.length]).toEqual([1, 1])
  const models = await sql<{ model: string }[]>`select distinct model from document_intelligence`
  expect(models.map(({ model }) => model).sort()).toEqual([FINBERT, toneReader.model])
  const [one, two] = [await replay(), await replay()]
  expect([one.differences, one.gaps]).toEqual([[], []])
  expect(one.orders).toEqual({ recorded: 1, replayed: 1 })
  expect(one.depths).toMatchObject({ reading: 1, trend: 0 })
  expect(canonicalJson(two)).toBe(canonicalJson(one))
})

describe('of FinBERT', () => {
  const kept = `from model_replies where model = '${FINBERT}'`

  test('what it said of a sentence is kept once, and a sentence that says otherwise is named', async () => {
    const [{ count } = { count: 0 }] = await sql<
      { count: number }[]
    >`select count(*)::int ${sql.unsafe(kept)}`
    expect(count).toBeGreaterThan(1)
    const other = await after(
      `update model_replies set text = replace(text, '0.9', '0.1') where model = '${FINBERT}'`,
    )
    expect(told(other.differences)).toEqual(['reading reading_differs'])
  })

  test('words that are not kept, as of before they were, are a gap', async () => {
    const gone = await after(`delete ${kept}`)
    expect([told(gone.differences), told(gone.gaps)]).toEqual([[], ['reading reply_not_kept']])
    expect(gone.depths).toMatchObject({ reading: 0, trend: 1 })
    const version = await after(
      `update document_intelligence set model_version = 'def' where model = '${FINBERT}'`,
    )
    expect(told(version.gaps)).toEqual(['reading reply_not_kept'])
  })
})

describe('of the world', () => {
  test('an impact that does not follow from its event and profile is named', async () => {
    const profile = await after(`update exposure_profiles set revenue_regions = '{"US": 0.1}'`)
    expect(told(profile.differences)).toEqual(['signal impact_differs'])
  })

  test('an event that its text does not tell so is named', async () => {
    const other = await after(`update global_events set summary = 'another'`)
    expect(told(other.differences)).toEqual(['signal reading_differs'])
  })

  test('what was told anew since, or whose profile, sector or text is gone, is a gap with its cause', async () => {
    for (const [breach, cause] of [
      ['update global_events set version = version + 1', 'event_replaced'],
      ['delete from exposure_profiles', 'profile_gone'],
      [`update companies set sector = 'Energy' where ticker = 'AAA'`, 'profile_gone'],
      [
        `update documents set normalized_key = 'nowhere' where document_type = 'macro_event'`,
        'text_gone',
      ],
      [`update global_events set model_version = 'older'`, 'reader_changed'],
    ] as const) {
      const found = await after(breach)
      expect([told(found.differences), told(found.gaps)]).toEqual([[], [`signal ${cause}`]])
    }
  })
})

describe('of rivals', () => {
  test('a signal that does not follow from its news is named, and so is news that reads otherwise', async () => {
    const weaker = await after(
      `update competitive_signal_records set components = jsonb_set(components, '{confidence}', '0.5')`,
    )
    expect(told(weaker.differences)).toEqual(['signal rival_differs'])
    const news = await after(
      `update document_impact_records set impact_score = impact_score / 2 where ticker = 'BBB'`,
    )
    expect(told(news.differences)).toEqual(['signal rival_differs', 'reading reading_differs'])
  })

  test('news that is gone is a gap', async () => {
    const gone = await after(`delete from document_impact_records where ticker = 'BBB'`)
    expect(told(gone.gaps)).toEqual(['signal rival_news_gone'])
  })
})
