/**
 * Takes in what the broker says of the account, as one change.
 *
 * Repeating it changes nothing, and two readings may be taken in in either order: fills are known
 * by their id, orders only move on, and what fills add up to does not depend on which came first
 * (docs/FORMULAS.md, Orders and fills).
 */

import { Big } from 'big.js'
import { isTraded, partFills } from '../../domain/trading/activity.ts'
import type { BrokerFill, BrokerState } from '../../domain/trading/broker-state.ts'
import type { Handover } from '../../pipeline.ts'
import { appendAudit, serviceActor } from '../access/audit.ts'
import { readCurrentAccountId, saveAccount, beginBooks } from './accounts.ts'
import { activityOfFill, saveActivities } from './activities.ts'
import { takeBackFills } from './busts.ts'
import { keepReconciliationHold, readDifferences } from './differences.ts'
import { saveFills, type StoredFill } from './fills.ts'
import { saveForeignOrders } from './foreign-orders.ts'
import { followBroker } from './follow.ts'
import { restateOpening } from './opening.ts'
import { beginOwed, saveOtherHoldings } from './other-holdings.ts'
import type { Tx } from '../open.ts'
import { bookFills } from './ledger.ts'
import { lockBook } from './locks.ts'
import { applyReport, findOrders, type OrderReport } from './orders.ts'
import { markPositions } from './positions.ts'
import { liftHold, setHold } from './standing.ts'

/** Stores a reading made at business time `now`; returns what the lake is to be told. */
export async function recordBrokerState(
  tx: Tx,
  state: BrokerState,
  now: Date,
): Promise<Handover<'lake_publish'>[]> {
  await lockBook(tx)
  const { isCurrent, begunAt, isNewest } = await saveAccount(tx, state.account, now)
  if (!isCurrent) return noteOtherAccount(tx, state, now)
  const ours = await findOrders(
    tx,
    state.orders.map(({ clientOrderId }) => clientOrderId),
    state.fills.map(({ brokerOrderId }) => brokerOrderId),
  )
  const byClientId = new Map(ours.map((order) => [order.clientOrderId, order.orderId]))
  const orderIds = new Map<string, string>()
  for (const { brokerOrderId, orderId } of ours)
    if (brokerOrderId) orderIds.set(brokerOrderId, orderId)
  const reports = new Map<string, OrderReport>()
  for (const told of state.orders) {
    const orderId = byClientId.get(told.clientOrderId)
    if (!orderId) continue
    orderIds.set(told.brokerOrderId, orderId)
    reports.set(orderId, told)
  }
  const fills = await saveFills(tx, partFills(state).shares, orderIds, now)
  for (const { orderId } of fills)
    if (orderId && !reports.has(orderId)) reports.set(orderId, fillsOnly)
  const closed: Handover<'lake_publish'>[] = []
  for (const { orderId } of ours) {
    const report = reports.get(orderId)
    if (report) closed.push(...(await applyReport(tx, orderId, report, now)))
  }
  await saveForeignOrders(tx, state.orders, now)
  await keepAccountBooks(tx, state, { begunAt, isNewest, fresh: fills }, now)
  return [...fills.map((fill) => tellLake(fill, now)), ...closed]
}

type Read = { begunAt: Date | null; isNewest: boolean; fresh: readonly StoredFill[] }

/** Books what the account did, and follows it. */
async function keepAccountBooks(
  tx: Tx,
  state: BrokerState,
  { begunAt, isNewest, fresh }: Read,
  now: Date,
): Promise<void> {
  const others = partFills(state).others.map(activityOfFill)
  const told = [...others, ...(state.activities ?? [])]
  const prices = new Map(state.positions.map(({ ticker, price }) => [ticker, price]))
  const activities = await saveActivities(tx, told, { prices, begunAt }, now)
  const ids = new Set(fresh.map(({ executionId }) => executionId))
  if (begunAt) {
    const before = state.fills.filter(wasBefore(begunAt, ids))
    await restateOpening(tx, { fills: before, begunAt }, now)
  }
  await bookFills(tx)
  await takeBackFills(tx, { busts: state.busts ?? [], stored: [...ids] }, now)
  if (!begunAt) await beginBooks(tx, now)
  if (isNewest) {
    const touched = new Set([...fresh, ...activities].flatMap(({ ticker }) => ticker ?? []))
    await followBroker(tx, state, { begins: begunAt === null, touched }, now)
    await saveOtherHoldings(tx, state.positions, now)
    if (!begunAt) await beginOwed(tx)
  }
  await markPositions(tx, state.positions.filter(isTraded), now)
  await noteMismatches(tx, now)
  await keepReconciliationHold(tx, now)
  await liftHold(tx, 'account_changed', now)
  await liftHold(tx, 'account_reset', now)
}

/** Of an account that is not traded with nothing is taken in; that it was told is written down, once. */
async function noteOtherAccount(tx: Tx, { account }: BrokerState, now: Date): Promise<[]> {
  const { accountId } = account
  const says = `the broker tells of account ${accountId}, which is not the one traded with; a person must say which`
  const hold = { code: 'account_changed', state: 'halted' as const, says, by: 'broker-sync' }
  await setHold(tx, hold, now)
  const told = await tx`
    select from audit_events where entity_type = 'broker_account' and entity_id = ${accountId}
      and action = 'account_changed' limit 1`
  if (told.length > 0) return []
  await appendAudit(tx, {
    by: serviceActor('broker-sync'),
    action: 'account_changed',
    does: 'reads an account that is not the one traded with',
    subjectKind: 'broker_account',
    subject: accountId,
    after: { current: await readCurrentAccountId(tx), told: accountId },
    now,
  })
  return []
}

/** An order too old to be listed may still have fills to tell of. */
const fillsOnly: OrderReport = {
  status: 'partially_filled',
  filledQuantity: '0',
  filledPriceAvg: null,
  brokerOrderId: null,
  submittedAt: null,
  closedAt: null,
}

function tellLake({ executionId }: StoredFill, now: Date): Handover<'lake_publish'> {
  return {
    to: 'lake_publish',
    job: { job_type: 'trade_fill', entity_id: executionId, dt: now.toISOString() },
  }
}

/** Of the fills that were new, those executed before the books began: they were part of what it opened with. */
const wasBefore = (begunAt: Date, fresh: ReadonlySet<string>) => (fill: BrokerFill) =>
  fresh.has(fill.executionId) && fill.filledAt <= begunAt

/** Where our books and the broker's word disagree, it is written down, once for each state of it. */
async function noteMismatches(tx: Tx, now: Date): Promise<void> {
  for (const { what, ticker, ours, theirs } of await readDifferences(tx)) {
    if (what !== 'position') continue
    const after = { ours: new Big(ours).toFixed(), broker: new Big(theirs).toFixed() }
    const told = await tx`
      select from audit_events where entity_type = 'position' and entity_id = ${ticker}
        and action = 'position_mismatch' and detail = ${tx.json(after)} limit 1`
    if (told.length > 0) continue
    await appendAudit(tx, {
      by: serviceActor('broker-sync'),
      action: 'position_mismatch',
      does: 'compares what is held with what the broker says',
      subjectKind: 'position',
      subject: ticker,
      after,
      now,
    })
  }
}
