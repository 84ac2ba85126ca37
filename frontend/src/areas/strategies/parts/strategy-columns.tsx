/** Columns of what strategies said last, and of their trades on paper. */

import type { StrategyOutput, StrategyTrade } from '#shared/contracts/api/strategies.ts'
import { CompanyLink } from '../../../parts/company-link.tsx'
import { SignedMoney, SignedShare } from '../../../parts/figures.tsx'
import type { Column } from '../../../parts/table.tsx'
import { wordsFor } from '../../../text/codes.ts'
import { dollars, percent } from '../../../text/format.ts'
import { strategyName } from '../../../text/strategy-names.ts'

const DIRECTIONS = { long: 'text-up', short: 'text-down', none: 'text-muted' } as const

export const outputColumns: Column<StrategyOutput>[] = [
  {
    head: 'Ticker',
    value: ({ ticker }) => ticker,
    cell: ({ ticker }) => <CompanyLink ticker={ticker} />,
  },
  {
    head: 'Strategy',
    value: ({ strategy }) => strategyName(strategy),
    cell: ({ strategy }) => strategyName(strategy),
  },
  {
    head: 'Says',
    value: ({ direction }) => direction,
    cell: ({ direction, why }) => (
      <>
        <span className={DIRECTIONS[direction]}>
          {direction === 'none' ? 'nothing' : direction}
        </span>
        <span className="hidden text-12 text-muted md:block">{why}</span>
      </>
    ),
  },
  {
    head: 'Strength',
    isNumber: true,
    value: ({ reading }) => Math.abs(reading),
    cell: ({ reading }) => Math.abs(reading).toFixed(3),
  },
  {
    head: 'Wants',
    isWide: true,
    isNumber: true,
    value: ({ weight }) => weight,
    cell: ({ weight }) =>
      weight === null ? '' : weight === 0 ? 'none of it' : `${percent(weight, 1)} of equity`,
  },
  {
    head: 'Did without',
    isWide: true,
    value: ({ lacks }) => lacks.join(' '),
    cell: ({ lacks }) => (
      <span className="block max-w-80 text-12 whitespace-normal text-muted">
        {lacks.map(wordsFor).join('; ')}
      </span>
    ),
  },
  {
    head: 'Session',
    isWide: true,
    value: ({ sessionDate }) => sessionDate,
    cell: ({ sessionDate }) => sessionDate,
  },
  {
    head: 'Weights',
    isWide: true,
    isNumber: true,
    value: ({ weightsVersion }) => weightsVersion,
    cell: ({ weightsVersion }) => `version ${weightsVersion}`,
  },
]

const STATES = {
  waiting: 'waits for its open',
  open: 'held',
  closed: 'closed',
  void: 'came to nothing',
}

export const tradeColumns: Column<StrategyTrade>[] = [
  {
    head: 'Ticker',
    value: ({ ticker }) => ticker,
    cell: ({ ticker }) => <CompanyLink ticker={ticker} />,
  },
  {
    head: 'Strategy',
    value: ({ strategy }) => strategyName(strategy),
    cell: ({ strategy }) => strategyName(strategy),
  },
  {
    head: 'State',
    value: ({ state }) => state,
    cell: ({ state, why }) => (
      <>
        {STATES[state]}
        <span className="hidden text-12 text-muted md:block">{state === 'closed' ? why : ''}</span>
      </>
    ),
  },
  {
    head: 'Profit',
    isNumber: true,
    value: ({ profit }) => Number(profit),
    cell: ({ profit, state }) =>
      state === 'open' || state === 'closed' ? <SignedMoney amount={profit} /> : '',
  },
  {
    head: 'Made',
    isWide: true,
    isNumber: true,
    value: (trade) => madeOf(trade),
    cell: (trade) => {
      const made = madeOf(trade)
      return made === null ? '' : <SignedShare share={made} />
    },
  },
  {
    head: 'Bought',
    isWide: true,
    value: ({ enteredOn }) => enteredOn,
    cell: ({ enteredOn, entryPrice }) =>
      enteredOn && entryPrice ? `${enteredOn} at ${dollars(entryPrice)}` : '',
  },
  {
    head: 'Sold',
    isWide: true,
    value: ({ exitedOn }) => exitedOn,
    cell: ({ exitedOn, exitPrice }) =>
      exitedOn ? `${exitedOn}${exitPrice ? ` at ${dollars(exitPrice)}` : ', valued'}` : '',
  },
  {
    head: 'Learned from',
    isWide: true,
    value: ({ countedIn }) => countedIn,
    cell: ({ countedIn, state }) =>
      countedIn === null ? (state === 'closed' ? 'not yet' : '') : `step ${countedIn}`,
  },
]

function madeOf({ state, profit, paid }: StrategyTrade): number | null {
  const isHeld = state === 'open' || state === 'closed'
  return isHeld && Number(paid) > 0 ? Number(profit) / Number(paid) : null
}
