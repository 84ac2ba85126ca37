/** Table `decision_inputs`: all that a decision was judged on, kept by value with the build that judged. */

import type { ExitInput } from '../../domain/trading/judge-exit.ts'
import type { RestingInput } from '../../domain/trading/judge-resting.ts'
import type { TrancheInput } from '../../domain/trading/judge-tranche.ts'
import type { AsideInput } from '../../domain/trading/put-aside.ts'
import type { EntryInput } from '../../domain/trading/judge-entry.ts'
import { canonicalJson } from '../../host/canonical.ts'
import { readEnv } from '../../host/env.ts'
import { sha256 } from '../../host/ids.ts'
import type { Tx } from '../open.ts'

/** Which code judged, and what it was given. */
export type KeptInputs =
  | { by: 'entry'; riskVersion: string; input: EntryInput }
  | { by: 'aside'; input: AsideInput }
  | { by: 'unheld'; input: { isComing: boolean } }
  | { by: 'tranche'; riskVersion: string; input: TrancheInput }
  | { by: 'exit'; input: ExitInput }
  | { by: 'resting'; input: RestingInput }

/** Keeps the inputs of a decision just stored, in place of what an earlier outcome of it rested on. */
export async function keepInputs(
  tx: Tx,
  decisionId: string,
  inputs: KeptInputs | undefined,
  now: Date,
): Promise<void> {
  if (!inputs) {
    await tx`delete from decision_inputs where decision_id = ${decisionId}`
    return
  }
  const hash = sha256(canonicalJson(inputs))
  await tx`
    insert into decision_inputs (decision_id, decided_at, judged_by, build, inputs, inputs_sha256)
    values (${decisionId}, ${now}, ${inputs.by}, ${readEnv('BUILD')}, ${tx.json(inputs as never)}, ${hash})
    on conflict (decision_id) do update set decided_at = excluded.decided_at,
      judged_by = excluded.judged_by, build = excluded.build, inputs = excluded.inputs,
      inputs_sha256 = excluded.inputs_sha256
  `
}
