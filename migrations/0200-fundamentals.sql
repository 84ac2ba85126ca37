-- works with older code: nothing before it reads or writes company facts or earnings dates
-- Figures that companies reported, as each filing told them: what is told anew has a row of its own.
create table company_facts (
  company_id uuid not null references companies (company_id) on delete cascade,
  -- Of XBRL, with its taxonomy.
  concept text not null,
  unit text not null,
  period_from date not null,
  period_to date not null,
  accession_number text not null,
  value numeric not null,
  form text not null,
  filed_on date not null,
  source_id uuid,
  -- Nobody could know it before: the end of the day on which it was filed, or the fetch on that very day.
  known_at timestamptz not null,
  primary key (company_id, concept, unit, period_from, period_to, accession_number),
  check (period_from <= period_to)
);

-- Filings that tell a company's results, one row a filing.
create table earnings_dates (
  company_id uuid not null references companies (company_id) on delete cascade,
  accession_number text not null,
  basis text not null check (basis in ('results', 'report')),
  announced_at timestamptz not null,
  -- False where the filing's own header was not read.
  is_sure boolean not null,
  source_id uuid,
  known_at timestamptz not null,
  primary key (company_id, accession_number)
);
