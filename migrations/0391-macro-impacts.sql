-- Impacts of events of the world: one an event and company that counts, the ones before it kept.
-- works with older code: nothing of the release before reads or writes these rows.

alter table macro_impact_records
  drop constraint macro_impact_records_global_event_id_company_id_key,
  add column document_id uuid not null references documents (document_id) on delete cascade,
  add column document_version integer not null default 1,
  add column event_version integer not null default 1,
  add column profile_version integer not null,
  add column duration text not null check (duration in ('short_term', 'medium_term', 'long_term')),
  add column occurred_at timestamptz not null,
  -- From when on trends see it: a moment later where no job was made for the ticker, so that no trend
  -- depends on which of two jobs of one moment came first.
  add column known_at timestamptz not null,
  add column is_current boolean not null default true;

create unique index macro_impact_records_current on macro_impact_records (global_event_id, company_id)
  where is_current;
drop index macro_impact_records_ticker;
create index macro_impact_records_ticker on macro_impact_records (ticker, occurred_at desc)
  where is_current;

-- An event that is told otherwise after a correction is a new version of it.
alter table global_events add column version integer not null default 1 check (version > 0);

-- What a trend's numbers depend on beside its signals, and what of them disagrees.
alter table trend_history
  add column layers jsonb,
  add column disagreements jsonb not null default '[]';
