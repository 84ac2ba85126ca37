-- What the mode was derived for: the account by the number people know it by, and the engine's build.
alter table trading_mode add column account_number text not null default '',
  add column build text not null default '';

-- A person's word that this account is traded with real money by this build; never taken for another.
create table live_consents (
  account_id text not null check (account_id <> ''),
  build text not null,
  given_by text not null check (given_by <> ''),
  given_at timestamptz not null,
  reason text not null default '',
  primary key (account_id, build)
);

-- Which build each part runs that sends orders; one that differs from the engine's holds entries back
-- until it is deployed again, or a person accepts the pair.
create table trading_builds (
  part text primary key,
  build text not null,
  since timestamptz not null,
  accepted_by text
);
