/**
 * Who may do what with which table: a login role for each kind of program, and for each role the tables
 * it works on. What is not named here, a role may not touch. `migrate` applies it where it may
 * (apply-rights.ts); a test holds it to the schema: every table is somebody's, or named as nobody's.
 */

import { append, all, change, jobs, keep, prune, read, type Right } from './right-sets.ts'
import { apiRights } from './rights-of-api.ts'
import { tradingRights } from './rights-of-trading.ts'
import { withWindows } from './with-windows.ts'

export const rights = {
  /** market-stream, and the stages from source to recommendation: none of them writes what is decided, ordered or allowed. */
  stonks_functions: {
    ...jobs,
    companies: keep,
    company_aliases: all,
    securities: keep,
    sources: keep,
    ingestion_runs: keep,
    source_trials: change,
    documents: keep,
    publishers: keep,
    document_keys: keep,
    document_versions: append,
    story_keys: append,
    document_company_mentions: all,
    document_intelligence: keep,
    document_impact_records: keep,
    global_events: keep,
    market_snapshots: keep,
    minute_bars: keep,
    latest_quotes: keep,
    market_streams: keep,
    market_stream_rejects: keep,
    corporate_actions: keep,
    security_details: keep,
    company_facts: keep,
    earnings_dates: keep,
    split_suspicions: keep,
    rejects: keep,
    trend_windows: keep,
    trend_history: keep,
    trend_evidence: all,
    recommendations: all,
    recommendation_evidence: all,
    row_counts: keep,
    orders: read,
    trading_decisions: read,
  },
  stonks_trading: tradingRights,
  stonks_api: apiRights,
  /** scheduler and pump: what is due, what is dead, what is past its window. */
  stonks_orchestration: {
    migrations: read,
    jobs: all,
    job_counts: all,
    job_totals: read,
    row_counts: all,
    row_totals: read,
    relay_turn: change,
    scheduler_duties: all,
    retention_marks: keep,
    pipeline_control: keep,
    paused_stages: read,
    companies: read,
    company_aliases: read,
    securities: read,
    sources: change,
    ingestion_runs: all,
    documents: change,
    document_company_mentions: read,
    document_impact_records: read,
    positions: read,
    position_stop_levels: read,
    position_exits: read,
    approval_requests: read,
    trading_mode: read,
    live_consents: read,
    trading_builds: read,
    trading_holds: read,
    orders: read,
    trend_windows: read,
    order_events: prune,
    risk_evaluations: prune,
    trading_decisions: prune,
    counterfactuals: prune,
    recommendations: prune,
    recommendation_evidence: prune,
    trend_history: prune,
    trend_evidence: prune,
    macro_impact_records: prune,
    competitive_signal_records: prune,
    document_intelligence: prune,
    model_performance_metrics: prune,
    audit_events: read,
    audit_past: prune,
    ...withWindows,
  },
  /** lake-publisher: reads facts, and ends its jobs. */
  stonks_lake: {
    ...jobs,
    companies: read,
    documents: read,
    document_company_mentions: read,
    document_intelligence: read,
    document_impact_records: read,
    global_events: read,
    market_snapshots: read,
    corporate_actions: read,
    trend_windows: read,
    recommendations: read,
    orders: read,
    order_fills: read,
    positions: read,
    portfolio_snapshots: read,
  },
  /** Superset: views made for it, in which there are neither secrets nor people. */
  stonks_views: {
    view_documents: read,
    view_recommendations: read,
    view_decisions: read,
    view_orders: read,
    view_positions: read,
    view_equity: read,
  },
} as const satisfies Record<string, Record<string, readonly Right[]>>

export type DatabaseRole = keyof typeof rights

export const databaseRoles = Object.keys(rights) as DatabaseRole[]

/** Tables of parts that are still to come: until then they are their owner's alone. */
export const ownersAlone: readonly string[] = [
  'agent_performance_log',
  'agent_variants',
  'ai_agents',
  'backtest_runs',
  'backtest_trades',
  'learning_adjustments',
  'notifications',
  'saved_queries',
  'scheduler_marks',
  'signal_engine_outputs',
  'strategies',
  'strategy_signals',
  'trading_reports',
  'trend_projections',
]
