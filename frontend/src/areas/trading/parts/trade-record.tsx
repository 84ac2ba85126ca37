/** How often trades won, and how much; all they realised is the ledger's own figure. */

import type { PerformanceAnswer } from '#shared/contracts/api/performance.ts'
import { SignedMoney } from '../../../parts/figures.tsx'
import { NamedValue, NamedValues } from '../../../parts/named-values.tsx'
import { count, dollars, percent, signedDollars } from '../../../text/format.ts'

export function RecordFigures({ told: { trades, realised } }: { told: PerformanceAnswer }) {
  const { won, lost, winRate, winInterval, factor, expectancy, payoff } = trades
  return (
    <>
      <NamedValues>
        <NamedValue name="Trades">
          {count(won + lost)}
          <span className="block text-12 font-normal text-muted">
            {count(won)} won, {count(lost)} lost
          </span>
        </NamedValue>
        <NamedValue name="Share won">
          {winRate === null ? '–' : percent(winRate)}
          {winInterval && (
            <span className="block text-12 font-normal text-muted">
              95 %: {percent(winInterval.low)} to {percent(winInterval.high)}
            </span>
          )}
        </NamedValue>
        <NamedValue name="Profit factor">{factor === null ? '–' : factor.toFixed(2)}</NamedValue>
        <NamedValue name="Expectancy a trade">
          {expectancy === null ? '–' : <SignedMoney amount={expectancy} />}
        </NamedValue>
        <NamedValue name="Mean win over mean loss">
          {payoff === null ? '–' : payoff.toFixed(2)}
        </NamedValue>
        <NamedValue name="Won">
          <SignedMoney amount={trades.wonDollars} />
        </NamedValue>
        <NamedValue name="Lost">
          <SignedMoney amount={trades.lostDollars} />
        </NamedValue>
        <NamedValue name="Fees">{dollars(trades.fees)}</NamedValue>
      </NamedValues>
      <p className="max-w-prose px-4 pb-4 text-12 text-muted">
        Before fees. Since the books began: trades that ended realised{' '}
        {signedDollars(realised.ended)}, those still open {signedDollars(realised.open)}, together
        the {signedDollars(realised.ledger)} of the ledger.
      </p>
    </>
  )
}
