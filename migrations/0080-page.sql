-- What the operators' page asks every second or so, kept cheap.

create index documents_status_at on documents (status_at desc);
create index ingestion_runs_started on ingestion_runs (started_at desc);
create index orders_intended on orders (intended_at desc);
create index portfolio_snapshots_session on portfolio_snapshots (session_date, taken_at);
