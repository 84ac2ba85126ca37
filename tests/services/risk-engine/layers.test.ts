/** Layers of signals are switched and weighed over the API: who did, since when, and what the next trend makes of it. */

import { beforeEach, describe, expect, test } from 'vitest'
import type { LayersSet } from '#shared/contracts/api/layers.ts'
import { rules } from '#shared/domain/rules/versions.ts'
import { layerDefaults, layersFrom, type Layers } from '#shared/domain/signal/layers.ts'
import { deriveId } from '#shared/host/ids.ts'
import { readLayerValues } from '#shared/sql/signals/layer-settings.ts'
import { aggregation } from '../../../functions/aggregation/handler.ts'
import { answerSignals } from '../../../services/query-api/signals/routes.ts'
import { answerRisk } from '../../../services/risk-engine/routes.ts'
import { clearAudit } from '../../helpers/audit.ts'
import { cloneDatabase } from '../../helpers/database.ts'
import { asking, askService, person } from '../../helpers/principals.ts'
import { putRivals } from '../../helpers/rivals.ts'
import { putDocument } from '../../helpers/signals.ts'
import { putExposure, tariffs, tellWorld } from '../../helpers/world-events.ts'

const { sql, as } = await cloneDatabase()
const noon = new Date('2026-01-07T17:00:00.000Z')
const later = (hours: number) => new Date(noon.getTime() + hours * 3_600_000)
let now = noon
const asInstalled = await readLayerValues(sql)
const allOff: Layers = {
  macro: { ...layerDefaults.macro, enabled: false },
  competitive: { ...layerDefaults.competitive, enabled: false },
}
const site = {
  service: 'risk-engine' as const,
  answers: answerRisk({
    sql: as('stonks_trading'),
    clock: { mode: 'real', speed: 1, now: () => now },
  }),
}
const ask = askService(site, person('operator', 'olga'))
const put = async (body: object, by = ask) => {
  const reply = await by('PUT', '/risk/layers', { reason: 'tried', ...body })
  return { status: reply.status, body: ((await reply.json()) as LayersSet).layers }
}
const front = answerSignals({
  sql: as('stonks_api'),
  clock: { mode: 'real', speed: 1, now: () => now },
})
const layers = async () => {
  const asked = asking('GET /api/layers', person('viewer'))
  const told = await front['GET /api/layers'](asked as never)
  return (told as never as LayersSet).layers
}

beforeEach(async () => {
  now = noon
  await clearAudit(sql)
  await sql`truncate companies, documents, trend_history, trend_evidence, trend_windows, market_snapshots, risk_config_changes cascade`
  await sql`delete from risk_configs where name like 'macro_%' or name like 'competitive_%'`
})

test('a new installation has its layers as the environment says', () => {
  expect(layersFrom(asInstalled, allOff)).toEqual(allOff)
})

describe('a layer', () => {
  test('stands as the environment says until an operator says otherwise, and then tells who and since when', async () => {
    const installed = { enabled: true, weight: 0.3 }
    expect(await layers()).toEqual([
      { layer: 'macro', speaks: true, ...installed, installed, changed: null },
      expect.objectContaining({ layer: 'competitive', weight: 0.2, changed: null }),
    ])
    expect(await put({ layer: 'macro', enabled: false, reason: 'tariffs all day' })).toMatchObject({
      status: 200,
      body: [
        {
          speaks: false,
          enabled: false,
          weight: 0.3,
          changed: { at: noon.toISOString(), by: 'olga', reason: 'tariffs all day' },
        },
        { layer: 'competitive', speaks: true, changed: null },
      ],
    })
    now = later(1)
    await put({ layer: 'macro', weight: 0.1 })
    expect((await layers())[0]).toMatchObject({
      speaks: false,
      weight: 0.1,
      changed: { at: later(1), reason: 'tried' },
    })
    expect(
      await sql`select actor, entity_id, before, detail from audit_events where action = 'PUT /risk/layers'
        order by business_at`,
    ).toMatchObject([
      { actor: 'olga', entityId: 'macro', before: { enabled: true }, detail: { enabled: false } },
      { before: { weight: 0.3 }, detail: { weight: 0.1 } },
    ])
    const changes = (await (await ask('GET', '/risk/limits/changes')).json()) as object[]
    expect(changes).toMatchObject([
      { name: 'macro_signal_weight', before: 0.3, after: 0.1 },
      { name: 'macro_enabled', before: true, after: false, changedBy: 'olga' },
    ])
  })

  test.each([0, 1])('may weigh %d, and is not heard at 0', async (weight) => {
    await put({ layer: 'competitive', weight })
    expect((await layers())[1]).toMatchObject({ enabled: true, weight, speaks: weight > 0 })
  })

  test.each([
    ['more than all', { layer: 'macro', weight: 1.001 }],
    ['less than nothing', { layer: 'macro', weight: -0.001 }],
    ['words', { layer: 'macro', weight: 'much' }],
    ['a switch that is none', { layer: 'macro', enabled: 'no' }],
    ['a layer nobody knows', { layer: 'company', enabled: false }],
    ['no reason', { layer: 'macro', enabled: false, reason: ' ' }],
    ['what stands already', { layer: 'macro', enabled: true, weight: 0.3 }],
    ['nothing', { layer: 'macro' }],
  ])('takes no %s', async (_, body) => {
    expect((await put(body)).status).toBe(422)
    expect(await sql`select from risk_configs where name like 'macro_%'`).toHaveLength(0)
  })

  test('that cannot be read is off, says so, and is set anew', async () => {
    await sql`insert into risk_configs (name, value) values ('macro_signal_weight', '"much"')`
    expect((await layers())[0]).toMatchObject({ speaks: false, weight: null, enabled: true })
    await put({ layer: 'macro', weight: 0.3 })
    expect((await layers())[0]).toMatchObject({ speaks: true, weight: 0.3 })
  })

  test('is no viewer’s to switch', async () => {
    const { status } = await put(
      { layer: 'macro', enabled: false },
      askService(site, person('viewer')),
    )
    expect(status).toBe(403)
  })
})

describe('the next trend', () => {
  const handlers = aggregation(rules)
  const own = as('stonks_functions')

  async function sumUp(at: Date, ticker: string): Promise<void> {
    const delivery = {
      jobId: deriveId('job', 'l'),
      now: at,
      signal: new AbortController().signal,
    }
    const settle = await handlers.aggregation({ ticker }, delivery)
    await own.begin((tx) => settle(tx, at))
  }

  /** What the newest trend of a week says, beside its moment and name. */
  async function weekAt(at: Date, ticker = 'MSFT') {
    await sumUp(at, ticker)
    const [row] = await sql`select * from trend_history
      where ticker = ${ticker} and trend_window = '7d' order by as_of desc limit 1`
    const { trendId: _, asOf: __, ...said } = row!
    return said
  }

  /** MSFT with news of its own, an event of the world and news of its rival. */
  async function putAll(): Promise<void> {
    await putRivals(sql, noon)
    await putExposure(sql, 'MSFT', { US: 0.4, China: 0.2 })
    await putDocument(sql, { ticker: 'MSFT', name: 'own', publishedAt: later(-4) })
    await sumUp(later(-5), 'AAPL')
    await putDocument(sql, { ticker: 'AAPL', name: 'fresh', publishedAt: later(-3), impact: 0.9 })
    await sumUp(later(-3), 'AAPL')
    await own.begin((tx) => tellWorld(tx, 'tariffs', tariffs, { at: later(-2) }))
  }

  test.each([
    ['macro', 'macroIds', 'competitiveIds'],
    ['competitive', 'competitiveIds', 'macroIds'],
  ] as const)(
    'leaves out %s once it is off, and nothing else; on again, it says the same',
    async (layer, left, stays) => {
      await putAll()
      const all = await weekAt(noon)
      expect([all.impactIds, all.macroIds, all.competitiveIds].map((ids) => ids.length)).toEqual([
        1, 1, 1,
      ])
      now = later(0.01)
      await put({ layer, enabled: false })
      const off = await weekAt(later(0.02))
      expect(off[left]).toEqual([])
      for (const name of ['impactIds', stays, 'market', 'scoringVersion'] as const)
        expect(off[name], name).toEqual(all[name])
      await put({ layer, enabled: true })
      const again = await weekAt(later(0.03))
      for (const name of ['impactIds', 'macroIds', 'competitiveIds', 'direction', 'signalDigest'])
        expect(again[name], name).toEqual(all[name])
      // The records stay as they are, whatever is heard of them.
      expect(await sql`select from macro_impact_records where is_current`).toHaveLength(1)
      expect(await sql`select from competitive_signal_records`).toHaveLength(1)
      // Another company, whom neither layer touches, says the same with the layer off.
      await put({ layer, enabled: false })
      const apple = await weekAt(later(0.04), 'AAPL')
      await put({ layer, enabled: true })
      expect(await weekAt(later(0.05), 'AAPL')).toEqual(apple)
    },
  )
})
