/** What a report shows of money and trades. */

import type {
  ReportBody,
  ReportMoney,
  TradeLine,
  TradeReason,
} from '../../../contracts/api/report-body.ts'
import { dollarsText, percentText, wordsOfCode } from '../words.ts'
import { drawdownChart, growthChart } from './charts.ts'
import { htmlTable, markup, type Markup } from './markup.ts'

export function moneySection({ money, curve }: ReportBody): Markup {
  if (money === null)
    return markup`<section><h2>Money</h2><p class="none">The account was not read by then.</p></section>`
  const figures: readonly [string, string | Markup][] = [
    ['Equity at the end', dollarsText(money.toEquity)],
    ['Profit', signed(money.profit)],
    ['As a share', shareText(money.share)],
    ['SPY', shareText(money.spy)],
    ...cashFigure(money),
    ['Realised', signed(money.realised)],
    ['Change of unrealised', signed(money.unrealised)],
    ['Fees', dollarsText(money.fees)],
    ['Interest, dividends, charges', signed(money.earned)],
    ['Paid in less taken out', signed(money.flows)],
    ['Cash in the account', dollarsText(money.cash)],
    ...sinceFigures(money),
  ]
  return markup`<section><h2>Money</h2><dl>${figures.map(([name, value]) => markup`<div><dt>${name}</dt><dd>${value}</dd></div>`)}</dl>
${growthChart(curve)}${drawdownChart(curve)}</section>`
}

/** What cash would have come to, beside what the account did. */
function cashFigure({ benchmark }: ReportMoney): [string, string | Markup][] {
  if (!benchmark) return []
  return [[`Cash at ${benchmark.rate.toFixed(2)} % a year`, shareText(benchmark.share)]]
}

function sinceFigures({ since, drawdown, benchmark }: ReportMoney): [string, string | Markup][] {
  if (since === null) return []
  const name = since.isWhole ? 'since the beginning' : `since ${since.date}`
  return [
    [`Account ${name}`, shareText(since.share)],
    [`SPY ${name}`, shareText(since.spy)],
    ...(benchmark
      ? [[`Cash ${name}`, shareText(benchmark.since)] as [string, string | Markup]]
      : []),
    ['Worst drawdown', shareText(drawdown.worst)],
  ]
}

function shareText(share: number | null): string | Markup {
  if (share === null) return markup`<span class="muted">not known</span>`
  return coloured(share, percentText(share))
}

/** Dollars with their sign; colour never stands alone. */
export function signed(amount: string): Markup | string {
  const value = Number(amount)
  return coloured(value, `${value > 0 ? '+' : ''}${dollarsText(amount)}`)
}

function coloured(value: number, text: string): Markup | string {
  if (value === 0) return text
  return value > 0
    ? markup`<span class="up">${text}</span>`
    : markup`<span class="down">${text}</span>`
}

const TRADES_SHOWN = 200

export function tradesSection({ trades }: ReportBody): Markup {
  const more = trades.length - TRADES_SHOWN
  return markup`<section><h2>Trades</h2>${htmlTable<TradeLine>(
    trades.slice(0, TRADES_SHOWN),
    [
      { head: 'Ticker', cell: ({ ticker }) => ticker },
      { head: 'State', cell: stateOf },
      { head: 'Bought', isNumber: true, cell: ({ bought }) => dollarsText(bought) },
      { head: 'Sold', isNumber: true, cell: ({ sold }) => dollarsText(sold) },
      { head: 'Realised', isNumber: true, cell: ({ profit }) => signed(profit) },
      { head: 'Whole trade', isNumber: true, cell: ({ whole }) => signed(whole) },
      { head: 'Bought for', cell: ({ why }) => reasonText(why) },
      { head: 'Sold for', cell: ({ end }) => (end ? wordsOfCode(end.code) : '') },
    ],
    'Nothing was bought or sold.',
  )}${more > 0 ? markup`<p class="muted">${more} more are in the JSON.</p>` : null}</section>`
}

function stateOf({ state, days }: TradeLine): string {
  if (state === 'held') return 'still held'
  return days === null ? 'ended' : `ended after ${days === 1 ? '1 day' : `${days} days`}`
}

function reasonText(why: TradeReason | null): string | Markup {
  if (why === null) return markup`<span class="muted">no order of ours</span>`
  if (why.thesis === '') return wordsOfCode(why.code)
  const sure = why.confidence === null ? '' : `, confidence ${why.confidence.toFixed(2)}`
  return markup`${why.thesis} <span class="muted">(${why.window ?? ''}${sure})</span>`
}
