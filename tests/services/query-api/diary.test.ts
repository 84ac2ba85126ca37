/** Goal: the diary tells each thing of its day, once, in order, and nothing of the day before or after. */

import { expect, test } from 'vitest'
import type { Diary } from '#shared/contracts/api/diary.ts'
import { openApi } from './api.ts'
import { ids, NOW } from './fixture-base.ts'

const { sql, call, post, read } = await openApi()
const at = (time: string) => new Date(`2024-03-13T${time}Z`)

await sql`insert into order_fills (execution_id, order_id, broker_order_id, ticker, side, quantity, price, filled_at, recorded_at)
  values ('a', ${ids.order('AAPL')}, 'b', 'AAPL', 'sell', 2, 101, ${at('15:00:00')}, ${NOW}),
    ('b', ${ids.order('AAPL')}, 'b', 'AAPL', 'sell', 1, 104, ${at('15:00:01')}, ${NOW}),
    ('c', ${ids.order('AAPL')}, 'b', 'AAPL', 'sell', 9, 1, ${at('15:00:02')}, ${NOW})`
await sql`update order_fills set busted_at = ${NOW} where execution_id = 'c'`
await sql`insert into ledger_trades (execution_id, ticker, closed_at, profit)
  values ('a', 'AAPL', ${at('15:00:00')}, -3.5), ('b', 'AAPL', ${at('15:00:01')}, 2.2)`
await sql`insert into circuit_breaker_events (breaker, ticker, opened_at, reset_at, reset_by)
  values ('single_position', 'AAPL', ${at('16:00:00')}, ${at('17:00:00')}, 'ann'),
    ('manual', null, '2024-03-13T03:59:59Z', null, null), ('manual', null, '2024-03-14T04:00:00Z', null, null)`

const diaryOf = (day: string) => read<Diary>(`/api/diary?day=${day}`)

test('tells what happened in the order in which it did', async () => {
  const { entries, from, until, isMore } = await diaryOf('2024-03-13')
  expect([from, until, isMore]).toEqual([
    '2024-03-13T04:00:00.000Z',
    '2024-03-14T04:00:00.000Z',
    false,
  ])
  expect(entries.map(({ kind }) => kind)).toEqual([
    'opened',
    'traded',
    'breaker_opened',
    'breaker_reset',
    'closed',
  ])
  expect(entries[1]).toMatchObject({
    at: at('15:00:01').toISOString(),
    quantity: '3',
    price: '102',
    profit: '-1.3',
  })
  expect(entries[3]).toMatchObject({ breaker: 'single_position', ticker: 'AAPL', by: 'ann' })
})

test('a day without a session has no bell, and a session that goes on has not closed', async () => {
  const [sunday, today] = [await diaryOf('2024-03-10'), await read<Diary>('/api/diary')]
  expect(sunday.entries).toEqual([])
  expect(sunday.money).toBeNull()
  expect(today.day).toBe('2024-03-14')
  expect(today.entries.map(({ kind }) => kind)).toContain('opened')
  expect(today.entries.map(({ kind }) => kind)).not.toContain('closed')
  expect(today.money?.equity).toBe('100342.000000')
})

test('tells what a person did and why, and nothing that was refused', async () => {
  await post('/api/trading/halt', { reason: 'looks odd' })
  await post('/api/trading/halt', { reason: 5 })
  const steered = (await read<Diary>('/api/diary')).entries.filter(({ kind }) => kind === 'steered')
  expect(steered).toMatchObject([{ does: 'pulls the kill switch', reason: 'looks odd' }])
})

test('counts what was not followed by its reason', async () => {
  const { decisions, skippedFor } = await read<Diary>('/api/diary')
  const [counted] = await sql<[{ skipped: number }]>`
    select count(*)::integer as skipped from trading_decisions where action = 'skip'`
  expect(decisions.skipped).toBe(counted.skipped)
  expect(skippedFor.map(({ count }) => count)).toEqual(
    skippedFor.map(({ count }) => count).sort((a, b) => b - a),
  )
})

test('a day beyond the calendar has no bell', async () => {
  for (const day of ['1950-01-03', '2199-12-31']) expect((await diaryOf(day)).entries).toEqual([])
})

test('a day that is none is refused', async () => {
  expect((await call('/api/diary?day=2024-02-30')).status).toBe(422)
})
