/** An engine that asks for what it should keep away from by itself has a fault: then its entries end. */

import { isBeyond, runawayCodes } from '../../domain/risk/pace-checks.ts'
import type { Proposal, RiskVerdict } from '../../domain/risk/evaluate.ts'
import { MINUTE_MS } from '../../domain/spans.ts'
import { appendAudit, serviceActor } from '../access/audit.ts'
import type { Tx } from '../open.ts'
import { ofAccount } from '../trading/accounts.ts'
import { setHold } from '../trading/standing.ts'

/** Orders refused within so many minutes count together. */
const RUNAWAY_MINUTES = 10

/**
 * Sets the hold `runaway` once the engine was refused too many orders that a sound one never asks for;
 * it stands until a person lifts it. What people ask for by hand does not count.
 */
export async function noteRunaway(
  tx: Tx,
  { limits, order, now }: Proposal,
  verdict: RiskVerdict,
): Promise<void> {
  if (order.side !== 'buy' || !isBeyond(verdict)) return
  const most = limits.runawayOrdersMax
  const [row] = await tx<{ refused: number }[]>`
    select count(*)::integer as refused from (
      select from risk_evaluations e join trading_decisions d using (decision_id)
      where ${ofAccount(tx, 'e')} and d.source = 'engine' and not e.passed
        and e.code = any(${[...runawayCodes]}::text[])
        and e.evaluated_at > greatest(${new Date(now.getTime() - RUNAWAY_MINUTES * MINUTE_MS)}, coalesce((
          select max(business_at) from audit_events
          where entity_type = '' and entity_id = 'runaway'), '-infinity'))
        and e.evaluated_at <= ${now}
      limit ${most}
    ) refused
  `
  if ((row?.refused ?? 0) < most) return
  const says = `${most} orders within ${RUNAWAY_MINUTES} minutes that the engine should not have asked for, the last refused for ${verdict.code}`
  const isNew = await setHold(
    tx,
    { code: 'runaway', state: 'reducing', says, by: 'risk-engine' },
    now,
  )
  if (!isNew) return
  await appendAudit(tx, {
    by: serviceActor('risk-engine'),
    action: 'runaway',
    does: 'ends the entries of an engine that runs away',
    subjectKind: 'trading_hold',
    subject: 'runaway',
    after: { says },
    now,
  })
}
