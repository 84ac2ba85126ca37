-- Tables whose columns and types are decided with the parts around them, before the code that
-- fills them. Nothing reads or writes them yet.

create table ai_agents (
  agent_id uuid primary key,
  slug text not null unique,
  purpose text not null,
  document_types text[] not null default '{}',
  model text not null,
  system_prompt text not null,
  prompt_version text not null,
  system_owned boolean not null default false,
  enabled boolean not null default true,
  input_chars_max integer not null default 8000 check (input_chars_max > 0),
  tokens_per_hour_max integer,
  updated_at timestamptz not null default clock_timestamp()
);
-- System agents can be edited or switched off, never deleted.
create function keep_system_agents() returns trigger language plpgsql as $$
begin
  if old.system_owned then
    raise exception 'agent % belongs to the system: switch it off instead', old.slug
      using errcode = 'check_violation';
  end if;
  return old;
end $$;
create trigger ai_agents_keep before delete on ai_agents for each row execute function keep_system_agents();

create table agent_variants (
  variant_id uuid primary key,
  agent_id uuid not null references ai_agents on delete cascade,
  name text not null,
  model text,
  system_prompt text,
  traffic_share double precision not null check (traffic_share between 0 and 1),
  tokens_per_hour_max integer,
  active boolean not null default true,
  unique (agent_id, name)
);

create table agent_performance_log (
  agent_performance_id bigint generated always as identity primary key,
  agent_id uuid not null references ai_agents on delete cascade,
  variant_id uuid references agent_variants on delete set null,
  document_id uuid,
  at timestamptz not null,
  latency_ms integer not null,
  tokens_in integer,
  tokens_out integer,
  valid boolean not null,
  error text
);

create table model_performance_metrics (
  metric_id bigint generated always as identity primary key,
  at timestamptz not null,
  model text not null,
  metric text not null,
  value double precision not null,
  detail jsonb not null default '{}'
);

create table signal_engine_outputs (
  output_id uuid primary key,
  ticker text not null,
  evaluated_at timestamptz not null,
  heuristic jsonb not null,
  probabilistic jsonb not null,
  filters jsonb not null default '[]',
  agreement boolean not null,
  codes text[] not null default '{}',
  unique (ticker, evaluated_at)
);
create index signal_engine_outputs_at on signal_engine_outputs (evaluated_at desc);

create table strategies (
  strategy text primary key,
  enabled boolean not null default true,
  weight double precision not null check (weight between 0 and 1),
  settings jsonb not null default '{}',
  updated_at timestamptz not null default clock_timestamp()
);

create table strategy_signals (
  signal_id uuid primary key,
  ticker text not null,
  at timestamptz not null,
  combined double precision not null check (combined between -1 and 1),
  parts jsonb not null
);
create index strategy_signals_ticker on strategy_signals (ticker, at desc);

create table learning_adjustments (
  adjustment_id bigint generated always as identity primary key,
  at timestamptz not null,
  strategy text not null,
  weight_before double precision not null,
  weight_after double precision not null check (weight_after >= 0.05),
  reward double precision not null,
  reason text not null
);

create table backtest_runs (
  backtest_run_id uuid primary key,
  requested_at timestamptz not null default clock_timestamp(),
  status text not null check (status in ('queued', 'running', 'done', 'failed')),
  first_day date not null,
  last_day date not null check (last_day >= first_day),
  initial_capital numeric(20, 6) not null check (initial_capital > 0),
  risk_tier text not null,
  settings jsonb not null default '{}',
  metrics jsonb,
  equity_curve jsonb,
  error text
);

create table backtest_trades (
  backtest_run_id uuid not null references backtest_runs on delete cascade,
  place integer not null,
  ticker text not null,
  side text not null,
  quantity numeric(20, 9) not null,
  entry_price numeric(20, 6) not null,
  exit_price numeric(20, 6),
  entered_at timestamptz not null,
  exited_at timestamptz,
  pnl numeric(20, 6),
  reason text not null default '',
  primary key (backtest_run_id, place)
);

-- At most one notice a key and window.
create table notifications (
  notification_id uuid primary key,
  channel text not null check (channel in ('sms', 'email')),
  dedupe_key text not null,
  window_starts_at timestamptz not null,
  subject text not null,
  body text not null,
  status text not null check (status in ('queued', 'sent', 'failed', 'suppressed')),
  sent_at timestamptz,
  error text,
  unique (channel, dedupe_key, window_starts_at)
);

create table trading_reports (
  report_id uuid primary key,
  report_type text not null check (report_type in ('daily', 'weekly')),
  period_end timestamptz not null,
  body jsonb not null,
  unique (report_type, period_end)
);

create table saved_queries (
  saved_query_id uuid primary key,
  name text not null unique,
  statement text not null,
  created_by text not null,
  created_at timestamptz not null default clock_timestamp()
);
