-- What documents claim that prices or EDGAR know too, and what those say to it.
-- works with older code: nothing of the release before reads or writes it.
create table document_claims (
  impact_id uuid not null references document_impact_records on delete cascade,
  kind text not null check (kind in ('price_move', 'filing')),
  company_id uuid not null references companies on delete cascade,
  ticker text not null,
  quote text not null,
  -- Of a move of the price: its direction, and its size in percent where one is told.
  direction smallint check (direction in (-1, 1)),
  percent double precision check (percent > 0),
  published_at timestamptz not null,
  read_at timestamptz not null,
  state text not null default 'open' check (state in ('open', 'borne_out', 'refuted', 'unknown')),
  says text not null default '',
  looked_at timestamptz,
  decided_at timestamptz,
  primary key (impact_id, kind),
  check ((kind = 'price_move') = (direction is not null)),
  check ((state = 'open') = (decided_at is null))
);
create index document_claims_open on document_claims (looked_at nulls first, published_at) where state = 'open';
-- Filings of a company's source by age, which claims of filings are checked by.
create index documents_filings on documents (source_id, published_at desc) where document_type = 'filing';
