-- The fetches of a source are listed newest first, however many there are.
create index ingestion_runs_of_source on ingestion_runs (source_id, started_at desc, ingestion_run_id desc);
