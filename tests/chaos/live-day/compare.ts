/** The books at the end of a day, held against the broker's to the last decimal. */

import { Big } from 'big.js'
import type { Sql } from '#shared/sql/open.ts'
import { stonks } from '../../e2e/platform.ts'
import { lookAt } from '../trading/invariants.ts'
import type { Broker } from './run.ts'

export type Compared = {
  cash: string
  positions: number
  fills: number
  activities: number
  orders: Record<string, number>
  /** Holds that stand at the end. */
  holds: string[]
  /** Orders whose chain is whole, of how many. */
  explained: string
  /** What the two sides say differently, and what has not ended. */
  apart: string[]
}

type Row = Record<string, string>

export async function compareBooks(sql: Sql, broker: Broker, root: string): Promise<Compared> {
  const apart: string[] = []
  const same = (what: string, ours: string | undefined, theirs: string | undefined) => {
    const isSame = ours !== undefined && theirs !== undefined && new Big(ours).eq(theirs)
    if (!isSame) apart.push(`${what}: ours ${ours ?? 'none'}, the broker's ${theirs ?? 'none'}`)
  }
  const read = async (path: string) => (await (await broker('GET', path)).json()) as unknown
  const [ours] = await sql<Row[]>`
    select opened_with + transferred + earned + unexplained + (
      select coalesce(sum(cash), 0) from ledger_tickers where account_id = a.account_id) as cash
    from broker_accounts a where is_current`
  const account = (await read('v2/account')) as Row
  same('cash', ours?.['cash'], account['cash'])

  const [books, held] = [
    await sql<Row[]>`select ticker, quantity from ledger_tickers
      where quantity <> 0 and account_id = current_account_id()`,
    (await read('v2/positions')) as Row[],
  ]
  sides(books, 'ticker', held, 'symbol').forEach(([ticker, mine, other]) =>
    same(`shares of ${ticker}`, mine?.['quantity'], other?.['qty']),
  )
  const [fills, toldFills] = [
    await sql<Row[]>`select execution_id, quantity, price from order_fills where busted_at is null`,
    await readAll(read, 'FILL'),
  ]
  const byExecution = toldFills.map((row) => ({ ...row, key: row['id']!.split('::')[1]! }))
  sides(fills, 'execution_id', byExecution, 'key').forEach(([id, mine, other]) => {
    same(`shares of fill ${id}`, mine?.['quantity'], other?.['qty'])
    same(`price of fill ${id}`, mine?.['price'], other?.['price'])
  })
  const [booked, told] = [
    await sql<Row[]>`select activity_id, amount from account_activities`,
    await readAll(read, ''),
  ]
  sides(booked, 'activity_id', told, 'id').forEach(([id, mine, other]) =>
    same(`amount of activity ${id}`, mine?.['amount'], other?.['net_amount']),
  )
  const orders = await sql<{ state: string; many: number }[]>`
    select state, count(*)::integer as many from orders group by state`
  const open = orders.filter(({ state }) => !CLOSED.has(state))
  apart.push(...open.map(({ state, many }) => `${many} orders are ${state} after the close`))
  for (const { what, ticker } of await sql<Row[]>`select what, ticker from account_differences`)
    apart.push(`a difference stands: ${what} ${ticker}`)
  for (const { list, said } of await sql<Row[]>`
    select list, coalesce(last_error, '') as said from jobs
    where state = 'dead' and list in ('broker_orders', 'order_cancels')`)
    apart.push(`a dead job in ${list}: ${said}`)
  for (const name of (await lookAt(sql)).broken) apart.push(`invariant ${name}`)
  const holds = await sql<Row[]>`select code, says from trading_holds order by code`
  apart.push(...holds.map(({ code, says }) => `hold ${code}: ${says}`))
  const explained = await stonks(['explain', '--all', '--json', '--state', root])
  const chains = JSON.parse(explained.stdout) as { orders: number; intact: number }
  if (chains.intact !== chains.orders) apart.push(`orders not explained: ${explained.stdout}`)
  return {
    cash: account['cash'] ?? '',
    positions: held.length,
    fills: fills.length,
    activities: booked.length,
    orders: Object.fromEntries(orders.map(({ state, many }) => [state, many])),
    holds: holds.map(({ code }) => code!),
    explained: `${chains.intact} of ${chains.orders}`,
    apart,
  }
}

const CLOSED = new Set(['filled', 'canceled', 'expired', 'rejected', 'replaced'])

/** Rows of both sides by key. */
function sides(ours: Row[], ourKey: string, theirs: Row[], theirKey: string) {
  // Column names come in camel case.
  const keyOf = (row: Row) =>
    row[ourKey] ?? row[ourKey.replace(/_(.)/g, (_, at: string) => at.toUpperCase())]!
  const mine = new Map(ours.map((row) => [keyOf(row), row]))
  const other = new Map(theirs.map((row) => [row[theirKey]!, row]))
  const keys = new Set([...mine.keys(), ...other.keys()])
  return [...keys].sort().map((key) => [key, mine.get(key), other.get(key)] as const)
}

async function readAll(read: (path: string) => Promise<unknown>, kind: string): Promise<Row[]> {
  const all: Row[] = []
  for (;;) {
    const token = all.at(-1)?.['id']
    const path = kind ? `v2/account/activities/${kind}` : 'v2/account/activities'
    const page = (await read(
      `${path}?direction=asc&page_size=100${token ? `&page_token=${token}` : ''}`,
    )) as Row[]
    all.push(...page)
    if (page.length < 100) return all
  }
}
