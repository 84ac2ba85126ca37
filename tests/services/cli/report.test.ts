/** `stonks report` as somebody runs it, over a day that the product's own books and stage made. */

import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import * as v from 'valibot'
import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest'
import { ReportBody } from '#shared/contracts/api/report-body.ts'
import { newYorkInstant } from '#shared/domain/market/calendar.ts'
import { deriveId } from '#shared/host/ids.ts'
import type { ReportType } from '#shared/domain/report/period.ts'
import type { StoredReport } from '#shared/sql/report/reports.ts'
import { reporter } from '../../../functions/reporter/handler.ts'
import { UsageError } from '../../../services/cli/command.ts'
import { command } from '../../../services/cli/commands/report.ts'
import { openBooks } from '../../helpers/books.ts'
import { cloneDatabase } from '../../helpers/database.ts'

const CHROMIUM = '/usr/bin/chromium'
const noChromium = existsSync(CHROMIUM) ? '' : ` (skipped: there is no Chromium at ${CHROMIUM})`

const { sql, as, url } = await cloneDatabase()
const own = as('stonks_lake')
const books = openBooks(sql, as('stonks_trading'))
const folder = mkdtempSync(join(tmpdir(), 'stonks-report-test-'))
afterAll(() => rmSync(folder, { recursive: true, force: true }))

/** New York time of a day of May 2019. */
const at = (day: string, time: string) => newYorkInstant(`2019-05-${day}`, time)

async function make(type: ReportType, end: Date): Promise<void> {
  const settle = await reporter({ sql: own }).report_generation(
    { report_type: type, period_end: end.toISOString() },
    {
      jobId: deriveId('test', type, end.toISOString()),
      now: end,
      signal: new AbortController().signal,
    },
  )
  await own.begin((tx) => settle(tx, end))
}

beforeAll(async () => {
  await books.begin('A1', '10000', at('01', '09:00'))
  await books.read({}, at('01', '10:00'))
  await books.trade(
    { ticker: 'AAPL', side: 'buy', quantity: '10', price: '200' },
    at('01', '11:00'),
  )
  await books.read({ AAPL: '205' }, at('01', '16:01'))
  await make('daily', at('01', '16:30'))
  await books.trade(
    { ticker: 'AAPL', side: 'sell', quantity: '4', price: '210', fee: '0.5' },
    at('02', '11:00'),
  )
  await books.read({ AAPL: '208' }, at('02', '16:01'))
  await make('daily', at('02', '16:30'))
  await books.read({ AAPL: '208' }, at('03', '16:01'))
  await make('weekly', at('04', '08:00'))
})

async function report(args: string[], env: Record<string, string> = {}) {
  for (const [name, value] of Object.entries({ DATABASE_URL: url, ...env })) vi.stubEnv(name, value)
  const said: string[] = []
  for (const way of ['log', 'error'] as const)
    vi.spyOn(console, way).mockImplementation((line) => void said.push(String(line)))
  try {
    return { code: await command.run(args), out: said.join('\n') }
  } finally {
    vi.restoreAllMocks()
    vi.unstubAllEnvs()
  }
}

const FIRST = 'Day of 2019-05-02 (daily, version 1)'
/** Four of ten shares sold at $210 that closed at $205, and six that rose to $208, less a fee of 50 cents. */
const PROFIT = 'The day brought a profit of $37.50 (+0.37 %); equity ends at $10,087.50.'

test('the newest of its type is told in words', async () => {
  const { code, out } = await report([])
  expect(out.split('\n').slice(0, 2)).toEqual([FIRST, `  ${PROFIT}`])
  expect(out.split('\n').at(-1)).toBe('  Every figure equals the books.')
  expect(code).toBe(0)
  const weekly = await report(['--type', 'weekly'])
  expect(weekly.code).toBe(0)
  expect(weekly.out).toMatch(/^Week up to 2019-05-03 \(weekly, version 1\)\n {2}The week brought a/)
})

test('that of a day, and of the week that a day lies in', async () => {
  expect((await report(['--date', '2019-05-01'])).out).toMatch(/^Day of 2019-05-01 /)
  expect((await report(['--type', 'weekly', '--date', '2019-05-01'])).out).toMatch(
    /^Week up to 2019-05-03 /,
  )
})

test('all of it as JSON, as the record has it', async () => {
  const { code, out } = await report(['--json', '--date', '2019-05-02'])
  expect(code).toBe(0)
  const told = JSON.parse(out) as Omit<StoredReport, 'periodEnd'> & { periodEnd: string }
  expect(told).toMatchObject({ type: 'daily', version: 1, reconciles: true })
  expect(told.periodEnd).toBe('2019-05-02T20:30:00.000Z')
  const body = v.parse(ReportBody, told.body)
  expect(body.money).toMatchObject({ profit: '37.50', realised: '40.00', fees: '0.50' })
  expect(body.trades).toMatchObject([{ ticker: 'AAPL', state: 'held', sold: '840.00' }])
  const [stored] = await sql<{ body: unknown }[]>`
    select body from trading_reports where report_id = ${told.reportId}`
  expect(body).toEqual(stored?.body)
})

test('one file of HTML, for whoever has nothing else', async () => {
  const file = join(folder, 'day.html')
  expect(await report(['--html', file])).toEqual({ code: 0, out: `Day of 2019-05-02: ${file}` })
  const html = readFileSync(file, 'utf8')
  expect(html).toMatch(/^<!doctype html>/)
  expect(html).toContain('<title>Day of 2019-05-02</title>')
  expect(html).toContain(PROFIT)
  expect(html).toContain('AAPL')
  expect(html).not.toMatch(/<script|https?:/)
})

test('one that is not there is told, and it ends with 1', async () => {
  expect(await report(['--date', '2019-05-03'])).toEqual({
    code: 1,
    out: 'No daily report of 2019-05-03 is there yet.',
  })
  expect((await report(['--type', 'weekly', '--date', '2019-04-25'])).code).toBe(1)
})

test('one that does not equal the books is told all the same, and it ends with 1', async () => {
  await sql`update trading_reports set reconciles = false where report_type = 'weekly'`
  const { code, out } = await report(['--type', 'weekly'])
  await sql`update trading_reports set reconciles = true`
  expect(code).toBe(1)
  expect(out.split('\n').at(-1)).toBe('  It does not equal the books.')
})

test.each([
  [['--type', 'monthly'], /--type takes daily or weekly, found "monthly"/],
  [['--date', 'May'], /--date takes a date such as 2019-05-03, found "May"/],
  [['--date', '2019-05-04'], /there was no session on 2019-05-04/],
] as const)('%j is wrong use', async (args, why) => {
  const asked = report([...args])
  await expect(asked).rejects.toBeInstanceOf(UsageError)
  await expect(asked).rejects.toThrow(why)
})

describe('as PDF', () => {
  const file = join(folder, 'day.pdf')

  test('a Chromium that is not there, or prints nothing, is named', async () => {
    await expect(report(['--pdf', file], { CHROMIUM: join(folder, 'none') })).rejects.toThrow(
      `No Chromium is here as "${join(folder, 'none')}": name one in CHROMIUM, or write --html FILE`,
    )
    for (const CHROMIUM of ['/bin/false', '/bin/true'])
      await expect(report(['--pdf', file], { CHROMIUM })).rejects.toThrow(
        `Print ${file}: ${CHROMIUM} made no PDF`,
      )
    expect(existsSync(file)).toBe(false)
  })

  test.skipIf(noChromium)(
    `Chromium prints it${noChromium}`,
    async () => {
      const told = await report(['--pdf', file], { CHROMIUM })
      expect(told).toEqual({ code: 0, out: `Day of 2019-05-02: ${file}` })
      const pdf = readFileSync(file, 'latin1')
      expect(pdf).toMatch(/^%PDF-/)
      expect(pdf.trimEnd()).toMatch(/%%EOF$/)
      expect(pdf).toContain('/Title (Day of 2019-05-02)')
      expect(pdf.match(/\/Type ?\/Page\b/g)?.length).toBeGreaterThan(0)
    },
    90_000,
  )

  test.skipIf(noChromium)(
    `a file that cannot be written is told${noChromium}`,
    async () => {
      await expect(
        report(['--pdf', join(folder, 'nowhere', 'day.pdf')], { CHROMIUM }),
      ).rejects.toThrow(/ENOENT.*nowhere/)
    },
    90_000,
  )
})
