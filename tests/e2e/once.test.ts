/**
 * Goal: a replay loses nothing, repeats nothing, gives the same orders each time, and every order is
 * explained to the byte, the lake holds what the record holds, and reports say what happened. Method: the command a user types, on the real
 * month and on the simulated market, then `explain --all`, `lake verify` and `report` on what it left.
 */

import { readFileSync } from 'node:fs'
import { describe, expect, test } from 'vitest'
import type { ReportBody } from '#shared/contracts/api/report-body.ts'
import type { RunSummary } from '../../services/local/once.ts'
import { stonks, withState } from './platform.ts'
import { beside } from '../helpers/beside.ts'
import {
  figuresApart,
  figuresOf,
  figuresStatement,
  figuresTold,
} from '../helpers/report-of-lake.ts'

const { path: REPLAY, why: noReplay } = beside('data/replay')

async function replay(state: string, options: string[]): Promise<RunSummary> {
  const { code, stdout, stderr } = await stonks([
    'up',
    '--once',
    '--json',
    '--state',
    state,
    ...options,
  ])
  expect(code, stderr.slice(-2_000)).toBe(0)
  expect(stdout.trim().split('\n')).toHaveLength(1)
  return JSON.parse(stdout) as RunSummary
}

async function expectAllExplained(state: string): Promise<void> {
  const { code, stdout, stderr } = await stonks(['explain', '--all', '--json', '--state', state])
  const found = JSON.parse(stdout) as { orders: number; intact: number; broken: unknown[] }
  expect(found.broken).toEqual([])
  expect(found.intact).toBe(found.orders)
  expect(found.orders).toBeGreaterThan(0)
  expect(code, stderr).toBe(0)
}

/**
 * It ends with the reports of its last day and week: files that a person opens, rows that equal the books, and
 * figures that follow from the lake too.
 */
async function expectReported(state: string, { reports }: RunSummary): Promise<void> {
  expect(reports.map(({ type, reconciles }) => [type, reconciles])).toEqual([
    ['daily', true],
    ['weekly', true],
  ])
  for (const { type, title, findings, file } of reports) {
    const html = readFileSync(file, 'utf8')
    expect(html).toContain(`<h1>${title}</h1>`)
    expect(html).toContain(`<li>${findings[0]}</li>`)
    const report = await stonks(['report', '--type', type, '--json', '--state', state])
    expect(report.code, report.stderr).toBe(0)
    const { body } = JSON.parse(report.stdout) as { body: ReportBody }
    expect(body.findings.map(({ says }) => says)).toEqual(findings)
    expect(body.reconciliation.filter(({ holds }) => !holds)).toEqual([])
    expect(body.money).not.toBeNull()
    const asked = await stonks(['sql', figuresStatement(body), '--json', '--state', state])
    expect(asked.code, asked.stderr).toBe(0)
    const { rows } = JSON.parse(asked.stdout) as { rows: unknown[][] }
    const told = figuresTold(body)
    if (type === 'weekly')
      expect(Object.keys(told)).toEqual(expect.arrayContaining([expect.stringMatching(/^tried /)]))
    expect(figuresApart(told, figuresOf(rows))).toEqual([])
  }
}

/** Every row of the record is in the lake, cell by cell, and nothing else is. */
async function expectLakeWhole(state: string): Promise<void> {
  const { code, stdout, stderr } = await stonks(['lake', 'verify', '--json', '--state', state])
  const { tables } = JSON.parse(stdout) as {
    tables: Record<string, { rows: number; facts: number }>
  }
  expect(code, stderr || stdout).toBe(0)
  for (const { rows, facts } of Object.values(tables)) expect(facts).toBe(rows)
  expect(tables['documents']?.rows).toBeGreaterThan(0)
}

function expectWhole(summary: RunSummary): void {
  expect(summary).toMatchObject({ lost: 0, repeated_effects: 0, jobs: { dead: 0 } })
  expect(summary.jobs.done).toBe(summary.jobs.enqueued)
  expect(summary.extractions).toBeGreaterThan(0)
}

/**
 * All but how many jobs it took: that depends on which hand-over found one that waited for the same. Of reports what
 * they say, wherever their files are.
 */
function outcomeOf({ seconds: _seconds, jobs: _jobs, reports, ...outcome }: RunSummary) {
  return { ...outcome, reports: reports.map(({ file: _file, ...said }) => said) }
}

describe.skipIf(noReplay)(`the real first half of May 2019${noReplay}`, () => {
  const days = ['--data', REPLAY, '--from', '2019-05-01', '--to', '2019-05-15']

  // Two owners tell all of its news, most of it bad: what may be acted on are sales of what is not held.
  test('is replayed without loss, to advice that the engine decides on, twice the same', async () => {
    const first = await withState((state) => replay(state, days))
    expectWhole(first)
    expect(first.decisions['no_position'] ?? 0).toBeGreaterThan(0)
    const second = await withState(async (state) => {
      const summary = await replay(state, days)
      await expectLakeWhole(state)
      await expectReported(state, summary)
      return summary
    })
    expectWhole(second)
    expect(outcomeOf(second)).toEqual(outcomeOf(first))
  })
})

describe('the simulated market', () => {
  test('runs for two weeks without loss, to filled and explained orders', async () => {
    await withState(async (state) => {
      const summary = await replay(state, [])
      expectWhole(summary)
      expect(summary.orders['filled'] ?? 0).toBeGreaterThan(0)
      await expectAllExplained(state)
      await expectLakeWhole(state)
      await expectReported(state, summary)
    })
  })
})
