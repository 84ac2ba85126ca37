import { beforeEach, describe, expect, test } from 'vitest'
import { rules } from '#shared/domain/rules/versions.ts'
import type { Window } from '#shared/domain/signal/window.ts'
import { deriveId } from '#shared/host/ids.ts'
import { aggregation } from '../../../functions/aggregation/handler.ts'
import { recommendation } from '../../../functions/recommendation/handler.ts'
import { cloneDatabase } from '../../helpers/database.ts'
import { putDocument, type Told } from '../../helpers/signals.ts'

const handlers = recommendation(rules)
const { sql, as } = await cloneDatabase()
/** As the product comes to it. */
const own = as('stonks_functions')
const noon = new Date('2026-01-07T17:00:00.000Z')
const later = (hours: number) => new Date(noon.getTime() + hours * 3_600_000)
const delivery = (now: Date) => ({
  jobId: deriveId('job', 'test'),
  now,
  signal: new AbortController().signal,
})

beforeEach(async () => {
  await sql`truncate companies, documents, trend_history, trend_evidence, trend_windows, recommendations, trading_decisions cascade`
})

async function tell(count: number, change: Partial<Told> = {}): Promise<void> {
  for (let index = 0; index < count; index++) {
    await putDocument(sql, {
      ticker: 'AAPL',
      name: `news ${change.sentiment ?? ''}${index}`,
      publishedAt: later(-1 - index),
      publisher: `Paper ${index}`,
      ...change,
    })
  }
}

async function recommend(now: Date, window: Window = '7d'): Promise<void> {
  const summed = await aggregation(rules).aggregation({ ticker: 'AAPL' }, delivery(now))
  await own.begin((tx) => summed(tx, now))
  await judgeOnly(now, window)
}

async function judgeOnly(now: Date, window: Window = '7d'): Promise<void> {
  const settle = await handlers.recommendation({ ticker: 'AAPL', window }, delivery(now))
  expect(await own.begin((tx) => settle(tx, now))).toEqual([])
}

const stored = () => sql`select * from recommendations order by generated_at`
const evidence = () =>
  sql`select * from recommendation_evidence order by recommendation_id, side, place`

describe('recommendation', () => {
  test('says nothing of a ticker that was never summed up', async () => {
    await judgeOnly(noon)
    expect(await stored()).toEqual([])
  })

  test('judges the newest trend and keeps every check, the evidence and the thesis', async () => {
    await tell(8)
    await recommend(noon)
    const [row] = await stored()
    expect(row).toMatchObject({
      recommendationId: deriveId('recommendation', 'AAPL', '7d', noon.toISOString()),
      trendId: deriveId('trend', 'AAPL', '7d', noon.toISOString()),
      action: 'buy',
      mode: 'live_eligible',
      direction: 'bullish',
      strength: 1,
      contradiction: 0,
      suppressions: [],
      ineligibilities: [],
      thesisModel: 'rules-v1',
      generatedAt: noon,
    })
    expect(row?.confidence).toBeCloseTo((0.3 * 0.8 * 8) / 15 + 0.3 * 0.8 + 0.4, 11)
    expect(row?.portfolioPct).toBeCloseTo(0.01 + 0.09 * 0.8, 11)
    expect(row?.checks).toHaveLength(18)
    expect(row).toMatchObject({ stories: 8, owners: 8, risk: 'low', wouldChange: { length: 4 } })
    expect(row?.thesis).toContain('“news 0 headline”')
    expect(await evidence()).toHaveLength(8)
  })

  test('one document is not enough', async () => {
    await tell(1)
    await recommend(noon)
    expect((await stored())[0]).toMatchObject({
      action: 'watch',
      mode: 'informational',
      suppressions: [
        'insufficient_valid_documents',
        'unconfirmed_story',
        'single_document',
        'unseasoned_story',
      ],
      ineligibilities: ['insufficient_evidence'],
    })
  })

  test('many failed readings hold it back, but not those of this very moment', async () => {
    await tell(3)
    await tell(4, { status: 'extraction_failed', sentiment: 'negative', statusAt: noon })
    await recommend(noon)
    expect((await stored())[0]?.suppressions).toEqual([])
    await tell(1, { name: 'new', publisher: 'Paper 9' })
    await recommend(later(1))
    // Of four failed and four read, half failed: on the limit.
    expect((await stored()).at(-1)?.suppressions).toEqual([])
    await tell(1, { name: 'failed', status: 'extraction_failed' })
    await sql`delete from recommendations`
    await recommend(later(2))
    expect((await stored()).at(-1)?.suppressions).toEqual(['high_extraction_failure_rate'])
  })

  test('is not written again while it says the same', async () => {
    await tell(8)
    await recommend(noon)
    await recommend(later(0.5))
    await judgeOnly(later(1))
    expect(await stored()).toHaveLength(1)
    await tell(6, { sentiment: 'negative', publishedAt: later(1) })
    await recommend(later(2))
    expect(await stored()).toHaveLength(2)
  })

  test('what is still so at the next open is said again, once a session, unless it was acted on', async () => {
    const open = later(21.6)
    await tell(8)
    await recommend(noon)
    await judgeOnly(open)
    await judgeOnly(later(23))
    expect((await stored()).map(({ generatedAt }) => generatedAt)).toEqual([noon, open])
    const asked = await aggregation(rules).aggregation({ ticker: 'AAPL' }, delivery(later(46)))
    expect(await own.begin((tx) => asked(tx, later(46)))).toContainEqual({
      to: 'recommendation',
      job: { ticker: 'AAPL', window: '7d' },
    })
    await sql`
      insert into trading_decisions (decision_id, recommendation_id, ticker, decided_at, kind, action, code, side, quantity, reference_price, checks, risk_tier)
      values (${deriveId('decision', 'y')}, ${(await stored())[1]?.recommendationId as string}, 'AAPL', ${open}, 'entry', 'act', 'entry', 'buy', 1, 10, '[]', 'moderate')`
    await judgeOnly(later(46))
    expect(await stored()).toHaveLength(2)
  })

  test('of several jobs at one moment the last one stands', async () => {
    await tell(1, { name: 'first' })
    await recommend(noon)
    expect((await stored())[0]?.mode).toBe('informational')
    await tell(8)
    await recommend(noon)
    expect((await stored()).map(({ mode }) => mode)).toEqual(['live_eligible'])
    expect(await evidence()).toHaveLength(9)
  })

  test('takes back at one moment what turned out to be said already', async () => {
    await tell(8)
    await recommend(noon)
    const trendId = (await stored())[0]?.trendId as string
    const recommendationId = deriveId('recommendation', 'AAPL', '7d', later(1).toISOString())
    await sql`
      insert into recommendations
      select ${recommendationId}, ticker, trend_window, ${trendId}, ${later(1)}, 'hold', mode, confidence, strength,
        contradiction, direction, suppressions, ineligibilities, checks, portfolio_pct, max_loss_pct, thesis, thesis_model
      from recommendations`
    await judgeOnly(later(1))
    expect(await stored()).toHaveLength(1)
  })

  test('never changes what a decision rests on', async () => {
    await tell(8)
    await recommend(noon)
    const [before] = await stored()
    await sql`
      insert into trading_decisions (decision_id, recommendation_id, ticker, decided_at, kind, action, code, checks, risk_tier)
      values (${deriveId('decision', 'x')}, ${before?.recommendationId as string}, 'AAPL', ${noon}, 'entry', 'skip', 'dedupe', '[]', 'moderate')`
    await tell(9, { sentiment: 'negative' })
    await recommend(noon)
    expect(await stored()).toEqual([before])
    expect(await evidence()).toHaveLength(8)
  })
})
