/** Raises its voice where a layer of signals fails again and again while trends go on without it. */

import type { Sql } from '#shared/sql/open.ts'
import { readLayerFailures } from '#shared/sql/signals/layer-failures.ts'
import type { Duty } from './duty.ts'

/** The duty fails, as its metric and alert tell, from so many failures in a row on, until one goes well. */
export function layerDuty({ sql, failuresMax }: { sql: Sql; failuresMax: number }): Duty {
  return {
    name: 'layers',
    says: 'watches that no layer of signals fails again and again',
    cadence: 'each_round',
    backOff: { seconds: 30, secondsMax: 300 },
    deadlineMs: 5_000,
    async run() {
      const failing = (await readLayerFailures(sql)).find(({ failures }) => failures >= failuresMax)
      if (!failing) return 'nothing'
      const { layer, failures, reason } = failing
      throw new Error(`The ${layer} layer failed ${failures} times in a row: ${reason}`)
    },
  }
}
