/**
 * Takes in what the broker says of the account, as one change.
 *
 * Repeating it changes nothing, and two readings may be taken in in either order: fills are known
 * by their id, orders only move on, and what fills add up to does not depend on which came first
 * (docs/FORMULAS.md, Orders and fills).
 */

import { Big } from 'big.js'
import type { BrokerState } from '../../domain/trading/broker-state.ts'
import type { Handover } from '../../pipeline.ts'
import { appendAudit, serviceActor } from '../access/audit.ts'
import { readCurrentAccountId, saveAccount, beginBooks } from './accounts.ts'
import { takeBackFills } from './busts.ts'
import { saveFills, type StoredFill } from './fills.ts'
import { saveForeignOrders } from './foreign-orders.ts'
import type { Tx } from '../open.ts'
import { bookFills } from './ledger.ts'
import { lockBook } from './locks.ts'
import { applyReport, findOrders, type OrderReport } from './orders.ts'
import { markPositions, readPositions } from './positions.ts'

/** Stores a reading made at business time `now`; returns what the lake is to be told. */
export async function recordBrokerState(
  tx: Tx,
  state: BrokerState,
  now: Date,
): Promise<Handover<'lake_publish'>[]> {
  await lockBook(tx)
  const { isCurrent, isBegun } = await saveAccount(tx, state.account, now)
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
  const fills = await saveFills(tx, state.fills, orderIds, now)
  for (const { orderId } of fills)
    if (orderId && !reports.has(orderId)) reports.set(orderId, fillsOnly)
  const closed: Handover<'lake_publish'>[] = []
  for (const { orderId } of ours) {
    const report = reports.get(orderId)
    if (report) closed.push(...(await applyReport(tx, orderId, report, now)))
  }
  await saveForeignOrders(tx, state.orders, now)
  await bookFills(tx)
  const stored = fills.map(({ executionId }) => executionId)
  await takeBackFills(tx, { busts: state.busts ?? [], stored }, now)
  if (!isBegun) await beginBooks(tx, now)
  await markPositions(tx, state.positions, now)
  await noteMismatches(tx, state, now)
  return [...fills.map((fill) => tellLake(fill, now)), ...closed]
}

/** Of an account that is not traded with nothing is taken in; that it was told is written down, once. */
async function noteOtherAccount(tx: Tx, { account }: BrokerState, now: Date): Promise<[]> {
  const { accountId } = account
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

/** Where our fills and the broker's holdings disagree, it is written down, once for each state of it. */
async function noteMismatches(
  tx: Tx,
  { positions: told, odd = [] }: BrokerState,
  now: Date,
): Promise<void> {
  const unread = odd.filter(({ reason }) => reason === 'unreadable_position')
  const held = new Map(
    (await readPositions(tx, { held: true })).map((row) => [row.ticker, row.quantity]),
  )
  const theirs = new Map(told.map((row) => [row.ticker, row.quantity]))
  for (const ticker of [...new Set([...held.keys(), ...theirs.keys()])].sort()) {
    const ours = new Big(held.get(ticker) ?? 0)
    const broker = new Big(theirs.get(ticker) ?? 0)
    if (ours.eq(broker)) continue
    // What the broker says of it could not be read: that is no holding of none.
    if (!theirs.has(ticker) && unread.length > 0) continue
    const after = { ours: ours.toFixed(), broker: broker.toFixed() }
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
