/** One cheap look at a mark of each topic, which tells whether what a page shows has changed. */

import { TOPICS, type Topic } from '#shared/contracts/api/topics.ts'
import type { Db } from '#shared/sql/open.ts'
import { markOfUnwell } from '../overview/unwell.ts'
import { ofAccount } from '#shared/sql/trading/accounts.ts'

/** The tables whose changes are a topic's news. */
const tables: Readonly<Record<Topic, readonly string[]>> = {
  services: [],
  pipeline: ['jobs', 'pipeline_control', 'paused_stages'],
  documents: ['documents', 'document_intelligence', 'document_impact_records', 'global_events'],
  trends: ['trend_windows'],
  recommendations: ['recommendations'],
  signal_engine: ['signal_engine_outputs', 'risk_config_changes'],
  strategies: [
    'strategy_outputs',
    'strategy_trades',
    'strategy_weights',
    'learning_adjustments',
    'own_strategies',
    'risk_config_changes',
  ],
  decisions: ['trading_decisions', 'risk_evaluations'],
  orders: ['orders', 'order_events', 'order_fills'],
  sources: ['sources', 'ingestion_runs', 'rejects'],
  models: ['ai_agents', 'agent_variants', 'agent_performance_log', 'agent_token_hours'],
  registry: [
    'companies',
    'company_aliases',
    'securities',
    'watchlists',
    'watchlist_members',
    'exposure_profiles',
    'competitor_relationships',
  ],
  portfolio: [
    'positions',
    'ledger_trades',
    'portfolio_snapshots',
    'position_stop_levels',
    'circuit_breaker_events',
    'trading_reports',
  ],
  backtests: ['backtest_runs'],
}

export type TopicMarks = Record<Topic, string>

type Marks = Record<Topic, string | null>
type Writes = { tableName: string; writes: number }

/**
 * A mark for each topic that changes when its tables do: the newest row by index, which shows at
 * once, and PostgreSQL's own counts of written rows, which show everything within ten seconds.
 */
export async function readTopicMarks(db: Db): Promise<TopicMarks> {
  const [marks] = await db<Marks[]>`
    select
      concat_ws(' ', (select max(settled_at) from jobs where state = 'done'),
        (select concat_ws(' ', sum(queued), sum(dead)) from job_counts),
        (select changed_at from pipeline_control),
        (select string_agg(stage, ',' order by stage) from paused_stages)) as pipeline,
      concat_ws(' ', (select max(ingested_at) from documents),
        (select max(status_at) from documents)) as documents,
      (select concat_ws(' ', count(*), sum(sessions_done)) from backtest_runs
        where state in ('queued', 'running')) as backtests,
      null as services, null as trends, null as sources, null as registry, null as models,
      (select max(generated_at)::text from recommendations) as recommendations,
      (select max(evaluated_at)::text from signal_engine_outputs) as signal_engine,
      (select max(evaluated_at)::text from strategy_outputs) as strategies,
      (select max(decided_at)::text from trading_decisions where ${ofAccount(db)}) as decisions,
      (select max(order_event_id)::text from order_events) as orders,
      (select max(taken_at)::text from portfolio_snapshots where ${ofAccount(db)}) as portfolio`
  const writes = await db<Writes[]>`
    select relname as table_name, n_tup_ins + n_tup_upd + n_tup_del as writes
    from pg_stat_user_tables order by relname`
  const services = await markOfUnwell(db)
  const written = new Map(writes.map((row) => [row.tableName, row.writes]))
  const found = {} as TopicMarks
  for (const topic of TOPICS) {
    const counts = tables[topic].map((table) => written.get(table) ?? 0)
    found[topic] = [marks?.[topic] ?? '', ...counts].join(' ')
  }
  return { ...found, services }
}
