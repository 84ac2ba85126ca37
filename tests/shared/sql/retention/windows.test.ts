import { readFileSync } from 'node:fs'
import { describe, expect, test } from 'vitest'
import { readWindows, windowDefaults } from '#shared/sql/retention/windows.ts'

describe('windows', () => {
  test('stand in the docs with their days', () => {
    const page = readFileSync('docs/retention.md', 'utf8')
    const rows = [...page.matchAll(/^\| `(\w+)` \| (\d+) \|/gm)]
    expect(Object.fromEntries(rows.map(([, name, days]) => [name, Number(days)]))).toEqual(
      windowDefaults,
    )
  })

  test('are the defaults but for what is said', () => {
    expect(readWindows('')).toEqual(windowDefaults)
    expect(readWindows('done_jobs=7, audit_events=14')).toEqual({
      ...windowDefaults,
      done_jobs: 7,
      audit_events: 14,
    })
  })

  test('of what others point at are never shorter than those of the others', () => {
    const read = readWindows(
      'risk_evaluations=200 trading_decisions=20 recommendations=14 trend_history=14 document_intelligence=14',
    )
    expect(read).toMatchObject({
      trading_decisions: 200,
      recommendations: 200,
      trend_history: 200,
      recommendation_evidence: 200,
    })
    expect(read.document_intelligence).toBeGreaterThan(290)
  })

  test.each([
    'done_jobs',
    'done_jobs=x',
    'done_jobs=0',
    'orders=9',
    'toString=9',
    'done_jobs=1.5',
    'done_jobs=99999999',
  ])('refuse %s by name', (text) => {
    expect(() => readWindows(text)).toThrow('Read RETENTION_DAYS')
  })
})
