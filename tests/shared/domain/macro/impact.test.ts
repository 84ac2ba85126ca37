import { fc, test } from '@fast-check/vitest'
import { describe, expect } from 'vitest'
import { EVENT_DIRECTIONS, MARKET_POSITIONS, SEVERITIES } from '#shared/contracts/sets.ts'
import {
  impactOf,
  macroDefaults,
  macroScoreOf,
  eventSignOf,
  type Exposed,
  type EventFacts,
} from '#shared/domain/macro/impact.ts'

const tariffs: EventFacts = {
  severity: 'high',
  direction: 'trade_barrier',
  regions: ['US', 'China'],
  sectors: ['Information Technology'],
  commodities: ['semiconductors'],
  isInternational: true,
  confidence: 0.6,
}
const maker: Exposed = {
  sector: 'Information Technology',
  marketPosition: 'multinational',
  revenueRegions: { US: 0.4, China: 0.2, EU: 0.3 },
  supplyRegions: ['Taiwan', 'China'],
  keyInputs: ['semiconductors', 'rare earths'],
  produces: [],
}

describe('the impact of an event', () => {
  test('is its severity, overlap, reach and confidence together, each shown', () => {
    expect(impactOf(tariffs, maker)).toEqual({
      score: 0.233_325,
      direction: -1,
      components: {
        severity: 0.75,
        overlap: 0.61,
        geography: 0.6,
        supply: 0.5,
        commodity: 0.5,
        sector: 1,
        tier: 0.85,
        confidence: 0.6,
      },
    })
  })

  test('turns round for who sells what is dear now', () => {
    const oil: EventFacts = {
      ...tariffs,
      direction: 'supply_disruption',
      regions: [],
      sectors: [],
      commodities: ['oil'],
      confidence: 0.7,
    }
    const driller = { ...maker, keyInputs: ['steel'], produces: ['oil', 'natural gas'] }
    const airline = { ...maker, keyInputs: ['oil'], produces: [] }
    expect(impactOf(oil, driller)).toMatchObject({ direction: 1, components: { commodity: -0.5 } })
    expect(impactOf(oil, airline)).toMatchObject({ direction: -1, components: { commodity: 1 } })
    const both = { ...maker, keyInputs: ['oil'], produces: ['oil'] }
    expect(impactOf(oil, both)).toBeUndefined()
  })

  test('knows no tier within one country, and every tier beyond it', () => {
    const home = { ...tariffs, regions: ['US'], isInternational: false }
    for (const marketPosition of MARKET_POSITIONS) {
      expect(impactOf(home, { ...maker, marketPosition })?.components.tier).toBe(1)
      expect(impactOf(tariffs, { ...maker, marketPosition })?.components.tier).toBe(
        macroDefaults.tier[marketPosition],
      )
    }
  })

  test('counts from its limit on, and not below it', () => {
    const at = {
      ...tariffs,
      severity: 'critical' as const,
      commodities: [],
      sectors: [],
      confidence: 0.5,
    }
    const shares = (US: number) => ({
      ...maker,
      marketPosition: 'regional' as const,
      supplyRegions: [],
      revenueRegions: { US },
    })
    // 1 · 0.35 · share · 1 · 0.5 is 0.05 at 2/7.
    expect(impactOf(at, shares(2 / 7))?.score).toBe(0.05)
    expect(impactOf(at, shares(2 / 7 - 1e-6))).toBeUndefined()
  })

  const word = fc.constantFrom('US', 'us ', 'China', 'oil', 'Energy', 'steel')
  const words = fc.array(word, { maxLength: 4 })
  const anyEvent: fc.Arbitrary<EventFacts> = fc.record({
    severity: fc.constantFrom(...SEVERITIES),
    direction: fc.constantFrom(...EVENT_DIRECTIONS),
    regions: words,
    sectors: words,
    commodities: words,
    isInternational: fc.boolean(),
    confidence: fc.constantFrom(0, 0.39, 0.4, 0.7, 1),
  })
  const anyExposed: fc.Arbitrary<Exposed> = fc.record({
    sector: word,
    marketPosition: fc.constantFrom(...MARKET_POSITIONS),
    revenueRegions: fc.dictionary(word, fc.constantFrom(0, 0.25, 1), { maxKeys: 3 }),
    supplyRegions: words,
    keyInputs: words,
    produces: words,
  })

  test.prop([anyEvent, anyExposed])(
    'is in (0, 1], and comes out again from its numbers',
    (event, exposed) => {
      const impact = impactOf(event, exposed)
      if (!impact) return
      expect(eventSignOf(event.direction)).not.toBe(0)
      expect(impact.score).toBeGreaterThanOrEqual(macroDefaults.scoreMin)
      expect(impact.score).toBeLessThanOrEqual(1)
      expect(macroScoreOf(impact.components)).toBe(impact.score)
    },
  )

  test.prop([anyEvent, anyExposed])('never falls with severity or confidence', (event, exposed) => {
    const scoreOf = (change: Partial<EventFacts>) =>
      impactOf({ ...event, ...change }, exposed)?.score ?? 0
    const grades = SEVERITIES.toReversed().map((severity) => scoreOf({ severity }))
    expect(grades).toEqual([...grades].sort((one, other) => one - other))
    expect(scoreOf({ confidence: 1 })).toBeGreaterThanOrEqual(scoreOf({}))
  })

  test.prop([anyEvent, anyExposed])(
    'harms and helps by what the event does, wherever nothing is sold of it',
    (event, exposed) => {
      const impact = impactOf(event, { ...exposed, produces: [] })
      if (impact) expect(impact.direction).toBe(eventSignOf(event.direction))
    },
  )
})
