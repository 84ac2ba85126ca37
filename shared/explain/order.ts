/** An order against its decision, and against the risk evaluation that let it pass. */

import { UUID_PATTERN } from '../contracts/primitives.ts'
import { Big } from 'big.js'
import type { Book } from '../domain/risk/book.ts'
import { evaluateOrder, type ProposedOrder, type RiskRules } from '../domain/risk/evaluate.ts'
import type { Limits } from '../domain/risk/limits.ts'
import type { Versions } from '../domain/rules/versions.ts'
import { canonicalJson } from '../host/canonical.ts'
import { messageOf } from '../host/faults.ts'
import { deriveId, sha256 } from '../host/ids.ts'
import type { StoredEvaluation, StoredOrder } from '../sql/provenance/order.ts'
import type { Link } from '../contracts/api/explanation.ts'
import { differs, madeBy, toLink } from './link.ts'
import { evaluationIdOf } from '../sql/risk/evaluations.ts'

const CLIENT_ORDER_ID = new RegExp(`^sx-(.+)-${UUID_PATTERN}$`)

/** The intent: both its ids follow from the decision. */
export function checkOrder(order: StoredOrder): Link {
  const orderId = deriveId('order', order.decisionId)
  const stage = CLIENT_ORDER_ID.exec(order.clientOrderId)?.[1]
  const { clientOrderId, ticker, side, quantity, referencePrice, state, intendedAt } = order
  return toLink(
    'order',
    order.orderId,
    [
      differs('order id', order.orderId, orderId),
      differs('client order id', clientOrderId, `sx-${stage ?? '<stage>'}-${orderId}`),
    ],
    { side, quantity, ticker, referencePrice, state, clientOrderId, intendedAt },
  )
}

type Inputs = { order: ProposedOrder; book: Book; limits: Limits; now: string }

/** The evaluation: its inputs hash to what the order names, are this order's, and pass again. */
export function checkEvaluation(
  order: StoredOrder,
  evaluation: StoredEvaluation | undefined,
  versions: Versions<RiskRules>,
): Link {
  const id = order.riskEvaluationId
  if (!evaluation) return toLink('risk_evaluation', id, ['there is no such evaluation'])
  const inputs = JSON.parse(evaluation.inputs) as Partial<Inputs>
  const hash = sha256(canonicalJson(inputs))
  const checks = JSON.parse(evaluation.checks) as unknown[]
  const { rules, fault } = madeBy(versions, evaluation.ruleVersion)
  return toLink(
    'risk_evaluation',
    id,
    [
      differs('hash of the inputs', hash, evaluation.inputsSha256),
      differs('hash the order names', order.inputsSha256, evaluation.inputsSha256),
      differs(
        'evaluation id',
        id,
        evaluationIdOf(order.decisionId, evaluation.inputsSha256, evaluation.ruleVersion),
      ),
      differs('decision id', evaluation.decisionId, order.decisionId),
      differs('evaluated at', evaluation.evaluatedAt, order.intendedAt),
      !evaluation.passed && `it did not pass: ${evaluation.code}`,
      evaluation.needsApproval && differs('approval', evaluation.approval, 'approved'),
      ...(rules ? againstInputs(order, evaluation, { rules, inputs, checks }) : [fault]),
    ],
    {
      code: evaluation.code,
      ruleVersion: evaluation.ruleVersion,
      checks: checks.length,
      inputsSha256: evaluation.inputsSha256,
      evaluatedAt: evaluation.evaluatedAt,
    },
  )
}

function againstInputs(
  order: StoredOrder,
  evaluation: StoredEvaluation,
  made: { rules: RiskRules; inputs: Partial<Inputs>; checks: unknown[] },
): (string | undefined)[] {
  const { order: asked, book, limits, now } = made.inputs
  if (!asked || !book || !limits || !now)
    return ['the inputs do not carry order, book, limits and now']
  try {
    const quote = asked.quote && { ...asked.quote, at: new Date(asked.quote.at) }
    const proposal = { order: { ...asked, quote }, book, limits, now: new Date(now) }
    const again = evaluateOrder(made.rules, proposal)
    return [
      differs('ticker of the inputs', asked.ticker, order.ticker),
      differs('side of the inputs', asked.side, order.side),
      differsExactly('quantity of the inputs', asked.quantity, order.quantity),
      differsExactly('reference price of the inputs', asked.referencePrice, order.referencePrice),
      differs('moment of the inputs', now, order.intendedAt.toISOString()),
      differs('verdict', evaluation.code, again.code),
      differs('passed', evaluation.passed, again.passed),
      differs('need of approval', evaluation.needsApproval, again.needsApproval),
      differs('checks', canonicalJson(made.checks), canonicalJson(again.checks)),
    ]
  } catch (fault) {
    return [`the inputs cannot be evaluated: ${messageOf(fault)}`]
  }
}

/** As `differs`, for amounts in decimal text: 0.5 and 0.500 are the same. */
export function differsExactly(
  name: string,
  stored: string | null,
  expected: string,
): string | undefined {
  if (stored !== null && new Big(stored).eq(expected)) return undefined
  return `${name} is ${stored ?? 'missing'}, expected ${expected}`
}
