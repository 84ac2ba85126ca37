/** Layers in a trend: each speaks, and switching one off changes what it should and nothing else. */

import { beforeEach, describe, expect, test } from 'vitest'
import type { EventReading } from '#shared/domain/document/reading/reading.ts'
import { rules } from '#shared/domain/rules/versions.ts'
import { deriveId } from '#shared/host/ids.ts'
import { aggregation } from '../../../functions/aggregation/handler.ts'
import { cloneDatabase } from '../../helpers/database.ts'
import { putExposure, tariffs, tellWorld } from '../../helpers/world-events.ts'
import { putRivals } from '../../helpers/rivals.ts'
import { putCompany, putDocument } from '../../helpers/signals.ts'

const handlers = aggregation(rules)
const { sql, as } = await cloneDatabase()
/** As the product comes to it. */
const own = as('stonks_functions')
const noon = new Date('2026-01-07T17:00:00.000Z')
const later = (hours: number) => new Date(noon.getTime() + hours * 3_600_000)

beforeEach(async () => {
  await sql`truncate companies, documents, trend_history, trend_evidence, trend_windows, market_snapshots cascade`
  await sql`delete from risk_configs where name like 'macro_%' or name like 'competitive_%'`
})

const putProfile = (ticker: string, revenueRegions: Record<string, number>) =>
  putExposure(sql, ticker, revenueRegions)
const putEvent = (
  name: string,
  event: EventReading | null,
  at: Date,
  { now = at }: { now?: Date } = {},
) => own.begin((tx) => tellWorld(tx, name, event, { at, now }))

/** The windows it asks to be judged. */
async function aggregate(ticker: string, now: Date): Promise<string[]> {
  const delivery = { jobId: deriveId('job', 'test'), now, signal: new AbortController().signal }
  const settle = await handlers.aggregation({ ticker }, delivery)
  const handed = await own.begin((tx) => settle(tx, now))
  return handed.map(({ job }) => job.window)
}

const weekOf = async (ticker: string) => {
  const [row] = await sql`select t.*, (select array_agg(layer order by layer) from trend_evidence e
      where e.trend_id = t.trend_id) as layers_of_evidence
    from trend_history t where ticker = ${ticker} and trend_window = '7d' order by as_of desc limit 1`
  return row!
}

const switchTo = (name: string, value: unknown) => sql`
  insert into risk_configs (name, value) values (${name}, ${JSON.stringify(value)}::text::jsonb)
  on conflict (name) do update set value = excluded.value`

describe('the macro layer', () => {
  test('brings an event to whom it hits, and to nobody else', async () => {
    await putProfile('AAPL', { US: 0.4, China: 0.2 })
    await putProfile('HOME', { EU: 1 })
    await putCompany(sql, 'NONE')
    await sql`update exposure_profiles set supply_regions = '[]' where company_id = ${deriveId('company', 'HOME')}`
    await sql`update companies set sector = 'Utilities' where ticker = 'HOME'`
    expect(await putEvent('tariffs', tariffs, later(-1))).toEqual(['AAPL'])
    for (const ticker of ['AAPL', 'HOME', 'NONE']) await aggregate(ticker, noon)
    expect(await weekOf('AAPL')).toMatchObject({
      direction: 'bearish',
      macroOnly: true,
      patternOnly: false,
      impactIds: [],
      signalCount: 1,
      layersOfEvidence: ['macro'],
      layers: { macroWeight: 0.3, competitiveWeight: 0.2, staleHours: 48 },
    })
    expect(await weekOf('HOME')).toBeUndefined()
    expect(await weekOf('NONE')).toBeUndefined()
  })

  test('says no more than the company once it is off, and the same again once it is on', async () => {
    await putProfile('AAPL', { US: 0.4, China: 0.2 })
    await putDocument(sql, { ticker: 'AAPL', name: 'good', publishedAt: later(-2) })
    await aggregate('AAPL', later(-1.5))
    const alone = await weekOf('AAPL')
    await putEvent('tariffs', tariffs, later(-1))
    await aggregate('AAPL', later(-1))
    const both = await weekOf('AAPL')
    expect(both.macroIds).toHaveLength(1)
    expect(both.contradiction).toBeGreaterThan(0)
    expect(both.disagreements).toMatchObject([
      {
        positive: alone.impactIds[0],
        positiveLayer: 'company',
        negative: both.macroIds[0],
        negativeLayer: 'macro',
      },
    ])
    const known = ({ facts: { vouched, ...rest } }: typeof both) => ({
      ...rest,
      stories: vouched.stories,
      evidenceCount: vouched.evidenceCount,
    })
    expect(known(both)).toEqual(known(alone))

    await switchTo('macro_enabled', false)
    await aggregate('AAPL', later(-0.75))
    const off = await weekOf('AAPL')
    for (const name of [
      'direction',
      'strength',
      'confidence',
      'contradiction',
      'impactIds',
      'macroIds',
      'signalDigest',
    ])
      expect(off[name], name).toEqual(alone[name])
    await switchTo('macro_enabled', true)
    await switchTo('macro_signal_weight', 1)
    await aggregate('AAPL', later(-0.5))
    const loud = await weekOf('AAPL')
    expect(loud.macroIds).toEqual(both.macroIds)
    expect(loud.contradiction).toBeGreaterThan(both.contradiction)
    // What is no share turns the layer off.
    await switchTo('macro_signal_weight', 'much')
    await aggregate('AAPL', later(-0.25))
    expect((await weekOf('AAPL')).macroIds).toEqual([])
  })

  test('a correction replaces what the event did, and keeps what trends rest on', async () => {
    await putProfile('AAPL', { US: 0.4, China: 0.2 })
    await putEvent('tariffs', tariffs, later(-2))
    await aggregate('AAPL', later(-1))
    const [first] = (await weekOf('AAPL')).macroIds
    expect(await putEvent('tariffs', { ...tariffs, severity: 'critical' }, later(-2))).toEqual([
      'AAPL',
    ])
    await aggregate('AAPL', noon)
    const [second] = (await weekOf('AAPL')).macroIds
    expect(second).not.toBe(first)
    expect(await putEvent('tariffs', null, later(-2))).toEqual(['AAPL'])
    await aggregate('AAPL', later(1))
    expect((await weekOf('AAPL')).macroIds).toEqual([])
    const kept =
      await sql`select macro_impact_id, is_current, event_version from macro_impact_records order by event_version`
    expect(kept).toMatchObject([
      { macroImpactId: first, isCurrent: false, eventVersion: 1 },
      { macroImpactId: second, isCurrent: false, eventVersion: 2 },
    ])
    // Told again as it was, it is the same impact again.
    expect(await putEvent('tariffs', tariffs, later(-2))).toEqual(['AAPL'])
    const [again] = await sql`select macro_impact_id from macro_impact_records where is_current`
    expect(again?.macroImpactId).toBe(first)
  })

  test('how long it lasts and when it happened are part of what an impact is', async () => {
    await putProfile('AAPL', { US: 0.4, China: 0.2 })
    await putEvent('tariffs', tariffs, later(-3))
    await putEvent('tariffs', { ...tariffs, duration: 'short_term' }, later(-3))
    await putEvent('tariffs', { ...tariffs, duration: 'short_term' }, later(-2))
    expect(
      await sql`select duration, occurred_at, is_current from macro_impact_records
        order by is_current, occurred_at, duration`,
    ).toEqual([
      { duration: 'medium_term', occurredAt: later(-3), isCurrent: false },
      { duration: 'short_term', occurredAt: later(-3), isCurrent: false },
      { duration: 'short_term', occurredAt: later(-2), isCurrent: true },
    ])
  })

  test('an impact that is told again is known from then on', async () => {
    await putProfile('AAPL', { US: 0.4, China: 0.2 })
    const tell = (event: EventReading | null, now: Date) =>
      putEvent('tariffs', event, later(-9), { now })
    await tell(tariffs, later(-9))
    await tell(null, later(-6))
    await tell(tariffs, later(-3))
    expect(await sql`select is_current, known_at from macro_impact_records`).toEqual([
      { isCurrent: true, knownAt: later(-3) },
    ])
  })

  test('is judged again where the same moment was judged by what is gone', async () => {
    await putProfile('AAPL', { US: 0.4, China: 0.2 })
    await putEvent('tariffs', tariffs, later(-2))
    expect(await aggregate('AAPL', later(-1))).toContain('7d')
    await putEvent('more', tariffs, later(-1))
    expect(await aggregate('AAPL', later(-0.5))).toEqual([])
    const told = { ticker: 'AAPL', name: 'bad', sentiment: 'negative' as const }
    await putDocument(sql, { ...told, publishedAt: later(-1) })
    expect(await aggregate('AAPL', noon)).toContain('7d')
    await sql`delete from document_impact_records`
    expect(await aggregate('AAPL', noon)).toContain('7d')
    expect(await weekOf('AAPL')).toMatchObject({ impactIds: [], direction: 'bearish' })
  })

  test('is judged where it takes the place of what was more than to be watched', async () => {
    await putProfile('AAPL', { US: 0.4, China: 0.2 })
    await putEvent('tariffs', tariffs, later(-2))
    await aggregate('AAPL', later(-1))
    const say = (action: string, at: Date) => sql`
      insert into recommendations (recommendation_id, ticker, trend_window, trend_id, generated_at, action, mode, confidence,
        strength, contradiction, direction, suppressions, ineligibilities, checks, portfolio_pct, max_loss_pct, thesis,
        thesis_model, rule_version)
      select ${deriveId('said', action)}, ticker, trend_window, trend_id, ${at}, ${action}, 'informational', 0.5, 1, 0,
        direction, '{}', '{}', '[]', 0.01, 0.01, '', 'rules-v1', 'recommendation-2'
      from trend_history where trend_window = '7d' limit 1`
    await say('watch', later(-1))
    await putEvent('more', tariffs, later(-1))
    expect(await aggregate('AAPL', later(-0.5))).toEqual([])
    await say('sell', later(-0.4))
    await putEvent('yet more', tariffs, later(-0.3))
    expect(await aggregate('AAPL', noon)).toEqual(['7d'])
  })

  test('asks for few of five hundred at once, and the others see it from the next moment on', async () => {
    for (let each = 0; each < 40; each += 1)
      await putProfile(`T${String(each).padStart(2, '0')}`, { US: 0.3 + each / 100 })
    const asked = await putEvent('tariffs', tariffs, noon)
    expect(asked).toHaveLength(25)
    expect(asked[0]).toBe('T15')
    await aggregate('T15', noon)
    await aggregate('T00', noon)
    expect((await weekOf('T15')).macroIds).toHaveLength(1)
    expect(await weekOf('T00')).toBeUndefined()
    await aggregate('T00', later(0.25))
    expect((await weekOf('T00')).macroIds).toHaveLength(1)
  })
})

describe('the competitive layer', () => {
  test('brings news to a rival by what the rival did after such news, and only while it is on', async () => {
    await putRivals(sql, noon)
    await aggregate('AAPL', later(-5))
    await putDocument(sql, { ticker: 'AAPL', name: 'fresh', publishedAt: later(-2), impact: 0.9 })
    await switchTo('competitive_enabled', false)
    await aggregate('AAPL', later(-2))
    expect(await sql`select from competitive_signal_records`).toHaveLength(0)
    await switchTo('competitive_enabled', true)
    await putDocument(sql, { ticker: 'AAPL', name: 'fresher', publishedAt: later(-1), impact: 0.9 })
    await aggregate('AAPL', later(-1))
    const records = await sql`select * from competitive_signal_records`
    expect(records).toMatchObject([
      {
        sourceTicker: 'AAPL',
        targetTicker: 'MSFT',
        direction: 1,
        components: { basis: 'cross_company', bullish: 1, samples: 4 },
      },
    ])
    // What is made at a moment is seen by later ones.
    await aggregate('MSFT', later(-1))
    expect(await weekOf('MSFT')).toBeUndefined()
    await aggregate('MSFT', noon)
    expect(await weekOf('MSFT')).toMatchObject({
      direction: 'bullish',
      patternOnly: true,
      impactIds: [],
      macroIds: [],
      competitiveIds: [records[0]!.competitiveSignalId],
      layersOfEvidence: ['competitive'],
    })
    await aggregate('AAPL', noon)
    expect(await sql`select from competitive_signal_records`).toHaveLength(1)
    await switchTo('competitive_enabled', false)
    await aggregate('MSFT', later(1))
    expect((await weekOf('MSFT')).competitiveIds).toEqual([])
  })

  test('a fault of propagation leaves the trend, and is counted until it goes well again', async () => {
    await putRivals(sql, noon)
    await sql`alter table competitive_signal_records add constraint broken check (strength > 2)`
    await putDocument(sql, { ticker: 'AAPL', name: 'fresh', publishedAt: later(-2), impact: 0.9 })
    await aggregate('AAPL', later(-2))
    expect((await weekOf('AAPL')).signalCount).toBe(1)
    expect(await sql`select layer, failures from layer_failures`).toEqual([
      { layer: 'competitive', failures: 1 },
    ])
    await sql`alter table competitive_signal_records drop constraint broken`
    await putDocument(sql, { ticker: 'AAPL', name: 'fresher', publishedAt: later(-1), impact: 0.9 })
    await aggregate('AAPL', later(-1))
    expect(await sql`select failures from layer_failures`).toEqual([{ failures: 0 }])
  })

  test('stored trends of a day, a week and a month have a projection each', async () => {
    await putDocument(sql, { ticker: 'AAPL', name: 'one', publishedAt: later(-1) })
    await aggregate('AAPL', noon)
    const rows = await sql`select horizon, p.direction, p.trend_id = t.trend_id as is_its
      from trend_projections p join trend_history t on t.trend_id = p.trend_id order by horizon`
    expect(rows).toMatchObject(
      ['1d', '30d', '7d'].map((horizon) => ({ horizon, direction: 'bullish', isIts: true })),
    )
  })
})
