-- Who may come in, and by what. Secrets stand here as SHA-256 alone: each has at least 100 bits of
-- chance, so that a slow hash would add nothing. All times are real time.
create table people (
  person_id uuid primary key default gen_random_uuid(),
  name text not null check (length(name) between 1 and 100),
  role text not null check (role in ('viewer', 'operator', 'admin')),
  disabled boolean not null default false,
  created_at timestamptz not null,
  last_seen_at timestamptz
);
create unique index people_name on people (lower(name));

create table passkeys (
  passkey_id uuid primary key default gen_random_uuid(),
  person_id uuid not null references people,
  name text not null,
  -- Base64url, as a browser names it.
  credential_id text not null unique,
  -- COSE.
  public_key bytea not null,
  -- How often it was used, by its own count; 0 where it does not count.
  counter bigint not null check (counter >= 0),
  transports text[] not null,
  is_synced boolean not null,
  created_at timestamptz not null,
  last_used_at timestamptz
);
create index passkeys_person on passkeys (person_id);

-- A session is one family of refresh tokens: each renewal takes the next number, and only the last
-- number is good.
create table sessions (
  session_id uuid primary key default gen_random_uuid(),
  person_id uuid not null references people,
  way text not null check (way in ('link', 'passkey', 'recovery_code', 'oidc')),
  -- It may enrol a passkey and nothing else.
  enrol_only boolean not null default false,
  from_address text not null,
  agent text not null,
  created_at timestamptz not null,
  last_seen_at timestamptz not null,
  ends_at timestamptz not null,
  ended_at timestamptz,
  ended_why text,
  stepped_up_at timestamptz,
  refresh_serial integer not null check (refresh_serial > 0),
  refresh_hash bytea not null,
  refreshed_at timestamptz not null,
  check ((ended_at is null) = (ended_why is null))
);
create index sessions_person on sessions (person_id, created_at);

create table one_time_links (
  link_hash bytea primary key,
  person_id uuid not null references people,
  made_by text not null,
  created_at timestamptz not null,
  ends_at timestamptz not null,
  used_at timestamptz
);
create index one_time_links_ends on one_time_links (ends_at);

-- What a passkey or a company's sign-in is to answer: taken once, by the browser or session it was
-- made for.
create table sign_in_challenges (
  challenge_hash bytea primary key,
  purpose text not null check (purpose in ('sign_in', 'step_up', 'enrol', 'oidc')),
  bound_to bytea not null,
  ends_at timestamptz not null
);
create index sign_in_challenges_ends on sign_in_challenges (ends_at);

create table recovery_codes (
  code_hash bytea primary key,
  person_id uuid not null references people,
  created_at timestamptz not null,
  used_at timestamptz
);
create index recovery_codes_person on recovery_codes (person_id);

create table api_tokens (
  token_id uuid primary key default gen_random_uuid(),
  token_hash bytea not null unique,
  person_id uuid not null references people,
  name text not null,
  role text not null check (role in ('viewer', 'operator', 'admin')),
  -- Areas of the catalogue it may ask; none: all that its role may.
  areas text[] not null,
  created_at timestamptz not null,
  last_used_at timestamptz,
  ends_at timestamptz,
  revoked_at timestamptz
);
create index api_tokens_person on api_tokens (person_id);

-- A person as a company's sign-in names them.
create table oidc_identities (
  issuer text not null,
  subject text not null,
  person_id uuid not null references people,
  created_at timestamptz not null,
  primary key (issuer, subject)
);
create index oidc_identities_person on oidc_identities (person_id);
