import { describe, expect, test } from 'vitest'
import { isWriting, meaningOf, PLACES } from '../../../frontend/src/frame/key-map.ts'

describe('a key', () => {
  test('after g leads to a page, and means nothing else there', () => {
    expect(meaningOf('g', false)).toBe('began')
    for (const [key, [to]] of Object.entries(PLACES)) expect(meaningOf(key, true)).toEqual({ to })
    expect(meaningOf('j', true)).toBeUndefined()
    expect(meaningOf('?', true)).toBeUndefined()
    expect(meaningOf('constructor', true)).toBeUndefined()
  })

  test('alone goes through rows or shows the keys', () => {
    expect(meaningOf('j', false)).toEqual({ row: 1 })
    expect(meaningOf('k', false)).toEqual({ row: -1 })
    expect(meaningOf('?', false)).toBe('help')
    expect(meaningOf('o', false)).toBeUndefined()
  })

  test('is for what somebody writes in', () => {
    const at = (tagName: string, isContentEditable = false) => ({ tagName, isContentEditable })
    expect(['INPUT', 'TEXTAREA', 'SELECT'].every((tag) => isWriting(at(tag)))).toBe(true)
    expect(isWriting(at('DIV', true))).toBe(true)
    expect(isWriting(at('A'))).toBe(false)
    expect(isWriting(undefined)).toBe(false)
  })

  test('leads to pages of one letter each', () => {
    const paths = Object.values(PLACES).map(([to]) => to)
    expect(new Set(paths).size).toBe(paths.length)
  })
})
