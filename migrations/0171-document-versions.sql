-- What makes items one document, and the versions of it that were replaced. `documents` holds the version
-- that stands; a correction moves the row that stood into document_versions.

alter table documents
  add column version integer not null default 1 check (version >= 1),
  -- Of what people read; null from before it was kept.
  add column content_sha256 text check (content_sha256 ~ '^[0-9a-f]{64}$'),
  -- When its source says that this version was told; null from before, then published_at counts.
  add column told_at timestamptz,
  -- When this version came in; null for the first.
  add column version_at timestamptz;

create table document_keys (
  -- `own:` and a digest of the source and its id, or `link:` and one of the link.
  key text primary key check (key ~ '^(own|link):'),
  -- Null where several documents bear it: then it identifies none.
  document_id uuid references documents on delete cascade,
  -- Of another item that tells the same: it leads to the document, and corrects nothing.
  is_alias boolean not null default false,
  -- Of an own id: whose.
  source_id uuid references sources on delete cascade
);
create index document_keys_document on document_keys (document_id);

create table document_versions (
  document_id uuid not null references documents on delete cascade,
  version integer not null check (version >= 1),
  content_sha256 text,
  told_at timestamptz,
  published_at timestamptz not null,
  came_at timestamptz not null,
  replaced_at timestamptz not null,
  status text not null,
  raw_bucket text not null,
  raw_key text not null,
  raw_sha256 text not null,
  raw_media_type text not null,
  url text,
  title text not null,
  author text,
  publisher text not null,
  publisher_domain text,
  date_flags text[] not null default '{}',
  summary text not null,
  credibility_score double precision not null,
  normalized_bucket text,
  normalized_key text,
  normalized_sha256 text,
  normalized_length integer,
  quality_score double precision,
  primary key (document_id, version)
);

-- Which version a reading is of.
alter table document_intelligence add column version integer not null default 1 check (version >= 1);
