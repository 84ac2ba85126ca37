/** Table `signal_engine_outputs`: what the signal engine said of a ticker, once an evaluation. */

import type { RunningMode } from '../../contracts/shadow.ts'
import { SIGNAL_ENGINE_RULES, type EngineOutput } from '../../domain/signal-engine/evaluate.ts'
import { canonicalJson } from '../../host/canonical.ts'
import { deriveId, sha256 } from '../../host/ids.ts'
import type { Tx } from '../open.ts'

export type Evaluated = {
  ticker: string
  evaluatedAt: Date
  mode: RunningMode<'signal_engine'>
  output: EngineOutput
}

/** Keeps it, unless the newest of the ticker says the very same; returns whether it did. Two at once keep one. */
export async function saveOutput(tx: Tx, evaluated: Evaluated): Promise<boolean> {
  const { ticker, evaluatedAt } = evaluated
  await tx`select pg_advisory_xact_lock(hashtext(${`signal-engine:${ticker}`}))`
  const row = rowOf(evaluated)
  const { count } = await tx`
    insert into signal_engine_outputs
    select * from jsonb_populate_record(null::signal_engine_outputs, ${tx.json(row)}) made
    where not exists (select from signal_engine_outputs later
        where later.ticker = made.ticker and later.evaluated_at >= ${evaluatedAt})
      and made.digest is distinct from (select digest from signal_engine_outputs before
        where before.ticker = made.ticker order by evaluated_at desc limit 1)`
  return count > 0
}

function rowOf({ ticker, evaluatedAt, mode, output }: Evaluated) {
  const { heuristic, probabilistic, regime, bias } = output
  return {
    output_id: deriveId('signal-engine', ticker, evaluatedAt.toISOString()),
    ticker,
    evaluated_at: evaluatedAt.toISOString(),
    mode,
    rule_version: SIGNAL_ENGINE_RULES,
    digest: sha256(canonicalJson({ mode, rules: SIGNAL_ENGINE_RULES, output })),
    session_date: output.sessionDate,
    close_price: output.close,
    bars: output.bars,
    heuristic_verdict: heuristic.said?.verdict ?? null,
    heuristic_confidence: heuristic.said?.confidence ?? null,
    heuristic_total: heuristic.said?.total ?? null,
    heuristic_fault: heuristic.fault,
    probabilistic_verdict: probabilistic.said?.verdict ?? null,
    log_odds: probabilistic.said?.logOdds ?? null,
    up: probabilistic.said?.up ?? null,
    entropy: probabilistic.said?.entropy ?? null,
    reward: probabilistic.said?.reward ?? null,
    probabilistic_fault: probabilistic.fault,
    agreement: output.agreement,
    difference: output.difference,
    codes: [...(heuristic.said?.codes ?? []), ...(probabilistic.said?.codes ?? [])],
    regime: regime.regime,
    trend: regime.trend,
    volatility: regime.volatility,
    macro_bias: bias.macro,
    competitive_bias: bias.competitive,
    sentinels: output.sentinels,
    filters: output.filters,
    frames: output.frames,
    signals: output.signals,
    confluences: output.confluences,
    exits: output.exits,
    hit_rates: output.hitRates,
  }
}
