/** What the engine answered, in lines for people. */

import type { Catalogue } from '#shared/contracts/api/catalogue.ts'
import type { AnswerOf } from '#shared/contracts/api/route.ts'
import { formatTable } from '../table.ts'
import { showRealMoney } from './show-money.ts'
import { showUnreadable } from './show-unreadable.ts'

type Answer<K extends keyof Catalogue> = AnswerOf<Catalogue[K]>
type Standing = {
  mode: string
  state: string
  holds: readonly {
    code: string
    state: string
    says: string
    since: Date | string
    liftedBy: string
  }[]
}

/** Mode, state, and a line for each hold. */
export function showStanding({ mode, state, holds }: Standing): string {
  const head = `Trading is ${mode} and ${state}.`
  if (holds.length === 0) return head
  const rows = holds.map((hold) => [
    hold.code,
    hold.state,
    momentOf(hold.since),
    hold.liftedBy,
    hold.says,
  ])
  return `${head}\n\n${formatTable(['HOLD', 'STATE', 'SINCE', 'LIFTED BY', 'WHY'], rows)}`
}

export function status(at: Answer<'GET /api/trading/status'>): string {
  const session = at.session
    ? `open until ${at.session.closesAt}`
    : `opens ${at.nextSession.opensAt}`
  const limits = at.limits.map(({ limit, of, found, most, left }) => [
    limit,
    of,
    numberOf(found),
    numberOf(most),
    numberOf(left),
  ])
  const loops = at.loops.map(({ loop, lastGoodAt }) => [loop, lastGoodAt ?? 'never'])
  return [
    showStanding(at),
    ...showUnreadable(at.unreadable),
    showRealMoney(at.realMoney),
    `Tier ${at.riskTier}; ${at.reserve} dollars in the reserve; exchange ${session}.`,
    ...(at.breakers.length > 0 ? [breakers(at)] : []),
    formatTable(['LIMIT', 'OF', 'FOUND', 'LIMIT', 'LEFT'], limits),
    formatTable(['LOOP', 'LAST GOOD'], loops),
  ].join('\n\n')
}

export function breakers({
  breakers: open,
}: Pick<Answer<'GET /api/trading/status'>, 'breakers'>): string {
  if (open.length === 0) return 'No breaker is open.'
  const rows = open.map(({ breaker, ticker, openedAt, closesAt }) => [
    breaker,
    ticker ?? 'all',
    openedAt,
    closesAt ?? 'until it is reset',
  ])
  return formatTable(['BREAKER', 'TICKER', 'OPENED', 'CLOSES'], rows)
}

export function settings(of: Answer<'GET /api/trading/config'>): string {
  const rows = Object.entries(of.settings).map(([name, value]) => [
    name,
    value === null ? 'by size' : String(value),
    (of.byHand as readonly string[]).includes(name) ? 'a person' : 'environment',
  ])
  const head = `Version ${of.version}, by ${of.changedBy} at ${of.changedAt}${of.reason ? `: ${of.reason}` : ''}`
  const all = formatTable(['SETTING', 'VALUE', 'SET BY'], rows)
  return [head, ...showUnreadable(of.unreadable), all].join('\n\n')
}

export function history(versions: Answer<'GET /api/trading/config/history'>): string {
  const rows = versions.map((one, place) => [
    one.version,
    one.changedAt,
    one.changedBy,
    changesOf(one.settings, versions[place + 1]?.settings),
    one.reason,
  ])
  return formatTable(['VERSION', 'AT', 'BY', 'CHANGED', 'WHY'], rows)
}

function changesOf(
  after: Record<string, unknown>,
  before: Record<string, unknown> | undefined,
): string {
  if (!before) return ''
  const names = Object.keys(after).filter((name) => after[name] !== before[name])
  return names.map((name) => `${name}=${String(after[name])}`).join(' ')
}

export function decisions(rows: Answer<'GET /api/trading/decisions'>): string {
  return formatTable(
    ['AT', 'TICKER', 'KIND', 'ACTION', 'CODE', 'QUANTITY', 'ID'],
    rows.map((row) => [
      row.decidedAt,
      row.ticker,
      row.kind,
      row.action,
      row.code,
      row.quantity ?? '',
      row.decisionId,
    ]),
  )
}

export function whole({
  decision,
  risks,
  order,
}: Answer<'GET /api/trading/decisions/:id'>): string {
  const { ticker, kind, action, code, quantity, decidedAt, ruleVersion } = decision
  const checks = decision.checks.map(({ name, found, limit, passed }) => [
    name,
    String(found ?? ''),
    String(limit ?? ''),
    passed ? 'passed' : 'failed',
  ])
  const came = order ? `Its order ${order.orderId} is ${order.state}.` : 'No order came of it.'
  return [
    `${decidedAt} ${kind} ${ticker}: ${action}, ${code}${quantity ? `, ${quantity} shares` : ''} (${ruleVersion})`,
    formatTable(['CHECK', 'FOUND', 'LIMIT', ''], checks),
    `Risk judged it ${risks.length} times${risks[0] ? `, last ${risks[0].code}` : ''}. ${came}`,
  ].join('\n\n')
}

export function performance(of: Answer<'GET /api/trading/performance'>): string {
  const rows = of.byTicker.map((row) => [
    row.ticker,
    row.trades,
    row.won,
    row.lost,
    Number(row.realisedPnl),
  ])
  return [
    `Since ${of.since}: equity ${of.startEquity ?? '?'} → ${of.equity ?? '?'} dollars` +
      ` (${percentOf(of.returnShare)}), today ${of.dayPnl ?? '?'}, deepest fall ${percentOf(of.drawdownMax)}.`,
    `${of.trades} trades ended: ${of.won} won, ${of.lost} lost; win rate ${percentOf(of.winRate)},` +
      ` payoff ${of.payoff?.toFixed(2) ?? '?'}; ${of.realisedPnl} dollars.`,
    ...(rows.length > 0 ? [formatTable(['TICKER', 'TRADES', 'WON', 'LOST', 'DOLLARS'], rows)] : []),
  ].join('\n\n')
}

export function showForecast(of: Answer<'POST /api/trading/override/order'>): string {
  const { order, verdict, mayLeave, effect } = of
  const price = order.referencePrice
    ? ` at about ${order.referencePrice}, ${order.estimatedValue} dollars`
    : ''
  const judged = !verdict
    ? 'There is no price to judge it by yet.'
    : verdict.passed
      ? `It passes all ${verdict.checks.length} checks${verdict.needsApproval ? ', and waits for approval' : ''}.`
      : `It would be refused: ${verdict.code}.`
  const failed = verdict?.checks.filter(({ passed }) => !passed) ?? []
  return [
    `${order.side} ${order.quantity} ${order.ticker} (${order.orderType})${price}.`,
    mayLeave.ok ? judged : `It may not leave now: ${mayLeave.says} (${mayLeave.code}). ${judged}`,
    ...failed.map(
      ({ name, found, limit }) => `  ${name}: ${String(found)}, limit ${String(limit)}`,
    ),
    ...(effect ? [`Cash ${effect.cash.before} → ${effect.cash.after} dollars.`] : []),
    ...(of.jobId ? [`Asked for: decision ${of.decisionId}.`] : []),
  ].join('\n')
}

export function closing(of: Answer<'POST /api/trading/positions/close-all'>): string {
  const rows = of.closing.map(({ ticker, quantity, value }) => [ticker, quantity, value])
  const head = of.done ? 'Asked for:' : 'Would be closed:'
  const orders = `${of.canceling.length} orders to buy are taken back.`
  return `${head}\n${formatTable(['TICKER', 'SHARES', 'DOLLARS'], rows)}\n${orders}`
}

function momentOf(at: Date | string): string {
  return typeof at === 'string' ? at : at.toISOString()
}

function numberOf(value: number | null): string {
  return value === null ? '?' : String(Number(value.toFixed(4)))
}

function percentOf(value: number | null): string {
  return value === null ? '?' : `${(value * 100).toFixed(2)} %`
}
