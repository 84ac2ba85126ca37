/** How long what may go is kept, in days: defaults, what a setting changes, and what must hold. */

import { DAY_MS } from '../../domain/spans.ts'
import { FUNDAMENTALS_DAYS } from '../fundamentals/company-facts.ts'
import { TREND_DAYS, type RetentionRule } from './rules.ts'

/** `done_jobs` and `dead_letters` in real days, all others in days of business time. */
export type Windows = Readonly<Record<RetentionRule | 'done_jobs' | 'dead_letters', number>>

export const windowDefaults: Windows = {
  done_jobs: 14,
  dead_letters: 90,
  position_exits: 90,
  order_events: 90,
  risk_evaluations: 90,
  trading_decisions: 90,
  decision_inputs: 90,
  recommendation_evidence: 90,
  recommendations: 90,
  trend_history: 90,
  trend_projections: 90,
  // As long as signals are measured by what came of them.
  signal_engine_outputs: 400,
  strategy_outputs: 400,
  // What strategies are measured by, and the steps that were learned from it.
  strategy_trades: 1_100,
  learning_adjustments: 1_100,
  backtest_runs: 400,
  macro_impact_records: 400,
  competitive_signal_records: 400,
  // Patterns look back a year, and the longest trend ninety days.
  document_intelligence: 400,
  ingestion_runs: 90,
  audit_events: 90,
  // Minutes serve the day and the weeks around it; longer spans are read from days.
  minute_bars: 30,
  stage_samples: 30,
  // Checks are weighed over a year, and what they saved a year before stays to be seen.
  counterfactuals: 730,
  notifications: 90,
  notification_wishes: 90,
  market_stream_rejects: 30,
  rejects: 90,
  company_facts: 2_300,
  earnings_dates: 2_300,
  source_trials: 7,
  // Twice as long as tellings of a story may lie apart.
  story_keys: 7,
  model_performance_metrics: 90,
  // As long as the readings that they gave.
  model_replies: 400,
  agent_performance_log: 90,
  agent_token_hours: 90,
}

const DAYS_MIN = 1
const DAYS_MAX = 36_500

/**
 * Windows as `RETENTION_DAYS` says, such as `done_jobs=7 trend_history=30`.
 *
 * What others point at is kept at least as long as they are, whatever is said.
 *
 * @throws RangeError naming what cannot be read.
 */
export function readWindows(text: string): Windows {
  const said: Partial<Record<keyof Windows, number>> = {}
  for (const part of text.split(/[\s,]+/).filter(Boolean)) {
    const [name = '', days = ''] = part.split('=')
    const count = Number(days)
    if (!Object.hasOwn(windowDefaults, name) || !/^\d+$/.test(days))
      throw new RangeError(
        `Read RETENTION_DAYS: expected <table>=<days> of ${Object.keys(windowDefaults).join(', ')}, found "${part}"`,
      )
    if (count < DAYS_MIN || count > DAYS_MAX)
      throw new RangeError(
        `Read RETENTION_DAYS: expected ${DAYS_MIN} to ${DAYS_MAX} days, found "${part}"`,
      )
    said[name as keyof Windows] = count
  }
  return reconcile({ ...windowDefaults, ...said })
}

function reconcile(asked: Windows): Windows {
  const trading_decisions = Math.max(asked.trading_decisions, asked.risk_evaluations)
  const recommendations = Math.max(asked.recommendations, trading_decisions)
  const trend_history = Math.max(asked.trend_history, recommendations)
  const signals = trend_history + TREND_DAYS
  return {
    ...asked,
    trading_decisions,
    recommendation_evidence: Math.max(asked.recommendation_evidence, trading_decisions),
    recommendations,
    trend_history,
    macro_impact_records: Math.max(asked.macro_impact_records, signals),
    competitive_signal_records: Math.max(asked.competitive_signal_records, signals),
    document_intelligence: Math.max(asked.document_intelligence, signals),
    // What is younger would be fetched again.
    company_facts: Math.max(asked.company_facts, FUNDAMENTALS_DAYS + 1),
    earnings_dates: Math.max(asked.earnings_dates, FUNDAMENTALS_DAYS + 1),
    // Tellings of a story lie up to three days apart, and may come in a little late.
    story_keys: Math.max(asked.story_keys, 5),
  }
}

/** What was made earlier may have gone by rule `name` at `now`, by the windows that `text` says. */
export function keptFrom(name: keyof Windows, now: Date, text: string): Date {
  return new Date(now.getTime() - readWindows(text)[name] * DAY_MS)
}
