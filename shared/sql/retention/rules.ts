/**
 * What goes when its window is over, and what stays because an order rests on it.
 *
 * In the order in which they are to be applied: what points at a row goes before the row, and a row
 * stays while anything points at it. Orders never go, so neither does what they point at.
 *
 * `account_activities`, `share_events` and `ledger_entries` have no rule: the id of an activity is what
 * makes it once, however late the broker tells of it again; a ticker is added up anew from all its fills
 * and events; and the equity identity adds up every entry. None is read whole by a round or a page.
 */

import { UUID_PATTERN } from '../../contracts/primitives.ts'
import { WINDOWS } from '../../contracts/sets.ts'
import type { Db } from '../open.ts'
import { LONGEST_WINDOW, windowHours } from '../../domain/signal/window.ts'
import { backtestRules } from './backtest-rules.ts'
import type { Rule } from './batch.ts'
import { modelRetention } from './rules-of-models.ts'
import { strategyRules } from './strategy-rules.ts'

/** A signal is part of a trend for as long as the longest window is, and a day more to be sure. */
export const TREND_DAYS = windowHours[LONGEST_WINDOW] / 24 + 1

/** Of trends `t` of one ticker those that what happened at `at` may be in: few, found by index. */
function canHold(db: Db, at: ReturnType<Db>) {
  return db`t.trend_window = any(${[...WINDOWS]}::text[]) and t.as_of >= ${at}
    and t.as_of < ${at} + ${TREND_DAYS} * interval '1 day'`
}

const UUID = `^${UUID_PATTERN}$`

export const retentionRules = {
  position_exits: {
    walks: { table: 'position_exits', time: 'updated_at', key: 'ticker' },
    // What is done says what was sold of a position for as long as some of it is held.
    keeps: (db: Db) => db`row.state <> 'done' or exists (select from positions p
      where p.account_id = row.account_id and p.ticker = row.ticker and p.quantity > 0)`,
  },
  order_events: {
    walks: { table: 'order_events', time: 'at', key: 'order_event_id' },
    // The trail of an order that is still open is read when it closes.
    keeps: (db: Db) => db`exists (select from orders o where o.order_id = row.order_id
      and o.state in ('intent', 'submitted', 'partially_filled', 'unknown'))`,
  },
  risk_evaluations: {
    walks: { table: 'risk_evaluations', time: 'evaluated_at', key: 'risk_evaluation_id' },
    keeps: (db: Db) => db`
      exists (select from orders o where o.risk_evaluation_id = row.risk_evaluation_id)
      or exists (select from orders o where o.decision_id = row.decision_id)`,
  },
  trading_decisions: {
    walks: { table: 'trading_decisions', time: 'decided_at', key: 'decision_id' },
    // An exit is explained by the newest decision to enter before it.
    keeps: (db: Db) => db`
      exists (select from orders o where o.decision_id = row.decision_id)
      or exists (select from risk_evaluations e where e.decision_id = row.decision_id)
      or exists (select from approval_requests a where a.decision_id = row.decision_id)
      or exists (select from position_stop_levels s where s.decision_id = row.decision_id)
      or exists (select from position_exits x where x.decision_id = row.decision_id)
      or exists (select from resting_stops x where x.decision_id = row.decision_id)
      or row.action = 'act' and row.kind = 'entry' and exists (
        select from trading_decisions later join orders o on o.decision_id = later.decision_id
        where later.ticker = row.ticker and later.action = 'act' and later.kind = 'exit'
          and later.decided_at > row.decided_at)`,
  },
  decision_inputs: {
    walks: { table: 'decision_inputs', time: 'decided_at', key: 'decision_id' },
    keeps: (db: Db) => db`exists (select from orders o where o.decision_id = row.decision_id)`,
  },
  recommendation_evidence: {
    walks: { table: 'recommendations', time: 'generated_at', key: 'recommendation_id' },
    from: 'recommendation_evidence',
    keeps: (db: Db) => db`
      exists (select from trading_decisions d where d.recommendation_id = row.recommendation_id)`,
  },
  recommendations: {
    walks: { table: 'recommendations', time: 'generated_at', key: 'recommendation_id' },
    keeps: (db: Db) => db`
      exists (select from trading_decisions d where d.recommendation_id = row.recommendation_id)
      or exists (select from position_exits x where x.recommendation_id = row.recommendation_id)`,
  },
  trend_history: {
    walks: { table: 'trend_history', time: 'as_of', key: 'trend_id' },
    takes: 'trend_evidence',
    keeps: (db: Db) => db`
      exists (select from recommendations r where r.trend_id = row.trend_id)
      or exists (select from trend_windows w where w.trend_id = row.trend_id)`,
  },
  trend_projections: {
    walks: { table: 'trend_projections', time: 'as_of', key: 'trend_id' },
    keeps: (db: Db) => db`exists (select from trend_windows w where w.trend_id = row.trend_id)`,
  },
  signal_engine_outputs: {
    walks: { table: 'signal_engine_outputs', time: 'evaluated_at', key: 'output_id' },
    keeps: (db: Db) => db`false`,
  },
  ...strategyRules,
  ...backtestRules,
  macro_impact_records: {
    walks: { table: 'macro_impact_records', time: 'computed_at', key: 'macro_impact_id' },
    keeps: (db: Db) => db`exists (select from trend_history t where t.ticker = row.ticker
      and ${canHold(db, db`row.occurred_at`)} and row.macro_impact_id = any(t.macro_ids))`,
  },
  competitive_signal_records: {
    walks: {
      table: 'competitive_signal_records',
      time: 'created_at',
      key: 'competitive_signal_id',
    },
    keeps: (db: Db) => db`exists (select from trend_history t where t.ticker = row.target_ticker
      and ${canHold(db, db`row.published_at`)}
      and row.competitive_signal_id = any(t.competitive_ids))`,
  },
  document_intelligence: {
    walks: { table: 'document_intelligence', time: 'extracted_at', key: 'reading_id' },
    keeps: (db: Db) => db`exists (
      select from document_impact_records i join trend_history t on t.ticker = i.ticker
        and ${canHold(db, db`i.published_at`)} and i.impact_id = any(t.impact_ids)
      where i.reading_id = row.reading_id)
      or exists (select from document_impact_records i
        join competitive_signal_records c using (impact_id) where i.reading_id = row.reading_id)`,
  },
  // How a source fares stands with the source.
  ingestion_runs: {
    walks: { table: 'ingestion_runs', time: 'started_at', key: 'ingestion_run_id' },
    keeps: (db: Db) => db`false`,
  },
  audit_events: {
    walks: { table: 'audit_events', time: 'business_at', key: 'audit_event_id' },
    // The view keeps what the chain needs of a row that goes.
    from: 'audit_past',
    keeps: (db: Db) => db`row.entity_type = 'trading_decision'
      and exists (select from orders o where o.decision_id
        = case when row.entity_id ~ ${UUID} then row.entity_id::uuid end)`,
  },
  minute_bars: {
    // Every bar of a minute goes with it.
    walks: { table: 'minute_bars', time: 'starts_at', key: 'starts_at' },
    keeps: (db: Db) => db`false`,
  },
  stage_samples: {
    walks: { table: 'stage_samples', time: 'business_at', key: 'sampled_at' },
    keeps: (db: Db) => db`false`,
  },
  counterfactuals: {
    walks: { table: 'counterfactuals', time: 'decided_at', key: 'recommendation_id' },
    keeps: (db: Db) => db`false`,
  },
  // Its tries go with it.
  notifications: {
    walks: { table: 'notifications', time: 'made_at', key: 'notification_id' },
    keeps: (db: Db) => db`row.state in ('wanted', 'waiting')`,
  },
  notification_wishes: {
    walks: { table: 'notification_wishes', time: 'made_at', key: 'wish_id' },
    keeps: (db: Db) => db`row.taken_at is null`,
  },
  market_stream_rejects: {
    walks: { table: 'market_stream_rejects', time: 'last_seen_at', key: 'reject_id' },
    keeps: (db: Db) => db`false`,
  },
  rejects: {
    walks: { table: 'rejects', time: 'last_seen_at', key: 'reject_id' },
    keeps: (db: Db) => db`false`,
  },
  story_keys: {
    // Nothing older is the same story any more; every key of a document goes with it.
    walks: { table: 'story_keys', time: 'published_at', key: 'document_id' },
    keeps: (db: Db) => db`false`,
  },
  company_facts: {
    // Every figure of a filing goes with it; none so old is taken again.
    walks: { table: 'company_facts', time: 'known_at', key: 'accession_number' },
    keeps: (db: Db) => db`false`,
  },
  earnings_dates: {
    walks: { table: 'earnings_dates', time: 'known_at', key: 'accession_number' },
    keeps: (db: Db) => db`false`,
  },
  source_trials: {
    walks: { table: 'source_trials', time: 'asked_at', key: 'trial_id' },
    keeps: (db: Db) => db`false`,
  },
  // A reading that is kept can be made again without a model for as long.
  ...modelRetention,
} as const satisfies Record<string, Rule>

export type RetentionRule = keyof typeof retentionRules
