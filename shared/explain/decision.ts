/** A decision against the order it became and the recommendation or position it answers. */

import type { Versions } from '../domain/rules/versions.ts'
import type { CheckComparison } from '../domain/trading/comparisons.ts'
import { engineChecks, hearEngine, sayHeard } from '../domain/trading/engine-gates.ts'
import type { TradingRules } from '../domain/trading/rules.ts'
import { canonicalJson } from '../host/canonical.ts'
import { deriveId } from '../host/ids.ts'
import type {
  StoredCheck,
  StoredDecision,
  StoredOrder,
  StoredRecommendation,
} from '../sql/provenance/order.ts'
import type { Link } from '../contracts/api/explanation.ts'
import { differs, madeBy, toLink } from './link.ts'
import { differsExactly } from './order.ts'

/** The decision behind an order. `entry` is what a stop's exit ends, `cause` what it was recommended by. */
export function checkDecision(
  order: StoredOrder,
  decision: StoredDecision | undefined,
  { entry, cause }: { entry: StoredDecision | undefined; cause: StoredRecommendation | undefined },
  versions: Versions<TradingRules>,
): Link {
  if (!decision) return toLink('decision', order.decisionId, ['there is no such decision'])
  return toLink(
    'decision',
    decision.decisionId,
    [
      differs('action', decision.action, 'act'),
      differs('ticker', decision.ticker, order.ticker),
      differs('side', decision.side, order.side),
      differsExactly('quantity', decision.quantity, order.quantity),
      decision.source === 'engine' &&
        differsExactly('reference price', decision.referencePrice, order.referencePrice),
      decision.decidedAt > order.intendedAt && 'it was made after its order',
      ...ofItself(decision, entry, versions),
      ...ofCause(decision, cause),
    ],
    detailOf(decision, versions),
  )
}

/** The decision that a position was entered by, reached from the exit that ended it. */
export function checkEntry(
  exit: StoredDecision,
  entry: StoredDecision | undefined,
  cause: StoredRecommendation | undefined,
  versions: Versions<TradingRules>,
): Link {
  // What was transferred in, or bought in the broker's own app, has none.
  if (!entry && exit.entered === '') return toLink('entry_decision', exit.decisionId, [])
  if (!entry)
    return toLink('entry_decision', exit.decisionId, [
      'there is no decision that entered this position',
    ])
  return toLink(
    'entry_decision',
    entry.decisionId,
    [
      differs('side', entry.side, 'buy'),
      ...ofItself(entry, undefined, versions),
      ...ofCause(entry, cause),
    ],
    detailOf(entry, versions),
  )
}

/** Its id follows from what it answers; its checks hold by their own numbers. */
function ofItself(
  decision: StoredDecision,
  entry: StoredDecision | undefined,
  versions: Versions<TradingRules>,
): (string | false | undefined)[] {
  const { decisionId, recommendationId, kind, ticker, code, checks, decidedAt, source } = decision
  const { part } = decision
  if (source !== 'engine') return []
  const derived =
    recommendationId === null
      ? deriveId('exit', ticker, entry?.decisionId ?? '', code, decidedAt.toISOString())
      : deriveId('decision', recommendationId, kind, ...(part > 1 ? [String(part)] : []))
  const { rules, fault } = madeBy(versions, decision.ruleVersion)
  return [
    differs('decision id', decisionId, derived),
    fault,
    kind === 'entry' && checks.length === 0 && 'it carries no checks',
    kind === 'entry' && rules && ofEngine(decision, rules),
    ...checks.map(
      (check) => kind === 'entry' && !check.passed && `check ${check.name} did not pass`,
    ),
    ...checks.map(
      (check) =>
        rules &&
        holds(check, rules.comparisons) === false &&
        `check ${check.name} does not hold: ${String(check.found)} against ${String(check.limit)}`,
    ),
  ]
}

/** What the signal engine kept back or let pass follows from what it is kept to have said. */
function ofEngine(
  { checks, signalEngine }: StoredDecision,
  rules: TradingRules,
): string | undefined {
  const wanted = engineChecks(hearEngine(rules) ? signalEngine : null)
  const names = ['engine_unheard', 'engine_against', 'engine_filter']
  const stored = checks.filter(({ name }) => names.includes(name))
  return differs('checks of the signal engine', canonicalJson(stored), canonicalJson(wanted))
}

function ofCause(
  decision: StoredDecision,
  cause: StoredRecommendation | undefined,
): (string | false | undefined)[] {
  if (!cause) return []
  const judged = decision.checks.find(
    ({ name }) => name === 'confidence_below_tier' || name === 'sell_recommendation',
  )
  return [
    differs('ticker', decision.ticker, cause.ticker),
    differs('side', decision.side, cause.action),
    cause.mode === 'informational' && 'it acts on a recommendation that is only informational',
    cause.generatedAt > decision.decidedAt && 'it was made before its recommendation',
    judged && differs('confidence compared', judged.found, cause.confidence),
  ]
}

/** Whether what a check says of its two numbers is so; undefined where they are no numbers. */
function holds(
  { name, found, limit, passed }: StoredCheck,
  comparisons: Readonly<Record<string, CheckComparison>>,
): boolean | undefined {
  const comparison = comparisons[name]
  const [one, other] = [Number(found), Number(limit)]
  if (!comparison || found === null || limit === null || Number.isNaN(one) || Number.isNaN(other))
    return undefined
  const kept = { 'at most': one <= other, 'at least': one >= other, below: one < other }[comparison]
  return kept === passed
}

function detailOf(
  {
    kind,
    code,
    side,
    quantity,
    referencePrice,
    decidedAt,
    checks,
    source,
    ruleVersion,
    signalEngine,
  }: StoredDecision,
  versions: Versions<TradingRules>,
) {
  const { rules } = madeBy(versions, ruleVersion)
  const heard =
    signalEngine && rules && hearEngine(rules) ? { signalEngine: sayHeard(signalEngine) } : {}
  const made = { kind, code, side, quantity, referencePrice, decidedAt, source, ruleVersion }
  return { ...made, ...heard, checks }
}
