/** Kept inputs as they were given: JSON with its moments made dates again. */

import type { EntryInput } from '../../domain/trading/judge-entry.ts'
import type { KeptInputs } from '../../sql/trading/decision-inputs.ts'

/** @throws SyntaxError or TypeError where it is nothing that was kept. */
export function reviveInputs(text: string): KeptInputs {
  const kept = JSON.parse(text) as KeptInputs
  return kept.by === 'entry' ? { ...kept, input: reviveEntry(kept.input) } : kept
}

function reviveEntry({ gate, micro, trade, ...rest }: EntryInput): EntryInput {
  const { session, refusals } = gate
  return {
    ...rest,
    gate: {
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
    },
    micro: micro && { ...micro, lastAt: dateOf(micro.lastAt) },
    trade: trade && { ...trade, at: new Date(trade.at) },
  }
}

function dateOf(kept: Date | null): Date | null {
  return kept === null ? null : new Date(kept)
}
