/** What the period brought, and the curve it stands in. */

import type { ReactNode } from 'react'
import type { ReportBody, ReportMoney } from '#shared/contracts/api/report-body.ts'
import { SignedMoney, SignedShare } from '../../../parts/figures.tsx'
import { NamedValue, NamedValues } from '../../../parts/named-values.tsx'
import { dollars } from '../../../text/format.ts'
import { GrowthChart } from '../../../parts/growth-chart.tsx'

export function ReportFigures({ body: { money, curve } }: { body: ReportBody }) {
  if (money === null)
    return <p className="px-4 pb-5 text-muted">The account was not read by then.</p>
  return (
    <>
      <NamedValues>
        {figuresOf(money).map(([name, value]) => (
          <NamedValue key={name} name={name}>
            {value}
          </NamedValue>
        ))}
      </NamedValues>
      <GrowthChart curve={curve} />
    </>
  )
}

function figuresOf(money: ReportMoney): [string, ReactNode][] {
  const { since, drawdown, benchmark } = money
  const name = since?.isWhole ? 'since the beginning' : `since ${since?.date}`
  return [
    ['Equity at the end', dollars(money.toEquity)],
    ['Profit', <SignedMoney key="profit" amount={money.profit} />],
    ['As a share', shareOf(money.share)],
    ['SPY', shareOf(money.spy)],
    ...(benchmark
      ? ([[`Cash at ${benchmark.rate.toFixed(2)} % a year`, shareOf(benchmark.share)]] as [
          string,
          ReactNode,
        ][])
      : []),
    ['Realised', <SignedMoney key="realised" amount={money.realised} />],
    ['Change of unrealised', <SignedMoney key="unrealised" amount={money.unrealised} />],
    ['Fees', dollars(money.fees)],
    ['Interest, dividends, charges', <SignedMoney key="earned" amount={money.earned} />],
    ['Paid in less taken out', <SignedMoney key="flows" amount={money.flows} />],
    ['Cash in the account', dollars(money.cash)],
    ...(since
      ? ([
          [`Account ${name}`, shareOf(since.share)],
          [`SPY ${name}`, shareOf(since.spy)],
          ...(benchmark ? [[`Cash ${name}`, shareOf(benchmark.since)]] : []),
          ['Worst drawdown', shareOf(drawdown.worst)],
        ] as [string, ReactNode][])
      : []),
  ]
}

function shareOf(share: number | null): ReactNode {
  return share === null ? (
    <span className="text-muted">not known</span>
  ) : (
    <SignedShare share={share} />
  )
}
