import { fc, test as property } from '@fast-check/vitest'
import { expect, test } from 'vitest'
import {
  byRecord,
  EARNED_SHARE_MAX,
  summariseByRecord,
  UNKNOWN_SHARE_MAX,
} from '#shared/domain/signal/by-record.ts'
import { LAYERS, type Layer } from '#shared/domain/signal/scoring.ts'
import { anySignals, anyView, calm, hoursAgo, signalsOf } from './any-signal.ts'

const vouchedOf = (...args: Parameters<typeof summariseByRecord>) =>
  summariseByRecord(...args).data.vouched

property.prop([anySignals, anySignals, anyView])(
  'what the unknown say changes nothing of what those with a record say, and weighs a tenth of it at most, layer by layer',
  (signals, more, view) => {
    const unknown = more.map((signal, index) => ({
      ...signal,
      record: 'none' as const,
      impactId: `ffffffff-0000-5000-8000-${String(index).padStart(12, '0')}`,
    }))
    const own = signals.filter(({ record }) => record !== 'none')
    const trend = summariseByRecord('AAPL', [...own, ...unknown], view)
    const alone = summariseByRecord('AAPL', own, view)
    expect(trend.data.vouched).toEqual(alone.data.vouched)
    expect(trend.sourceCount).toBe(alone.sourceCount)
    expect(trend.data.evidenceCount).toBe(alone.data.evidenceCount)
    const weighed = byRecord.weighAll([...own, ...unknown], view)
    const massOf = (layer: Layer, isUnknown: boolean) =>
      weighed
        .filter(({ signal }) => signal.layer === layer)
        .filter(({ signal }) => (signal.record === 'none') === isUnknown)
        .reduce((sum, { mass }) => sum + mass, 0)
    const company = massOf('company', false)
    for (const layer of LAYERS) {
      const most = massOf(layer, false) || company * view.scoring.layerShare[layer]
      if (most > 1e-9)
        expect(massOf(layer, true)).toBeLessThanOrEqual(most * UNKNOWN_SHARE_MAX + 1e-9)
    }
  },
)

property.prop([anySignals, anyView])(
  'the world and rivals weigh at most their share of what is said of the company, where anything is',
  (signals, view) => {
    const masses = { company: 0, macro: 0, competitive: 0 }
    for (const { signal, mass } of byRecord.weighAll(signals, view)) masses[signal.layer] += mass
    if (masses.company < 1e-9) return
    const { macro, competitive } = view.scoring.layerShare
    expect(masses.macro).toBeLessThanOrEqual(masses.company * macro + 1e-9)
    expect(masses.competitive).toBeLessThanOrEqual(masses.company * competitive + 1e-9)
  },
)

property.prop([anySignals, anyView])(
  'what owners say who earned a record weighs a quarter at most of what known owners say',
  (signals, view) => {
    const weighed = byRecord.weighAll(signals, view)
    const massOf = (layer: Layer, record: string) =>
      weighed
        .filter(({ signal }) => signal.layer === layer && signal.record === record)
        .reduce((sum, { mass }) => sum + mass, 0)
    const company = massOf('company', 'known')
    for (const layer of LAYERS) {
      const most = massOf(layer, 'known') || company * view.scoring.layerShare[layer]
      if (most > 1e-9)
        expect(massOf(layer, 'earned')).toBeLessThanOrEqual(most * EARNED_SHARE_MAX + 1e-9)
    }
  },
)

test('however many earned a record, they do not decide where known owners are of two minds, nor bear anything out', () => {
  const [good, bad, ...sleepers] = signalsOf(
    { storyId: 'good' },
    { storyId: 'bad', sentiment: -1, impact: 0.9 },
    ...Array.from({ length: 60 }, (_, index) => ({
      record: 'earned' as const,
      storyId: `lie ${index}`,
    })),
  )
  expect(summariseByRecord('AAPL', [good!, bad!, ...sleepers], calm).direction).toBe('mixed')
  expect(vouchedOf('AAPL', [good!, ...sleepers], calm)).toMatchObject({
    owners: 61,
    knownOwners: 1,
    voices: 1,
  })
})

test('two hundred events of a day do not turn what two outlets say of a company', () => {
  const [first, second, ...events] = signalsOf(
    {},
    { storyId: 'other', source: 'B' },
    ...Array.from({ length: 200 }, () => ({ layer: 'macro' as const, sentiment: -1 as const })),
  )
  const trend = summariseByRecord('AAPL', [first!, second!, ...events], calm)
  expect(trend.direction).toBe('bullish')
  // Where nothing is said of the company, the world is heard.
  expect(summariseByRecord('AAPL', events, calm)).toMatchObject({
    direction: 'bearish',
    macroOnly: true,
  })
})

property.prop([fc.nat(60)])(
  'copies by the unknown take nothing of the voice of whom they copy',
  (copies) => {
    const [first, ...others] = signalsOf(
      {},
      ...Array.from({ length: copies }, () => ({ record: 'none' as const, storyId: 's' })),
    )
    const weighed = byRecord.weighAll([{ ...first!, storyId: 's' }, ...others], calm)
    expect(weighed.find(({ signal }) => signal.record === 'known')?.voice).toBe(1)
  },
)

test('independent are stories and owners on the side of the trend alone', () => {
  const signals = signalsOf(
    { source: 'A', storyId: '1' },
    { source: 'A', storyId: '2', impact: 0.5 },
    { source: 'B', storyId: '1', record: 'earned' },
    { source: 'C', storyId: '3', sentiment: -1, impact: 0.2 },
    { source: 'D', storyId: '4', sentiment: 0 },
    { source: 'E', storyId: '5', record: 'none' },
  )
  expect(vouchedOf('AAPL', signals, calm)).toMatchObject({
    direction: 'bullish',
    stories: 2,
    owners: 2,
    knownOwners: 1,
    voices: 1,
    documentShare: 0.333333333333,
  })
})

test('where nobody with a record speaks there is nothing to act on', () => {
  const signals = signalsOf(...Array.from({ length: 20 }, () => ({ record: 'none' as const })))
  expect(vouchedOf('AAPL', signals, calm)).toEqual({
    direction: 'neutral',
    strength: 0,
    confidence: 0,
    contradiction: 0,
    evidenceCount: 0,
    stories: 0,
    owners: 0,
    knownOwners: 0,
    voices: 0,
    documentShare: 0,
  })
})

test('no event of the world makes up for news of the company: neither voices nor confidence', () => {
  const company = signalsOf({ storyId: '1' }, { storyId: '2' }, { storyId: '3' })
  const events = signalsOf(
    ...Array.from({ length: 15 }, (_, index) => ({
      layer: index % 3 === 0 ? ('competitive' as const) : ('macro' as const),
      storyId: `event ${index}`,
      source: `World ${index}`,
      impactId: `eeeeeeee-0000-5000-8000-${String(index).padStart(12, '0')}`,
    })),
  )
  const alone = summariseByRecord('AAPL', company, calm)
  const both = summariseByRecord('AAPL', [...company, ...events], calm)
  expect(both.sourceCount).toBe(3)
  expect(both.confidence).toBeCloseTo(alone.confidence, 11)
  expect(both.data.vouched?.confidence).toBeCloseTo(alone.confidence, 11)
  // Nor do posts by the unknown take away who tells of the world, where nobody with a record speaks of the company.
  const [post] = signalsOf({ record: 'none', storyId: 'post' })
  expect(summariseByRecord('AAPL', [post!, ...events], calm).sourceCount).toBe(15)
})

test('the data are those of owners with a record, where there are any', () => {
  const old = hoursAgo(160)
  const [known, unknown] = signalsOf(
    { publishedAt: old, companyConfidence: 0.3, extractionConfidence: 0.3, quality: 0.2 },
    { record: 'none', sourceType: 'reddit' },
  )
  expect(summariseByRecord('AAPL', [known!, unknown!], calm).data).toMatchObject({
    newestPublishedAt: old,
    dataConfidence: 0.3,
    dataQuality: 0.2,
    sourceTypes: ['news_api'],
  })
  expect(summariseByRecord('AAPL', [unknown!], calm).data).toMatchObject({
    newestPublishedAt: unknown!.publishedAt,
    sourceTypes: ['reddit'],
    validDocuments: 0,
  })
})

test('what the world and rivals bring about together is marked as theirs', () => {
  const [company, macro, rival] = signalsOf(
    { sentiment: 0, impact: 1 },
    { layer: 'macro', storyId: 'event' },
    { layer: 'competitive', storyId: 'rival' },
  )
  const marks = (...signals: Parameters<typeof summariseByRecord>[1][number][]) => {
    const { direction, macroOnly, patternOnly } = summariseByRecord('AAPL', signals, calm)
    return { direction, macroOnly, patternOnly }
  }
  const both = { direction: 'bullish', macroOnly: true, patternOnly: true }
  // Without any news of the company either would do, so that neither alone is missed.
  expect(marks(macro!, rival!)).toEqual(both)
  expect(marks(company!, macro!, rival!)).toMatchObject({ macroOnly: true })
  // The company says the contrary a little: 0.18 of its mass is against.
  const against = { ...company!, impactId: company!.impactId.replace('8000', '8001') }
  expect(
    marks(company!, { ...against, sentiment: -1, impact: 0.05 }, macro!, rival!),
  ).toMatchObject({ direction: 'bullish', macroOnly: true })
  expect(marks({ ...company!, sentiment: 1 }, macro!, rival!)).toEqual({
    direction: 'bullish',
    macroOnly: false,
    patternOnly: false,
  })
  // Posts by the unknown do not take a mark away.
  const [neutral, good, event] = signalsOf(
    { sentiment: 0, impact: 1 },
    { sentiment: 1, impact: 0.14 },
    { layer: 'macro', impact: 0.2 },
  )
  const posts = signalsOf(...Array.from({ length: 9 }, () => ({ record: 'none' as const }))).map(
    (post, index) => ({ ...post, impactId: `ffffffff-0000-5000-8000-00000000000${index}` }),
  )
  expect(marks(neutral!, good!, event!)).toMatchObject({ direction: 'bullish', macroOnly: true })
  expect(marks(neutral!, good!, event!, ...posts)).toMatchObject({ macroOnly: true })
})
