-- What came in, and what was read out of it.

create table documents (
  document_id uuid primary key,
  source_id uuid references sources on delete set null,
  source_type text not null,
  document_type text not null check (document_type in
    ('article', 'filing', 'transcript', 'press_release', 'macro_event')),
  -- SHA-256 of what makes two fetches the same document; a second one is dropped.
  content_hash text not null unique check (content_hash ~ '^[0-9a-f]{64}$'),
  raw_bucket text not null,
  raw_key text not null,
  raw_sha256 text not null check (raw_sha256 ~ '^[0-9a-f]{64}$'),
  raw_media_type text not null default 'application/json',
  url text,
  canonical_url text,
  title text not null default '',
  author text,
  publisher text not null default '',
  summary text not null default '',
  credibility_score double precision not null default 0.5 check (credibility_score between 0 and 1),
  -- Business times.
  published_at timestamptz not null,
  ingested_at timestamptz not null,
  -- True where the source gave a date and the hour was made up.
  hour_is_synthetic boolean not null default false,
  status text not null default 'ingested' check (status in
    ('ingested', 'parsed', 'low_quality', 'no_text', 'untracked', 'extracted', 'classified',
     'extraction_failed')),
  status_reason text,
  status_at timestamptz not null,
  normalized_bucket text,
  normalized_key text,
  normalized_sha256 text,
  normalized_length integer,
  quality_score double precision check (quality_score between 0 and 1),
  quality_confidence text check (quality_confidence in ('high', 'medium', 'low')),
  language text
);
create index documents_published on documents (published_at desc);
create index documents_ingested on documents (ingested_at desc);
create index documents_status on documents (status, status_at);

create table document_company_mentions (
  document_id uuid not null references documents on delete cascade,
  company_id uuid not null references companies on delete cascade,
  ticker text not null,
  alias text not null,
  -- Offset into the normalised text of the first mention; -1 where only the source named it.
  first_offset integer not null default -1,
  mention_count integer not null default 1,
  in_title boolean not null default false,
  primary key (document_id, company_id)
);
create index document_company_mentions_company on document_company_mentions (company_id);

create table document_intelligence (
  document_id uuid primary key references documents on delete cascade,
  model text not null,
  model_version text not null,
  prompt_version text not null,
  summary text not null default '',
  key_facts jsonb not null default '[]',
  -- In [0, 1].
  confidence double precision not null check (confidence between 0 and 1),
  novelty double precision not null default 0 check (novelty between 0 and 1),
  input_sha256 text not null,
  input_length integer not null,
  extracted_at timestamptz not null
);

-- One company's share of one document: the signal the company layer is made of.
create table document_impact_records (
  impact_id uuid primary key,
  document_id uuid not null references document_intelligence on delete cascade,
  company_id uuid not null references companies on delete cascade,
  ticker text not null,
  sentiment text not null check (sentiment in ('positive', 'negative', 'neutral', 'mixed')),
  sentiment_score double precision not null check (sentiment_score between -1 and 1),
  impact_score double precision not null check (impact_score between 0 and 1),
  confidence double precision not null check (confidence between 0 and 1),
  catalyst text not null default 'other',
  -- [{ "text", "start", "end" }]: verbatim, offsets into the normalised text.
  quotes jsonb not null default '[]',
  horizon text,
  published_at timestamptz not null,
  extracted_at timestamptz not null,
  unique (document_id, company_id)
);
create index document_impact_records_ticker on document_impact_records (ticker, published_at desc);

create table global_events (
  global_event_id uuid primary key,
  document_id uuid not null unique references documents on delete cascade,
  event_type text not null,
  severity text not null check (severity in ('critical', 'high', 'moderate', 'low')),
  direction text not null,
  affected_regions jsonb not null default '[]',
  affected_sectors jsonb not null default '[]',
  affected_commodities jsonb not null default '[]',
  duration text not null default 'medium_term' check (duration in
    ('short_term', 'medium_term', 'long_term')),
  is_international boolean not null default false,
  confidence double precision not null check (confidence between 0 and 1),
  summary text not null default '',
  quotes jsonb not null default '[]',
  model text not null,
  model_version text not null,
  prompt_version text not null,
  occurred_at timestamptz not null,
  classified_at timestamptz not null
);
create index global_events_occurred on global_events (occurred_at desc);

create table macro_impact_records (
  macro_impact_id uuid primary key,
  global_event_id uuid not null references global_events on delete cascade,
  company_id uuid not null references companies on delete cascade,
  ticker text not null,
  score double precision not null check (score between 0 and 1),
  direction smallint not null check (direction in (-1, 0, 1)),
  components jsonb not null default '{}',
  computed_at timestamptz not null,
  unique (global_event_id, company_id)
);
create index macro_impact_records_ticker on macro_impact_records (ticker, computed_at desc);
