/** Table `layer_failures`: how often in a row a layer failed while trends went on without it. */

import type { Db, Tx } from '../open.ts'

/** Counts one more; the trend itself is kept. */
export async function countLayerFailure(
  tx: Tx,
  layer: 'macro' | 'competitive',
  reason: string,
  now: Date,
): Promise<number> {
  const [row] = await tx<{ failures: number }[]>`
    insert into layer_failures as past (layer, failures, failed_at, reason)
    values (${layer}, 1, ${now}, ${reason})
    on conflict (layer) do update set failures = past.failures + 1, failed_at = excluded.failed_at,
      reason = excluded.reason
    returning failures`
  return row?.failures ?? 1
}

/** How often in a row each layer failed, and why it did the last time. */
export function readLayerFailures(
  db: Db,
): Promise<{ layer: string; failures: number; reason: string }[]> {
  return db<{ layer: string; failures: number; reason: string }[]>`
    select layer, failures, reason from layer_failures order by layer`
}

/** It went well: counting begins anew. Writes only where something had failed. */
export async function endLayerFailures(tx: Tx, layer: 'macro' | 'competitive'): Promise<void> {
  await tx`update layer_failures set failures = 0 where layer = ${layer} and failures > 0`
}
