/** What was asked of the world's broker, line by line, so that a killed process finds it again. */

import { appendFileSync, existsSync, readFileSync } from 'node:fs'
import { Big } from 'big.js'
import type { WorldSplit } from '../contents/actions.ts'
import type { Ticket } from './execution.ts'

/** Dollars paid in, or out where they are less than none. */
export type Transfer = { amount: Big; at: Date }

/** A dividend that was paid on a holding. */
export type Payment = { symbol: string; quantity: Big; perShare: Big; amount: Big; at: Date }

export type JournalEntry =
  | { what: 'transfer'; transfer: Transfer }
  | { what: 'payment'; payment: Payment }
  | { what: 'split'; split: WorldSplit }
  | { what: 'reset' }
  | { what: 'submit'; ticket: Ticket }
  | { what: 'cancel'; orderId: string; at: Date; due?: Date }
  | { what: 'replace'; orderId: string; by: string; at: Date }

type PaymentLine = Record<keyof Payment, string>
type SubmitLine = { what: 'submit' } & Omit<Ticket, 'submittedAt'> & { submittedAt: string }
type Line =
  | { what: 'transfer'; transfer: { amount: string; at: string } }
  | { what: 'payment'; payment: PaymentLine }
  | { what: 'split'; split: WorldSplit }
  | { what: 'reset' }
  | SubmitLine
  | { what: 'cancel'; orderId: string; at: string; due?: string }
  | { what: 'replace'; orderId: string; by: string; at: string }

/** What a journal remembers, oldest first; nothing of a file that is not there. */
export function readJournal(file: string): JournalEntry[] {
  if (!existsSync(file)) return []
  const lines = readFileSync(file, 'utf8').split('\n')
  // A kill may cut the last line short; what it said was never answered.
  return lines.slice(0, -1).map((text) => toEntry(JSON.parse(text) as Line))
}

/** Adds an entry; it is on disk when this returns. */
export function appendJournal(file: string, entry: JournalEntry): void {
  const line: Record<string, unknown> =
    entry.what === 'submit'
      ? { what: 'submit', ...entry.ticket, submittedAt: entry.ticket.submittedAt.toISOString() }
      : { ...entry }
  appendFileSync(file, `${JSON.stringify(line)}\n`)
}

function toEntry(line: Line): JournalEntry {
  if (line.what === 'reset' || line.what === 'split') return line
  if (line.what === 'transfer') {
    const { amount, at } = line.transfer
    return { what: 'transfer', transfer: { amount: new Big(amount), at: new Date(at) } }
  }
  if (line.what === 'payment') return { what: 'payment', payment: toPayment(line.payment) }
  if (line.what === 'replace') return { ...line, at: new Date(line.at) }
  if (line.what === 'cancel') {
    const at = new Date(line.at)
    return { ...line, at, due: new Date(line.due ?? line.at) }
  }
  const { what, ...rest } = line
  const ticket = {
    ...rest,
    quantity: new Big(line.quantity),
    limitPrice: line.limitPrice === null ? null : new Big(line.limitPrice),
    stopPrice: line.stopPrice === null ? null : new Big(line.stopPrice),
    submittedAt: new Date(line.submittedAt),
  }
  return { what, ticket }
}

function toPayment({ symbol, quantity, perShare, amount, at }: PaymentLine): Payment {
  return {
    symbol,
    quantity: new Big(quantity),
    perShare: new Big(perShare),
    amount: new Big(amount),
    at: new Date(at),
  }
}
