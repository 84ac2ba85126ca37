-- What came of what the signal engine said, and how often each signal was right.
alter table signal_engine_outputs
  -- What the price did in the five sessions after the one it was made of; null while they are not over.
  add moved double precision,
  -- How often signals had been right when it was made.
  add hit_rates jsonb not null default '[]';
create index signal_engine_outputs_unsettled on signal_engine_outputs (session_date, ticker) where moved is null;

create table signal_hit_rates (
  name text primary key check (name in ('fibonacci', 'ma_stack', 'rsi', 'cup_handle', 'elliott')),
  measured_at timestamptz not null,
  sessions integer not null check (sessions > 0),
  share double precision not null check (share between 0 and 1)
);
