-- The tracked universe: companies, the names they go by, and where news of them is fetched.

create table companies (
  company_id uuid primary key,
  ticker text not null unique check (ticker ~ '^[A-Z][A-Z0-9.-]{0,9}$'),
  legal_name text not null,
  sector text not null default '',
  industry text not null default '',
  cik text check (cik ~ '^[0-9]{10}$'),
  active boolean not null default true,
  created_at timestamptz not null default clock_timestamp()
);

create table company_aliases (
  company_id uuid not null references companies on delete cascade,
  alias text not null check (length(alias) >= 2),
  primary key (company_id, alias)
);

create table watchlists (
  watchlist_id uuid primary key,
  name text not null unique,
  created_at timestamptz not null default clock_timestamp()
);

create table watchlist_members (
  watchlist_id uuid not null references watchlists on delete cascade,
  company_id uuid not null references companies on delete cascade,
  primary key (watchlist_id, company_id)
);

create table sources (
  source_id uuid primary key,
  company_id uuid references companies on delete cascade,
  source_type text not null check (source_type in
    ('market_api', 'news_api', 'filings_api', 'web_scrape', 'broker', 'macro_news')),
  source_name text not null,
  config jsonb not null default '{}',
  credibility_score double precision not null default 0.5 check (credibility_score between 0 and 1),
  active boolean not null default true,
  -- Business time of the newest item seen; the next fetch asks from here.
  last_published_at timestamptz,
  last_scheduled_at timestamptz,
  unique nulls not distinct (company_id, source_type, source_name)
);

create table ingestion_runs (
  ingestion_run_id uuid primary key,
  source_id uuid not null references sources on delete cascade,
  status text not null check (status in ('succeeded', 'failed')),
  started_at timestamptz not null,
  items_found integer not null default 0,
  items_new integer not null default 0,
  error text
);
create index ingestion_runs_source on ingestion_runs (source_id, started_at desc);

-- How exposed a company is to the world; read by the macro layer.
create table exposure_profiles (
  company_id uuid primary key references companies on delete cascade,
  market_position text not null default 'domestic' check (market_position in
    ('global_leader', 'multinational', 'regional', 'domestic')),
  revenue_regions jsonb not null default '{}',
  supply_regions jsonb not null default '[]',
  key_inputs jsonb not null default '[]',
  produces jsonb not null default '[]',
  updated_at timestamptz not null default clock_timestamp()
);

create table competitor_relationships (
  company_id uuid not null references companies on delete cascade,
  competitor_id uuid not null references companies on delete cascade,
  relationship_type text not null check (relationship_type in
    ('direct_rival', 'same_sector', 'overlapping_products', 'supply_chain_adjacent')),
  strength double precision not null check (strength between 0 and 1),
  primary key (company_id, competitor_id),
  check (company_id <> competitor_id)
);
