-- Who changed what, from where and why: each row of the audit is bound to the one before it by its hash.

alter table audit_events
  add column actor_kind text not null default 'service'
    check (actor_kind in ('person', 'token', 'service', 'anyone')),
  add column actor_id text not null default '',
  add column asked_from text not null default '',
  add column does text not null default '',
  -- What it was before; "detail" is what it is after.
  add column before jsonb,
  add column reason text not null default '',
  add column outcome text not null default 'done' check (outcome ~ '^[a-z][a-z0-9_]{0,60}$'),
  add column trace_id text,
  -- SHA-256 of what the row says.
  add column digest bytea,
  -- The place in the chain, and SHA-256 of the hash before and the digest; both are given at the commit.
  add column position bigint,
  add column hash bytea;
update audit_events set actor_kind = 'person' where entity_type in ('service', 'pipeline');

-- The end of the chain. Who adds to it holds this row from there to the end of the commit.
create table audit_head (
  only_row boolean primary key default true check (only_row),
  position bigint not null,
  hash bytea not null
);

-- What is left of a row that retention took: enough to follow the chain past it.
create table audit_forgotten (
  position bigint primary key,
  digest bytea not null,
  went_at timestamptz not null default clock_timestamp()
);
create trigger audit_forgotten_append_only before update or delete on audit_forgotten
  for each row execute function refuse_change();
create trigger audit_forgotten_kept_whole before truncate on audit_forgotten
  for each statement execute function refuse_change();

-- What a row says, as one text; `stonks audit verify` writes the same by itself.
create function audit_text(told audit_events) returns text language sql stable as $$
  select jsonb_build_array(told.audit_event_id,
    to_char(told.at at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US'),
    to_char(told.business_at at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US'),
    told.actor_kind, told.actor_id, told.actor, told.asked_from, told.action, told.does, told.entity_type,
    told.entity_id, told.before, told.detail, told.reason, told.outcome, told.trace_id)::text
$$;

-- What is there already is the beginning of the chain.
do $$
declare
  told audit_events;
  reached bigint := 0;
  last bytea := sha256('');
begin
  for told in select * from audit_events order by audit_event_id loop
    reached := reached + 1;
    told.digest := sha256(convert_to(audit_text(told), 'UTF8'));
    last := sha256(last || told.digest);
    update audit_events set digest = told.digest, position = reached, hash = last
    where audit_event_id = told.audit_event_id;
  end loop;
  insert into audit_head (position, hash) values (reached, last);
end $$;
create unique index audit_events_position on audit_events (position);

create function digest_audit() returns trigger language plpgsql as $$
begin
  new.at := clock_timestamp();
  new.position := null;
  new.hash := null;
  new.digest := sha256(convert_to(audit_text(new), 'UTF8'));
  return new;
end $$;
create trigger audit_events_digest before insert on audit_events
  for each row execute function digest_audit();

-- Deferred to the commit: rows stand in the order in which they were committed, and nobody waits for a
-- lock while he holds this one.
create function chain_audit() returns trigger language plpgsql security definer
  set search_path = public, pg_temp as $$
declare
  head audit_head;
begin
  update audit_head set position = position + 1, hash = sha256(hash || new.digest) returning * into strict head;
  update audit_events set position = head.position, hash = head.hash
  where audit_event_id = new.audit_event_id;
  return null;
end $$;
create constraint trigger audit_events_chain after insert on audit_events
  deferrable initially deferred for each row execute function chain_audit();

create function guard_audit() returns trigger language plpgsql as $$
begin
  if tg_op = 'UPDATE' and old.position is null and new.position is not null then
    old.position := new.position;
    old.hash := new.hash;
    if old is not distinct from new then
      return new;
    end if;
  elsif tg_op = 'DELETE' and current_setting('stonks.forgets', true) = old.audit_event_id::text then
    return old;
  end if;
  raise exception '% is append-only', tg_table_name using errcode = 'check_violation';
end $$;
create trigger audit_events_append_only before update or delete on audit_events
  for each row execute function guard_audit();
create trigger audit_events_kept_whole before truncate on audit_events
  for each statement execute function refuse_change();

-- Retention's way, and the only one, for a row to go.
create view audit_past as
  select audit_event_id, business_at, entity_type, entity_id from audit_events;
create function forget_audit() returns trigger language plpgsql security definer
  set search_path = public, pg_temp as $$
declare
  gone audit_events;
begin
  perform set_config('stonks.forgets', old.audit_event_id::text, true);
  delete from audit_events where audit_event_id = old.audit_event_id and position is not null
  returning * into gone;
  if not found then
    return null;
  end if;
  perform set_config('stonks.forgets', '', true);
  insert into audit_forgotten (position, digest) values (gone.position, gone.digest);
  return old;
end $$;
create trigger audit_past_forgets instead of delete on audit_past
  for each row execute function forget_audit();
