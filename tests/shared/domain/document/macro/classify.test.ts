import { describe, expect, it } from 'vitest'
import { fc, test } from '@fast-check/vitest'
import { classifyEvent } from '#shared/domain/document/macro/classify.ts'

describe('classifyEvent()', () => {
  it.each([
    ['China raises tariffs on U.S. goods', 'trade_barrier', ['US', 'China']],
    ['U.S. and China sign trade deal', 'trade_agreement', ['US', 'China']],
    ['Fed cuts interest rates by a quarter point', 'rate_cut', ['US']],
    ['Bank of Canada raises interest rates', 'cost_increase', ['Canada']],
    ['Japan plans $120 billion stimulus package', 'stimulus', ['Japan']],
    ['Germany extends subsidies for electric cars', 'subsidy', ['EU']],
    ['EPA rolls back emission rules for power plants', 'deregulation', []],
    ['EU opens antitrust crackdown on technology', 'regulatory_pressure', ['EU']],
    ['Air strikes hit Saudi oil plant', 'geopolitical_risk', ['Middle East']],
    ['OPEC agrees to cut oil output', 'supply_disruption', ['Middle East']],
    ['Saudi Arabia restores oil production after attack', 'supply_recovery', ['Middle East']],
    ['Brent crude jumps 10 percent', 'cost_increase', []],
    ['U.S. retail sales rise more than expected', 'demand_increase', ['US']],
    ['German economy shrinks in third quarter', 'none', ['EU']],
  ])('%s is %s', (text, direction, regions) => {
    const event = classifyEvent(text)
    expect(event).toMatchObject({ direction, regions })
    if (direction === 'none') expect(event?.confidence).toBeLessThan(0.4)
    else expect(event?.confidence).toBeGreaterThanOrEqual(0.4)
  })

  it('finds none in a text that tells of none', () => {
    expect(classifyEvent('Local bakery wins prize for bread')).toBeNull()
    expect(classifyEvent('')).toBeNull()
  })

  it('is milder for what may be, and worse for what is called so', () => {
    expect(classifyEvent('EU may impose tariffs on steel')?.severity).toBe('moderate')
    expect(classifyEvent('Trade war escalates with new tariffs')?.severity).toBe('critical')
  })

  const words = fc.constantFrom(
    'tariffs',
    'Fed',
    'China',
    'oil',
    'shortage',
    '.',
    '\n',
    'strike',
    'war',
    'GDP falls',
    'may',
  )
  test.prop([fc.array(fc.oneof(words, fc.string())).map((parts) => parts.join(' '))])(
    'quotes word for word',
    (text) => {
      for (const quote of classifyEvent(text)?.quotes ?? []) {
        expect(text.slice(quote.start, quote.end)).toBe(quote.text)
        expect(quote.text.split(/\s+/).length).toBeLessThan(20)
      }
    },
  )
})
