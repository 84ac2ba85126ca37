-- breaks older code: it stores a reading in the place of the one before, by keys that are gone
--
-- A document may be read more than once: each reading stays for what rests on it, and one is current.
-- A record that stands from before is the first reading of its document, under the document's id.

alter table document_impact_records drop constraint document_impact_records_document_id_fkey;

alter table document_intelligence drop constraint document_intelligence_pkey;
alter table document_intelligence
  add column reading_id uuid,
  -- Readings of one document in their order, from 1.
  add column number integer not null default 1 check (number >= 1),
  add column is_current boolean not null default true,
  -- The companies it was asked about, in the order of the alphabet; null from before they were kept.
  add column asked text[];
update document_intelligence set reading_id = document_id;
alter table document_intelligence alter column reading_id set not null;
alter table document_intelligence add primary key (reading_id);
alter table document_intelligence add unique (document_id, number);
create unique index document_intelligence_current on document_intelligence (document_id) where is_current;

alter table document_impact_records
  add column reading_id uuid,
  add column is_current boolean not null default true;
update document_impact_records set reading_id = document_id;
alter table document_impact_records alter column reading_id set not null;
alter table document_impact_records
  drop constraint document_impact_records_document_id_company_id_key,
  add unique (reading_id, company_id),
  add foreign key (reading_id) references document_intelligence on delete cascade;
drop index document_impact_records_ticker;
create index document_impact_records_ticker on document_impact_records (ticker, published_at desc) where is_current;

-- What is counted of a company is what its current readings say.
create or replace function count_new_impacts() returns trigger language plpgsql as $$
begin
  insert into row_counts as known (backend, kind, key, rows)
  select pg_backend_pid(), 'impacts', ticker, count(*) from made where is_current group by ticker
  on conflict (kind, key, backend) do update set rows = known.rows + excluded.rows;
  return null;
end $$;
create or replace function count_gone_impacts() returns trigger language plpgsql as $$
begin
  insert into row_counts as known (backend, kind, key, rows)
  select pg_backend_pid(), 'impacts', ticker, -count(*) from gone where is_current group by ticker
  on conflict (kind, key, backend) do update set rows = known.rows + excluded.rows;
  return null;
end $$;
create function count_changed_impacts() returns trigger language plpgsql as $$
begin
  insert into row_counts as known (backend, kind, key, rows)
  select pg_backend_pid(), 'impacts', ticker, sum(sign)
  from (select 1 as sign, ticker, is_current from after_it
        union all select -1, ticker, is_current from before_it) as changed
  where is_current group by ticker having sum(sign) <> 0
  on conflict (kind, key, backend) do update set rows = known.rows + excluded.rows;
  return null;
end $$;
create trigger impacts_counted_changed after update on document_impact_records
  referencing old table as before_it new table as after_it
  for each statement execute function count_changed_impacts();
