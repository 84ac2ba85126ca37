-- Who says something is a domain, and not a name that anybody may take.

create table publishers (
  domain text primary key check (domain <> ''),
  -- As it was named when it was first heard of: for people.
  name text not null,
  -- Outlets of one owner are one voice.
  owner text not null check (owner <> ''),
  first_seen_at timestamptz not null,
  documents integer not null default 0 check (documents >= 0),
  credibility double precision not null check (credibility between 0 and 1)
);

alter table documents
  add publisher_domain text,
  add date_flags text[] not null default '{}'
    check (date_flags <@ array['undated', 'date_implausible', 'zone_assumed']);
