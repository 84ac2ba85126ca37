-- How often the next session bore out what a source's documents said of a company, whoever published them.
create table source_records (
  source_id uuid primary key references sources on delete cascade,
  tried integer not null check (tried > 0),
  borne_out integer not null check (borne_out between 0 and tried),
  -- The last session that was counted.
  through date not null
);

-- The newest documents of a source, and with them who publishes what it gives.
create index documents_source on documents (source_id, published_at desc);
