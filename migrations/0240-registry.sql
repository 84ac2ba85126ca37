-- works with older code: nothing before it reads or writes exposure profiles
-- Rows of the registry that two people may edit at once carry a version: who saves second is told.
alter table companies add column version integer not null default 1 check (version > 0);
alter table sources add column version integer not null default 1 check (version > 0);

-- Whoever writes them, a seed among others, and only where something that people edit changed.
create function count_company_version() returns trigger language plpgsql as $$
begin
  if (old.legal_name, old.sector, old.industry, old.cik, old.active)
    is distinct from (new.legal_name, new.sector, new.industry, new.cik, new.active)
  then new.version := old.version + 1; end if;
  return new;
end $$;
create trigger companies_versioned before update on companies for each row
  execute function count_company_version();

create function count_source_version() returns trigger language plpgsql as $$
begin
  if (old.config, old.credibility_score, old.active)
    is distinct from (new.config, new.credibility_score, new.active)
  then new.version := old.version + 1; end if;
  return new;
end $$;
create trigger sources_versioned before update on sources for each row
  execute function count_source_version();

-- A company's names are edited with it.
create function count_names_version() returns trigger language plpgsql as $$
begin
  update companies set version = version + 1 where company_id in (select company_id from touched);
  return null;
end $$;
create trigger company_aliases_added after insert on company_aliases
  referencing new table as touched for each statement execute function count_names_version();
create trigger company_aliases_removed after delete on company_aliases
  referencing old table as touched for each statement execute function count_names_version();

alter table watchlists add column description text not null default '';
alter table watchlists add column version integer not null default 1 check (version > 0);

-- An exposure profile is never overwritten: each change is a version, and readers take the current one.
alter table exposure_profiles drop constraint exposure_profiles_pkey;
alter table exposure_profiles add column version integer not null default 1 check (version > 0);
alter table exposure_profiles add column is_current boolean not null default true;
-- The company has no profile from this version on.
alter table exposure_profiles add column is_withdrawn boolean not null default false;
alter table exposure_profiles add column changed_by text not null default '';
alter table exposure_profiles add column reason text not null default '';
alter table exposure_profiles rename column updated_at to changed_at;
alter table exposure_profiles add primary key (company_id, version);
create unique index exposure_profiles_current on exposure_profiles (company_id) where is_current;

-- Two companies are related once, whichever of them was named first.
delete from competitor_relationships a using competitor_relationships b
  where a.company_id = b.competitor_id and a.competitor_id = b.company_id
    and a.company_id > b.company_id;
alter table competitor_relationships add column relationship_id uuid not null default gen_random_uuid();
alter table competitor_relationships alter column relationship_id drop default;
alter table competitor_relationships add column version integer not null default 1 check (version > 0);
alter table competitor_relationships add column changed_at timestamptz not null default clock_timestamp();
alter table competitor_relationships add column changed_by text not null default '';
create unique index competitor_relationships_id on competitor_relationships (relationship_id);
create unique index competitor_relationships_pair on competitor_relationships
  (least(company_id, competitor_id), greatest(company_id, competitor_id));
create index competitor_relationships_other on competitor_relationships (competitor_id);
create index watchlist_members_company on watchlist_members (company_id);
