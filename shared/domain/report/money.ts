/** What the period brought in dollars and as a share, and whether the books say the same. */

import { Big } from 'big.js'
import type { CurvePoint, Reconciled, ReportMoney } from '../../contracts/api/report-body.ts'
import {
  beginningOf,
  cashGrowth,
  chainedGrowth,
  flowBetween,
  rounded,
  spyBetween,
} from './growth.ts'
import type { EquityReading, MoneyFacts } from './facts.ts'
import type { ReportPeriod } from './period.ts'

/** Less than half a cent apart is equal: readings are kept to a millionth of a dollar. */
const CENT_HALF = '0.005'

/** The difference of one figure and the books. */
export function reconciled(name: string, reported: Big, books: Big): Reconciled {
  const difference = reported.minus(books)
  return {
    name,
    reported: cents(reported),
    books: cents(books),
    difference: cents(difference),
    holds: difference.abs().lt(CENT_HALF),
  }
}

/** Dollars to the cent, as they are shown. */
export function cents(amount: Big): string {
  const text = amount.round(2, Big.roundHalfUp).toFixed(2)
  return text === '-0.00' ? '0.00' : text
}

type Measured = {
  money: MoneyFacts
  period: Pick<ReportPeriod, 'sessions' | 'from'>
  cashRate: number
}
type Told = { money: ReportMoney; reconciliation: Reconciled[] }

/** The money of the period, measured between two readings of the account. */
export function moneyOf({ money, period, cashRate }: Measured, curve: readonly CurvePoint[]): Told {
  const { before, now, books } = money
  const nothing: EquityReading = {
    ...now,
    equity: '0',
    cash: '0',
    realised: '0',
    unrealised: '0',
    flows: now.flows === null ? null : '0',
  }
  const from = before ?? nothing
  const change = (of: (reading: EquityReading) => string) => new Big(of(now)).minus(of(from))
  const flows = before === null ? new Big(now.flows ?? now.equity) : flowBetween(from, now)
  const profit = change(({ equity }) => equity).minus(flows)
  const [realised, unrealised] = [change((one) => one.realised), change((one) => one.unrealised)]
  const [fees, earned] = [new Big(books.fees), new Big(books.earned)]
  const parts = realised.plus(unrealised).minus(fees).plus(earned)
  return {
    money: {
      fromAt: before?.takenAt.toISOString() ?? null,
      toAt: now.takenAt.toISOString(),
      fromEquity: cents(new Big(from.equity)),
      toEquity: cents(new Big(now.equity)),
      cash: cents(new Big(now.cash)),
      flows: cents(flows),
      profit: cents(profit),
      realised: cents(realised),
      unrealised: cents(unrealised),
      fees: cents(fees),
      earned: cents(earned),
      ...sharesOf(money, period.sessions),
      benchmark: benchmarkOf(money, period, { curve, rate: cashRate }),
      since: sinceOf(money, curve),
      drawdown: drawdownOf(curve),
    },
    reconciliation: [
      reconciled('profit_and_its_parts', profit, parts),
      reconciled('realised', realised, new Big(books.profit)),
      reconciled('flows', flows, new Big(books.flows)),
    ],
  }
}

function sharesOf(
  { before, now, days, spy }: MoneyFacts,
  sessions: readonly string[],
): Pick<ReportMoney, 'share' | 'spy' | 'spyLacks'> {
  const first = before ?? { ...beginningOf(now), takenAt: new Date(0) }
  const within = days.filter(({ takenAt }) => takenAt > first.takenAt && takenAt < now.takenAt)
  const share = chainedGrowth([first, ...within, now])
  const shareRounded = share === null ? null : rounded(share)
  if (!spy.isFollowed) return { share: shareRounded, spy: null, spyLacks: 'spy_not_followed' }
  const last = sessions.at(-1)
  // Before the first session of the period, whatever the account did then.
  const since = spy.closes.findLast(({ sessionDate }) => sessionDate < (sessions[0] ?? ''))
  const moved = last === undefined || !since ? null : spyBetween(spy, since.sessionDate, last)
  return { share: shareRounded, spy: moved, spyLacks: moved === null ? 'spy_not_known_yet' : null }
}

/** Cash from reading to reading, as the account is measured; from the period's beginning where the books began within it. */
function benchmarkOf(
  { before, now }: MoneyFacts,
  { from }: { from: Date },
  { curve, rate }: { curve: readonly CurvePoint[]; rate: number },
): NonNullable<ReportMoney['benchmark']> {
  const share = rounded(cashGrowth(rate, before?.takenAt ?? from, now.takenAt) - 1)
  const since = curve.at(-1)?.cash
  return { rate, share, since: since === undefined ? null : rounded(since - 1) }
}

function sinceOf(
  { isWhole, days }: MoneyFacts,
  curve: readonly CurvePoint[],
): ReportMoney['since'] {
  const [first, last] = [curve[0], curve.at(-1)]
  if (!first || !last) return null
  const share = isWhole || days.length > 1 ? rounded(last.growth - 1) : null
  const spy = curve.findLast((point) => point.spy !== null)?.spy ?? null
  return { date: first.date, isWhole, share, spy: spy === null ? null : rounded(spy - 1) }
}

function drawdownOf(curve: readonly CurvePoint[]): ReportMoney['drawdown'] {
  const worst = curve.reduce<CurvePoint | undefined>(
    (low, point) => (point.drawdown < (low?.drawdown ?? 0) ? point : low),
    undefined,
  )
  return { worst: worst?.drawdown ?? 0, on: worst?.date ?? null, now: curve.at(-1)?.drawdown ?? 0 }
}
