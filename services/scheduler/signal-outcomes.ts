/** Holds what the signal engine said against what prices did after it, and counts how often signals were right. */

import type { Sql } from '#shared/sql/open.ts'
import { moveAfter } from '#shared/domain/signal-engine/outcome.ts'
import { readBarsBefore } from '#shared/sql/market/bars.ts'
import {
  measureHitRates,
  readUnsettled,
  settleOutputs,
} from '#shared/sql/signal-engine/hit-rates.ts'
import type { Duty } from './duty.ts'

const SECONDS = 3_600
/** Sessions read of a ticker: those of the oldest output that is still settled, and five behind it. */
const BARS_READ = 40

export function outcomesDuty({ sql }: { sql: Sql }): Duty {
  return {
    name: 'signal_outcomes',
    says: 'counts how often signals of prices were right, once five sessions are over',
    cadence: { seconds: SECONDS },
    backOff: { seconds: 60, secondsMax: 900 },
    deadlineMs: 20_000,
    async run({ now, signal }) {
      const waiting = Map.groupBy(await readUnsettled(sql, now), ({ ticker }) => ticker)
      const settled: { outputId: string; moved: number }[] = []
      for (const [ticker, outputs] of waiting) {
        signal.throwIfAborted()
        const bars = await readBarsBefore(sql, ticker, BARS_READ, now)
        for (const { outputId, sessionDate } of outputs) {
          const moved = moveAfter(bars, sessionDate)
          if (moved !== null) settled.push({ outputId, moved })
        }
      }
      if (settled.length === 0) return 'nothing'
      return async (tx) => {
        const sessions = await settleOutputs(tx, settled)
        if (sessions.length > 0) await measureHitRates(tx, sessions, now)
        return sessions.length === 0 ? 0 : settled.length
      }
    },
  }
}
