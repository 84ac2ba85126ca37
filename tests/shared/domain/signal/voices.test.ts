import { fc, test as property } from '@fast-check/vitest'
import { describe, expect, it } from 'vitest'
import { byStory, countHeard } from '#shared/domain/signal/hearing.ts'
import { scoring1, scoring2, scoring3, scoring4, scoring5 } from '#shared/domain/signal/rules.ts'
import { countVoices } from '#shared/domain/signal/voices.ts'
import type { Signal } from '#shared/domain/signal/weight.ts'
import { anySignals, anyView, calm, signalsOf } from './any-signal.ts'

const tellers = (...pairs: string[]) =>
  pairs.map((pair) => {
    const [storyId = '', source = ''] = pair.split(' ')
    return { storyId, source }
  })
/** Documents of their own, told by owners of their own. */
const apart = (signals: readonly Signal[]) =>
  signals.map((signal, n) => ({
    ...signal,
    documentId: `d${n}`,
    storyId: `s${n}`,
    source: `o${n}`,
  }))

describe('countVoices()', () => {
  it.each([
    [0, tellers()],
    [1, tellers('s a', 's b', 's c')],
    [1, tellers('s a', 't a', 'u a')],
    [2, tellers('s a', 't b')],
    [2, tellers('s a', 's b', 's c', 't a')],
    [2, tellers('s a', 't a', 'u a', 's b', 's c')],
    [3, tellers('s a', 's b', 't b', 't c', 'u a', 'u c')],
  ])('is %i', (voices, given) => expect(countVoices(given)).toBe(voices))
})

describe('countHeard()', () => {
  const of = (credibility: number, pair: string) => ({ ...tellers(pair)[0]!, credibility })

  it('counts stories of known outlets each, of others once for each owner', () => {
    expect(countHeard([of(0.8, 's reuters'), of(0.8, 't reuters')])).toBe(2)
    expect(countHeard([of(0.5, 's blog'), of(0.5, 't blog'), of(0.5, 'u blog')])).toBe(1)
    expect(countHeard([of(0.5, 's blog'), of(0.5, 't other')])).toBe(2)
    // A known outlet that repeats it vouches for the story, once.
    expect(countHeard([of(0.5, 's blog'), of(0.8, 's reuters'), of(0.5, 't blog')])).toBe(2)
  })
})

describe('scoring-2', () => {
  it('hears fifteen copies as one voice', () => {
    const copies = signalsOf(...Array.from({ length: 15 }, () => ({ novelty: 1 }))).map(
      (signal, n) => ({
        ...signal,
        documentId: `d${n}`,
        storyId: 'one',
        source: `o${n}`,
      }),
    )
    const trend = scoring2.summarise('AAPL', copies, calm)
    expect(trend).toMatchObject({ signalCount: 15, sourceCount: 1 })
    expect(trend.data).toMatchObject({ evidenceCount: 1, validDocuments: 1 })
    const weighed = byStory.weighAll(copies, calm)
    expect(weighed.reduce((sum, { voice }) => sum + voice, 0)).toBeCloseTo(1, 12)
    expect(weighed.map(({ novelty }) => novelty)).toEqual(copies.map((_, place) => 1 / (1 + place)))
    // One other voice weighs as much as all of them.
    const [other] = apart(signalsOf({ sentiment: -1 }))
    const torn = scoring2.summarise(
      'AAPL',
      [...copies, { ...other!, storyId: 'two', impactId: 'z' }],
      calm,
    )
    expect(Math.abs(torn.sentimentMean)).toBeLessThan(0.1)
  })

  property.prop([anySignals, anyView])(
    'is scoring-1 where nobody repeats anybody',
    (signals, view) => {
      const alone = apart(signals)
      const [old, now] = [scoring1, scoring2].map((rules) => rules.summarise('AAPL', alone, view))
      const counts = { evidenceCount: 0, validDocuments: 0 }
      expect({ ...now, data: { ...now!.data, ...counts } }).toEqual({
        ...old,
        data: { ...old!.data, ...counts },
      })
    },
  )

  property.prop([anySignals, anyView, fc.infiniteStream(fc.nat())])(
    'is the same in whatever order signals come, and keeps its ranges',
    (signals, view, shuffle) => {
      const shuffled = signals
        .map((signal) => ({ signal, key: shuffle.next().value as number }))
        .sort((one, other) => one.key - other.key)
        .map(({ signal }) => signal)
      const trend = scoring2.summarise('AAPL', signals, view)
      expect(scoring2.summarise('AAPL', shuffled, view)).toEqual(trend)
      expect(trend.confidence).toBeGreaterThanOrEqual(0)
      expect(trend.confidence).toBeLessThanOrEqual(1)
      expect(trend.data.evidenceCount).toBeLessThanOrEqual(trend.signalCount)
    },
  )

  property.prop([anySignals, anyView])(
    'hears nothing of a signal behind the gate',
    (signals, view) => {
      const [first] = signals
      if (!first) return
      const shut = { ...first, impactId: 'zz', documentId: 'zz', extractionConfidence: 0.1 }
      expect(scoring2.summarise('AAPL', [...signals, shut], view)).toEqual(
        scoring2.summarise('AAPL', signals, view),
      )
    },
  )
})

describe('scoring-3', () => {
  it.each([
    // Read well of another company of the document, and hardly of this one; and the other way round.
    [0.9, 0.19, 1, 0],
    [0.9, 0.2, 1, 1],
    [0.1, 0.9, 0, 1],
  ])(
    'document %d, company %d: %i signals by scoring-2, %i by scoring-3',
    (document, company, two, three) => {
      const signals = signalsOf({ extractionConfidence: document, companyConfidence: company })
      const [before, now] = [scoring2, scoring3].map((rules) =>
        rules.summarise('AAPL', signals, { ...calm, scoring: rules.numbers }),
      )
      expect([before!.signalCount, now!.signalCount]).toEqual([two, three])
      if (two === 1) expect(before!.data.dataConfidence).toBe(document)
      if (three === 1) expect(now!.data.dataConfidence).toBe(company)
    },
  )

  it('is no less sure of what is said for news that says nothing', () => {
    const said = { impact: 0.7, sentiment: 1 as const }
    const nothing = { impact: 0.07, sentiment: 0 as const }
    const confidence = (...changes: Partial<Signal>[]) =>
      scoring3.summarise('AAPL', apart(signalsOf(...changes)), {
        ...calm,
        scoring: scoring3.numbers,
      }).confidence
    expect(confidence(said, said, nothing, nothing)).toBeGreaterThan(confidence(said, said) - 0.05)
    // What says the contrary still takes from it.
    expect(confidence(said, said, { ...said, sentiment: -1 })).toBeLessThan(confidence(said, said))
  })
})

describe('scoring-4', () => {
  const hours = (count: number) => new Date(calm.asOf.getTime() - count * 3_600_000)
  const good = { sentiment: 1 as const, record: 'known' as const }
  const seasoned = (...changes: Partial<Signal>[]) =>
    scoring4.summarise('AAPL', apart(signalsOf(...changes)), {
      ...calm,
      scoring: scoring4.numbers,
    }).data.vouched

  it.each([
    ['two that were read six hours ago', [{ readAt: hours(6) }, { readAt: hours(7) }], 2],
    // The date that an outlet tells is its own to choose.
    ['no moment of reading', [{ publishedAt: hours(9) }, { publishedAt: hours(8) }], 0],
    ['one that was read later', [{ readAt: hours(6) }, { readAt: hours(5.99) }], 1],
    // Whoever tells of yesterday, or edits what he told then, is read today.
    ['a date that is told', [{ publishedAt: hours(9), readAt: hours(1) }, { readAt: hours(1) }], 0],
    [
      'the other side',
      [{ readAt: hours(6) }, { readAt: hours(6) }, { readAt: hours(9), sentiment: -1 }],
      2,
    ],
    [
      'an owner who earned his record',
      [{ readAt: hours(6) }, { readAt: hours(9), record: 'earned' }],
      1,
    ],
  ] as const)('counts voices that have stood for hours: %s', (_, changes, expected) => {
    expect(seasoned(...changes.map((change) => ({ ...good, ...change })))?.seasoned?.voices).toBe(
      expected,
    )
  })

  it('sums up what stood by itself: mild old stories are no stronger for what is planted beside them', () => {
    const mild = { ...good, impact: 0.1, readAt: hours(20) }
    const planted = Array.from({ length: 6 }, () => ({ ...good, readAt: hours(1) }))
    const beside = seasoned(mild, { ...mild, sentiment: 0 }, ...planted)
    const { seasoned: none, recentVoices, ...before } = seasoned(mild, { ...mild, sentiment: 0 })!
    expect(beside?.seasoned).toEqual(before)
    expect(beside).toMatchObject({ recentVoices: 6 })
    expect([none, recentVoices]).toEqual([before, 0])
  })

  it('counts who told lately: three hours apart yes, of yesterday no', () => {
    const recent = (...ages: number[]) =>
      seasoned(...ages.map((age) => ({ ...good, readAt: hours(age) })))?.recentVoices
    expect([recent(1, 4, 7), recent(1, 4, 11.9), recent(1, 4, 12)]).toEqual([3, 3, 2])
    expect(seasoned(good, good)?.recentVoices).toBe(0)
  })

  it('says all else as scoring-3 does, which counts none', () => {
    const signals = apart(signalsOf({ ...good, readAt: hours(9) }, good))
    const [before, now] = [scoring3, scoring4].map((rules) =>
      rules.summarise('AAPL', signals, { ...calm, scoring: rules.numbers }),
    )
    expect(before!.data.vouched).not.toHaveProperty('seasoned')
    const { seasoned: stood, recentVoices, ...others } = now!.data.vouched!
    expect([stood?.voices, recentVoices]).toEqual([1, 1])
    expect({ ...now!.data, vouched: others }).toEqual(before!.data)
  })
})

describe('scoring-5', () => {
  const good = { sentiment: 1 as const, record: 'known' as const }
  const of = (rules: typeof scoring5, ...changes: Partial<Signal>[]) =>
    rules.summarise('AAPL', apart(signalsOf(...changes)), { ...calm, scoring: rules.numbers })

  it('says all else as scoring-4 does, and nothing more where no model read', () => {
    expect(of(scoring5, good, good)).toEqual(of(scoring4, good, good))
    const byRules = { sentiment: 0 as const, impact: 0.1, companyConfidence: 0.5 }
    const { vouched, ...data } = of(scoring5, { ...good, byRules }, good).data
    const { byRules: _read, ...others } = vouched!
    expect({ ...data, vouched: others }).toEqual(of(scoring4, good, good).data)
  })

  it('sums up what rules read in the place of what a model did, with what it had read itself', () => {
    const nothing = { sentiment: 0 as const, impact: 0.1, companyConfidence: 0.5 }
    const bad = { sentiment: -1 as const, impact: 0.9, companyConfidence: 0.9 }
    const readOf = (...changes: Partial<Signal>[]) => of(scoring5, ...changes).data.vouched?.byRules
    expect(readOf({ ...good, byRules: nothing }, { ...good, byRules: nothing })).toMatchObject({
      direction: 'neutral',
      voices: 0,
    })
    expect(readOf({ ...good, byRules: bad }, { ...good, byRules: bad })).toMatchObject({
      direction: 'bearish',
      voices: 2,
    })
    const alike = of(scoring4, good, { ...good, ...nothing }).data.vouched
    expect(readOf(good, { ...good, byRules: nothing })).toEqual(alike)
    // What rules are too unsure of is behind their gate, however sure the model is.
    const unsure = { ...nothing, sentiment: 1 as const, companyConfidence: 0.19 }
    expect(readOf({ ...good, byRules: unsure }, { ...good, byRules: unsure })?.evidenceCount).toBe(
      0,
    )
  })
})
