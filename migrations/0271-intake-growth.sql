-- Whether a source has a fetch in hand, and whose turn it is to record, are asked of the few jobs that wait.
create index jobs_waiting_source on jobs ((payload ->> 'source_id'))
  where state = 'queued' and list in ('ingestion', 'broker_sync');
create index jobs_waiting_turn on jobs ((payload ->> 'scheduled_at'))
  where state = 'queued' and list = 'ingestion';

-- The index of a source's runs begins with the same columns.
drop index ingestion_runs_source;

-- Old results go with their window.
create index company_facts_known on company_facts (known_at);
create index earnings_dates_known on earnings_dates (known_at);
