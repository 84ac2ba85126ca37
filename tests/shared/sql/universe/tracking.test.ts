/** From when to when companies were tracked: what the trigger keeps, and what the migration made of before. */

import { cpSync, mkdtempSync, readdirSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import { afterAll, beforeEach, describe, expect, test } from 'vitest'
import { changeCompany, removeCompany } from '#shared/sql/registry/companies.ts'
import { migrate } from '#shared/sql/schema/migrate.ts'
import type { Tx } from '#shared/sql/open.ts'
import { companyIdOf, saveCompanies } from '#shared/sql/universe/companies.ts'
import {
  readTrackedWithin,
  readTracking,
  readTrackingBegun,
  tellNow,
} from '#shared/sql/universe/tracking.ts'
import { flat } from '../../../helpers/backtest-feed.ts'
import { putRows } from '../../../helpers/backtests.ts'
import { cloneDatabase, emptyDatabase } from '../../../helpers/database.ts'

const PRODUCT = new URL('../../../../migrations/', import.meta.url)
const folder = mkdtempSync(join(tmpdir(), 'stonks-tracking-'))
afterAll(() => rmSync(folder, { recursive: true }))

const { sql, as } = await cloneDatabase()
const api = as('stonks_api')
const functions = as('stonks_functions')
const acme = { ticker: 'ACME', name: 'Acme', sector: '', aliases: [] }
const id = companyIdOf('ACME')
const at = (day: string) => new Date(`2024-${day}T15:00:00Z`)

beforeEach(async () => {
  await sql`truncate companies, company_tracking, market_snapshots cascade`
})

/** As the registry does it: a change at a business moment. */
const on = (day: string, change: (tx: Tx) => Promise<unknown>) =>
  api.begin(async (tx) => {
    await tellNow(tx, at(day))
    await change(tx)
  })
const spans = async () =>
  (await readTracking(functions, ['ACME'])).map(({ from, until }) => [from, until])

describe('the trigger', () => {
  test('opens a span with a company, ends it as it rests, and opens another', async () => {
    await on('01-02', (tx) => saveCompanies(tx, [acme]))
    await on('02-02', (tx) => changeCompany(tx, id, { name: 'Acme Corp.' }))
    await on('03-02', (tx) => changeCompany(tx, id, { active: false }))
    await on('03-03', (tx) => changeCompany(tx, id, { active: false }))
    await on('04-02', (tx) => changeCompany(tx, id, { active: true }))
    expect(await spans()).toEqual([
      [at('01-02'), at('03-02')],
      [at('04-02'), null],
    ])
    expect(await readTrackingBegun(functions)).toEqual(at('01-02'))
  })

  test('keeps the span of a company that is deleted, and of one that is added again', async () => {
    await on('01-02', (tx) => saveCompanies(tx, [acme]))
    await on('02-02', (tx) => removeCompany(tx, id))
    expect(await spans()).toEqual([[at('01-02'), at('02-02')]])
    await on('03-02', (tx) => saveCompanies(tx, [acme]))
    expect(await spans()).toHaveLength(2)
  })

  test('never fails a change for an open span', async () => {
    await sql`insert into company_tracking (company_id, ticker, tracked_from)
      values (${companyIdOf('ODD')}, 'ODD', ${at('01-02')})`
    await on('03-02', (tx) => saveCompanies(tx, [{ ...acme, ticker: 'ODD' }]))
    expect(await readTracking(functions, ['ODD'])).toMatchObject([{ from: at('01-02') }])
  })

  test('takes real time where nobody said another, and ends nothing before it began', async () => {
    const serverNow = async () => (await sql<{ at: Date }[]>`select clock_timestamp() as at`)[0]!.at
    const before = await serverNow()
    await api.begin((tx) => saveCompanies(tx, [acme]))
    const [[from]] = (await spans()) as [[Date, null]]
    expect(from.getTime()).toBeGreaterThanOrEqual(before.getTime())
    expect(from.getTime()).toBeLessThanOrEqual((await serverNow()).getTime())
    await on('01-02', (tx) => changeCompany(tx, id, { active: false }))
    expect(await spans()).toEqual([[from, from]])
  })
})

test('a company is found by the ticker of any of its securities', async () => {
  await on('01-02', (tx) => saveCompanies(tx, [acme]))
  await sql`insert into securities (ticker, company_id, is_primary) values ('ACMB', ${id}, false)`
  expect(await readTracking(functions, ['ACMB', 'NONE'])).toEqual([
    { ticker: 'ACMB', from: at('01-02'), until: null, isGuess: false },
  ])
})

test('within days are those whose span touches them, and those of the first day before it', async () => {
  await on('02-01', (tx) => saveCompanies(tx, [acme, { ...acme, ticker: 'OLD' }]))
  await on('02-20', (tx) => changeCompany(tx, companyIdOf('OLD'), { active: false }))
  await on('03-01', (tx) => saveCompanies(tx, [{ ...acme, ticker: 'NEW' }]))
  await putRows(sql, 'OLD', [flat(100)], { from: '2024-01-04' })
  await putRows(sql, 'OLD', [flat(100)], { from: '2024-02-12' })
  const within = (from: string, until: string) =>
    readTrackedWithin(api, { from: at(from), until: at(until) })
  expect(await within('01-02', '01-20')).toEqual(['ACME', 'OLD'])
  expect(await within('02-10', '02-21')).toEqual(['ACME', 'OLD'])
  expect(await within('02-21', '03-02')).toEqual(['ACME', 'NEW'])
  // It was tracked then, and rests now: without a bar there is nothing to trade.
  expect(await within('02-14', '02-21')).toEqual(['ACME'])
})

test('the migration takes moments of rows and of the audit, and says what it guessed', async () => {
  const { sql: old } = await emptyDatabase()
  for (const name of readdirSync(PRODUCT).filter((each) => each < '0550'))
    cpSync(new URL(name, PRODUCT), join(folder, name))
  await migrate(old, { folder: pathToFileURL(`${folder}/`) })
  const made = at('01-02')
  const put = (ticker: string, active: boolean) => old`
    insert into companies (company_id, ticker, legal_name, active, created_at)
    values (${companyIdOf(ticker)}, ${ticker}, ${ticker}, ${active}, ${made})`
  const turn = (ticker: string, day: string, active: boolean) => old`
    insert into audit_events (business_at, actor, action, entity_type, entity_id, before, detail)
    values (${at(day)}, 'ann', 'PUT /registry/companies/:id', 'company', ${ticker},
      ${old.json({ active: !active })}, ${old.json({ active })})`
  await put('KEPT', true)
  await put('BACK', true)
  await turn('BACK', '02-02', false)
  await turn('BACK', '03-02', true)
  await put('TOLD', false)
  await turn('TOLD', '04-02', false)
  await put('GUESS', false)
  await old`insert into market_snapshots ${old({
    ticker: 'GUESS',
    timespan: '1d',
    starts_at: at('05-01'),
    session_date: '2024-05-01',
    open: '1',
    high: '1',
    low: '1',
    close: '1',
    volume: '1',
    basis: 'raw',
    fetched_at: at('05-02'),
  })}`
  await put('NOTHING', false)
  await put('STILL', true)
  await turn('STILL', '04-02', false)
  await migrate(old)
  const rows = await old`
    select ticker, tracked_from as from, tracked_until as until, is_guess from company_tracking
    order by ticker collate "C", tracked_from`
  const span = (ticker: string, from: Date, until: Date | null, isGuess = false) => ({
    ticker,
    from,
    until,
    isGuess,
  })
  expect(rows).toEqual([
    span('BACK', made, at('02-02')),
    span('BACK', at('03-02'), null),
    span('GUESS', made, at('05-02'), true),
    span('KEPT', made, null),
    span('NOTHING', made, made, true),
    span('STILL', made, at('04-02')),
    span('STILL', at('04-02'), null),
    span('TOLD', made, at('04-02')),
  ])
})
