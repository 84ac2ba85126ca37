/** What the reporter stores, over books that the product's own code keeps. */

import * as v from 'valibot'
import { beforeEach, describe, expect, test } from 'vitest'
import { ReportBody } from '#shared/contracts/api/report-body.ts'
import { newYorkInstant } from '#shared/domain/market/calendar.ts'
import { PermanentFault } from '#shared/host/faults.ts'
import { deriveId } from '#shared/host/ids.ts'
import type { ReportType } from '#shared/domain/report/period.ts'
import { reporter } from '../../../functions/reporter/handler.ts'
import { openBooks } from '../../helpers/books.ts'
import { cloneDatabase } from '../../helpers/database.ts'

const { sql, as } = await cloneDatabase()
const own = as('stonks_lake')
const handlers = reporter({ sql: own })
const books = openBooks(sql, as('stonks_trading'))

/** New York time of a day of May 2019. */
const at = (day: string, time: string) => newYorkInstant(`2019-05-${day}`, time)

async function prepare(type: ReportType, end: Date, now = end) {
  const job = { report_type: type, period_end: end.toISOString() }
  const signal = new AbortController().signal
  return handlers.report_generation(job, { jobId: deriveId('test', 'job'), now, signal })
}

async function report(type: ReportType, end: Date, now = end) {
  const settle = await prepare(type, end, now)
  await own.begin((tx) => settle(tx, now))
  return newest(type)
}

async function newest(type: ReportType) {
  const [row] = await sql<{ version: number; reconciles: boolean; body: ReportBody }[]>`
    select version, reconciles, body from trading_reports where report_type = ${type}
    order by period_end desc limit 1`
  return row!
}

const apart = (body: ReportBody) => body.reconciliation.filter(({ holds }) => !holds)

beforeEach(async () => {
  await sql`truncate jobs, trading_reports, notification_wishes, portfolio_snapshots, market_snapshots cascade`
  await sql`truncate order_fills cascade`
  await sql`truncate broker_accounts, positions cascade`
})

describe('a day of trading', () => {
  beforeEach(async () => {
    await books.begin('A1', '10000', at('01', '09:00'))
    await books.read({}, at('01', '10:00'))
    await books.trade(
      { ticker: 'AAPL', side: 'buy', quantity: '10', price: '200', fee: '1' },
      at('01', '11:00'),
    )
    await books.read({ AAPL: '205' }, at('01', '16:01'))
    await books.trade(
      { ticker: 'AAPL', side: 'sell', quantity: '4', price: '210', fee: '0.5' },
      at('02', '11:00'),
    )
    await books.trade(
      { ticker: 'MSFT', side: 'buy', quantity: '5.5', price: '120' },
      at('02', '11:30'),
    )
    await books.trade(
      { ticker: 'MSFT', side: 'sell', quantity: '5.5', price: '118' },
      at('02', '14:00'),
    )
    await books.read({ AAPL: '208' }, at('02', '16:01'))
  })

  test('every figure equals the books, to the cent', async () => {
    const { body, reconciles, version } = await report('daily', at('02', '16:30'))
    expect(apart(body)).toEqual([])
    expect({ reconciles, version }).toEqual({ reconciles: true, version: 1 })
    v.parse(ReportBody, body)
    // Realised 40 − 11, unrealised from 50 to 48, fees 0.50.
    expect(body.money).toMatchObject({
      profit: '26.50',
      realised: '29.00',
      unrealised: '-2.00',
      fees: '0.50',
      flows: '0.00',
      toEquity: '10075.50',
    })
    expect(
      body.trades.map(({ ticker, state, profit, whole }) => [ticker, state, profit, whole]),
    ).toEqual([
      ['AAPL', 'held', '40.00', '40.00'],
      ['MSFT', 'ended', '-11.00', '-11.00'],
    ])
    expect(body.findings.map(({ says }) => says)).toContain(
      '0 of 1 trade that ended won; that few says nothing.',
    )
  })

  test('is compared with SPY once its close is there, dividends put back in', async () => {
    const close = async (day: string, price: string) =>
      sql`insert into market_snapshots (ticker, timespan, starts_at, session_date, open, high, low, close, volume, fetched_at)
        values ('SPY', '1d', ${at(day, '00:00')}, ${`2019-05-${day}`}, ${price}, ${price}, ${price}, ${price}, 1000,
          ${at(day, '20:00')})`
    await close('01', '300')
    const early = await report('daily', at('02', '16:30'))
    expect(early.body.money).toMatchObject({ spy: null, spyLacks: 'spy_not_known_yet' })
    await close('02', '294')
    await sql`insert into corporate_actions (action_id, ticker, kind, ex_date, amount, currency, known_at)
      values (gen_random_uuid(), 'SPY', 'dividend', '2019-05-02', 3, 'USD', ${at('02', '20:00')})`
    const { body, version } = await report('daily', at('02', '16:30'), at('03', '16:30'))
    // From 300 to 294 and 3 of dividend: its factor is 1 − 3/300, and 294 / (300 · 0.99) − 1 is −1 %.
    expect([version, body.money?.spy, body.money?.spyLacks]).toEqual([2, -0.010101, null])
    expect(body.findings.map(({ says }) => says).join(' ')).toContain(
      'In the same time SPY moved by −1.01 % and the account by +0.26 %; cash is taken to earn nothing.',
    )
    expect(apart(body)).toEqual([])
  })

  test('people are told once, of the first version', async () => {
    await report('daily', at('02', '16:30'))
    await books.dividend('3', at('02', '12:00'))
    await books.read({ AAPL: '208' }, at('02', '16:20'))
    const { version, body } = await report('daily', at('02', '16:30'), at('03', '16:30'))
    expect([version, body.money?.earned, apart(body)]).toEqual([2, '3.00', []])
    const wishes = await sql`select subject from notification_wishes where kind = 'report_made'`
    expect(wishes).toEqual([{ subject: 'daily 2019-05-02' }])
  })

  test('made again of the same it stays as it was', async () => {
    const first = await report('daily', at('02', '16:30'))
    const again = await report('daily', at('02', '16:30'), at('03', '16:30'))
    expect(again).toEqual(first)
  })

  test('two at once store one, and a restart between reading and storing loses nothing', async () => {
    const end = at('02', '16:30')
    await prepare('daily', end)
    const both = await Promise.all([prepare('daily', end), prepare('daily', end)])
    await Promise.all(both.map((settle) => own.begin((tx) => settle(tx, end))))
    expect(await sql`select version from trading_reports`).toEqual([{ version: 1 }])
  })

  test('one that knew less does not replace one that knew more', async () => {
    const early = await prepare('daily', at('02', '16:30'))
    await books.dividend('3', at('02', '12:00'))
    await books.read({ AAPL: '208' }, at('02', '16:20'))
    const late = await report('daily', at('02', '16:30'), at('03', '16:30'))
    await own.begin((tx) => early(tx, at('02', '16:30')))
    expect(await newest('daily')).toEqual(late)
  })

  test('books that say otherwise are told, with the difference', async () => {
    await sql.begin(async (tx) => {
      await tx`set local session_replication_role = replica`
      await tx`update ledger_entries set credit = credit + 1.25 where book = 'profit' and credit > 0`
    })
    const { body, reconciles } = await report('daily', at('02', '16:30'))
    expect(reconciles).toBe(false)
    expect(apart(body).map(({ name, difference }) => [name, difference])).toEqual([
      ['realised', '-1.25'],
      ['trades_profit', '-1.25'],
    ])
    expect(body.findings[0]?.says).toBe(
      'Realised: the report says $29.00, the books $30.25; they are apart by −$1.25.',
    )
  })

  test('money taken out is no loss', async () => {
    await books.flow('-9000', at('03', '12:00'))
    await books.read({ AAPL: '208' }, at('03', '16:01'))
    const { body } = await report('daily', at('03', '16:30'))
    expect(apart(body)).toEqual([])
    expect(body.money).toMatchObject({ profit: '0.00', flows: '-9000.00', share: 0 })
    expect(body.findings.map(({ says }) => says)).toContain(
      '$9,000.00 was taken out; it counts as neither profit nor loss.',
    )
  })

  test('what became known late is told when it is known', async () => {
    await report('daily', at('02', '16:30'))
    await books.dividend('7', at('01', '12:00'))
    await books.trade(
      { ticker: 'AAPL', side: 'sell', quantity: '1', price: '207' },
      at('02', '15:00'),
      at('03', '09:00'),
    )
    await books.read({ AAPL: '208' }, at('03', '16:01'))
    const { body } = await report('daily', at('03', '16:30'))
    expect(apart(body)).toEqual([])
    expect(body.money).toMatchObject({ earned: '7.00', realised: '7.00' })
  })

  test('a split changes shares, and no dollar', async () => {
    await books.split('AAPL', '4', at('03', '08:00'))
    await books.trade(
      { ticker: 'AAPL', side: 'sell', quantity: '24', price: '52' },
      at('03', '12:00'),
    )
    await books.read({}, at('03', '16:01'))
    const { body } = await report('daily', at('03', '16:30'))
    expect(apart(body)).toEqual([])
    expect(body.trades).toMatchObject([
      { ticker: 'AAPL', state: 'ended', profit: '48.00', whole: '88.00' },
    ])
    expect(body.incidents.map(({ kind }) => kind)).toContain('split')
  })

  test('an account that was begun anew is told of from its beginning', async () => {
    await sql`update broker_accounts set is_current = false, reset_at = ${at('03', '10:00')}`
    await books.begin('A2', '500', at('03', '10:05'))
    await books.read({}, at('03', '16:01'))
    const { body } = await report('daily', at('03', '16:30'))
    expect(apart(body)).toEqual([])
    expect(body).toMatchObject({
      account: 'A2',
      money: { profit: '0.00', flows: '500.00', fromAt: null },
      trades: [],
    })
    expect(body.incidents).toMatchObject([{ kind: 'account_reset', about: 'A1' }])
    // A report of the day before is that of the account of then.
    await report('daily', at('02', '16:30'), at('03', '16:30'))
    const [before] =
      await sql`select account_id from trading_reports where period_end = ${at('02', '16:30')}`
    expect(before).toEqual({ accountId: 'A1' })
  })

  test('a week adds up its days', async () => {
    await books.read({ AAPL: '208' }, at('03', '16:01'))
    const { body } = await report('weekly', at('04', '08:00'))
    expect(apart(body)).toEqual([])
    expect(body).toMatchObject({
      from: at('04', '00:00').toISOString().replace('05-04', '04-27'),
      sessions: ['2019-04-29', '2019-04-30', '2019-05-01', '2019-05-02', '2019-05-03'],
      money: { fromAt: null, flows: '10000.00', realised: '29.00', fees: '1.50', profit: '75.50' },
    })
    // Its scheduler asks on Saturday at 08:00, eight hours behind its end.
    expect(body.planned?.held).toMatchObject([{ ticker: 'AAPL', quantity: '6' }])
    expect(body.curve.map(({ date, equity }) => [date, equity])).toEqual([
      ['2019-05-01', '10049.00'],
      ['2019-05-02', '10075.50'],
      ['2019-05-03', '10075.50'],
    ])
  })

  test('what others wrote stays text', async () => {
    await sql`insert into notification_wishes (wish_id, kind, subject, says, made_at)
      values (${deriveId('test', 'wish')}, 'order_rejected', '<b>X', '<script>alert(1)</script>', ${at('02', '12:00')})`
    const { body } = await report('daily', at('02', '16:30'))
    expect(body.incidents).toMatchObject([{ about: '<b>X', says: '<script>alert(1)</script>' }])
  })
})

test('of an empty record it says that there is nothing', async () => {
  const { body, reconciles } = await report('daily', at('02', '16:30'))
  expect(reconciles).toBe(true)
  v.parse(ReportBody, body)
  expect(body.findings.map(({ says }) => says)).toEqual([
    'No reading of an account up to the end of the period, so nothing is said of money.',
    'Prices of the period were not known yet, so no signal is held against them.',
    'No document was read.',
    'No incident was noted.',
    'Nothing is held, and nothing waits.',
  ])
})

test('what is still to come is no job', async () => {
  await expect(prepare('daily', at('02', '16:30'), at('02', '16:28'))).rejects.toThrow(
    PermanentFault,
  )
})
