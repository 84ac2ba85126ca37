/** docs/values.md names every value of the chart with its default, and no other. */

import { readFileSync } from 'node:fs'
import { parse } from 'yaml'
import { describe, expect, test } from 'vitest'

type Value = string | number | boolean | null | Value[] | { [key: string]: Value }
type Row = { [key: string]: Value }

const values = parse(readFileSync('helm/values.yaml', 'utf8')) as Row
const text = readFileSync('docs/values.md', 'utf8')
/** Cells of every row of a table whose first cell is code. */
const rows = [...text.matchAll(/^\| `([^`]+)` \| (.*) \|$/gm)].map(([, name = '', rest = '']) => ({
  name,
  cells: rest.split(' | '),
}))

const isNode = (value: Value | undefined): value is Row =>
  typeof value === 'object' && value !== null && !Array.isArray(value)

/** A value by its path; undefined where there is none. */
function valueAt(path: string): Value | undefined {
  let at: Value | undefined = values
  for (const key of path.split('.')) at = isNode(at) ? at[key] : undefined
  return at
}

/** Paths to everything that holds nothing further, tables of rows aside. */
function leaves(node: Row, path: string[] = []): string[] {
  return Object.entries(node).flatMap(([key, value]) => {
    const name = [...path, key].join('.')
    if (name === 'global.stages' || name === 'services') return []
    const isInner = isNode(value) && Object.keys(value).length > 0
    return isInner ? leaves(value, [...path, key]) : [name]
  })
}

function shown(value: Value | undefined): string {
  if (value === '') return ''
  return `\`${typeof value === 'string' ? value : JSON.stringify(value)}\``
}

const words = (value: Value | undefined) =>
  Array.isArray(value) ? value.map(String).join(' ') : String(value as string | number)

const singles = rows.filter(({ name }) => name.includes('.') && !name.includes('<'))

describe('docs/values.md', () => {
  test('covers every value', () => {
    const said = singles.map(({ name }) => name)
    const isSaid = (path: string) =>
      said.some((name) => path === name || path.startsWith(`${name}.`))
    expect(leaves(values).filter((path) => !isSaid(path))).toEqual([])
  })

  test('says the default of each, and names none that is not there', () => {
    const wrong = singles.flatMap(({ name, cells }) => {
      const value = valueAt(name)
      const right = value === undefined ? 'no such value' : shown(value)
      return cells[0] === right ? [] : [`${name}: says "${cells[0]}", is "${right}"`]
    })
    expect(wrong).toEqual([])
    expect(singles.length).toBeGreaterThan(100)
  })

  describe.each([
    ['global.stages', '<stage>', 'lists inFlight timeoutSeconds pumps functions secrets reaches'],
    ['services', '<service>', 'tier replicas gated secrets reaches'],
  ])('the rows of %s', (path, placeholder, columns) => {
    const table = valueAt(path) as Record<string, Row>

    test('explain every column', () => {
      const keys = new Set(Object.values(table).flatMap((row) => Object.keys(row)))
      const explained = rows
        .filter(({ name }) => name.startsWith(`${path}.${placeholder}.`))
        .map(({ name }) => name.split('.').at(-1)!)
      expect(explained.sort()).toEqual([...keys].sort())
    })

    test('stand with their defaults', () => {
      const missing = Object.entries(table).flatMap(([name, row]) => {
        const cells = columns.split(' ').map((column) => words(row[column]))
        const line = `| \`${name}\` | ${cells.join(' | ')} |`
        return text.includes(line.slice(0, -2)) ? [] : [line]
      })
      expect(missing).toEqual([])
    })
  })

  test('says what a stage may use, which is the same for all but the one that holds years', () => {
    const { backtester, ...others } = valueAt('global.stages') as Record<string, Row>
    const stages = Object.values(others)
    for (const { resources } of stages)
      expect(text).toContain(`of every stage but \`backtester\`: ${shown(resources)}.`)
    expect(text).toContain(`Of \`backtester\`: ${shown(backtester!['resources'])};`)
    expect([...stages, backtester!].every(({ autoscaler }) => autoscaler === '')).toBe(true)
  })

  test('says what a service may use', () => {
    const amounts = (of: Value | undefined) => words(isNode(of) ? [of['cpu']!, of['memory']!] : [])
    for (const row of Object.values(valueAt('services') as Record<string, Row>)) {
      const { requests, limits } = row['resources'] as Row
      expect(text).toContain(
        `| ${words(row['reaches'])} | ${amounts(requests)} | ${amounts(limits)} |`,
      )
    }
  })
})
