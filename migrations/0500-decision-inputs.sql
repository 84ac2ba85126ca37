-- All that a decision was judged on, by value, so that its day can be replayed; and what replays found.
create table decision_inputs (
  decision_id uuid primary key references trading_decisions on delete cascade,
  -- As the decision has it: what it was judged at.
  decided_at timestamptz not null,
  -- Which code judges it: an entry's gates, size and risk, what is put aside, what is not held.
  judged_by text not null check (judged_by in ('entry', 'aside', 'unheld')),
  -- The build that decided; empty where it bears none.
  build text not null,
  inputs jsonb not null,
  inputs_sha256 text not null check (inputs_sha256 ~ '^[0-9a-f]{64}$')
);
create index decision_inputs_at on decision_inputs (decided_at);

create table parity_certificates (
  certificate_id uuid primary key,
  -- In New York.
  day date not null,
  -- The build that replayed.
  build text not null,
  made_at timestamptz not null,
  -- What is signed: counts, hashes, differences with their causes.
  body jsonb not null,
  signature text not null check (signature ~ '^[0-9a-f]{64}$'),
  key_id text not null,
  unique (day, build)
);
