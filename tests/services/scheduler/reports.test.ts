/** When reports are asked for: each day and week once, and after an outage the newest few. */

import { beforeEach, expect, test } from 'vitest'
import { newYorkInstant } from '#shared/domain/market/calendar.ts'
import { pino } from 'pino'
import { runRound } from '../../../services/scheduler/round.ts'
import { reportsDuty } from '../../../services/scheduler/reports.ts'
import { cloneDatabase } from '../../helpers/database.ts'
import { sampleReport, seedReport } from '../../helpers/reports.ts'

const { sql, as } = await cloneDatabase()
const own = as('stonks_orchestration')
const log = pino({ level: 'silent' })
const round = (at: Date) => runRound({ sql: own, log, duties: [reportsDuty] }, at)
const ny = newYorkInstant

async function asked(): Promise<string[]> {
  const rows = await sql<{ says: string }[]>`
    select (payload ->> 'report_type') || ' ' || (payload ->> 'period_end') as says
    from jobs where list = 'report_generation' order by seq`
  return rows.map(({ says }) => says)
}

beforeEach(async () => {
  await sql`truncate jobs, scheduler_duties, trading_reports`
})

test('a new installation makes nothing up', async () => {
  await round(ny('2019-05-03', '18:00'))
  expect(await asked()).toEqual([])
})

test('a day once it is over, once, and the week on Saturday morning', async () => {
  await round(ny('2019-05-03', '16:00'))
  await round(ny('2019-05-03', '16:29'))
  expect(await asked()).toEqual([])
  await round(ny('2019-05-03', '16:30'))
  await round(ny('2019-05-03', '16:31'))
  await round(ny('2019-05-04', '07:59'))
  expect(await asked()).toEqual(['daily 2019-05-03T20:30:00.000Z'])
  await round(ny('2019-05-04', '08:00'))
  expect((await asked()).slice(1)).toEqual(['weekly 2019-05-04T04:00:00.000Z'])
})

test('with a day the day before is looked at again, where it was reported on', async () => {
  const body = { ...sampleReport(), to: '2019-05-02T20:30:00.000Z' }
  await seedReport(sql, body)
  await round(ny('2019-05-03', '16:00'))
  await round(ny('2019-05-03', '16:30'))
  expect(await asked()).toEqual([
    'daily 2019-05-02T20:30:00.000Z',
    'daily 2019-05-03T20:30:00.000Z',
  ])
})

test('after an outage the newest five days and two weeks', async () => {
  await round(ny('2019-03-01', '12:00'))
  await round(ny('2019-05-06', '12:00'))
  expect(await asked()).toEqual([
    'daily 2019-04-29T20:30:00.000Z',
    'daily 2019-04-30T20:30:00.000Z',
    'daily 2019-05-01T20:30:00.000Z',
    'daily 2019-05-02T20:30:00.000Z',
    'daily 2019-05-03T20:30:00.000Z',
    'weekly 2019-04-27T04:00:00.000Z',
    'weekly 2019-05-04T04:00:00.000Z',
  ])
})

test('of two schedulers one asks', async () => {
  await round(ny('2019-05-03', '16:00'))
  await Promise.all([round(ny('2019-05-03', '16:30')), round(ny('2019-05-03', '16:30'))])
  expect(await asked()).toHaveLength(1)
})

test('a day with an early close, and none without a session', async () => {
  await round(ny('2019-11-28', '09:00'))
  await round(ny('2019-11-28', '18:00'))
  await round(ny('2019-11-29', '13:30'))
  expect(await asked()).toEqual([])
  await round(ny('2019-11-29', '16:30'))
  expect(await asked()).toEqual(['daily 2019-11-29T21:30:00.000Z'])
})
