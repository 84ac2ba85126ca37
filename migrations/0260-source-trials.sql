-- Sources that a person tries before they are trusted: what was asked, and what would have been stored.
create table source_trials (
  trial_id uuid primary key,
  type text not null,
  -- The address, or the name of the file.
  of text not null,
  file bytea check (octet_length(file) <= 1000000),
  ticker text,
  cik text,
  fetched_at timestamptz not null,
  state text not null default 'waiting' check (state in ('waiting', 'done', 'failed')),
  lines jsonb not null default '[]',
  lines_left_out integer not null default 0,
  asked_at timestamptz not null,
  ended_at timestamptz
);
create index source_trials_asked on source_trials (asked_at);
