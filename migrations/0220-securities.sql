-- One issuer, several securities: a company's tickers by share class. `companies.ticker` is the primary.
create table securities (
  ticker text primary key check (ticker ~ '^[A-Z][A-Z0-9.-]{0,9}$'),
  company_id uuid not null references companies (company_id) on delete cascade,
  share_class text not null default '',
  name text not null default '',
  is_primary boolean not null,
  active boolean not null default true
);
create index securities_of_company on securities (company_id, ticker);
create unique index securities_primary on securities (company_id) where is_primary;

insert into securities (ticker, company_id, name, is_primary)
  select ticker, company_id, legal_name, true from companies;

-- A company that is written without its security, by older code among others, has it all the same.
create function add_primary_security() returns trigger language plpgsql as $$
begin
  insert into securities (ticker, company_id, name, is_primary)
    values (new.ticker, new.company_id, new.legal_name, true) on conflict (ticker) do nothing;
  return null;
end $$;
create trigger companies_have_a_security after insert on companies for each row
  execute function add_primary_security();

-- Names that a file gave go when a later file no longer gives them; those of people stay.
alter table company_aliases
  add column origin text not null default 'hand' check (origin in ('hand', 'file'));
