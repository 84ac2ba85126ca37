import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { gunzipSync } from 'node:zlib'
import * as fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { EARNINGS_CONCEPTS, type Fact } from '#shared/domain/fundamentals/facts.ts'
import { trailingEarnings } from '#shared/domain/fundamentals/trailing-earnings.ts'
import { readCompanyFacts } from '#shared/clients/edgar/read-facts.ts'
import { beside } from '../../../helpers/beside.ts'

/** `from to value filedOn`, a line each. */
function factsOf(lines: string, form = '10-Q'): Fact[] {
  return lines
    .trim()
    .split('\n')
    .map((line, place) => {
      const [from = '', to = '', value = '', filedOn = ''] = line.trim().split(/\s+/)
      const accessionNumber = `0000000000-26-${String(place).padStart(6, '0')}`
      return {
        concept: EARNINGS_CONCEPTS[0]!,
        unit: 'USD/shares',
        from,
        to,
        value,
        form,
        accessionNumber,
        filedOn,
      }
    })
}

const YEAR = `
  2024-01-01 2024-12-31 8.00 2025-02-10
  2024-01-01 2024-03-31 1.50 2024-05-01
  2024-04-01 2024-06-30 1.70 2024-08-01
  2024-01-01 2024-06-30 3.20 2024-08-01
  2024-07-01 2024-09-30 2.00 2024-11-01
  2024-01-01 2024-09-30 5.20 2024-11-01`

const knownBy = (facts: readonly Fact[], on: string) => facts.filter(({ filedOn }) => filedOn < on)
const at = (
  facts: readonly Fact[],
  on: string,
  splits = [] as { exDate: string; from: string; to: string }[],
) => trailingEarnings(knownBy(facts, on), { on, splits })

describe('earnings of four quarters', () => {
  test('are the year where that was told last', () => {
    expect(at(factsOf(YEAR), '2025-03-01')).toEqual({ perShare: '8', through: '2024-12-31' })
  })

  test('are the year, what came since, and less what that replaces', () => {
    const facts = factsOf(`${YEAR}
      2025-01-01 2025-03-31 1.80 2025-05-01
      2025-04-01 2025-06-30 2.10 2025-08-01
      2025-01-01 2025-06-30 3.90 2025-08-01`)
    expect(at(facts, '2025-06-01')).toEqual({ perShare: '8.3', through: '2025-03-31' })
    expect(at(facts, '2025-09-01')).toEqual({ perShare: '8.7', through: '2025-06-30' })
    // The day before it was told nobody knew.
    expect(at(facts, '2025-05-01')?.through).toBe('2024-12-31')
  })

  test('take what was told last of a period', () => {
    const facts = factsOf(`${YEAR}
      2024-01-01 2024-12-31 7.40 2025-04-01`)
    expect(at(facts, '2025-03-01')?.perShare).toBe('8')
    expect(at(facts, '2025-04-02')?.perShare).toBe('7.4')
  })

  test('are undefined where a quarter is missing', () => {
    const without = factsOf(YEAR).filter(
      ({ from, to }) => !(from === '2024-01-01' && to === '2024-12-31'),
    )
    expect(at(without, '2024-12-01')).toBeUndefined()
    const lacksPrior = factsOf(`
      2024-01-01 2024-12-31 8.00 2025-02-10
      2025-01-01 2025-03-31 1.80 2025-05-01`)
    expect(at(lacksPrior, '2025-06-01')).toBeUndefined()
    expect(at([], '2025-06-01')).toBeUndefined()
  })

  test('are four quarters in a row where no year was told', () => {
    const facts = factsOf(`
      2023-10-01 2023-12-31 1.00 2024-02-01
      2024-01-01 2024-03-31 1.50 2024-05-01
      2024-04-01 2024-06-30 1.70 2024-08-01
      2024-07-01 2024-09-30 2.00 2024-11-01`)
    expect(at(facts, '2024-12-01')).toEqual({ perShare: '6.2', through: '2024-09-30' })
  })

  test('are of no company that has fallen silent; one that reports yearly has longer', () => {
    expect(at(factsOf(YEAR), '2025-09-01')).toBeUndefined()
    const yearly = factsOf('2024-01-01 2024-12-31 8.00 2025-04-10', '20-F')
    expect(at(yearly, '2026-03-01')?.perShare).toBe('8')
    expect(at(yearly, '2026-08-01')).toBeUndefined()
  })

  test('are of the shares of the day: a split divides what was told before it', () => {
    const facts = factsOf(`${YEAR}
      2024-01-01 2024-03-31 0.15 2025-05-01
      2025-01-01 2025-03-31 0.18 2025-05-01`)
    const splits = [{ exDate: '2025-03-15', from: '1', to: '10' }]
    expect(at(facts, '2025-03-01', splits)?.perShare).toBe('8')
    expect(at(facts, '2025-03-15', splits)?.perShare).toBe('0.8')
    expect(at(facts, '2025-06-01', splits)).toEqual({ perShare: '0.83', through: '2025-03-31' })
    // Nobody told of the split: the year is of other shares than the quarter, and nothing is said.
    expect(at(facts, '2025-06-01')).toBeUndefined()
  })

  test('hold for fiscal years of 52 and 53 weeks that end on a Saturday', () => {
    const facts = factsOf(`
      2023-01-29 2024-02-03 -1.08 2024-03-13
      2023-01-29 2023-04-29 -0.20 2023-05-26
      2024-02-04 2024-05-04 -0.25 2024-05-31`)
    expect(at(facts, '2024-07-01')).toEqual({ perShare: '-1.13', through: '2024-05-04' })
  })

  test('do not hang on the order in which figures came', () => {
    const facts = factsOf(`${YEAR}
      2025-01-01 2025-03-31 1.80 2025-05-01`)
    fc.assert(
      fc.property(fc.shuffledSubarray(facts, { minLength: facts.length }), (shuffled) => {
        expect(at(shuffled, '2025-06-01')?.perShare).toBe('8.3')
      }),
    )
  })
})

const { path: recorded, why: absent } = beside('data/sec/companyfacts')

describe.skipIf(absent !== '')(`recorded facts${absent}`, () => {
  test('give the four quarters as they were known', () => {
    const text = gunzipSync(readFileSync(join(recorded, 'CIK0001835632_MRVL.json.gz'))).toString()
    const { facts, odd } = readCompanyFacts(JSON.parse(text))
    const earnings = facts.filter(({ concept }) => concept === EARNINGS_CONCEPTS[0])
    expect(odd).toEqual([])
    expect(at(earnings, '2026-06-01')).toEqual({ perShare: '2.91', through: '2026-05-02' })
    expect(at(earnings, '2026-03-01')).toEqual({ perShare: '2.84', through: '2025-11-01' })
    expect(at(earnings, '2021-08-01')).toBeUndefined()
  })
})
