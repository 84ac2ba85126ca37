/** What orders are judged by beside holdings (docs/FORMULAS.md, Risk): read without any lock. */

import { newYorkDate, previousSession, sessionAt } from '../../domain/market/calendar.ts'
import type { AccountFacts, Facts } from '../../domain/risk/facts.ts'
import { riskDefaults } from '../../domain/risk/limits.ts'
import { DAY_MS } from '../../domain/spans.ts'
import type { Db } from '../open.ts'
import { ofAccount } from '../trading/accounts.ts'
import { orderIsOpen } from '../trading/orders.ts'
import { readStanding } from '../trading/standing.ts'
import { readAssets } from './assets.ts'
import { readContradictions } from './contradictions.ts'
import { readMoves } from './prices.ts'

type Asked = {
  tickers: readonly string[]
  /** Dollars of cash by our books; null before they were opened. */
  cash: string | null
  equity: string | null
}

/** Everything of `Facts` at business time `now`, for orders of these tickers. */
export async function readFacts(
  db: Db,
  { tickers, cash, equity }: Asked,
  now: Date,
): Promise<Facts> {
  const [standing, read, contradictions, marks, dayTrades, paces, assets, moves] =
    await Promise.all([
      readStanding(db, now),
      readAccountFacts(db, now),
      readContradictions(db, now),
      readMarksAge(db, now),
      countDayTrades(db, equity, now),
      readPace(db, now),
      readAssets(db, tickers, now),
      readMoves(db, tickers, now),
    ])
  const { mode, state, holds } = standing
  return {
    standing: { mode, state, holds: holds.map((hold) => ({ code: hold.code, state: hold.state })) },
    account: read?.account ?? null,
    cash,
    contradictions,
    marksAgeSeconds: sessionAt(now) ? marks : null,
    committed: read?.committed ?? '0',
    dayTrades,
    ...paces,
    ...(assets === undefined ? {} : { assets }),
    moves,
  }
}

type AccountRow = AccountFacts & { committed: string }

/** The account as read, and the open purchases that its buying power does not reflect. */
async function readAccountFacts(
  db: Db,
  now: Date,
): Promise<{ account: AccountFacts; committed: string } | undefined> {
  const [row] = await db<AccountRow[]>`
    select status, blocked, cash, buying_power, day_trades,
      extract(epoch from ${now}::timestamptz - synced_at)::float8 as age_seconds,
      (select coalesce(sum((quantity - filled_quantity) * reference_price), 0)::text from orders o
       where ${ofAccount(db, 'o')} and ${orderIsOpen(db)} and side = 'buy'
         and (submitted_at is null or submitted_at > synced_at)) as committed
    from broker_accounts where is_current
  `
  if (!row) return undefined
  const { committed, ...account } = row
  return { account, committed }
}

async function readMarksAge(db: Db, now: Date): Promise<number | null> {
  const [row] = await db<{ age: number | null }[]>`
    select max(extract(epoch from ${now}::timestamptz - marked_at))::float8 as age
    from positions where ${ofAccount(db)} and quantity > 0
  `
  return row?.age ?? null
}

/**
 * Tickers bought and then sold on one New York day, of five sessions; open sales count as sold, but for stops that rest. They are
 * counted of a small account alone, as the limit has it: 0 of any other.
 */
async function countDayTrades(db: Db, equity: string | null, now: Date): Promise<number> {
  const since = firstSessionBegins(now)
  const today = newYorkDate(now)
  const [row] = await db<{ trades: number }[]>`
    with late as (
      select ticker, side, filled_at from order_fills
      where ${ofAccount(db)} and recorded_at >= ${since}
        and ${equity}::numeric < (
          select case when value #>> '{}' ~ '^[0-9]{1,15}([.][0-9]{1,9})?$' then (value #>> '{}')::numeric end
          from risk_configs where name = 'day_trade_equity_min')
      order by recorded_at desc limit ${FILLS_MAX}
    ), traded as (
      select ticker, (filled_at at time zone 'America/New_York')::date as day, side, filled_at
      from late where filled_at >= ${since} and filled_at <= ${now}
      union all
      select ticker, ${today}::date, side, 'infinity' from orders
      where ${ofAccount(db)} and ${orderIsOpen(db)} and side = 'sell' and not protects
    )
    select count(*)::integer as trades from (
      select from traded group by ticker, day
      having min(filled_at) filter (where side = 'buy') < max(filled_at) filter (where side = 'sell')
    ) as pairs
  `
  return row?.trades ?? 0
}

function firstSessionBegins(now: Date): Date {
  let session = sessionAt(now) ?? previousSession(now)
  for (let back = 1; back < riskDefaults.dayTradeSessions; back++)
    session = previousSession(session.opensAt)
  return session.opensAt
}

type Pace = Pick<Facts, 'purchases' | 'ordersLastSecond' | 'ordersToday' | 'purchasesToday'>

/** How many orders were intended of late, and which purchases. */
async function readPace(db: Db, now: Date): Promise<Pace> {
  const rows = await db<{ ticker: string; side: string; quantity: string; intendedAt: Date }[]>`
    select ticker, side, quantity, intended_at from orders
    where ${ofAccount(db)} and not protects and intended_at > ${new Date(now.getTime() - DAY_MS)} and intended_at <= ${now}
    order by intended_at desc, seq desc limit ${ORDERS_MAX}
  `
  const today = newYorkDate(now)
  const ofToday = rows.filter(({ intendedAt }) => newYorkDate(intendedAt) === today)
  const ageOf = ({ intendedAt }: { intendedAt: Date }) =>
    (now.getTime() - intendedAt.getTime()) / 1000
  const bought = ofToday.filter(({ side }) => side === 'buy')
  const counts = Map.groupBy(bought, ({ ticker }) => ticker)
  return {
    purchases: bought
      .filter((row) => ageOf(row) < PURCHASE_SECONDS)
      .map((row) => ({ ticker: row.ticker, quantity: row.quantity, ageSeconds: ageOf(row) })),
    ordersLastSecond: rows.filter((row) => ageOf(row) < 1).length,
    ordersToday: ofToday.length,
    purchasesToday: Object.fromEntries([...counts].map(([ticker, own]) => [ticker, own.length])),
  }
}

const FILLS_MAX = 5_000
/** More than any limit lets leave in a day. */
const ORDERS_MAX = 2_000
/** Longer ago nothing is a second order by mistake. */
const PURCHASE_SECONDS = 600
