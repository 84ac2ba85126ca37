import { describe, expect, it } from 'vitest'
import {
  boundOf,
  neededOf,
  numberOf,
} from '../../../../../frontend/src/areas/models/parts/bounds.ts'

describe('a bound as it is typed', () => {
  it.each<[string, number | string | null]>([
    ['', null],
    ['  ', null],
    ['12,000', 12_000],
    ['9 000', 9_000],
    // As JSON, NaN is null, which would lift the bound.
    ['10k', '10k'],
    ['many', 'many'],
    ['1e999', '1e999'],
  ])('%j is %s', (text, bound) => {
    expect(boundOf(text)).toBe(bound)
    expect(JSON.parse(JSON.stringify({ bound: boundOf(text) }))).toEqual({ bound })
  })

  it('that must be there is nothing as it was typed', () => {
    expect(neededOf('')).toBe('')
    expect(neededOf('3,000')).toBe(3_000)
  })

  it('a share is read to the letter: a comma in it is no comma of thousands', () => {
    expect(numberOf(' 0.3 ')).toBe(0.3)
    expect(numberOf('0,3')).toBe('0,3')
    expect(numberOf('')).toBe('')
  })
})
