/** Trades, checks, incidents and plans of a report. */

import type { ReportCheck, ReportIncident, TradeLine } from '#shared/contracts/api/report-body.ts'
import type { ReportPlans } from '#shared/contracts/api/report-plans.ts'
import { CompanyLink } from '../../../parts/company-link.tsx'
import { SignedMoney } from '../../../parts/figures.tsx'
import { Table, type Column } from '../../../parts/table.tsx'
import { wordsFor } from '../../../text/codes.ts'
import { dayEt, dollars, shares } from '../../../text/format.ts'
import { Nothing } from './nothing.tsx'

const tradeColumns: Column<TradeLine>[] = [
  {
    head: 'Ticker',
    value: (row) => row.ticker,
    cell: (row) => <CompanyLink ticker={row.ticker} />,
  },
  {
    head: 'State',
    value: (row) => row.state,
    cell: ({ state, days }) =>
      state === 'held'
        ? 'still held'
        : days === null
          ? 'ended'
          : `ended after ${days === 1 ? '1 day' : `${days} days`}`,
  },
  {
    head: 'Realised',
    isNumber: true,
    value: (row) => Number(row.profit),
    cell: (row) => <SignedMoney amount={row.profit} />,
  },
  {
    head: 'Whole trade',
    isNumber: true,
    isWide: true,
    value: (row) => Number(row.whole),
    cell: (row) => <SignedMoney amount={row.whole} />,
  },
  {
    head: 'Bought for',
    isWide: true,
    value: ({ why }) => why?.thesis || why?.code || '',
    cell: ({ why }) => (why ? why.thesis || wordsFor(why.code) : 'no order of ours'),
  },
  {
    head: 'Sold for',
    value: ({ end }) => end?.code ?? '',
    cell: ({ end }) => (end ? wordsFor(end.code) : ''),
  },
]

export function TradeTable({ trades }: { trades: readonly TradeLine[] }) {
  if (trades.length === 0) return <Nothing>Nothing was bought or sold.</Nothing>
  const keyOf = (row: TradeLine) => `${row.ticker} ${row.openedAt} ${row.endedAt}`
  return <Table label="Trades" rows={trades} columns={tradeColumns} keyOf={keyOf} />
}

const checkColumns: Column<ReportCheck>[] = [
  { head: 'Check', value: (row) => row.code, cell: (row) => wordsFor(row.code) },
  { head: 'Kind', isWide: true, value: (row) => row.kind, cell: (row) => row.kind },
  { head: 'Stopped', isNumber: true, value: (row) => row.stopped, cell: (row) => row.stopped },
  { head: 'Ended', isNumber: true, value: (row) => row.ended, cell: (row) => row.ended },
  {
    head: 'Saved',
    isNumber: true,
    value: (row) => row.saved,
    cell: (row) => (row.ended === 0 ? '' : <SignedMoney amount={row.saved} />),
  },
  {
    head: '95 %',
    isNumber: true,
    isWide: true,
    value: ({ interval }) => interval?.from ?? null,
    cell: ({ interval, ended }) =>
      interval
        ? `${dollars(interval.from)} to ${dollars(interval.to)}`
        : ended > 0
          ? 'too few'
          : '',
  },
]

export function ReportCheckTable({ checks }: { checks: readonly ReportCheck[] }) {
  if (checks.length === 0)
    return <Nothing>No check stopped a purchase, and none of before ended.</Nothing>
  const keyOf = (row: ReportCheck) => `${row.kind} ${row.code}`
  return <Table label="Checks" rows={checks} columns={checkColumns} keyOf={keyOf} />
}

type IncidentsProps = { incidents: readonly ReportIncident[]; more: number }

export function IncidentTable({ incidents, more }: IncidentsProps) {
  if (incidents.length === 0) return <Nothing>No incident was noted.</Nothing>
  return (
    <>
      <Table
        label="Incidents"
        rows={incidents}
        keyOf={({ at, kind, about, says }) => `${at} ${kind} ${about} ${says}`}
        columns={[
          {
            head: 'When (ET)',
            value: ({ at }) => at ?? '',
            cell: ({ at }) => (at === null ? '' : dayEt(new Date(at))),
          },
          { head: 'What', value: ({ kind }) => kind, cell: ({ kind }) => wordsFor(kind) },
          { head: 'Of', value: ({ about }) => about, cell: ({ about }) => about },
          { head: 'Said', isWide: true, value: ({ says }) => says, cell: ({ says }) => says },
        ]}
      />
      {more > 0 && <Nothing>{more} more are not shown.</Nothing>}
    </>
  )
}

const heldColumns: Column<ReportPlans['held'][number]>[] = [
  {
    head: 'Ticker',
    value: (row) => row.ticker,
    cell: (row) => <CompanyLink ticker={row.ticker} />,
  },
  {
    head: 'Shares',
    isNumber: true,
    value: (row) => Number(row.quantity),
    cell: (row) => shares(row.quantity),
  },
  {
    head: 'Worth',
    isNumber: true,
    value: (row) => Number(row.worth),
    cell: (row) => dollars(row.worth),
  },
  {
    head: 'Unrealised',
    isNumber: true,
    value: (row) => Number(row.unrealised),
    cell: (row) => <SignedMoney amount={row.unrealised} />,
  },
  {
    head: 'Stop',
    isNumber: true,
    isWide: true,
    value: ({ stop }) => Number(stop),
    cell: ({ stop }) => (stop === null ? '' : dollars(stop)),
  },
  {
    head: 'Next results, about',
    isWide: true,
    value: ({ earnings }) => earnings,
    cell: ({ earnings }) => earnings ?? 'not known',
  },
]

export function PlanTables({ planned }: { planned: ReportPlans | null }) {
  if (planned === null) return <Nothing>It was made too late to say what was planned then.</Nothing>
  const { held, exits, approvals } = planned
  return (
    <>
      {held.length === 0 ? (
        <Nothing>Nothing is held.</Nothing>
      ) : (
        <Table label="Held" rows={held} columns={heldColumns} keyOf={({ ticker }) => ticker} />
      )}
      <ul className="px-4 pb-4">
        {exits.map(({ ticker, code, state, says }) => (
          <li key={ticker}>
            Exit of {ticker} ({wordsFor(code)}): {state}. {says}
          </li>
        ))}
        {approvals.map(({ ticker, side, quantity, expiresAt }) => (
          <li key={`${ticker} ${expiresAt}`}>
            To approve until {dayEt(new Date(expiresAt))}: {side} {shares(quantity)} {ticker}
          </li>
        ))}
      </ul>
    </>
  )
}
