/** Makes a report of what was read: the one place where its figures are computed. */

import {
  REPORT_FORM,
  type Reconciled,
  type ReportBody,
  type ReportCheck,
} from '../../contracts/api/report-body.ts'
import { WINDOWS } from '../../contracts/sets.ts'
import { savedBy } from '../trading/saved.ts'
import { borneOutBy, countedShare } from './counted.ts'
import type { CheckFacts, ReportFacts } from './facts.ts'
import { findingsOf } from './findings.ts'
import { curveOf } from './growth.ts'
import { moneyOf } from './money.ts'
import { tradesOf } from './trades.ts'

const INCIDENTS_MAX = 200

/** The same facts give the same report. */
export function composeReport(facts: ReportFacts): ReportBody {
  const { period, signals, quality, incidents } = facts
  const said = {
    form: REPORT_FORM,
    type: period.type,
    account: facts.account,
    from: period.from.toISOString(),
    to: period.to.toISOString(),
    sessions: period.sessions,
    ...booksOf(facts),
    checks: checksOf(facts.checks),
    signals: {
      byWindow: borneOutBy(signals.outcomes, ({ window }) => window).toSorted(
        (a, b) => placeOf(a.name) - placeOf(b.name),
      ),
      byCatalyst: borneOutBy(signals.outcomes, ({ catalyst }) => catalyst),
      priced: signals.priced,
      recommendations: signals.recommendations,
      decisions: signals.decisions,
    },
    quality: {
      ...quality,
      publishers: quality.publishers.map(({ name, borneOut, tried }) =>
        countedShare(name, borneOut, tried),
      ),
    },
    incidents: incidents.slice(0, INCIDENTS_MAX),
    moreIncidents: Math.max(0, incidents.length - INCIDENTS_MAX),
    planned: facts.planned,
  } satisfies Omit<ReportBody, 'findings'>
  return { ...said, findings: findingsOf(said) }
}

/** Whether every figure equals the books. */
export function doesReconcile({
  reconciliation,
}: {
  reconciliation: readonly Reconciled[]
}): boolean {
  return reconciliation.every(({ holds }) => holds)
}

function booksOf({
  money,
  trades,
  period,
  cashRate,
}: ReportFacts): Pick<ReportBody, 'money' | 'curve' | 'trades' | 'reconciliation'> {
  if (money === null) return { money: null, curve: [], trades: [], reconciliation: [] }
  const curve = curveOf(money.days, money.isWhole, { spy: money.spy, cashRate })
  const told = moneyOf({ money, period, cashRate }, curve)
  const { lines, reconciliation } = tradesOf(trades, money.books.profit)
  return {
    money: told.money,
    curve,
    trades: lines,
    reconciliation: [...told.reconciliation, ...reconciliation],
  }
}

/** What each check stopped in the period, and what those brought that ended in it. */
function checksOf({ stopped, unmade }: CheckFacts): ReportCheck[] {
  const keyOf = ({ code, kind }: Pick<ReportCheck, 'code' | 'kind'>) => `${kind} ${code}`
  const counts = new Map(stopped.map((one) => [keyOf(one), one.count]))
  const ended = Map.groupBy(unmade, keyOf)
  const names = new Map([...stopped, ...unmade].map((one) => [keyOf(one), one]))
  return [...names]
    .map(([key, { code, kind }]) => {
      const { n, clusters, saved, interval } = savedBy(ended.get(key) ?? [])
      const dollars = (value: number) => Math.round(value * 100) / 100 + 0
      return {
        code,
        kind,
        stopped: counts.get(key) ?? 0,
        ended: n,
        clusters,
        saved: dollars(saved),
        interval: interval && { from: dollars(interval.from), to: dollars(interval.to) },
      }
    })
    .toSorted((a, b) => b.stopped - a.stopped || (keyOf(a) < keyOf(b) ? -1 : 1))
}

function placeOf(window: string): number {
  return (WINDOWS as readonly string[]).indexOf(window)
}
