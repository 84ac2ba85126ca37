-- What the signal engine says: one row a ticker and evaluation, with both pipelines and all they were given.
-- works with older code: the table that goes was never read or written.

drop table signal_engine_outputs;
create table signal_engine_outputs (
  output_id uuid primary key,
  ticker text not null,
  -- Business time.
  evaluated_at timestamptz not null,
  mode text not null check (mode in ('shadow')),
  rule_version text not null,
  -- Of everything it says, so that the same is not kept twice.
  digest text not null,
  session_date date,
  close_price numeric(20, 6),
  bars integer not null check (bars >= 0),
  heuristic_verdict text check (heuristic_verdict in ('buy', 'watch', 'skip')),
  heuristic_confidence double precision,
  heuristic_total double precision,
  -- Why it said nothing, while the other went on.
  heuristic_fault text,
  probabilistic_verdict text check (probabilistic_verdict in ('buy', 'watch', 'skip')),
  log_odds double precision,
  up double precision check (up between 0 and 1),
  entropy double precision check (entropy between 0 and 1),
  reward double precision,
  probabilistic_fault text,
  -- Null where there was nothing to compare.
  agreement boolean,
  difference text,
  codes text[] not null default '{}',
  regime text not null,
  trend smallint not null check (trend between -1 and 1),
  volatility double precision,
  macro_bias double precision not null check (macro_bias between -1 and 1),
  competitive_bias double precision not null check (competitive_bias between -1 and 1),
  sentinels text[] not null default '{}',
  filters jsonb not null default '[]',
  frames jsonb not null default '[]',
  signals jsonb not null default '[]',
  confluences jsonb not null default '[]',
  exits jsonb,
  check ((heuristic_verdict is null) = (heuristic_fault is not null)),
  check ((probabilistic_verdict is null) = (probabilistic_fault is not null)),
  unique (ticker, evaluated_at)
);
create index signal_engine_outputs_at on signal_engine_outputs (evaluated_at desc, output_id);
create index signal_engine_outputs_session on signal_engine_outputs (session_date);
