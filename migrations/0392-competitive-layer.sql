-- What happens to rivals, where trends go, and what was derived of companies that nobody described.
-- works with older code: columns are added, and nothing of the release before writes these tables.

alter table competitive_signal_records
  add column impact_id uuid not null,
  add column relationship_type text not null,
  add column relationship_strength double precision not null,
  -- All its numbers: strength of the news, pattern, basis.
  add column components jsonb not null default '{}',
  add column published_at timestamptz not null;
alter table competitive_signal_records alter column document_id set not null;
drop index competitive_signal_records_target;
create index competitive_signal_records_target on competitive_signal_records (target_ticker, published_at desc);

create index trend_projections_as_of on trend_projections (as_of);

alter table companies add column rivals_derived boolean not null default false;

-- How often in a row a layer failed while trends went on without it.
create table layer_failures (
  layer text primary key check (layer in ('macro', 'competitive')),
  failures integer not null check (failures >= 0),
  failed_at timestamptz not null,
  reason text not null
);
