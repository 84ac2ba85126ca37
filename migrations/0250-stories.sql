-- Documents that tell one story carry the id of the one that was stored first; null before this release: a story of its own.
alter table documents add column story_id uuid;
create index documents_story on documents (story_id, published_at) where story_id is not null;

-- By these a telling of the same days is found again.
create table story_keys (
  key bigint not null,
  document_id uuid not null references documents (document_id) on delete cascade,
  published_at timestamptz not null,
  primary key (key, document_id)
);
create index story_keys_document on story_keys (document_id);
create index story_keys_published on story_keys (published_at);

-- The share of the one voice that the tellers of a story are; before this release each had a whole one.
alter table trend_evidence add column voice double precision not null default 1;
