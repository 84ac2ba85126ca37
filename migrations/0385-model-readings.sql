-- What readings by a model need: claims held back, failed tries, turns at a model server, how it answers.
-- works with older code: it adds alone.

alter table document_intelligence
  add column held jsonb not null default '[]',
  add column addressed integer not null default 0 check (addressed >= 0);
create index document_intelligence_held on document_intelligence (extracted_at) where held <> '[]';

alter table documents
  add column extraction_tries integer not null default 0 check (extraction_tries >= 0);

-- Whoever holds a place may ask the server; a place that is not held anew in time is free again.
create table model_places (
  server text not null,
  place integer not null check (place >= 1),
  holder uuid not null,
  held_until timestamptz not null,
  primary key (server, place)
);

-- How each model server answered the last time it was asked, in real time.
create table model_servers (
  server text primary key,
  kind text not null check (kind in ('ollama', 'openai')),
  model text not null,
  model_version text not null default '',
  state text not null check (state in ('answers', 'away', 'busy', 'no_model', 'unwell')),
  -- What it says, or what is said of it.
  said text not null default '',
  since timestamptz not null,
  asked_at timestamptz not null
);
