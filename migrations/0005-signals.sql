-- Trends and the recommendations made of them.

-- The current trend of each ticker in each window. Its history row holds all that it was made of.
create table trend_windows (
  ticker text not null,
  trend_window text not null check (trend_window in ('intraday', '1d', '7d', '30d', '90d')),
  trend_id uuid not null,
  as_of timestamptz not null,
  direction text not null check (direction in ('bullish', 'bearish', 'mixed', 'neutral')),
  strength double precision not null check (strength between 0 and 1),
  confidence double precision not null check (confidence between 0 and 1),
  contradiction double precision not null check (contradiction between 0 and 1),
  sentiment_mean double precision not null check (sentiment_mean between -1 and 1),
  signal_count integer not null,
  source_count integer not null,
  primary key (ticker, trend_window)
);

create table trend_history (
  trend_id uuid primary key,
  ticker text not null,
  trend_window text not null,
  as_of timestamptz not null,
  direction text not null check (direction in ('bullish', 'bearish', 'mixed', 'neutral')),
  strength double precision not null,
  confidence double precision not null,
  contradiction double precision not null,
  sentiment_mean double precision not null,
  signal_count integer not null,
  source_count integer not null,
  -- What the trend was computed with, so that it can be computed again.
  market jsonb not null,
  scoring_version text not null,
  -- Impact records in the order they were summed.
  impact_ids uuid[] not null,
  macro_ids uuid[] not null default '{}',
  competitive_ids uuid[] not null default '{}',
  macro_only boolean not null default false,
  pattern_only boolean not null default false,
  unique (ticker, trend_window, as_of)
);
create index trend_history_ticker on trend_history (ticker, trend_window, as_of desc);

create table trend_evidence (
  trend_id uuid not null references trend_history on delete cascade,
  side text not null check (side in ('supporting', 'opposing')),
  place smallint not null check (place between 1 and 10),
  impact_id uuid not null,
  document_id uuid not null,
  layer text not null default 'company' check (layer in ('company', 'macro', 'competitive')),
  rank_score double precision not null,
  -- The four parts of the rank, then the factors of the weight.
  weight double precision not null,
  impact double precision not null,
  recency double precision not null,
  credibility double precision not null,
  gate double precision not null,
  novelty double precision not null,
  market_context double precision not null,
  primary key (trend_id, side, place)
);

create table trend_projections (
  ticker text not null,
  horizon text not null check (horizon in ('1d', '7d', '30d')),
  as_of timestamptz not null,
  trend_id uuid not null,
  direction text not null,
  strength double precision not null,
  confidence double precision not null,
  low_confidence boolean not null,
  macro_contribution_pct double precision not null,
  diverges_from_current boolean not null,
  components jsonb not null,
  primary key (ticker, horizon, as_of)
);

create table competitive_signal_records (
  competitive_signal_id uuid primary key,
  source_ticker text not null,
  target_ticker text not null,
  document_id uuid references documents on delete cascade,
  catalyst text not null,
  direction smallint not null check (direction in (-1, 0, 1)),
  strength double precision not null check (strength between 0 and 1),
  pattern_confidence double precision not null,
  created_at timestamptz not null
);
create index competitive_signal_records_target on competitive_signal_records (target_ticker, created_at desc);

create table recommendations (
  recommendation_id uuid primary key,
  ticker text not null,
  trend_window text not null,
  trend_id uuid not null references trend_history,
  generated_at timestamptz not null,
  action text not null check (action in ('buy', 'sell', 'hold', 'watch')),
  mode text not null check (mode in ('informational', 'paper_eligible', 'live_eligible')),
  confidence double precision not null check (confidence between 0 and 1),
  strength double precision not null,
  contradiction double precision not null,
  direction text not null,
  -- Why it is only informational, or not eligible; empty where it is neither.
  suppressions text[] not null default '{}',
  ineligibilities text[] not null default '{}',
  -- Each check with its number and its limit.
  checks jsonb not null,
  portfolio_pct double precision not null,
  max_loss_pct double precision not null,
  thesis text not null,
  thesis_model text not null,
  -- One for each ticker, window and business moment: the last computed there stands.
  unique (ticker, trend_window, generated_at)
);
create index recommendations_generated on recommendations (generated_at desc);

create table recommendation_evidence (
  recommendation_id uuid not null references recommendations on delete cascade,
  side text not null check (side in ('supporting', 'opposing')),
  place smallint not null,
  impact_id uuid not null,
  document_id uuid not null,
  rank_score double precision not null,
  primary key (recommendation_id, side, place)
);

create table risk_configs (
  name text primary key,
  value jsonb not null,
  changed_at timestamptz not null default clock_timestamp(),
  changed_by text not null default 'install'
);
insert into risk_configs (name, value) values
  ('mode', '"paper"'),
  ('macro_enabled', 'true'),
  ('competitive_enabled', 'true'),
  ('dual_pipeline_enabled', 'false'),
  ('position_pct_max', '0.05'),
  ('position_value_max', '"10000"'),
  ('order_shares_max', '1000'),
  ('sector_pct_max', '0.25'),
  ('sectors_max', '10'),
  ('daily_loss_pct_max', '0.03'),
  ('price_collar_pct', '0.05'),
  ('quote_age_seconds_max', '120'),
  ('orders_per_minute_max', '20'),
  ('approval_value_min', '"1000"');
