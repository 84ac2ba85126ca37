/** What the signal engine's evaluation does to an entry: it opens, it shuts, and it never opens what is shut. */

import { fc, test as prop } from '@fast-check/vitest'
import { describe, expect, test } from 'vitest'
import type { HeardEngine, HeardOutput } from '#shared/contracts/api/heard-engine.ts'
import { FILTER_CODES, VERDICTS } from '#shared/contracts/technical-words.ts'
import { sessionOf } from '#shared/domain/market/calendar.ts'
import type { Confluence } from '#shared/domain/technical/confluence.ts'
import { judgeHeuristically } from '#shared/domain/technical/heuristic.ts'
import { judgeByChance } from '#shared/domain/technical/probabilistic.ts'
import { engineChecks, sayHeard } from '#shared/domain/trading/engine-gates.ts'
import { checkGates, type GateInput } from '#shared/domain/trading/gates.ts'
import { trading2, trading3 } from '#shared/domain/trading/rules.ts'

const NOW = new Date('2024-06-03T15:00:00Z')
const SESSION = '2024-05-31'
const output: HeardOutput = {
  outputId: '0a000000-0000-4000-8000-000000000001',
  ruleVersion: 'signal-engine-1',
  sessionDate: SESSION,
  evaluatedAt: '2024-06-03T06:00:00.000Z',
  heuristicVerdict: 'buy',
  heuristicConfidence: 0.8,
  heuristicTotal: 1.4,
  heuristicFault: null,
  probabilisticVerdict: 'buy',
  logOdds: 1.4,
  up: 0.8,
  entropy: 0.72,
  reward: 1.6,
  probabilisticFault: null,
  agreement: true,
  difference: null,
  codes: [],
  regime: 'trend_following',
  filters: [],
  sentinels: [],
}
const traded: HeardEngine = { mode: 'traded', session: SESSION, output, givenUp: null }
const open: GateInput = {
  ticker: 'AAA',
  confidence: 0.8,
  confidenceMin: 0.55,
  breakers: [],
  session: sessionOf('2024-06-03'),
  duplicate: null,
  returns: [],
  positions: 1,
  positionsMax: 10,
  opinions: [
    { recommendationId: '', ticker: 'AAA', trendWindow: '7d', action: 'buy', confidence: 0.8 },
  ],
  soldAt: null,
  refusals: null,
}
const judge = (engine: GateInput['signalEngine'], input = open) =>
  checkGates(trading3, engine === undefined ? input : { ...input, signalEngine: engine }, NOW)
const said = (changes: Partial<HeardOutput>): HeardEngine => ({
  ...traded,
  output: { ...output, ...changes },
})
const givenUp = { at: '2024-06-03T07:00:00.000Z', why: 'deliveries_used' }

describe('traded', () => {
  test('it lets in what both pipelines buy, with both numbers shown', () => {
    const { code, checks } = judge(traded)
    expect(code).toBeNull()
    expect(checks.slice(-2)).toEqual([
      { name: 'engine_unheard', found: SESSION, limit: SESSION, passed: true },
      { name: 'engine_against', found: 'scores buy, chance buy', limit: 'both buy', passed: true },
    ])
  })

  test.each<[string, HeardEngine, string, string]>([
    ['was never evaluated', { ...traded, output: null }, 'engine_unheard', 'none'],
    [
      'was given up',
      { ...traded, output: null, givenUp },
      'engine_unheard',
      'none, its job of 2024-06-03T07:00:00.000Z given up: deliveries_used',
    ],
    [
      'was evaluated for an earlier session',
      said({ sessionDate: '2024-05-30' }),
      'engine_unheard',
      '2024-05-30',
    ],
    [
      'was evaluated for an earlier session and then given up',
      { ...said({ sessionDate: '2024-05-30' }), givenUp },
      'engine_unheard',
      '2024-05-30, its job of 2024-06-03T07:00:00.000Z given up: deliveries_used',
    ],
    ['had no bar at all', said({ sessionDate: null }), 'engine_unheard', 'none'],
    [
      'is only watched by scores',
      said({ heuristicVerdict: 'watch' }),
      'engine_against',
      'scores watch, chance buy',
    ],
    [
      'is not bought by chance',
      said({ probabilisticVerdict: 'skip' }),
      'engine_against',
      'scores buy, chance skip',
    ],
    [
      'is watched by both',
      said({ heuristicVerdict: 'watch', probabilisticVerdict: 'watch' }),
      'engine_against',
      'scores watch, chance watch',
    ],
    [
      'had a pipeline that failed',
      said({ probabilisticVerdict: null, probabilisticFault: 'no number' }),
      'engine_against',
      'scores buy, chance failed',
    ],
  ])('what %s is not entered', (_, engine, code, found) => {
    const told = judge(engine)
    expect(told.code).toBe(code)
    expect(told.checks.at(-1)).toMatchObject({ name: code, found, passed: false })
  })

  test('a filter that was shut is named with its numbers', () => {
    const filters = [{ code: 'earnings_near' as const, found: 2, limit: 3 }]
    const { code, checks } = judge(
      said({ heuristicVerdict: 'skip', probabilisticVerdict: 'skip', filters }),
    )
    expect(code).toBe('engine_against')
    expect(checks).toContainEqual({
      name: 'engine_filter',
      found: 'earnings_near 2',
      limit: 3,
      passed: true,
    })
  })

  test('an evaluation that stands is heard, whatever was given up beside it', () => {
    expect(judge({ ...traded, givenUp }).code).toBeNull()
  })
})

test('the pipelines themselves can say both what opens it and what shuts it', () => {
  const bullish = (name: Confluence['name']): Confluence => ({
    name,
    direction: 'bullish',
    score: 0.7,
    confidence: 0.9,
    frames: ['D', 'W', 'M'],
  })
  const verdicts = (all: Confluence[]) => ({
    heuristicVerdict: judgeHeuristically(all, { macro: 0.2, competitive: 0.1 }).verdict,
    probabilisticVerdict: judgeByChance(
      all,
      { regime: 'trend_following', trend: 1 },
      [1.5, 3],
      new Map([
        ['ma_stack', 0.72],
        ['cup_handle', 0.7],
      ]),
    ).verdict,
  })
  expect(judge(said(verdicts([bullish('ma_stack'), bullish('cup_handle')]))).code).toBeNull()
  expect(judge(said(verdicts([bullish('ma_stack')]))).code).toBe('engine_against')
})

describe('it only ever shuts', () => {
  const verdict = fc.constantFrom(...VERDICTS, null)
  const heard = fc.record({
    mode: fc.constantFrom('shadow' as const, 'traded' as const),
    session: fc.constant(SESSION),
    output: fc.option(
      fc
        .record({
          sessionDate: fc.constantFrom(SESSION, '2024-05-30', null),
          heuristicVerdict: verdict,
          probabilisticVerdict: verdict,
          filters: fc.array(
            fc.record({
              code: fc.constantFrom(...FILTER_CODES),
              found: fc.integer(),
              limit: fc.integer(),
            }),
            { maxLength: 2 },
          ),
        })
        .map((changes) => ({ ...output, ...changes })),
    ),
    givenUp: fc.constantFrom(null, givenUp),
  })
  const input = fc.record({
    confidence: fc.constantFrom(0.5, 0.8),
    duplicate: fc.constantFrom(null, 'holds 1'),
    positions: fc.constantFrom(1, 10),
  })

  prop.prop([input, heard])(
    'what is shut without it stays shut, for the same reason',
    (at, engine) => {
      const before = checkGates(trading2, { ...open, ...at }, NOW)
      const after = judge(engine, { ...open, ...at })
      if (before.code !== null) expect(after).toEqual(before)
      else if (engine.mode === 'shadow') expect(after).toEqual(before)
      else expect(after.checks).toEqual([...before.checks, ...engineChecks(engine)])
    },
  )

  prop.prop([heard])('it is open in traded for one thing alone', (engine) => {
    const is = engine.output
    const opens =
      is?.sessionDate === SESSION &&
      is.heuristicVerdict === 'buy' &&
      is.probabilisticVerdict === 'buy'
    expect(judge(engine).code === null).toBe(engine.mode === 'shadow' || opens)
  })

  test('in shadow, off or not asked it compares nothing', () => {
    const plain = checkGates(trading2, open, NOW)
    const against = said({ heuristicVerdict: 'skip' })
    for (const engine of [undefined, null, { ...against, mode: 'shadow' as const }])
      expect(judge(engine)).toEqual(plain)
  })
})

test('in one line it says what it said, of when, and whether it had a say', () => {
  expect(sayHeard(traded)).toBe(
    'traded: scores buy, chance buy, of 2024-05-31; asked for 2024-05-31',
  )
  expect(sayHeard({ ...traded, mode: 'shadow', output: null })).toBe(
    'shadow: nothing; asked for 2024-05-31',
  )
})
