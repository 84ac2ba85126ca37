/** Figures of a report, from what the report says and from the lake alone. */

import type { QueryEngine } from '#shared/clients/lake/engine.ts'
import type { ReportBody } from '#shared/contracts/api/report-body.ts'

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
export function figuresTold({ money, trades, signals, checks, quality }: ReportBody): Figures {
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
  for (const { kind, code, stopped } of checks)
    if (stopped > 0) add(`stopped ${kind} ${code}`, stopped)
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
export function figuresStatement({ account, from, to }: ReportBody): string {
  const own = `account_id = '${account}'`
  const within = (moment: string) =>
    `${moment} > timestamptz '${from}' and ${moment} <= timestamptz '${to}'`
  const reading = (at: string) =>
    `(select * from equity where ${own} and taken_at <= timestamptz '${at}' order by taken_at desc limit 1)`
  const change = (column: string) => `n.${column} - coalesce(b.${column}, 0)`
  const flows = change('flows')
  return `
    with b as ${reading(from)}, n as ${reading(to)},
    span as (select coalesce((select taken_at from b), timestamptz '1970-01-01') as after, n.taken_at as until from n),
    traded as (
      select ticker, side, quantity * price as amount, fee from fills, span
      where ${own} and busted_at is null and recorded_at > after and recorded_at <= until)
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
    union all select 'readings ' || model, count(*)::varchar from extractions
      where ${within('extracted_at')} group by model
    union all select 'documents ' || status, count(*)::varchar from documents
      where ${within('ingested_at')} group by status`
}
