/**
 * The kill switch: nothing more leaves, and every open order is to be cancelled.
 *
 * It needs PostgreSQL alone. query-api serves it, so that it works while the engine stands still.
 */

import type { Tx } from '../open.ts'
import { liftHold, setHold } from './standing.ts'

/** Halts trading; returns whether it was not halted by a person already. */
export async function pullKillSwitch(
  tx: Tx,
  { by, reason }: { by: string; reason: string },
  now: Date,
): Promise<boolean> {
  const says = reason === '' ? 'halted by a person' : reason
  return setHold(tx, { code: 'kill_switch', state: 'halted', says, by }, now)
}

/** Lets trading go on, where nothing else holds it; returns whether it was halted by a person. */
export function releaseKillSwitch(tx: Tx, now: Date): Promise<boolean> {
  return liftHold(tx, 'kill_switch', now)
}
