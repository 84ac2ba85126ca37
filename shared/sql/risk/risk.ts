/** Tables `risk_configs` and `risk_evaluations`, and the book an order is judged against. */

import { Big } from 'big.js'
import { newYorkDate, sessionAt } from '../../domain/market/calendar.ts'
import { sum, valueOf, type Book, type Holding, type Pending } from '../../domain/risk/book.ts'
import type { Proposal, RiskVerdict } from '../../domain/risk/evaluate.ts'
import { parseLimits, type Limits } from '../../domain/risk/limits.ts'
import { canonicalJson } from '../../host/canonical.ts'
import { deriveId, sha256 } from '../../host/ids.ts'
import { readOpenBreakers } from './breakers.ts'
import type { Db, Tx } from '../open.ts'

/**
 * The limits in force.
 *
 * @throws RangeError when one is missing or unsound: then no order may leave.
 */
export async function readLimits(db: Db): Promise<Limits> {
  const rows = await db<{ name: string; value: unknown }[]>`select name, value from risk_configs`
  return parseLimits(new Map(rows.map(({ name, value }) => [name, value])))
}

/**
 * The account at business time `now`, with all that is on its way.
 *
 * In a transaction it takes the book's lock first, so that of two orders judged at once the second
 * sees the first: together they never pass a limit that one of them would break.
 */
export async function readBook(db: Db, now: Date): Promise<Book> {
  await db`select pg_advisory_xact_lock(hashtext('book'))`
  const session = sessionAt(now)
  const [cash, holdings, pending, breakers, lockouts, [control]] = await Promise.all([
    readCash(db),
    readHoldings(db),
    readPending(db),
    readOpenBreakers(db, now),
    readLockouts(db, now),
    db<{ paused: boolean; ordersLastMinute: number }[]>`
      select paused or mode = 'disabled' or exists (select from pipeline_control where not enabled) as paused,
        (select count(*) from orders
         where intended_at > ${new Date(now.getTime() - 60_000)} and intended_at <= ${now}) as orders_last_minute
      from trading_engine_config
    `,
  ])
  if (!control) throw new RangeError('Read the book: trading_engine_config holds no row')
  const equity = cash === undefined ? null : new Big(cash).plus(sum(holdings, valueOf)).toFixed()
  return {
    equity,
    openingEquity: equity && (await readOpeningEquity(db, now)),
    holdings: holdings.filter(({ quantity }) => new Big(quantity).gt(0)),
    pending,
    ordersLastMinute: control.ordersLastMinute,
    inSession: session !== undefined,
    paused: control.paused,
    breakers: breakers.map(({ breaker, ticker }) => ({ breaker, ticker })),
    lockouts,
  }
}

/** The verdict of one version of the rules on one set of inputs; the first version goes unnamed. */
export function evaluationIdOf(
  decisionId: string | null,
  inputsSha256: string,
  ruleVersion: string,
): string {
  const by = ruleVersion === 'risk-1' ? [] : [ruleVersion]
  return deriveId('risk', decisionId ?? '', inputsSha256, ...by)
}

/** Stores a verdict with the inputs it was made on. Storing it again changes nothing. */
export async function saveEvaluation(
  tx: Tx,
  made: Proposal & { decisionId: string | null; verdict: RiskVerdict },
): Promise<{ riskEvaluationId: string; inputsSha256: string }> {
  const { decisionId, verdict, order, book, limits, now } = made
  const inputs = { order, book, limits, now: now.toISOString() }
  const inputsSha256 = sha256(canonicalJson(inputs))
  const riskEvaluationId = evaluationIdOf(decisionId, inputsSha256, verdict.ruleVersion)
  await tx`
    insert into risk_evaluations (risk_evaluation_id, decision_id, evaluated_at, passed, code, checks,
      inputs, inputs_sha256, needs_approval, rule_version)
    values (${riskEvaluationId}, ${decisionId}, ${now}, ${verdict.passed}, ${verdict.code},
      ${tx.json(verdict.checks)}, ${tx.json(inputs as never)}, ${inputsSha256}, ${verdict.needsApproval},
      ${verdict.ruleVersion})
    on conflict (risk_evaluation_id) do nothing
  `
  return { riskEvaluationId, inputsSha256 }
}

/** Newest evaluations first. */
export function listEvaluations(db: Db, limit: number) {
  return db`
    select risk_evaluation_id, decision_id, evaluated_at, passed, code, checks, needs_approval, rule_version
    from risk_evaluations order by evaluated_at desc, risk_evaluation_id limit ${limit}
  `
}

/** Dollars: what the account opened with and every fill since; undefined before the first sync. */
export async function readCash(db: Db): Promise<string | undefined> {
  const [row] = await db<{ cash: string }[]>`
    select opened_with + (
      select coalesce(sum(case side when 'sell' then quantity else -quantity end * price - fee), 0)
      from order_fills
    ) as cash
    from broker_accounts order by synced_at desc, account_id limit 1
  `
  return row?.cash
}

/** What the fills add up to, at the newest mark; a ticker without a mark stands at its last fill. */
function readHoldings(db: Db): Promise<Holding[]> {
  return db<Holding[]>`
    with held as (
      select ticker, sum(case side when 'buy' then quantity else -quantity end) as quantity,
        (array_agg(price order by filled_at desc, execution_id desc))[1] as last_price
      from order_fills group by ticker
    )
    select held.ticker, held.quantity, coalesce(positions.mark_price, held.last_price) as price,
      coalesce(nullif(positions.sector, ''), companies.sector, '') as sector
    from held left join positions using (ticker) left join companies using (ticker)
    where held.quantity <> 0 order by held.ticker collate "C"
  `
}

/** Orders less the fills already counted: open ones in full, closed ones as far as they filled. */
function readPending(db: Db): Promise<Pending[]> {
  return db<Pending[]>`
    select ticker, sector, side, reference_price as price, due - counted as quantity
    from (
      select o.*, coalesce((select sum(f.quantity) from order_fills f where f.order_id = o.order_id), 0) as counted,
        case when o.state in ('intent', 'submitted', 'partially_filled', 'unknown')
          then o.quantity else o.filled_quantity end as due
      from orders o
    ) orders
    where due > counted order by seq
  `
}

/** The session's first equity; before the engine saw it, the last known; at the start, the deposit. */
async function readOpeningEquity(db: Db, now: Date): Promise<string | null> {
  const date = newYorkDate(now)
  const [row] = await db<{ equity: string | null }[]>`
    select coalesce(
      (select opening_equity from daily_risk_snapshots where session_date = ${date}),
      (select equity from portfolio_snapshots where session_date < ${date} order by taken_at desc limit 1),
      (select opened_with from broker_accounts order by synced_at desc, account_id limit 1)
    ) as equity
  `
  return row?.equity ?? null
}

/** Tickers that a critical event of the last 30 minutes names. */
async function readLockouts(db: Db, now: Date): Promise<string[]> {
  const since = new Date(now.getTime() - 30 * 60_000)
  const rows = await db<{ ticker: string }[]>`
    select mentions.ticker
    from global_events events join document_company_mentions mentions using (document_id)
    where events.severity = 'critical' and events.occurred_at > ${since} and events.occurred_at <= ${now}
    union
    select impacts.ticker
    from global_events events join macro_impact_records impacts using (global_event_id)
    where events.severity = 'critical' and events.occurred_at > ${since} and events.occurred_at <= ${now}
  `
  return rows.map(({ ticker }) => ticker).sort()
}
