/** Stores corporate actions: what is told again is kept once, what is told no more is closed. */

import { actionKey, type ActionSpan, type NewAction } from '../../domain/market/action.ts'
import { deriveId } from '../../host/ids.ts'
import type { Tx } from '../open.ts'

export type ActionOrigin = { sourceId: string; now: Date }

/** Stores those that are new or say something else than they did; returns how many. */
export async function saveActions(
  tx: Tx,
  actions: readonly NewAction[],
  { sourceId, now }: ActionOrigin,
): Promise<number> {
  if (actions.length === 0) return 0
  const rows = [...new Map(actions.map((action) => [actionId(action), action]))].map(
    ([action_id, action]) => rowOf(action_id, action),
  )
  const told = tx`jsonb_to_recordset(${tx.json(rows)}) as r (action_id uuid, ticker text, kind text,
    ex_date date, ratio_from numeric, ratio_to numeric, amount numeric, currency text,
    dividend_type text, declared_on date, record_on date, pay_on date)`
  // Of a split that is told with another ratio the old row is closed, and the new one stands beside it.
  await tx`
    update corporate_actions a set replaced_at = ${now} from ${told}
    where a.action_id = r.action_id and a.replaced_at is null and a.known_at < ${now}
      and (a.ratio_from, a.ratio_to) is distinct from (r.ratio_from, r.ratio_to)`
  // Days on which a dividend is declared and paid change no price: they are mended in place.
  await tx`
    update corporate_actions a
    set declared_on = r.declared_on, record_on = r.record_on, pay_on = r.pay_on from ${told}
    where a.action_id = r.action_id and a.replaced_at is null and a.kind = 'dividend'
      and (a.declared_on, a.record_on, a.pay_on) is distinct from (r.declared_on, r.record_on, r.pay_on)`
  const saved = await tx`
    insert into corporate_actions (action_id, ticker, kind, ex_date, ratio_from, ratio_to, amount,
      currency, dividend_type, declared_on, record_on, pay_on, source_id, known_at)
    select r.*, ${sourceId}::uuid, ${now} from ${told} order by r.action_id
    on conflict do nothing returning 1`
  return saved.count
}

/** Closes what this source told before of such a span and does not tell any more. */
export async function withdrawActions(
  tx: Tx,
  { kind, ticker, from }: ActionSpan,
  told: readonly NewAction[],
  { sourceId, now }: ActionOrigin,
): Promise<number> {
  const { count } = await tx`
    update corporate_actions set replaced_at = ${now}
    where source_id = ${sourceId} and kind = ${kind} and ex_date >= ${from}::date
      and (${ticker} = '' or ticker = ${ticker}) and replaced_at is null and known_at < ${now}
      and action_id <> all(${told.map(actionId)}::uuid[])`
  return count
}

function actionId(action: NewAction): string {
  return deriveId('corporate_action', ...actionKey(action))
}

function rowOf(action_id: string, action: NewAction) {
  const { ticker, kind, exDate: ex_date } = action
  if (kind === 'split')
    return {
      action_id,
      ticker,
      kind,
      ex_date,
      ratio_from: action.ratioFrom,
      ratio_to: action.ratioTo,
    }
  return {
    action_id,
    ticker,
    kind,
    ex_date,
    amount: action.amount,
    currency: action.currency,
    dividend_type: action.dividendType,
    declared_on: action.declaredOn,
    record_on: action.recordOn,
    pay_on: action.payOn,
  }
}
