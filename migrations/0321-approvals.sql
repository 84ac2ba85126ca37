-- Who asked and who answered stand with an approval, and its life goes one way: it waits, it is
-- answered or ends by itself, and what has ended stays so. I29, I30.
alter table approval_requests
  add column requested_by text not null default 'trading-engine',
  -- Ids of people; '' where a service asked, or nobody answered.
  add column requester_id text not null default '',
  add column reviewer_id text not null default '',
  -- Business time of the end that is no answer: nobody came in time, or the order was another one.
  add column ended_at timestamptz;
alter table approval_requests drop constraint approval_requests_status_check;
alter table approval_requests add constraint approval_requests_status_check
  check (status in ('pending', 'approved', 'denied', 'expired', 'void'));
alter table approval_requests add constraint approval_requests_answered
  check (status not in ('approved', 'denied') or reviewed_by is not null) not valid;
alter table approval_requests add constraint approval_requests_by_another
  check (reviewer_id = '' or reviewer_id <> requester_id);

create index approval_requests_requested on approval_requests (requested_at desc, approval_id);
create index approval_requests_approved on approval_requests (expires_at) where status = 'approved';

create function guard_approval() returns trigger language plpgsql as $$
begin
  if tg_op = 'INSERT' then
    if new.status <> 'pending' then
      raise exception 'approval % begins as pending, not as %', new.approval_id, new.status
        using errcode = 'check_violation';
    end if;
    return new;
  end if;
  if (new.approval_id, new.decision_id, new.order_hash, new.requested_at, new.expires_at, new.requested_by,
      new.requester_id)
     is distinct from (old.approval_id, old.decision_id, old.order_hash, old.requested_at, old.expires_at,
      old.requested_by, old.requester_id) then
    raise exception 'approval % is immutable in what it asks', old.approval_id using errcode = 'check_violation';
  end if;
  if new.status = old.status then
    if old.status <> 'pending' and new is distinct from old then
      raise exception 'approval % was answered', old.approval_id using errcode = 'check_violation';
    end if;
    return new;
  end if;
  -- An approved order may still come too late, or turn out to be another one; nothing else is taken back.
  if not (old.status = 'pending' or (old.status = 'approved' and new.status in ('expired', 'void'))) then
    raise exception 'approval % is % and cannot become %', old.approval_id, old.status, new.status
      using errcode = 'check_violation';
  end if;
  if new.status = 'approved' and coalesce(new.reviewed_at, old.requested_at) >= old.expires_at then
    raise exception 'approval % ended at %', old.approval_id, old.expires_at using errcode = 'check_violation';
  end if;
  return new;
end $$;
create trigger approval_requests_guard before insert or update on approval_requests
  for each row execute function guard_approval();

-- Every change of a limit, with who and why. The limits in force stand in risk_configs.
create table risk_config_changes (
  risk_config_change_id uuid primary key,
  seq bigint generated always as identity,
  name text not null,
  before jsonb,
  after jsonb not null,
  at timestamptz not null,
  changed_by text not null,
  changed_by_id text not null default '',
  reason text not null default ''
);
create index risk_config_changes_at on risk_config_changes (at desc, risk_config_change_id);
create trigger risk_config_changes_append_only before update or delete on risk_config_changes
  for each row execute function refuse_change();
