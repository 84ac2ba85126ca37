/** From a headline to a refuted claim: its signal counts until prices or EDGAR deny it, and then no more. */

import { expect, test } from 'vitest'
import { toneReader } from '#shared/domain/document/tone/reader.ts'
import { newYorkInstant } from '#shared/domain/market/calendar.ts'
import { deriveId } from '#shared/host/ids.ts'
import { readSignals } from '#shared/sql/signals/signals.ts'
import { openRegistry } from '#shared/sql/universe/registry.ts'
import { extractor } from '../../../functions/extractor/handler.ts'
import { parser } from '../../../functions/parser/handler.ts'
import { checkClaims, saveVerdicts } from '#shared/sql/claims/check-claims.ts'
import { listImpacts } from '../../../services/query-api/documents/readings.ts'
import { claimsDuty } from '../../../services/scheduler/claims.ts'
import { cloneDatabase } from '../../helpers/database.ts'
import { newsItem, openDesk } from '../../helpers/documents.ts'

const { sql, as } = await cloneDatabase()
const own = as('stonks_functions')
const { objects, place } = await openDesk(sql)
const registry = openRegistry(own)
const parsing = parser({ sql: own, objects, registry, textMax: 8000 }).parsing
const readerOf = () => Promise.resolve(toneReader)
const reading = extractor({ sql: own, objects, registry, readerOf, textMax: 8000 }).extraction
const duty = claimsDuty({ sql: as('stonks_orchestration') })

async function read(title: string, at: string, now = new Date(at)): Promise<string> {
  const id = await place(title, { raw: newsItem(title), at })
  const delivery = { jobId: deriveId('job', title), now, signal: new AbortController().signal }
  const job = { document_id: id, ticker: '', source_type: 'news_api' } as const
  const parsed = await parsing(job, delivery)
  await own.begin((tx) => parsed(tx, now))
  const settle = await reading({ document_id: id, ticker: '', normalized_text: '' }, delivery)
  await own.begin((tx) => settle(tx, now))
  return id
}

/** Does the duty as the scheduler does; how many claims it decided. */
async function check(at: string): Promise<number> {
  const now = new Date(at)
  const errand = { now, last: null, signal: new AbortController().signal, isOn: true }
  const settle = await duty.run(errand)
  return typeof settle === 'string' ? 0 : as('stonks_orchestration').begin((tx) => settle(tx))
}

async function bars(sessions: Record<string, number>, ticker = 'BA'): Promise<void> {
  for (const [date, high] of Object.entries(sessions))
    await sql`insert into market_snapshots (ticker, timespan, starts_at, session_date, open, high, low,
        close, volume, fetched_at)
      values (${ticker}, '1d', ${newYorkInstant(date, '00:00')}, ${date}, 100, ${high}, 99, 100, 1000,
        ${newYorkInstant(date, '16:15')})`
}

const claimOf = (documentId: string) => sql`
  select c.kind, c.state, c.says, c.decided_at from document_claims c
  join document_impact_records using (impact_id) where document_id = ${documentId}`

const signalsAt = async (at: string, ticker = 'BA') =>
  (await readSignals(own, ticker, new Date(at))).map(({ documentId }) => documentId)

test('a move that no price shows counts until the prices are there', async () => {
  await bars({ '2019-03-06': 101, '2019-03-07': 101, '2019-03-08': 101, '2019-03-11': 101 })
  const id = await read('Boeing shares soar 30% on record order', '2019-03-12T14:00:00Z')
  expect(await claimOf(id)).toMatchObject([{ kind: 'price_move', state: 'open' }])
  expect(await check('2019-03-12T15:00:00Z')).toBe(0)
  expect(await signalsAt('2019-03-12T15:00:00Z')).toEqual([id])
  await bars({ '2019-03-12': 102 })
  expect(await check('2019-03-13T12:00:00Z')).toBe(1)
  expect(await claimOf(id)).toMatchObject([
    {
      state: 'refuted',
      says: 'up at most 2.0 % (2019-03-12), borne out from 12.0 %',
      decidedAt: new Date('2019-03-13T12:00:00Z'),
    },
  ])
  expect(await signalsAt('2019-03-13T12:00:00Z')).toEqual([])
  // What was known before stays as it was, so that trends of then can be summed up again.
  expect(await signalsAt('2019-03-13T11:59:59Z')).toEqual([id])
  const asked = sql`select payload from jobs where list = 'aggregation' and payload->>'ticker' = 'BA'
    and state = 'queued'`
  expect(await asked).toHaveLength(1)
  expect(await check('2019-03-13T12:05:00Z')).toBe(0)
})

test('one that prices show stays, and so does one of which nothing comes in', async () => {
  await bars({ '2019-04-01': 101, '2019-04-02': 116 }, 'AAPL')
  const shown = await read('Apple shares jump 16% on results', '2019-04-03T14:00:00Z')
  // What decides it was there already.
  expect(await claimOf(shown)).toMatchObject([{ state: 'borne_out' }])
  const alone = await read('Target shares plunge 20% on profit warning', '2019-04-03T14:00:00Z')
  expect(await check('2019-04-13T14:00:00Z')).toBe(0)
  expect(await check('2019-04-13T14:00:01Z')).toBe(1)
  expect(await claimOf(alone)).toMatchObject([{ state: 'unknown' }])
  expect(await signalsAt('2019-04-13T14:00:01Z', 'TGT')).toEqual([alone])
})

test('an 8-K that EDGAR does not have, once EDGAR was read', async () => {
  const at = '2019-05-06T14:00:00Z'
  const id = await read('Boeing wins record order, it disclosed in an 8-K', at)
  expect(await claimOf(id)).toMatchObject([{ kind: 'filing', state: 'open' }])
  const sourceId = deriveId('source', 'edgar')
  await sql`insert into sources (source_id, company_id, source_type, source_name, config, last_succeeded_at)
    select ${sourceId}, company_id, 'filings_api', 'EDGAR', '{"cik":"0000012927"}', '2019-05-06T19:59:00Z'
    from companies where ticker = 'BA'`
  const filing = async (name: string, title: string, filedAt: string) => {
    const filed = await place(name, { raw: 'x', at: filedAt, title, documentType: 'filing' })
    await sql`update documents set source_id = ${sourceId} where document_id = ${filed}`
  }
  await filing('old', 'Boeing Co 8-K, items 2.02', '2019-04-24T12:00:00Z')
  // Read too soon after, and then while EDGAR fails.
  expect(await check('2019-05-06T21:00:00Z')).toBe(0)
  await sql`update sources set last_succeeded_at = '2019-05-06T20:01:00Z', failures = 1 where source_id = ${sourceId}`
  expect(await check('2019-05-06T21:05:00Z')).toBe(0)
  await sql`update sources set failures = 0, state = '{"waiting":[{}]}' where source_id = ${sourceId}`
  expect(await check('2019-05-06T21:07:00Z')).toBe(0)
  await sql`update sources set state = '{}' where source_id = ${sourceId}`
  expect(await check('2019-05-06T21:10:00Z')).toBe(1)
  expect(await claimOf(id)).toMatchObject([
    { state: 'refuted', says: 'EDGAR has no 8-K from 2019-04-26 on' },
  ])
  await filing('new', 'Boeing Co 8-K, items 8.01', '2019-05-07T13:00:00Z')
  const true_ = await read('Boeing cancels order, it disclosed in an 8-K', '2019-05-07T14:00:00Z')
  expect(await claimOf(true_)).toMatchObject([
    { state: 'borne_out', says: 'EDGAR has an 8-K of 2019-05-07T13:00Z' },
  ])
})

test('every open claim has its turn, however many before it wait for what does not come', async () => {
  await sql`truncate document_claims, market_snapshots`
  await read('Target shares plunge 20% on a recall', '2019-06-03T14:00:00Z')
  const later = await read('Boeing shares soar 30% on a new jet', '2019-06-04T14:00:00Z')
  await bars({ '2019-05-30': 101, '2019-05-31': 101, '2019-06-03': 101, '2019-06-04': 140 })
  await sql`update document_claims set looked_at = null`
  const now = new Date('2019-06-05T14:00:00Z')
  const turn = async () => {
    const checked = await checkClaims(own, now, { most: 1 })
    return own.begin((tx) => saveVerdicts(tx, checked, now))
  }
  expect(await turn()).toEqual([])
  expect(await turn()).toEqual([{ ticker: 'BA', state: 'borne_out' }])
  expect(await claimOf(later)).toMatchObject([{ says: expect.stringContaining('40.0 %') }])
})

test('a claim of another age is read, and left as it is', async () => {
  const at = new Date('2019-06-06T14:00:00Z')
  const id = await read('Boeing shares soar 30% on its first jet', '1958-01-02T14:00:00Z', at)
  expect(await claimOf(id)).toMatchObject([
    { state: 'unknown', says: 'told more than 90 days ago', decidedAt: at },
  ])
})

const companyOf = (ticker: string) =>
  sql<{ companyId: string }[]>`select company_id from companies where ticker = ${ticker}`.then(
    ([row]) => row!.companyId,
  )

test('a figure that the report does not tell holds its signal back once the report is there', async () => {
  const fact = async (value: number, to: string, filedOn: string) =>
    sql`insert into company_facts (company_id, concept, unit, period_from, period_to, accession_number, value, form,
        filed_on, known_at)
      values (${await companyOf('AAPL')}, 'us-gaap:Revenues', 'USD', ${to}::date - 90, ${to}, ${`acc-${to}`}, ${value},
        '10-Q', ${filedOn}, ${`${filedOn}T23:00:00Z`})`
  await fact(58_015_000_000, '2019-03-30', '2019-05-01')
  const told = await read(
    'Apple soars on strong results: revenue of $93.8 billion',
    '2019-07-30T21:00:00Z',
  )
  // Of a quarter that nobody reported yet.
  expect(await claimOf(told)).toMatchObject([{ kind: 'revenue', state: 'waiting' }])
  const honest = await read(
    'Apple gains on strong results: revenue of $53.8 billion',
    '2019-07-30T21:00:00Z',
  )
  await fact(53_809_000_000, '2019-06-29', '2019-07-31')
  expect(await check('2019-08-01T12:00:00Z')).toBe(2)
  expect(await claimOf(told)).toMatchObject([
    {
      state: 'refuted',
      says: 'told as 93800000000; nearest 58015000000 in the 10-Q of 2019-05-01, to 2019-03-30',
    },
  ])
  expect(await claimOf(honest)).toMatchObject([{ state: 'borne_out' }])
  expect(await signalsAt('2019-08-01T12:00:00Z', 'AAPL')).toContain(honest)
  expect(await signalsAt('2019-08-01T12:00:00Z', 'AAPL')).not.toContain(told)
})

/** What the release before this looks at, each five minutes: those without a direction it takes for an 8-K. */
const seenByOlderCode = () =>
  sql`select kind, form from document_claims where state = 'open' order by kind`

test('code of the release before looks at none that it cannot check, and newer code at all', async () => {
  await sql`truncate document_claims, company_facts, corporate_actions`
  const at = '2019-09-03T14:00:00Z'
  const quarter = await read('Apple gains on strong results: revenue of $52.8 billion', at)
  await read('Apple gains as it files its 10-Q', at)
  await read('Apple gains on a record order, it disclosed in an 8-K', at)
  expect(await seenByOlderCode()).toEqual([{ kind: 'filing', form: '8-K' }])
  expect(await claimOf(quarter)).toMatchObject([{ state: 'waiting', decidedAt: null }])
  // People need not know of it.
  expect(await listImpacts(sql, quarter)).toMatchObject([{ claims: [{ state: 'claim_open' }] }])
  const now = new Date('2019-09-03T14:05:00Z')
  const checked = await checkClaims(own, now, { most: 9 })
  expect(checked.map(({ kind, state }) => [kind, state])).toEqual([
    ['revenue', 'open'],
    ['filing', 'open'],
    ['filing', 'open'],
  ])
  expect(await own.begin((tx) => saveVerdicts(tx, checked, now))).toEqual([])
  expect(await seenByOlderCode()).toEqual([{ kind: 'filing', form: '8-K' }])
  await expect(
    sql`update document_claims set state = 'open' where kind = 'revenue'`,
  ).rejects.toThrow('document_claims_waiting_check')
  // At last it stays unknown, as every other.
  expect(await check('2019-09-13T14:05:00Z')).toBe(3)
  expect(await claimOf(quarter)).toMatchObject([{ state: 'unknown' }])
})

type Figure = [from: string, to: string, value: number, filedOn: string, form: string]

async function report(
  ticker: string,
  [from, to, value, filedOn, form]: Figure,
  concept = 'Revenues',
) {
  const isShare = concept.startsWith('EarningsPerShare')
  await sql`insert into company_facts (company_id, concept, unit, period_from, period_to, accession_number, value, form,
      filed_on, known_at)
    values (${await companyOf(ticker)}, ${`us-gaap:${concept}`}, ${isShare ? 'USD/shares' : 'USD'}, ${from}, ${to},
      ${`${form}-${filedOn}`}, ${value}, ${form}, ${filedOn}, ${`${filedOn}T23:00:00Z`})`
}

test('a last quarter is judged by what the year leaves without its nine months, and by no year alone', async () => {
  await sql`truncate document_claims, company_facts, corporate_actions`
  await report('AAPL', ['2024-01-01', '2024-03-31', 143_300_000_000, '2024-05-01', '10-Q'])
  await report('AAPL', ['2024-01-01', '2024-06-30', 291_300_000_000, '2024-08-02', '10-Q'])
  const told = '2025-02-06T21:30:00Z'
  const honest = await read('Apple gains on strong results: revenue of $187.8 billion', told)
  const invented = await read('Apple gains on strong results: revenue of $387.8 billion', told)
  const ofYear = await read(
    'Apple gains on strong results: full-year revenue of $838 billion',
    told,
  )
  await report('AAPL', ['2024-01-01', '2024-12-31', 638_000_000_000, '2025-02-07', '10-K'])
  await report('AAPL', ['2023-01-01', '2023-12-31', 574_800_000_000, '2025-02-07', '10-K'])
  // Its nine months have not come in: of the quarter nothing is known.
  expect(await check('2025-02-08T12:00:00Z')).toBe(1)
  expect(await claimOf(honest)).toMatchObject([{ state: 'waiting' }])
  expect(await claimOf(ofYear)).toMatchObject([{ state: 'refuted' }])
  await report('AAPL', ['2024-01-01', '2024-09-30', 450_200_000_000, '2024-11-01', '10-Q'])
  expect(await check('2025-02-08T13:00:00Z')).toBe(2)
  expect(await claimOf(honest)).toMatchObject([
    {
      state: 'borne_out',
      says: '187800000000 in the 10-K of 2025-02-07, to 2024-12-31 without what it was to 2024-09-30',
    },
  ])
  expect(await claimOf(invented)).toMatchObject([{ kind: 'revenue', state: 'refuted' }])
})

test('revenue from customers refutes none where it is a part of all revenue', async () => {
  await sql`truncate document_claims, company_facts, corporate_actions`
  const fees = 'RevenueFromContractWithCustomerExcludingAssessedTax'
  const quarter = (value: number): Figure => [
    '2025-01-01',
    '2025-03-31',
    value,
    '2025-04-30',
    '10-Q',
  ]
  await report('BA', quarter(8_000_000_000), fees)
  const at = '2025-05-01T12:00:00Z'
  const state = async (title: string) => (await claimOf(await read(title, at)))[0]?.['state']
  expect(await state('Boeing gains on strong results: revenue of $46 billion')).toBe('refuted')
  await sql`update companies set sector = 'Financials' where ticker = 'BA'`
  expect(await state('Boeing rises on strong results: revenue of $46 billion')).toBe('waiting')
  // All of it is told: that is what counts, in whichever trade.
  await report('BA', quarter(46_200_000_000))
  expect(await state('Boeing climbs on strong results: revenue of $46 billion')).toBe('borne_out')
  expect(await state('Boeing climbs on strong results: revenue of $66 billion')).toBe('refuted')
})

test('earnings a share of a last quarter, or near a split, refute nothing', async () => {
  await sql`truncate document_claims, company_facts, corporate_actions`
  const eps = 'EarningsPerShareDiluted'
  await report('AAPL', ['2024-01-01', '2024-09-30', 2.99, '2024-11-01', '10-Q'], eps)
  await report('AAPL', ['2024-01-01', '2024-12-31', 3.0, '2025-02-07', '10-K'], eps)
  await report('BA', ['2024-10-01', '2024-12-31', 6.0, '2025-02-07', '10-Q'], eps)
  const at = '2025-02-08T12:00:00Z'
  const state = async (title: string) => (await claimOf(await read(title, at)))[0]
  // Left is 0.01, and of the quarter's shares it may have been 0.04.
  expect(await state('Apple gains as it earned $0.04 a share')).toMatchObject({ state: 'waiting' })
  expect(await state('Apple gains as it earned $0.01 a share')).toMatchObject({
    state: 'borne_out',
  })
  expect(await state('Boeing gains as it earned $0.60 a share')).toMatchObject({ state: 'refuted' })
  await sql`insert into corporate_actions (action_id, ticker, kind, ex_date, ratio_from, ratio_to, known_at)
    values (${deriveId('action', 'near')}, 'BA', 'split', '2025-02-20', 1, 10, '2025-02-01T12:00:00Z')`
  expect(await state('Boeing rises as it earned $0.60 a share')).toMatchObject({ state: 'waiting' })
})

test('a dividend and a split that are known by other numbers are held back', async () => {
  await sql`insert into corporate_actions (action_id, ticker, kind, ex_date, amount, currency, declared_on, known_at)
    values (${deriveId('action', 'd')}, 'AAPL', 'dividend', '2019-08-09', 0.77, 'USD', '2019-07-30', '2019-07-31T12:00:00Z'),
      (${deriveId('action', 'o')}, 'AAPL', 'dividend', '2019-05-10', 1.77, 'USD', '2019-04-30', '2019-05-01T12:00:00Z')`
  await sql`insert into corporate_actions (action_id, ticker, kind, ex_date, ratio_from, ratio_to, known_at)
    values (${deriveId('action', 's')}, 'BA', 'split', '2019-10-01', 1, 2, '2019-08-01T12:00:00Z')`
  const at = '2019-08-01T14:00:00Z'
  const verdict = async (title: string) => (await claimOf(await read(title, at)))[0]
  expect(await verdict('Apple declared a strong dividend of $0.77 per share')).toMatchObject({
    kind: 'dividend',
    state: 'borne_out',
  })
  // Of a quarter before: that one was declared at another time.
  expect(await verdict('Apple declared a record dividend of $1.77 per share')).toMatchObject({
    state: 'refuted',
    says: expect.stringContaining('nearest 0.77 in the dividend declared on 2019-07-30'),
  })
  expect(await verdict('Boeing gains as it wins approval of 3-for-1 stock split')).toMatchObject({
    kind: 'split',
    state: 'refuted',
  })
  // Nobody knows of one: that refutes nothing.
  expect(await verdict('Apple gains as it wins approval of 3-for-1 stock split')).toMatchObject({
    state: 'waiting',
  })
})
