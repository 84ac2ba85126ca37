/** A decision against the order it became and the recommendation or position it answers. */

import { deriveId } from '../host/ids.ts'
import type {
  ChainCheck,
  ChainDecision,
  ChainOrder,
  ChainRecommendation,
} from '../sql/provenance/order.ts'
import { differs, toLink, type Link } from './link.ts'
import { differsExactly } from './order.ts'

/** The decision behind an order. `entry` is what a stop's exit ends, `cause` what it was recommended by. */
export function checkDecision(
  order: ChainOrder,
  decision: ChainDecision | undefined,
  { entry, cause }: { entry: ChainDecision | undefined; cause: ChainRecommendation | undefined },
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
      ...ofItself(decision, entry),
      ...ofCause(decision, cause),
    ],
    detailOf(decision),
  )
}

/** The decision that a position was entered by, reached from the exit that ended it. */
export function checkEntry(
  exit: ChainDecision,
  entry: ChainDecision | undefined,
  cause: ChainRecommendation | undefined,
): Link {
  if (!entry)
    return toLink('entry_decision', exit.decisionId, [
      'there is no decision that entered this position',
    ])
  return toLink(
    'entry_decision',
    entry.decisionId,
    [differs('side', entry.side, 'buy'), ...ofItself(entry, undefined), ...ofCause(entry, cause)],
    detailOf(entry),
  )
}

/** Its id follows from what it answers; its checks hold by their own numbers. */
function ofItself(
  decision: ChainDecision,
  entry: ChainDecision | undefined,
): (string | false | undefined)[] {
  const { decisionId, recommendationId, kind, ticker, code, checks, decidedAt, source } = decision
  if (source !== 'engine') return []
  const derived =
    recommendationId === null
      ? deriveId('exit', ticker, entry?.decisionId ?? '', code, decidedAt.toISOString())
      : deriveId('decision', recommendationId, kind)
  return [
    differs('decision id', decisionId, derived),
    kind === 'entry' && checks.length === 0 && 'it carries no checks',
    ...checks.map(
      (check) => kind === 'entry' && !check.passed && `check ${check.name} did not pass`,
    ),
    ...checks.map(
      (check) =>
        holds(check) === false &&
        `check ${check.name} does not hold: ${String(check.found)} against ${String(check.limit)}`,
    ),
  ]
}

function ofCause(
  decision: ChainDecision,
  cause: ChainRecommendation | undefined,
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

/** How the numbers of a check are compared, by its name; others are words and are not. */
const comparisons: Readonly<Record<string, 'at most' | 'at least' | 'below'>> = {
  confidence_below_tier: 'at least',
  declining_book: 'at most',
  max_open_positions: 'below',
  order_shares: 'at most',
  stale_quote: 'at most',
  price_collar: 'at most',
  orders_per_minute: 'at most',
  daily_loss: 'at most',
  position_pct: 'at most',
  position_value: 'at most',
  sector_pct: 'at most',
  sectors: 'at most',
  positions: 'at most',
  stop_loss: 'at most',
  trailing_stop: 'at most',
  target_1: 'at least',
  target_2: 'at least',
}

/** Whether what a check says of its two numbers is so; undefined where they are no numbers. */
export function holds({ name, found, limit, passed }: ChainCheck): boolean | undefined {
  const comparison = comparisons[name]
  const [one, other] = [Number(found), Number(limit)]
  if (!comparison || found === null || limit === null || Number.isNaN(one) || Number.isNaN(other))
    return undefined
  const kept = { 'at most': one <= other, 'at least': one >= other, below: one < other }[comparison]
  return kept === passed
}

function detailOf({
  kind,
  code,
  side,
  quantity,
  referencePrice,
  decidedAt,
  checks,
  source,
}: ChainDecision) {
  return { kind, code, side, quantity, referencePrice, decidedAt, source, checks }
}
