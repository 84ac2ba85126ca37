/** Figures of a report, from what the report says and from the lake alone. */

import type { QueryEngine } from '#shared/clients/lake/engine.ts'
import type { ReportBody } from '#shared/contracts/api/report-body.ts'
import { newYorkInstant, sessionOf } from '#shared/domain/market/calendar.ts'
import { windowHours } from '#shared/domain/signal/window.ts'

/** By its name; dollars of the report to the cent, of the lake whole. */
export type Figures = Record<string, string>

const dollars = (read: string) => `cast(cast(${read} as decimal(38, 9)) as varchar)`

/** Half a cent; what was bought and sold is added up of up to three trades that are rounded each. */
const ROUNDED = { one: 0.005, several: 0.015 }

/** Names of the figures in which they differ, or that one of them lacks. */
export function figuresApart(told: Figures, lake: Figures): string[] {
  const names = new Set([...Object.keys(told), ...Object.keys(lake)])
  return [...names].filter((name) => {
    const most = /^(bought|sold) /.test(name) ? ROUNDED.several : ROUNDED.one
    return !(Math.abs(Number(told[name]) - Number(lake[name])) <= most + 1e-9)
  })
}

/** What the report says, of what the lake can be asked too. */
export function figuresTold({
  money,
  trades,
  signals,
  checks,
  quality,
  incidents,
}: ReportBody): Figures {
  const figures: Figures = {}
  const add = (name: string, value: string | number) => {
    figures[name] = typeof value === 'number' ? String(value) : value
  }
  if (money)
    for (const name of [
      'toEquity',
      'cash',
      'profit',
      'realised',
      'unrealised',
      'flows',
      'fees',
    ] as const)
      add(name, money[name])
  for (const [ticker, lines] of Map.groupBy(trades, (line) => line.ticker))
    for (const side of ['bought', 'sold'] as const)
      add(`${side} ${ticker}`, lines.reduce((sum, line) => sum + Number(line[side]), 0).toFixed(2))
  for (const { action, mode, count } of signals.recommendations)
    add(`advice ${action} ${mode}`, count)
  for (const { kind, action, code, count } of signals.decisions)
    add(`decision ${kind} ${action} ${code}`, count)
  for (const { kind, code, stopped, ended, saved } of checks) {
    if (stopped > 0) add(`stopped ${kind} ${code}`, stopped)
    if (ended > 0) add(`ended ${kind} ${code}`, ended)
    if (ended > 0) add(`saved ${kind} ${code}`, saved)
  }
  for (const { name, hits, tried } of signals.byWindow) {
    add(`hits ${name}`, hits)
    add(`tried ${name}`, tried)
  }
  for (const { model, outcome, count } of quality.calls) add(`calls ${model} ${outcome}`, count)
  for (const { kind, about, says } of incidents) {
    // The one kind of which the lake has facts.
    const [, count, reason] = /^(\d+) given up, of which (.*)$/.exec(says) ?? []
    if (kind === 'dead_letters' && count) add(`dead ${about} ${reason}`, count)
  }
  for (const { model, readings } of quality.readings) add(`readings ${model}`, readings)
  for (const { status, count } of quality.documents) add(`documents ${status}`, count)
  return figures
}

/** The same, by one question. */
export async function figuresOfLake(engine: QueryEngine, body: ReportBody): Promise<Figures> {
  const { rows } = await engine.query(
    figuresStatement(body),
    { rowsMax: 1_000, seconds: 60, memoryMb: 512 },
    new AbortController().signal,
  )
  return figuresOf(rows)
}

/** Of the rows that answer `figuresStatement`. */
export function figuresOf(rows: readonly (readonly unknown[])[]): Figures {
  return Object.fromEntries(rows.map(([name, value]) => [String(name), String(value)] as const))
}

/** What the lake is asked. */
export function figuresStatement({ account, from, to, sessions }: ReportBody): string {
  const own = `account_id = '${account}'`
  const within = (moment: string) =>
    `${moment} > timestamptz '${from}' and ${moment} <= timestamptz '${to}'`
  const reading = (at: string) =>
    `(select * from equity where ${own} and taken_at <= timestamptz '${at}' order by taken_at desc limit 1)`
  const change = (column: string) => `n.${column} - coalesce(b.${column}, 0)`
  const flows = change('flows')
  const over = sessions.map((date) => `date '${date}'`).join(', ') || 'null'
  return `
    with b as ${reading(from)}, n as ${reading(to)},
    span as (select coalesce((select taken_at from b), timestamptz '1970-01-01') as after, n.taken_at as until from n),
    traded as (
      select ticker, side, quantity * price as amount, fee from fills, span
      where ${own} and busted_at is null and recorded_at > after and recorded_at <= until),
    ${signalParts(sessions)}
    select 'toEquity', ${dollars('n.equity')} from n
    union all select 'cash', ${dollars('n.cash')} from n
    union all select 'profit', ${dollars(`${change('equity')} - (${flows})`)} from n left join b on true
    union all select 'realised', ${dollars(change('realised_pnl'))} from n left join b on true
    union all select 'unrealised', ${dollars(change('unrealised_pnl'))} from n left join b on true
    union all select 'flows', ${dollars(flows)} from n left join b on true
    union all select 'fees', ${dollars('coalesce((select sum(fee) from traded), 0)')} from n
    union all select word || ' ' || ticker,
      ${dollars('coalesce(sum(amount) filter (where side = of_side), 0)')}
      from traded, (values ('bought', 'buy'), ('sold', 'sell')) as sides(word, of_side) group by word, ticker
    union all select 'advice ' || action || ' ' || mode, count(*)::varchar from recommendations
      where ${within('generated_at')} group by action, mode
    union all select 'decision ' || kind || ' ' || action || ' ' || code, count(*)::varchar from decisions
      where ${own} and ${within('decided_at')} group by kind, action, code
    union all select 'stopped ' || kind || ' ' || code, count(*)::varchar from counterfactuals
      where ${own} and ${within('decided_at')} group by kind, code
    union all select word || ' ' || kind || ' ' || code,
      case word when 'ended' then count(*)::varchar else ${dollars('-sum(profit)')} end
      from counterfactuals, (values ('ended'), ('saved')) as words(word)
      where ${own} and state = 'ended' and ended_on in (${over}) and decided_at <= timestamptz '${to}'
      group by word, kind, code
    union all select word || ' ' || trend_window,
      count(*) filter (where word = 'tried' or sign(sentiment_mean) = sign(move))::varchar
      from said, (values ('hits'), ('tried')) as words(word) group by word, trend_window
    union all select 'calls ' || model || ' ' || outcome, count(*)::varchar from agent_calls
      where ${within('"at"')} group by model, outcome
    union all select 'dead ' || list || ' ' || reason, count(*)::varchar from jobs
      where state = 'dead' and ${within('business_at')} group by list, reason
    union all select 'readings ' || model, count(*)::varchar from extractions
      where ${within('extracted_at')} group by model
    union all select 'documents ' || status, count(*)::varchar from documents
      where ${within('ingested_at')} group by status`
}

/** What trends that took a side said before each session, and what the session did beyond the mean of all companies. */
function signalParts(sessions: readonly string[]): string {
  const moments = sessions.map(
    (date) =>
      `(timestamptz '${newYorkInstant(date, '00:00').toISOString()}', timestamptz '${sessionOf(date)!.opensAt.toISOString()}')`,
  )
  const spans = Object.entries(windowHours).map(([name, hours]) => `('${name}', ${hours})`)
  return `
    sessions(starts_at, opens_at) as (values ${moments.join(', ') || '(null::timestamptz, null::timestamptz)'}),
    spans(name, hours) as (values ${spans.join(', ')}),
    moved as (
      select opens_at, ticker, cast(close as double) / cast(open as double) - 1 as move
      from market_bars join sessions using (starts_at) where timespan = '1d' and ticker <> 'SPY'),
    moves as (select opens_at, ticker, move - avg(move) over (partition by opens_at) as move from moved),
    standing as (
      select *, row_number() over (partition by opens_at, t.ticker, trend_window order by as_of desc) as newest
      from moves join trends t on t.ticker = moves.ticker and as_of < opens_at join spans on name = trend_window),
    said as (
      select trend_window, sentiment_mean, move from standing
      where newest = 1 and as_of > opens_at - hours * interval '1 hour' and signal_count > 0
        and company_signals > 0 and sentiment_mean <> 0 and abs(move) > 1e-12)`
}
