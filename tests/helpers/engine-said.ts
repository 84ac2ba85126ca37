/** What the signal engine said of a ticker, as its stage stores it, and the mode it runs in. */

import type { SIGNAL_ENGINE_MODES } from '#shared/contracts/shadow.ts'
import { evaluateInBoth, type EngineOutput } from '#shared/domain/signal-engine/evaluate.ts'
import { normaliseInput } from '#shared/domain/signal-engine/input.ts'
import type { ShutFilter } from '#shared/domain/technical/hard-filters.ts'
import type { SignalVerdict } from '#shared/domain/technical/verdict.ts'
import type { Sql } from '#shared/sql/open.ts'
import { saveOutput } from '#shared/sql/signal-engine/outputs.ts'
import { dayBars, risingCloses } from './engine-bars.ts'

const whole = evaluateInBoth(
  normaliseInput({
    days: dayBars(risingCloses(120)),
    minutes: {},
    macroBias: 0.1,
    competitive: 0,
    priceToEarnings: 20,
    sectorMedian: 18,
    sessionsToEarnings: null,
    isEarningsKnown: true,
    hitRates: new Map(),
  }),
)

export type EngineSaid = {
  ticker: string
  /** Null: the pipeline failed. */
  scores?: SignalVerdict | null
  chance?: SignalVerdict | null
  filters?: ShutFilter[]
  /** The session that was evaluated; the Friday before NOON where it is not told. */
  session?: string
  at?: Date
}

export async function sayEngine(
  sql: Sql,
  { ticker, scores = 'buy', chance = 'buy', filters = [], ...when }: EngineSaid,
): Promise<void> {
  const { session = '2024-05-31', at = new Date('2024-06-03T06:00:00Z') } = when
  const fault = 'RangeError: expected bars of one length, found two'
  const output: EngineOutput = {
    ...whole,
    sessionDate: session,
    filters,
    heuristic: scores
      ? { said: { ...whole.heuristic.said!, verdict: scores, codes: [] }, fault: null }
      : { said: null, fault },
    probabilistic: chance
      ? { said: { ...whole.probabilistic.said!, verdict: chance, codes: [] }, fault: null }
      : { said: null, fault },
    agreement: scores && chance && filters.length === 0 ? scores === chance : null,
    difference: null,
  }
  await sql.begin((tx) => saveOutput(tx, { ticker, evaluatedAt: at, mode: 'shadow', output }))
}

/** Any other word than a mode is one that cannot be read. */
export async function setEngine(
  sql: Sql,
  mode: (typeof SIGNAL_ENGINE_MODES)[number] | 'loud',
): Promise<void> {
  await sql`
    insert into risk_configs (name, value) values ('signal_engine_mode', ${JSON.stringify(mode)}::text::jsonb)
    on conflict (name) do update set value = excluded.value`
}
