/** What a range brought beside SPY and cash, how deep it fell and how sure that is; and the same session by session. */

import type { PerformanceAnswer } from '#shared/contracts/api/performance.ts'
import { SignedShare } from '../../../parts/figures.tsx'
import { NamedValue, NamedValues } from '../../../parts/named-values.tsx'
import type { Column } from '../../../parts/table.tsx'
import { dollars, percent, signedPercent, signedScore } from '../../../text/format.ts'

type Point = PerformanceAnswer['curve'][number]

/** Of a curve from one base: its last point less its first. */
const grown = (values: readonly (number | null | undefined)[]) => {
  const known = values.filter((value) => value != null)
  const [first, last] = [known[0], known.at(-1)]
  return known.length < 2 || !first || last === undefined ? null : last / first - 1
}

const shareOf = (share: number | null) => (share === null ? '–' : <SignedShare share={share} />)

export function GrowthFigures({ told }: { told: PerformanceAnswer }) {
  const { curve, drawdown, sharpe, cashRate } = told
  return (
    <>
      <NamedValues>
        <NamedValue name="The account">{shareOf(grown(curve.map((at) => at.growth)))}</NamedValue>
        <NamedValue name="SPY">{shareOf(grown(curve.map((at) => at.spy)))}</NamedValue>
        <NamedValue name={`Cash at ${cashRate.toFixed(2)} % a year`}>
          {shareOf(grown(curve.map((at) => at.cash)))}
        </NamedValue>
        <NamedValue name="Deepest fall">
          {drawdown === null ? 'none' : signedPercent(-drawdown.depth)}
        </NamedValue>
        <NamedValue name="Sharpe, a year’s">
          {sharpe === null ? '–' : signedScore(sharpe.ratio)}
          <span className="block text-12 font-normal text-muted">
            {sharpe === null
              ? 'too few sessions'
              : sharpe.interval === null
                ? 'too few sessions to say how sure'
                : `95 %: ${signedScore(sharpe.interval.low)} to ${signedScore(sharpe.interval.high)}`}
          </span>
        </NamedValue>
      </NamedValues>
      {drawdown !== null && <p className="max-w-prose px-4 pb-3 text-muted">{spellOf(drawdown)}</p>}
    </>
  )
}

function spellOf({ depth, from, bottom, recovered, sessions }: Fall): string {
  const length = `${sessions} ${sessions === 1 ? 'session' : 'sessions'}`
  const ended =
    recovered === null
      ? `has not come back, ${length} on`
      : `came back on ${recovered}, after ${length}`
  return `From its highest on ${from} it fell ${percent(depth, 2)} until ${bottom}, and ${ended}.`
}

type Fall = NonNullable<PerformanceAnswer['drawdown']>

const ofBase = (value: number | null | undefined) =>
  value == null ? <span className="text-muted">–</span> : signedPercent(value - 1)

export const curveColumns: Column<Point>[] = [
  { head: 'Session', value: (at) => at.date, cell: (at) => at.date },
  {
    head: 'Equity',
    isNumber: true,
    value: (at) => Number(at.equity),
    cell: (at) => dollars(at.equity),
  },
  { head: 'Account', isNumber: true, value: (at) => at.growth, cell: (at) => ofBase(at.growth) },
  { head: 'SPY', isNumber: true, value: (at) => at.spy, cell: (at) => ofBase(at.spy) },
  {
    head: 'Cash',
    isNumber: true,
    isWide: true,
    value: (at) => at.cash ?? null,
    cell: (at) => ofBase(at.cash),
  },
  {
    head: 'Below highest',
    isNumber: true,
    isWide: true,
    value: (at) => at.drawdown,
    cell: (at) => signedPercent(at.drawdown),
  },
]
