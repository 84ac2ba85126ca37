-- Every change of a fact is noted beside it, in its own transaction, so that the lake misses none and needs no poll.
-- works with older code: nothing of the release before reads or writes it, and its lake jobs are still taken.

-- A change that waits for the lake. Rows go once a file holds them.
create table lake_changes (
  seq bigint generated always as identity primary key,
  fact text not null,
  key jsonb not null,
  changed_at timestamptz not null default clock_timestamp(),
  -- The job that writes it, once one was made.
  batch uuid
);
create index lake_changes_waiting on lake_changes (fact, seq) where batch is null;
create index lake_changes_batch on lake_changes (batch) where batch is not null;

-- The files of the lake: those that were not replaced are what it holds.
create table lake_files (
  key text primary key,
  fact text not null,
  day date not null,
  rows integer not null check (rows > 0),
  bytes bigint not null,
  sha256 text not null,
  first_version bigint not null,
  last_version bigint not null,
  written_at timestamptz not null default clock_timestamp(),
  -- The file that holds its rows since.
  replaced_by text,
  replaced_at timestamptz,
  check ((replaced_by is null) = (replaced_at is null))
);
create index lake_files_held on lake_files (fact, day) where replaced_at is null;
create index lake_files_replaced on lake_files (replaced_at) where replaced_at is not null;

-- What was held at the end of each New York day.
create table position_days (
  account_id text not null default current_account_id(),
  day_date date not null,
  ticker text not null,
  taken_at timestamptz not null,
  sector text not null default '',
  quantity numeric(20, 9) not null,
  entry_price_avg numeric(20, 6) not null,
  mark_price numeric(20, 6) not null,
  marked_at timestamptz not null,
  opened_at timestamptz not null,
  realised_pnl numeric(20, 6) not null default 0,
  primary key (account_id, day_date, ticker)
);

-- How the stages stood, at most once a minute while that changes.
create table stage_samples (
  stage text not null,
  sampled_at timestamptz not null,
  business_at timestamptz not null,
  pending integer not null,
  in_flight integer not null,
  paused boolean not null,
  primary key (stage, sampled_at)
);
create index stage_samples_age on stage_samples (business_at);

-- One pair of triggers a fact: rows that are added are noted together, one that changed by itself.
do $do$
declare
  f record;
  named text;
  keyed text;
  changed text;
begin
  for f in select * from (values
    ('documents', 'documents', array['document_id'],
      array['published_at', 'title', 'url', 'author', 'publisher', 'credibility_score', 'status', 'status_reason',
        'quality_score', 'language', 'story_id', 'version', 'content_hash', 'raw_key', 'owner_record'], 'true'),
    ('extractions', 'document_intelligence', array['reading_id'], null, 'true'),
    ('impacts', 'document_impact_records', array['impact_id'], null, 'true'),
    ('market_bars', 'market_snapshots', array['ticker', 'timespan', 'starts_at'], null, 'true'),
    ('orders', 'orders', array['order_id'],
      array['account_id', 'posted_at', 'submitted_at', 'closed_at', 'broker_order_id', 'state', 'filled_quantity',
        'filled_price_avg', 'protects', 'end_code', 'reject_reason', 'sector'], 'true'),
    ('fills', 'order_fills', array['account_id', 'execution_id'], null, 'true'),
    ('position_days', 'position_days', array['account_id', 'day_date', 'ticker'], null, 'true'),
    ('equity', 'portfolio_snapshots', array['account_id', 'taken_at'], null, 'true'),
    ('global_events', 'global_events', array['global_event_id'], null, 'true'),
    ('macro_impacts', 'macro_impact_records', array['macro_impact_id'], null, 'true'),
    ('trend_projections', 'trend_projections', array['ticker', 'horizon', 'as_of'], null, 'true'),
    ('competitor_relationships', 'competitor_relationships', array['relationship_id'], null, 'true'),
    ('competitive_signals', 'competitive_signal_records', array['competitive_signal_id'], null, 'true'),
    ('recommendations', 'recommendations', array['recommendation_id'], null, 'true'),
    ('trends', 'trend_history', array['trend_id'], null, 'true'),
    ('decisions', 'trading_decisions', array['decision_id'], null, 'true'),
    ('risk_checks', 'risk_evaluations', array['risk_evaluation_id'], null, 'true'),
    ('counterfactuals', 'counterfactuals', array['account_id', 'recommendation_id', 'kind'],
      array['state', 'code', 'entered_on', 'at_open', 'price', 'quantity', 'profit', 'reason', 'ended_on'], 'true'),
    ('agent_calls', 'agent_performance_log', array['agent_performance_id'], null, 'true'),
    ('jobs', 'jobs', array['job_id'],
      array['state', 'settled_at', 'deliveries', 'replayed', 'reason'],
      $$new.state in ('done', 'dead', 'cancelled') and new.list <> 'lake_publish'$$),
    ('scaling', 'stage_samples', array['stage', 'sampled_at'], null, 'true')
  ) as facts (fact, source, keys, watched, only_new)
  loop
    select string_agg(format('%L, new.%I', k, k), ', ') into named from unnest(f.keys) k;
    keyed := format('jsonb_build_object(%s)', named);
    execute format($sql$
      create function note_new_%1$s() returns trigger language plpgsql security definer
      set search_path to 'public', 'pg_temp' as $body$
      begin
        insert into lake_changes (fact, key) select %2$L, %3$s from made where %4$s;
        return null;
      end $body$ $sql$, f.fact, f.fact, replace(keyed, 'new.', 'made.'),
      replace(f.only_new, 'new.', 'made.'));
    execute format($sql$
      create function note_changed_%1$s() returns trigger language plpgsql security definer
      set search_path to 'public', 'pg_temp' as $body$
      begin
        insert into lake_changes (fact, key) values (%2$L, %3$s);
        return null;
      end $body$ $sql$, f.fact, f.fact, keyed);
    execute format('create trigger note_new_%1$s after insert on %2$I referencing new table as made
      for each statement execute function note_new_%1$s()', f.fact, f.source);
    select coalesce(format('(%s) is distinct from (%s)', string_agg(format('old.%I', w), ', '),
        string_agg(format('new.%I', w), ', ')), 'old.* is distinct from new.*') into changed
      from unnest(f.watched) w having count(*) > 0;
    changed := coalesce(changed, 'old.* is distinct from new.*');
    execute format('create trigger note_changed_%1$s after update on %2$I for each row
      when (%3$s and %4$s) execute function note_changed_%1$s()', f.fact, f.source, f.only_new, changed);
  end loop;
end $do$;
