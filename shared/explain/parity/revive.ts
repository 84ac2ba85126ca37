/** Kept inputs as they were given: JSON with its moments made dates again. */

import type { Exit } from '../../domain/trading/exits.ts'
import type { GateInput } from '../../domain/trading/gates.ts'
import type { EntryInput } from '../../domain/trading/judge-entry.ts'
import type { ExitInput } from '../../domain/trading/judge-exit.ts'
import type { RestingInput } from '../../domain/trading/judge-resting.ts'
import type { TrancheInput } from '../../domain/trading/judge-tranche.ts'
import type { KeptInputs } from '../../sql/trading/decision-inputs.ts'

/** @throws SyntaxError or TypeError where it is nothing that was kept. */
export function reviveInputs(text: string): KeptInputs {
  const kept = JSON.parse(text) as KeptInputs
  if (kept.by === 'entry') return { ...kept, input: reviveEntry(kept.input) }
  if (kept.by === 'tranche') return { ...kept, input: reviveTranche(kept.input) }
  if (kept.by === 'exit') return { ...kept, input: reviveExit(kept.input) }
  return kept.by === 'resting' ? { ...kept, input: reviveResting(kept.input) } : kept
}

function reviveEntry({ gate, micro, trade, ...rest }: EntryInput): EntryInput {
  return {
    ...rest,
    gate: reviveGate(gate),
    micro: micro && { ...micro, lastAt: dateOf(micro.lastAt) },
    trade: trade && { ...trade, at: new Date(trade.at) },
  }
}

function reviveGate(gate: GateInput): GateInput {
  const { session, refusals } = gate
  return {
    ...gate,
    breakers: gate.breakers.map((one) => ({
      ...one,
      openedAt: new Date(one.openedAt),
      closesAt: dateOf(one.closesAt),
    })),
    session: session && {
      ...session,
      opensAt: new Date(session.opensAt),
      closesAt: new Date(session.closesAt),
    },
    soldAt: dateOf(gate.soldAt),
    refusals: refusals && { ...refusals, lastAt: new Date(refusals.lastAt) },
  }
}

function reviveTranche({ tranche, gate, trade, ...rest }: TrancheInput): TrancheInput {
  const { plannedAt, dueAt } = tranche
  return {
    ...rest,
    tranche: { ...tranche, plannedAt: new Date(plannedAt), dueAt: new Date(dueAt) },
    gate: reviveGate(gate),
    trade: trade && { ...trade, at: new Date(trade.at) },
  }
}

function reviveExit({ holding, doubt, seen, exit, ...rest }: ExitInput): ExitInput {
  return {
    ...rest,
    holding: { ...holding, openedAt: new Date(holding.openedAt) },
    doubt: doubt && {
      ...doubt,
      printedAt: new Date(doubt.printedAt),
      doubtedAt: new Date(doubt.doubtedAt),
    },
    seen: seen && {
      ...seen,
      at: new Date(seen.at),
      witness: seen.witness && { ...seen.witness, at: new Date(seen.witness.at) },
    },
    exit: exit && reviveAttempt(exit),
  }
}

function reviveAttempt(exit: Exit): Exit {
  const { nextTryAt, sentAt, since } = exit
  return { ...exit, nextTryAt: dateOf(nextTryAt), sentAt: dateOf(sentAt), since: new Date(since) }
}

/** @throws TypeError where it is nothing that was kept. */
export function reviveResting({ holding, last, open, exit, ...rest }: RestingInput): RestingInput {
  return {
    ...rest,
    holding: holding && { ...holding, openedAt: new Date(holding.openedAt) },
    last: last && { ...last, nextTryAt: dateOf(last.nextTryAt) },
    open: open.map((one) => ({ ...one, cancelAskedAt: dateOf(one.cancelAskedAt) })),
    exit: exit && reviveAttempt(exit),
  }
}

function dateOf(kept: Date | null): Date | null {
  return kept === null ? null : new Date(kept)
}
