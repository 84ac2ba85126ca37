/**
 * Puts one order to the broker, and finds out what came of it when the answer is not clear.
 *
 * An unclear answer is never taken for a refusal: the order is looked up by the id we gave it, and
 * while that says nothing it may still be on its way there (docs/FORMULAS.md, Orders and fills).
 */

import { plainText } from '#shared/domain/document/text/cut.ts'
import { redact } from '#shared/host/redact.ts'
import { BrokerError } from '#shared/clients/alpaca/broker-error.ts'
import type { Alpaca, OrderRequest } from '#shared/clients/alpaca/client.ts'
import type { BrokerOrder } from '#shared/domain/trading/broker-state.ts'

/**
 * `in_the_way`: other open orders of the ticker keep it out; it is not there. `not_taken`: the broker
 * did not look at it. `unclear`: it may be there, and nobody knows it yet.
 */
export type Submission =
  | { kind: 'accepted'; order: BrokerOrder }
  | { kind: 'rejected'; reason: string }
  | { kind: 'in_the_way'; reason: string }
  | { kind: 'not_taken'; fault: BrokerError }
  | { kind: 'unclear'; fault: unknown }

const DUPLICATE_ID = 40010001
const REFUSALS = [400, 403, 422]
/** How the broker says that an open order of the same ticker stands against this one. */
const IN_THE_WAY = /wash trade|insufficient qty available/i

/** Puts an order to the broker once. Nothing is thrown but what is no answer of the broker's. */
export async function submitOnce(
  alpaca: Pick<Alpaca, 'submitOrder' | 'orderByClientId'>,
  order: OrderRequest,
): Promise<Submission> {
  try {
    return { kind: 'accepted', order: await alpaca.submitOrder(order) }
  } catch (fault) {
    if (!(fault instanceof BrokerError)) throw fault
    if (isRefusal(fault)) {
      const reason = reasonOf(fault)
      return { kind: IN_THE_WAY.test(fault.body) ? 'in_the_way' : 'rejected', reason }
    }
    if (!fault.isAmbiguous && !isDuplicate(fault)) return { kind: 'not_taken', fault }
    return find(alpaca, order, fault)
  }
}

/** The answer is unclear, or says that the id is taken: the broker is asked by it. */
async function find(
  alpaca: Pick<Alpaca, 'orderByClientId'>,
  order: OrderRequest,
  fault: BrokerError,
): Promise<Submission> {
  try {
    const sent = await alpaca.orderByClientId(order.clientOrderId)
    if (sent) return { kind: 'accepted', order: sent }
    return { kind: 'unclear', fault }
  } catch (cause) {
    return { kind: 'unclear', fault: cause }
  }
}

/** The broker judged the order and said no; without a code of its own it did not get that far. */
function isRefusal(fault: BrokerError): boolean {
  return REFUSALS.includes(fault.status) && fault.code !== undefined && !isDuplicate(fault)
}

function isDuplicate({ status, code, body }: BrokerError): boolean {
  return status === 422 && code === DUPLICATE_ID && body.includes('client_order_id must be unique')
}

const REASON_MAX = 1000

function reasonOf({ status, body }: BrokerError): string {
  return plainText(redact(`${status} ${body}`), REASON_MAX)
}
