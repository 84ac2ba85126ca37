-- What the files of this folder add up to. Nothing runs this file: "npm run schema" writes it, and a
-- test compares it with a database that ran them all.

CREATE OR REPLACE FUNCTION public.add_balances()
 RETURNS trigger
 LANGUAGE plpgsql
 SECURITY DEFINER
 SET search_path TO 'public', 'pg_temp'
AS $function$
begin
  update ledger_balances known set cash = known.cash + made.cash,
    securities = known.securities + made.securities, fees = known.fees + made.fees,
    profit = known.profit + made.profit
  from (select account_id,
      coalesce(sum(debit - credit) filter (where book = 'cash'), 0) as cash,
      coalesce(sum(debit - credit) filter (where book = 'securities'), 0) as securities,
      coalesce(sum(debit - credit) filter (where book = 'fees'), 0) as fees,
      coalesce(sum(debit - credit) filter (where book = 'profit'), 0) as profit
    from added group by account_id) made
  where known.account_id = made.account_id;
  return null;
end $function$;

CREATE OR REPLACE FUNCTION public.add_primary_security()
 RETURNS trigger
 LANGUAGE plpgsql
AS $function$
begin
  insert into securities (ticker, company_id, name, is_primary)
    values (new.ticker, new.company_id, new.legal_name, true) on conflict (ticker) do nothing;
  return null;
end $function$;

CREATE OR REPLACE FUNCTION public.adopt_first_account()
 RETURNS trigger
 LANGUAGE plpgsql
 SECURITY DEFINER
 SET search_path TO 'public', 'pg_temp'
AS $function$
declare
  kept text;
begin
  if exists (select from broker_accounts where is_current or account_id = new.account_id) then
    return new;
  end if;
  new.is_current := true;
  foreach kept in array array['trading_decisions', 'risk_evaluations', 'approval_requests', 'orders',
    'positions', 'position_stop_levels', 'portfolio_days', 'portfolio_snapshots', 'daily_risk_snapshots',
    'risk_tier_history', 'circuit_breaker_events', 'order_fills', 'ledger_tickers', 'reserve_pool_ledger']
  loop
    execute format('update %I set account_id = $1 where account_id = %L', kept, '') using new.account_id;
  end loop;
  return new;
end $function$;

CREATE OR REPLACE FUNCTION public.announce_jobs()
 RETURNS trigger
 LANGUAGE plpgsql
AS $function$
begin
  perform pg_notify('jobs', '');
  return null;
end $function$;

CREATE OR REPLACE FUNCTION public.announce_wishes()
 RETURNS trigger
 LANGUAGE plpgsql
AS $function$
begin
  perform pg_notify('order_wishes', '');
  return null;
end $function$;

CREATE OR REPLACE FUNCTION public.audit_text(told audit_events)
 RETURNS text
 LANGUAGE sql
 STABLE
AS $function$
  select jsonb_build_array(told.audit_event_id,
    to_char(told.at at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US'),
    to_char(told.business_at at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US'),
    told.actor_kind, told.actor_id, told.actor, told.asked_from, told.action, told.does, told.entity_type,
    told.entity_id, told.before, told.detail, told.reason, told.outcome, told.trace_id)::text
$function$;

CREATE OR REPLACE FUNCTION public.begin_account_identity()
 RETURNS trigger
 LANGUAGE plpgsql
 SECURITY DEFINER
 SET search_path TO 'public', 'pg_temp'
AS $function$
begin
  perform begin_identity(new.account_id);
  return null;
end $function$;

CREATE OR REPLACE FUNCTION public.begin_identity(of_account text)
 RETURNS void
 LANGUAGE sql
 SECURITY DEFINER
 SET search_path TO 'public', 'pg_temp'
AS $function$
  insert into ledger_balances
  select of_account, e.cash, e.securities, e.fees, e.profit,
    e.cash - b.cash, e.securities - b.securities, e.fees - b.fees, e.profit - b.profit
  from (select
      coalesce(sum(debit - credit) filter (where book = 'cash'), 0) as cash,
      coalesce(sum(debit - credit) filter (where book = 'securities'), 0) as securities,
      coalesce(sum(debit - credit) filter (where book = 'fees'), 0) as fees,
      coalesce(sum(debit - credit) filter (where book = 'profit'), 0) as profit
    from ledger_entries where account_id = of_account) e, books_of(of_account) b
  on conflict (account_id) do update set cash = excluded.cash, securities = excluded.securities,
    fees = excluded.fees, profit = excluded.profit, cash_before = excluded.cash_before,
    securities_before = excluded.securities_before, fees_before = excluded.fees_before,
    profit_before = excluded.profit_before
$function$;

CREATE OR REPLACE FUNCTION public.books_of(of_account text, OUT cash numeric, OUT securities numeric, OUT fees numeric, OUT profit numeric)
 RETURNS record
 LANGUAGE sql
 STABLE SECURITY DEFINER
 SET search_path TO 'public', 'pg_temp'
AS $function$
  select coalesce(sum(t.cash), 0) + coalesce((
      select opened_with + transferred + earned + unexplained from broker_accounts
      where account_id = of_account and begun_at is not null), 0),
    coalesce(sum(t.cost), 0), coalesce(sum(t.fees), 0), -coalesce(sum(t.realised), 0)
  from ledger_tickers t where t.account_id = of_account
$function$;

CREATE OR REPLACE FUNCTION public.carry_highest_equity()
 RETURNS trigger
 LANGUAGE plpgsql
AS $function$
begin
  -- What was paid in or taken out since moves the highest with it.
  new.highest_equity := greatest(new.equity, (
    select highest_equity + coalesce(new.flows - flows, 0) from portfolio_snapshots
    where account_id = new.account_id and taken_at < new.taken_at
    order by taken_at desc limit 1));
  return new;
end $function$;

CREATE OR REPLACE FUNCTION public.chain_audit()
 RETURNS trigger
 LANGUAGE plpgsql
 SECURITY DEFINER
 SET search_path TO 'public', 'pg_temp'
AS $function$
declare
  head audit_head;
begin
  update audit_head set position = position + 1, hash = sha256(hash || new.digest) returning * into strict head;
  update audit_events set position = head.position, hash = head.hash
  where audit_event_id = new.audit_event_id;
  return null;
end $function$;

CREATE OR REPLACE FUNCTION public.count_changed_documents()
 RETURNS trigger
 LANGUAGE plpgsql
AS $function$
begin
  insert into row_counts as known (backend, kind, key, rows)
  select pg_backend_pid(), 'documents', status, sum(sign)
  from (select 1 as sign, status from after_it union all select -1, status from before_it) as changed
  group by status having sum(sign) <> 0
  on conflict (kind, key, backend) do update set rows = known.rows + excluded.rows;
  return null;
end $function$;

CREATE OR REPLACE FUNCTION public.count_changed_impacts()
 RETURNS trigger
 LANGUAGE plpgsql
AS $function$
begin
  insert into row_counts as known (backend, kind, key, rows)
  select pg_backend_pid(), 'impacts', ticker, sum(sign)
  from (select 1 as sign, ticker, is_current from after_it
        union all select -1, ticker, is_current from before_it) as changed
  where is_current group by ticker having sum(sign) <> 0
  on conflict (kind, key, backend) do update set rows = known.rows + excluded.rows;
  return null;
end $function$;

CREATE OR REPLACE FUNCTION public.count_changed_jobs()
 RETURNS trigger
 LANGUAGE plpgsql
AS $function$
begin
  insert into job_counts as known (backend, list, queued, unrelayed, dead, enqueued, done, cancelled, buried,
    deliveries, failures, replays)
  select pg_backend_pid(), list,
    coalesce(sum(sign) filter (where state = 'queued'), 0),
    coalesce(sum(sign) filter (where state = 'queued' and relayed_at is null), 0),
    coalesce(sum(sign) filter (where state = 'dead'), 0),
    0,
    coalesce(sum(sign) filter (where state = 'done'), 0),
    coalesce(sum(sign) filter (where state = 'cancelled'), 0),
    coalesce(sum(sign) filter (where state = 'dead' or covered_by is not null), 0) + sum(sign * replayed),
    sum(sign * deliveries), sum(sign * failures_of(state, deliveries, replayed)), sum(sign * replayed)
  from (
    select 1 as sign, list, state, covered_by, relayed_at, deliveries, replayed from after_it
    union all
    select -1, list, state, covered_by, relayed_at, deliveries, replayed from before_it
  ) as changed group by list
  on conflict (backend, list) do update set
    queued = known.queued + excluded.queued, unrelayed = known.unrelayed + excluded.unrelayed,
    dead = known.dead + excluded.dead, done = known.done + excluded.done,
    cancelled = known.cancelled + excluded.cancelled, buried = known.buried + excluded.buried,
    deliveries = known.deliveries + excluded.deliveries, failures = known.failures + excluded.failures,
    replays = known.replays + excluded.replays;
  return null;
end $function$;

CREATE OR REPLACE FUNCTION public.count_changed_orders()
 RETURNS trigger
 LANGUAGE plpgsql
AS $function$
begin
  insert into row_counts as known (backend, kind, key, rows)
  select pg_backend_pid(), 'orders', state, sum(sign)
  from (select 1 as sign, state from after_it union all select -1, state from before_it) as changed
  group by state having sum(sign) <> 0
  on conflict (kind, key, backend) do update set rows = known.rows + excluded.rows;
  return null;
end $function$;

CREATE OR REPLACE FUNCTION public.count_company_version()
 RETURNS trigger
 LANGUAGE plpgsql
AS $function$
begin
  if (old.legal_name, old.sector, old.industry, old.cik, old.active)
    is distinct from (new.legal_name, new.sector, new.industry, new.cik, new.active)
  then new.version := old.version + 1; end if;
  return new;
end $function$;

CREATE OR REPLACE FUNCTION public.count_gone_documents()
 RETURNS trigger
 LANGUAGE plpgsql
AS $function$
begin
  insert into row_counts as known (backend, kind, key, rows)
  select pg_backend_pid(), 'documents', status, -count(*) from gone group by status
  on conflict (kind, key, backend) do update set rows = known.rows + excluded.rows;
  return null;
end $function$;

CREATE OR REPLACE FUNCTION public.count_gone_impacts()
 RETURNS trigger
 LANGUAGE plpgsql
AS $function$
begin
  insert into row_counts as known (backend, kind, key, rows)
  select pg_backend_pid(), 'impacts', ticker, -count(*) from gone where is_current group by ticker
  on conflict (kind, key, backend) do update set rows = known.rows + excluded.rows;
  return null;
end $function$;

CREATE OR REPLACE FUNCTION public.count_gone_jobs()
 RETURNS trigger
 LANGUAGE plpgsql
AS $function$
begin
  insert into job_counts as known (backend, list, queued, unrelayed, dead, enqueued, done, cancelled, buried,
    deliveries, failures, replays)
  select pg_backend_pid(), list,
    -count(*) filter (where state = 'queued'),
    -count(*) filter (where state = 'queued' and relayed_at is null),
    -count(*) filter (where state = 'dead'),
    0, 0, 0, 0, 0, 0, 0
  from gone where state in ('queued', 'dead') group by list
  on conflict (backend, list) do update set
    queued = known.queued + excluded.queued, unrelayed = known.unrelayed + excluded.unrelayed,
    dead = known.dead + excluded.dead;
  return null;
end $function$;

CREATE OR REPLACE FUNCTION public.count_names_version()
 RETURNS trigger
 LANGUAGE plpgsql
AS $function$
begin
  update companies set version = version + 1 where company_id in (select company_id from touched);
  return null;
end $function$;

CREATE OR REPLACE FUNCTION public.count_new_documents()
 RETURNS trigger
 LANGUAGE plpgsql
AS $function$
begin
  insert into row_counts as known (backend, kind, key, rows)
  select pg_backend_pid(), 'documents', status, count(*) from made group by status
  on conflict (kind, key, backend) do update set rows = known.rows + excluded.rows;
  return null;
end $function$;

CREATE OR REPLACE FUNCTION public.count_new_impacts()
 RETURNS trigger
 LANGUAGE plpgsql
AS $function$
begin
  insert into row_counts as known (backend, kind, key, rows)
  select pg_backend_pid(), 'impacts', ticker, count(*) from made where is_current group by ticker
  on conflict (kind, key, backend) do update set rows = known.rows + excluded.rows;
  return null;
end $function$;

CREATE OR REPLACE FUNCTION public.count_new_jobs()
 RETURNS trigger
 LANGUAGE plpgsql
AS $function$
begin
  insert into job_counts as known (backend, list, queued, unrelayed, dead, enqueued, done, cancelled, buried,
    deliveries, failures, replays)
  select pg_backend_pid(), list,
    count(*) filter (where state = 'queued'),
    count(*) filter (where state = 'queued' and relayed_at is null),
    count(*) filter (where state = 'dead'),
    count(*),
    count(*) filter (where state = 'done'),
    count(*) filter (where state = 'cancelled'),
    count(*) filter (where state = 'dead') + sum(replayed),
    sum(deliveries), sum(failures_of(state, deliveries, replayed)), sum(replayed)
  from made group by list
  on conflict (backend, list) do update set
    queued = known.queued + excluded.queued, unrelayed = known.unrelayed + excluded.unrelayed,
    dead = known.dead + excluded.dead, enqueued = known.enqueued + excluded.enqueued,
    done = known.done + excluded.done, cancelled = known.cancelled + excluded.cancelled,
    buried = known.buried + excluded.buried, deliveries = known.deliveries + excluded.deliveries,
    failures = known.failures + excluded.failures, replays = known.replays + excluded.replays;
  return null;
end $function$;

CREATE OR REPLACE FUNCTION public.count_new_orders()
 RETURNS trigger
 LANGUAGE plpgsql
AS $function$
begin
  insert into row_counts as known (backend, kind, key, rows)
  select pg_backend_pid(), 'orders', state, count(*) from made group by state
  on conflict (kind, key, backend) do update set rows = known.rows + excluded.rows;
  return null;
end $function$;

CREATE OR REPLACE FUNCTION public.count_source_version()
 RETURNS trigger
 LANGUAGE plpgsql
AS $function$
begin
  if (old.config, old.credibility_score, old.active)
    is distinct from (new.config, new.credibility_score, new.active)
  then new.version := old.version + 1; end if;
  return new;
end $function$;

CREATE OR REPLACE FUNCTION public.current_account_id()
 RETURNS text
 LANGUAGE sql
 STABLE PARALLEL SAFE SECURITY DEFINER
 SET search_path TO 'public', 'pg_temp'
AS $function$
  select coalesce((select account_id from broker_accounts where is_current), '')
$function$;

CREATE OR REPLACE FUNCTION public.date_mention()
 RETURNS trigger
 LANGUAGE plpgsql
AS $function$
begin
  new.published_at := coalesce(new.published_at, (
    select published_at from documents where document_id = new.document_id));
  return new;
end $function$;

CREATE OR REPLACE FUNCTION public.digest_audit()
 RETURNS trigger
 LANGUAGE plpgsql
AS $function$
begin
  new.at := clock_timestamp();
  new.position := null;
  new.hash := null;
  new.digest := sha256(convert_to(audit_text(new), 'UTF8'));
  return new;
end $function$;

CREATE OR REPLACE FUNCTION public.failures_of(job_state text, deliveries integer, replayed integer)
 RETURNS integer
 LANGUAGE sql
 IMMUTABLE
AS $function$
  select case when job_state = 'done' and replayed = 0 then greatest(deliveries - 1, 0) else deliveries end
$function$;

CREATE OR REPLACE FUNCTION public.forget_accounts()
 RETURNS trigger
 LANGUAGE plpgsql
AS $function$
begin
  truncate account_activities, account_differences, other_holdings;
  return null;
end $function$;

CREATE OR REPLACE FUNCTION public.forget_audit()
 RETURNS trigger
 LANGUAGE plpgsql
 SECURITY DEFINER
 SET search_path TO 'public', 'pg_temp'
AS $function$
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
end $function$;

CREATE OR REPLACE FUNCTION public.forget_balances()
 RETURNS trigger
 LANGUAGE plpgsql
 SECURITY DEFINER
 SET search_path TO 'public', 'pg_temp'
AS $function$
begin
  delete from ledger_balances;
  perform begin_identity(account_id) from broker_accounts;
  return null;
end $function$;

CREATE OR REPLACE FUNCTION public.forget_job_counts()
 RETURNS trigger
 LANGUAGE plpgsql
AS $function$
begin
  delete from job_counts;
  return null;
end $function$;

CREATE OR REPLACE FUNCTION public.forget_ledger()
 RETURNS trigger
 LANGUAGE plpgsql
AS $function$
begin
  truncate ledger_tickers, ledger_lots, ledger_trades, ledger_closings, share_events, ledger_entries;
  return null;
end $function$;

CREATE OR REPLACE FUNCTION public.forget_portfolio_days()
 RETURNS trigger
 LANGUAGE plpgsql
AS $function$
begin
  delete from portfolio_days;
  return null;
end $function$;

CREATE OR REPLACE FUNCTION public.forget_row_counts()
 RETURNS trigger
 LANGUAGE plpgsql
AS $function$
begin
  delete from row_counts where kind = tg_argv[0];
  return null;
end $function$;

CREATE OR REPLACE FUNCTION public.guard_approval()
 RETURNS trigger
 LANGUAGE plpgsql
AS $function$
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
end $function$;

CREATE OR REPLACE FUNCTION public.guard_audit()
 RETURNS trigger
 LANGUAGE plpgsql
AS $function$
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
end $function$;

CREATE OR REPLACE FUNCTION public.guard_entries()
 RETURNS trigger
 LANGUAGE plpgsql
AS $function$
declare
  apart numeric;
begin
  select sum(debit) - sum(credit) into apart from ledger_entries
  where account_id = new.account_id and transaction_id = new.transaction_id;
  if apart <> 0 then
    raise exception 'transaction % has debits that differ from its credits by %', new.transaction_id, apart
      using errcode = 'check_violation';
  end if;
  return null;
end $function$;

CREATE OR REPLACE FUNCTION public.guard_fill()
 RETURNS trigger
 LANGUAGE plpgsql
AS $function$
begin
  if tg_op = 'UPDATE' then
    if to_jsonb(new) - 'account_id' = to_jsonb(old) - 'account_id' and old.account_id = '' then
      return new;
    end if;
    if new.booked and to_jsonb(new) - 'booked' = to_jsonb(old) - 'booked' then
      return new;
    end if;
    -- Once, and never undone.
    if old.busted_at is null and to_jsonb(new) - 'busted_at' = to_jsonb(old) - 'busted_at' then
      return new;
    end if;
  end if;
  raise exception 'order_fills is append-only' using errcode = 'check_violation';
end $function$;

CREATE OR REPLACE FUNCTION public.guard_identity()
 RETURNS trigger
 LANGUAGE plpgsql
 SECURITY DEFINER
 SET search_path TO 'public', 'pg_temp'
AS $function$
declare
  of_account text := case when tg_op = 'DELETE' then old.account_id else new.account_id end;
  apart text;
begin
  select concat_ws(', ',
      case when known.cash - known.cash_before is distinct from books.cash then 'cash' end,
      case when known.securities - known.securities_before is distinct from books.securities
        then 'securities' end,
      case when known.fees - known.fees_before is distinct from books.fees then 'fees' end,
      case when known.profit - known.profit_before is distinct from books.profit then 'profit' end)
    into apart
  from ledger_balances known, books_of(of_account) books where known.account_id = of_account;
  if apart <> '' then
    raise exception 'the books of account % differ from their entries: %', of_account, apart
      using errcode = 'check_violation';
  end if;
  return null;
end $function$;

CREATE OR REPLACE FUNCTION public.guard_intent()
 RETURNS trigger
 LANGUAGE plpgsql
AS $function$
declare
  decided trading_decisions;
  judged risk_evaluations;
begin
  if tg_op = 'UPDATE' then
    if (new.order_id, new.risk_evaluation_id, new.inputs_sha256, new.order_type, new.limit_price, new.stop_price,
        new.reference_price)
       is distinct from (old.order_id, old.risk_evaluation_id, old.inputs_sha256, old.order_type, old.limit_price,
        old.stop_price, old.reference_price)
       -- What was ordered before any account was known belongs to the first.
       or (old.account_id <> '' and new.account_id <> old.account_id) then
      raise exception 'order % is immutable in what it orders', old.order_id using errcode = 'check_violation';
    end if;
    return new;
  end if;
  select * into decided from trading_decisions where decision_id = new.decision_id;
  if decided.action = 'skip'
     or (decided.ticker, decided.side, decided.quantity) is distinct from (new.ticker, new.side, new.quantity) then
    raise exception 'order % is not what decision % decided', new.order_id, new.decision_id
      using errcode = 'check_violation';
  end if;
  select * into judged from risk_evaluations where risk_evaluation_id = new.risk_evaluation_id;
  if judged.decision_id is distinct from new.decision_id then
    raise exception 'order % was not judged by evaluation %', new.order_id, new.risk_evaluation_id
      using errcode = 'check_violation';
  end if;
  return new;
end $function$;

CREATE OR REPLACE FUNCTION public.guard_lots()
 RETURNS trigger
 LANGUAGE plpgsql
 SECURITY DEFINER
 SET search_path TO 'public', 'pg_temp'
AS $function$
declare
  of_account text := case when tg_op = 'DELETE' then old.account_id else new.account_id end;
  of_ticker text := case when tg_op = 'DELETE' then old.ticker else new.ticker end;
begin
  perform from ledger_tickers t
  where t.account_id = of_account and t.ticker = of_ticker and row(t.quantity, t.cost) is distinct from row(
    (select coalesce(sum(quantity), 0) from ledger_lots where account_id = of_account and ticker = of_ticker),
    (select coalesce(sum(cost), 0) from ledger_lots where account_id = of_account and ticker = of_ticker));
  if found then
    raise exception 'the lots of % in account % are not what is held', of_ticker, of_account
      using errcode = 'check_violation';
  end if;
  return null;
end $function$;

CREATE OR REPLACE FUNCTION public.guard_order()
 RETURNS trigger
 LANGUAGE plpgsql
AS $function$
begin
  if new.state <> old.state and not (case old.state
    when 'intent' then new.state in ('submitted', 'partially_filled', 'unknown', 'filled', 'canceled', 'expired', 'rejected', 'replaced')
    when 'submitted' then new.state in ('partially_filled', 'unknown', 'filled', 'canceled', 'expired', 'rejected', 'replaced')
    when 'partially_filled' then new.state in ('unknown', 'filled', 'canceled', 'expired', 'replaced')
    when 'unknown' then new.state in ('submitted', 'partially_filled', 'filled', 'canceled', 'expired', 'rejected', 'replaced')
    else false end) then
    raise exception 'order % is % and cannot become %', old.order_id, old.state, new.state
      using errcode = 'check_violation';
  end if;
  if new.filled_quantity > 0
     and (new.state = 'submitted' or (new.state = 'rejected' and old.state <> 'rejected')) then
    raise exception 'order % has % filled and cannot be %', old.order_id, new.filled_quantity, new.state
      using errcode = 'check_violation';
  end if;
  if new.state = 'filled' and old.state <> 'filled' and new.filled_quantity <> new.quantity then
    raise exception 'order % is for % and cannot be filled with %', old.order_id, new.quantity, new.filled_quantity
      using errcode = 'check_violation';
  end if;
  if new.filled_quantity < old.filled_quantity or new.busted_quantity < old.busted_quantity then
    raise exception 'order % had % filled and cannot have %', old.order_id, old.filled_quantity, new.filled_quantity
      using errcode = 'check_violation';
  end if;
  if new.posts < old.posts or (old.posted_at is not null and new.posted_at is distinct from old.posted_at and new.posts = old.posts) then
    raise exception 'order % was put to the broker % times', old.order_id, old.posts using errcode = 'check_violation';
  end if;
  if (new.decision_id, new.client_order_id, new.ticker, new.side, new.quantity)
     is distinct from (old.decision_id, old.client_order_id, old.ticker, old.side, old.quantity)
     or (old.broker_order_id is not null and new.broker_order_id is distinct from old.broker_order_id) then
    raise exception 'order % is immutable in what it orders', old.order_id using errcode = 'check_violation';
  end if;
  return new;
end $function$;

CREATE OR REPLACE FUNCTION public.guard_protecting_order()
 RETURNS trigger
 LANGUAGE plpgsql
AS $function$
begin
  -- Of two that come at once the second sees the first.
  perform pg_advisory_xact_lock(hashtext('protects'), hashtext(new.account_id || ' ' || new.ticker));
  if exists (select from orders o where o.account_id = new.account_id and o.ticker = new.ticker and o.protects
      and o.state in ('intent', 'submitted', 'partially_filled', 'unknown')
      and o.order_id is distinct from new.replaces_order_id) then
    raise exception 'a stop of % rests at the broker already', new.ticker using errcode = 'unique_violation';
  end if;
  return new;
end $function$;

CREATE OR REPLACE FUNCTION public.guard_reserve()
 RETURNS trigger
 LANGUAGE plpgsql
AS $function$
declare
  balance numeric(20, 6);
begin
  perform pg_advisory_xact_lock(hashtext('reserve_pool_ledger'));
  new.reserve_entry_id := nextval(pg_get_serial_sequence('reserve_pool_ledger', 'reserve_entry_id'));
  select balance_after into balance from reserve_pool_ledger
  where account_id = new.account_id order by reserve_entry_id desc limit 1;
  balance := coalesce(balance, 0);
  if new.balance_after <> balance + new.amount then
    raise exception 'reserve entry of % must leave %, not %', new.amount, balance + new.amount, new.balance_after
      using errcode = 'check_violation';
  end if;
  return new;
end $function$;

CREATE OR REPLACE FUNCTION public.guard_reserve_change()
 RETURNS trigger
 LANGUAGE plpgsql
AS $function$
begin
  if tg_op = 'UPDATE' then
    if to_jsonb(new) - 'account_id' = to_jsonb(old) - 'account_id' and old.account_id = '' then
      return new;
    end if;
  end if;
  raise exception 'reserve_pool_ledger is append-only' using errcode = 'check_violation';
end $function$;

CREATE OR REPLACE FUNCTION public.keep_first_decided()
 RETURNS trigger
 LANGUAGE plpgsql
AS $function$
begin
  new.first_decided_at := case when tg_op = 'UPDATE' then old.first_decided_at else new.decided_at end;
  return new;
end $function$;

CREATE OR REPLACE FUNCTION public.keep_portfolio_day()
 RETURNS trigger
 LANGUAGE plpgsql
AS $function$
begin
  insert into portfolio_days as known
    (account_id, session_date, taken_at, equity, cash, positions_value, reserve, flows)
  values (new.account_id, new.session_date, new.taken_at, new.equity, new.cash, new.positions_value,
    new.reserve, new.flows)
  on conflict (account_id, session_date) do update set taken_at = excluded.taken_at,
    equity = excluded.equity, cash = excluded.cash, positions_value = excluded.positions_value,
    reserve = excluded.reserve, flows = excluded.flows
  where known.taken_at <= excluded.taken_at;
  return null;
end $function$;

CREATE OR REPLACE FUNCTION public.keep_system_agents()
 RETURNS trigger
 LANGUAGE plpgsql
AS $function$
begin
  if old.system_owned then
    raise exception 'agent % belongs to the system: switch it off instead', old.slug
      using errcode = 'check_violation';
  end if;
  return old;
end $function$;

CREATE OR REPLACE FUNCTION public.keep_tracking()
 RETURNS trigger
 LANGUAGE plpgsql
 SECURITY DEFINER
 SET search_path TO 'public', 'pg_temp'
AS $function$
declare
  at timestamptz := coalesce(nullif(current_setting('stonks.now', true), '')::timestamptz, clock_timestamp());
begin
  -- A clock that went back ends nothing before it began.
  if tg_op <> 'INSERT' and old.active
    and (tg_op = 'DELETE' or not new.active or (new.company_id, new.ticker) <> (old.company_id, old.ticker))
  then
    update company_tracking set tracked_until = greatest(at, tracked_from)
    where company_id = old.company_id and tracked_until is null;
  end if;
  if tg_op <> 'DELETE' and new.active
    and (tg_op = 'INSERT' or not old.active or (new.company_id, new.ticker) <> (old.company_id, old.ticker))
    -- A change of companies never fails for what this record holds.
    and not exists (select from company_tracking where company_id = new.company_id and tracked_until is null)
  then
    insert into company_tracking (company_id, ticker, tracked_from) values (new.company_id, new.ticker, at)
    on conflict (company_id, tracked_from) do update set tracked_until = null, ticker = excluded.ticker;
  end if;
  return null;
end $function$;

CREATE OR REPLACE FUNCTION public.keep_traffic_whole()
 RETURNS trigger
 LANGUAGE plpgsql
AS $function$
begin
  perform from ai_agents where agent_id = new.agent_id for update;
  if (select sum(traffic_share) from agent_variants where agent_id = new.agent_id and active) > 1.000001 then
    raise exception 'the active variants of an agent have more than all of its documents'
      using errcode = 'check_violation', constraint = 'agent_variants_whole';
  end if;
  return null;
end $function$;

CREATE OR REPLACE FUNCTION public.note_changed_agent_calls()
 RETURNS trigger
 LANGUAGE plpgsql
 SECURITY DEFINER
 SET search_path TO 'public', 'pg_temp'
AS $function$
      begin
        insert into lake_changes (fact, key) values ('agent_calls', jsonb_build_object('agent_performance_id', new.agent_performance_id));
        return null;
      end $function$;

CREATE OR REPLACE FUNCTION public.note_changed_competitive_signals()
 RETURNS trigger
 LANGUAGE plpgsql
 SECURITY DEFINER
 SET search_path TO 'public', 'pg_temp'
AS $function$
      begin
        insert into lake_changes (fact, key) values ('competitive_signals', jsonb_build_object('competitive_signal_id', new.competitive_signal_id));
        return null;
      end $function$;

CREATE OR REPLACE FUNCTION public.note_changed_competitor_relationships()
 RETURNS trigger
 LANGUAGE plpgsql
 SECURITY DEFINER
 SET search_path TO 'public', 'pg_temp'
AS $function$
      begin
        insert into lake_changes (fact, key) values ('competitor_relationships', jsonb_build_object('relationship_id', new.relationship_id));
        return null;
      end $function$;

CREATE OR REPLACE FUNCTION public.note_changed_counterfactuals()
 RETURNS trigger
 LANGUAGE plpgsql
 SECURITY DEFINER
 SET search_path TO 'public', 'pg_temp'
AS $function$
      begin
        insert into lake_changes (fact, key) values ('counterfactuals', jsonb_build_object('account_id', new.account_id, 'recommendation_id', new.recommendation_id, 'kind', new.kind));
        return null;
      end $function$;

CREATE OR REPLACE FUNCTION public.note_changed_decisions()
 RETURNS trigger
 LANGUAGE plpgsql
 SECURITY DEFINER
 SET search_path TO 'public', 'pg_temp'
AS $function$
      begin
        insert into lake_changes (fact, key) values ('decisions', jsonb_build_object('decision_id', new.decision_id));
        return null;
      end $function$;

CREATE OR REPLACE FUNCTION public.note_changed_documents()
 RETURNS trigger
 LANGUAGE plpgsql
 SECURITY DEFINER
 SET search_path TO 'public', 'pg_temp'
AS $function$
      begin
        insert into lake_changes (fact, key) values ('documents', jsonb_build_object('document_id', new.document_id));
        return null;
      end $function$;

CREATE OR REPLACE FUNCTION public.note_changed_equity()
 RETURNS trigger
 LANGUAGE plpgsql
 SECURITY DEFINER
 SET search_path TO 'public', 'pg_temp'
AS $function$
      begin
        insert into lake_changes (fact, key) values ('equity', jsonb_build_object('account_id', new.account_id, 'taken_at', new.taken_at));
        return null;
      end $function$;

CREATE OR REPLACE FUNCTION public.note_changed_extractions()
 RETURNS trigger
 LANGUAGE plpgsql
 SECURITY DEFINER
 SET search_path TO 'public', 'pg_temp'
AS $function$
      begin
        insert into lake_changes (fact, key) values ('extractions', jsonb_build_object('reading_id', new.reading_id));
        return null;
      end $function$;

CREATE OR REPLACE FUNCTION public.note_changed_fills()
 RETURNS trigger
 LANGUAGE plpgsql
 SECURITY DEFINER
 SET search_path TO 'public', 'pg_temp'
AS $function$
      begin
        insert into lake_changes (fact, key) values ('fills', jsonb_build_object('account_id', new.account_id, 'execution_id', new.execution_id));
        return null;
      end $function$;

CREATE OR REPLACE FUNCTION public.note_changed_global_events()
 RETURNS trigger
 LANGUAGE plpgsql
 SECURITY DEFINER
 SET search_path TO 'public', 'pg_temp'
AS $function$
      begin
        insert into lake_changes (fact, key) values ('global_events', jsonb_build_object('global_event_id', new.global_event_id));
        return null;
      end $function$;

CREATE OR REPLACE FUNCTION public.note_changed_impacts()
 RETURNS trigger
 LANGUAGE plpgsql
 SECURITY DEFINER
 SET search_path TO 'public', 'pg_temp'
AS $function$
      begin
        insert into lake_changes (fact, key) values ('impacts', jsonb_build_object('impact_id', new.impact_id));
        return null;
      end $function$;

CREATE OR REPLACE FUNCTION public.note_changed_jobs()
 RETURNS trigger
 LANGUAGE plpgsql
 SECURITY DEFINER
 SET search_path TO 'public', 'pg_temp'
AS $function$
      begin
        insert into lake_changes (fact, key) values ('jobs', jsonb_build_object('job_id', new.job_id));
        return null;
      end $function$;

CREATE OR REPLACE FUNCTION public.note_changed_macro_impacts()
 RETURNS trigger
 LANGUAGE plpgsql
 SECURITY DEFINER
 SET search_path TO 'public', 'pg_temp'
AS $function$
      begin
        insert into lake_changes (fact, key) values ('macro_impacts', jsonb_build_object('macro_impact_id', new.macro_impact_id));
        return null;
      end $function$;

CREATE OR REPLACE FUNCTION public.note_changed_market_bars()
 RETURNS trigger
 LANGUAGE plpgsql
 SECURITY DEFINER
 SET search_path TO 'public', 'pg_temp'
AS $function$
      begin
        insert into lake_changes (fact, key) values ('market_bars', jsonb_build_object('ticker', new.ticker, 'timespan', new.timespan, 'starts_at', new.starts_at));
        return null;
      end $function$;

CREATE OR REPLACE FUNCTION public.note_changed_orders()
 RETURNS trigger
 LANGUAGE plpgsql
 SECURITY DEFINER
 SET search_path TO 'public', 'pg_temp'
AS $function$
      begin
        insert into lake_changes (fact, key) values ('orders', jsonb_build_object('order_id', new.order_id));
        return null;
      end $function$;

CREATE OR REPLACE FUNCTION public.note_changed_position_days()
 RETURNS trigger
 LANGUAGE plpgsql
 SECURITY DEFINER
 SET search_path TO 'public', 'pg_temp'
AS $function$
      begin
        insert into lake_changes (fact, key) values ('position_days', jsonb_build_object('account_id', new.account_id, 'day_date', new.day_date, 'ticker', new.ticker));
        return null;
      end $function$;

CREATE OR REPLACE FUNCTION public.note_changed_recommendations()
 RETURNS trigger
 LANGUAGE plpgsql
 SECURITY DEFINER
 SET search_path TO 'public', 'pg_temp'
AS $function$
      begin
        insert into lake_changes (fact, key) values ('recommendations', jsonb_build_object('recommendation_id', new.recommendation_id));
        return null;
      end $function$;

CREATE OR REPLACE FUNCTION public.note_changed_risk_checks()
 RETURNS trigger
 LANGUAGE plpgsql
 SECURITY DEFINER
 SET search_path TO 'public', 'pg_temp'
AS $function$
      begin
        insert into lake_changes (fact, key) values ('risk_checks', jsonb_build_object('risk_evaluation_id', new.risk_evaluation_id));
        return null;
      end $function$;

CREATE OR REPLACE FUNCTION public.note_changed_scaling()
 RETURNS trigger
 LANGUAGE plpgsql
 SECURITY DEFINER
 SET search_path TO 'public', 'pg_temp'
AS $function$
      begin
        insert into lake_changes (fact, key) values ('scaling', jsonb_build_object('stage', new.stage, 'sampled_at', new.sampled_at));
        return null;
      end $function$;

CREATE OR REPLACE FUNCTION public.note_changed_signal_engine_outputs()
 RETURNS trigger
 LANGUAGE plpgsql
 SECURITY DEFINER
 SET search_path TO 'public', 'pg_temp'
AS $function$
begin
  insert into lake_changes (fact, key)
    values ('signal_engine_outputs', jsonb_build_object('output_id', new.output_id));
  return null;
end $function$;

CREATE OR REPLACE FUNCTION public.note_changed_trend_projections()
 RETURNS trigger
 LANGUAGE plpgsql
 SECURITY DEFINER
 SET search_path TO 'public', 'pg_temp'
AS $function$
      begin
        insert into lake_changes (fact, key) values ('trend_projections', jsonb_build_object('ticker', new.ticker, 'horizon', new.horizon, 'as_of', new.as_of));
        return null;
      end $function$;

CREATE OR REPLACE FUNCTION public.note_changed_trends()
 RETURNS trigger
 LANGUAGE plpgsql
 SECURITY DEFINER
 SET search_path TO 'public', 'pg_temp'
AS $function$
      begin
        insert into lake_changes (fact, key) values ('trends', jsonb_build_object('trend_id', new.trend_id));
        return null;
      end $function$;

CREATE OR REPLACE FUNCTION public.note_new_agent_calls()
 RETURNS trigger
 LANGUAGE plpgsql
 SECURITY DEFINER
 SET search_path TO 'public', 'pg_temp'
AS $function$
      begin
        insert into lake_changes (fact, key) select 'agent_calls', jsonb_build_object('agent_performance_id', made.agent_performance_id) from made where true;
        return null;
      end $function$;

CREATE OR REPLACE FUNCTION public.note_new_competitive_signals()
 RETURNS trigger
 LANGUAGE plpgsql
 SECURITY DEFINER
 SET search_path TO 'public', 'pg_temp'
AS $function$
      begin
        insert into lake_changes (fact, key) select 'competitive_signals', jsonb_build_object('competitive_signal_id', made.competitive_signal_id) from made where true;
        return null;
      end $function$;

CREATE OR REPLACE FUNCTION public.note_new_competitor_relationships()
 RETURNS trigger
 LANGUAGE plpgsql
 SECURITY DEFINER
 SET search_path TO 'public', 'pg_temp'
AS $function$
      begin
        insert into lake_changes (fact, key) select 'competitor_relationships', jsonb_build_object('relationship_id', made.relationship_id) from made where true;
        return null;
      end $function$;

CREATE OR REPLACE FUNCTION public.note_new_counterfactuals()
 RETURNS trigger
 LANGUAGE plpgsql
 SECURITY DEFINER
 SET search_path TO 'public', 'pg_temp'
AS $function$
      begin
        insert into lake_changes (fact, key) select 'counterfactuals', jsonb_build_object('account_id', made.account_id, 'recommendation_id', made.recommendation_id, 'kind', made.kind) from made where true;
        return null;
      end $function$;

CREATE OR REPLACE FUNCTION public.note_new_decisions()
 RETURNS trigger
 LANGUAGE plpgsql
 SECURITY DEFINER
 SET search_path TO 'public', 'pg_temp'
AS $function$
      begin
        insert into lake_changes (fact, key) select 'decisions', jsonb_build_object('decision_id', made.decision_id) from made where true;
        return null;
      end $function$;

CREATE OR REPLACE FUNCTION public.note_new_documents()
 RETURNS trigger
 LANGUAGE plpgsql
 SECURITY DEFINER
 SET search_path TO 'public', 'pg_temp'
AS $function$
      begin
        insert into lake_changes (fact, key) select 'documents', jsonb_build_object('document_id', made.document_id) from made where true;
        return null;
      end $function$;

CREATE OR REPLACE FUNCTION public.note_new_equity()
 RETURNS trigger
 LANGUAGE plpgsql
 SECURITY DEFINER
 SET search_path TO 'public', 'pg_temp'
AS $function$
      begin
        insert into lake_changes (fact, key) select 'equity', jsonb_build_object('account_id', made.account_id, 'taken_at', made.taken_at) from made where true;
        return null;
      end $function$;

CREATE OR REPLACE FUNCTION public.note_new_extractions()
 RETURNS trigger
 LANGUAGE plpgsql
 SECURITY DEFINER
 SET search_path TO 'public', 'pg_temp'
AS $function$
      begin
        insert into lake_changes (fact, key) select 'extractions', jsonb_build_object('reading_id', made.reading_id) from made where true;
        return null;
      end $function$;

CREATE OR REPLACE FUNCTION public.note_new_fills()
 RETURNS trigger
 LANGUAGE plpgsql
 SECURITY DEFINER
 SET search_path TO 'public', 'pg_temp'
AS $function$
      begin
        insert into lake_changes (fact, key) select 'fills', jsonb_build_object('account_id', made.account_id, 'execution_id', made.execution_id) from made where true;
        return null;
      end $function$;

CREATE OR REPLACE FUNCTION public.note_new_global_events()
 RETURNS trigger
 LANGUAGE plpgsql
 SECURITY DEFINER
 SET search_path TO 'public', 'pg_temp'
AS $function$
      begin
        insert into lake_changes (fact, key) select 'global_events', jsonb_build_object('global_event_id', made.global_event_id) from made where true;
        return null;
      end $function$;

CREATE OR REPLACE FUNCTION public.note_new_impacts()
 RETURNS trigger
 LANGUAGE plpgsql
 SECURITY DEFINER
 SET search_path TO 'public', 'pg_temp'
AS $function$
      begin
        insert into lake_changes (fact, key) select 'impacts', jsonb_build_object('impact_id', made.impact_id) from made where true;
        return null;
      end $function$;

CREATE OR REPLACE FUNCTION public.note_new_jobs()
 RETURNS trigger
 LANGUAGE plpgsql
 SECURITY DEFINER
 SET search_path TO 'public', 'pg_temp'
AS $function$
      begin
        insert into lake_changes (fact, key) select 'jobs', jsonb_build_object('job_id', made.job_id) from made where made.state in ('done', 'dead', 'cancelled') and made.list <> 'lake_publish';
        return null;
      end $function$;

CREATE OR REPLACE FUNCTION public.note_new_macro_impacts()
 RETURNS trigger
 LANGUAGE plpgsql
 SECURITY DEFINER
 SET search_path TO 'public', 'pg_temp'
AS $function$
      begin
        insert into lake_changes (fact, key) select 'macro_impacts', jsonb_build_object('macro_impact_id', made.macro_impact_id) from made where true;
        return null;
      end $function$;

CREATE OR REPLACE FUNCTION public.note_new_market_bars()
 RETURNS trigger
 LANGUAGE plpgsql
 SECURITY DEFINER
 SET search_path TO 'public', 'pg_temp'
AS $function$
      begin
        insert into lake_changes (fact, key) select 'market_bars', jsonb_build_object('ticker', made.ticker, 'timespan', made.timespan, 'starts_at', made.starts_at) from made where true;
        return null;
      end $function$;

CREATE OR REPLACE FUNCTION public.note_new_orders()
 RETURNS trigger
 LANGUAGE plpgsql
 SECURITY DEFINER
 SET search_path TO 'public', 'pg_temp'
AS $function$
      begin
        insert into lake_changes (fact, key) select 'orders', jsonb_build_object('order_id', made.order_id) from made where true;
        return null;
      end $function$;

CREATE OR REPLACE FUNCTION public.note_new_position_days()
 RETURNS trigger
 LANGUAGE plpgsql
 SECURITY DEFINER
 SET search_path TO 'public', 'pg_temp'
AS $function$
      begin
        insert into lake_changes (fact, key) select 'position_days', jsonb_build_object('account_id', made.account_id, 'day_date', made.day_date, 'ticker', made.ticker) from made where true;
        return null;
      end $function$;

CREATE OR REPLACE FUNCTION public.note_new_recommendations()
 RETURNS trigger
 LANGUAGE plpgsql
 SECURITY DEFINER
 SET search_path TO 'public', 'pg_temp'
AS $function$
      begin
        insert into lake_changes (fact, key) select 'recommendations', jsonb_build_object('recommendation_id', made.recommendation_id) from made where true;
        return null;
      end $function$;

CREATE OR REPLACE FUNCTION public.note_new_risk_checks()
 RETURNS trigger
 LANGUAGE plpgsql
 SECURITY DEFINER
 SET search_path TO 'public', 'pg_temp'
AS $function$
      begin
        insert into lake_changes (fact, key) select 'risk_checks', jsonb_build_object('risk_evaluation_id', made.risk_evaluation_id) from made where true;
        return null;
      end $function$;

CREATE OR REPLACE FUNCTION public.note_new_scaling()
 RETURNS trigger
 LANGUAGE plpgsql
 SECURITY DEFINER
 SET search_path TO 'public', 'pg_temp'
AS $function$
      begin
        insert into lake_changes (fact, key) select 'scaling', jsonb_build_object('stage', made.stage, 'sampled_at', made.sampled_at) from made where true;
        return null;
      end $function$;

CREATE OR REPLACE FUNCTION public.note_new_signal_engine_outputs()
 RETURNS trigger
 LANGUAGE plpgsql
 SECURITY DEFINER
 SET search_path TO 'public', 'pg_temp'
AS $function$
begin
  insert into lake_changes (fact, key)
    select 'signal_engine_outputs', jsonb_build_object('output_id', made.output_id) from made;
  return null;
end $function$;

CREATE OR REPLACE FUNCTION public.note_new_trend_projections()
 RETURNS trigger
 LANGUAGE plpgsql
 SECURITY DEFINER
 SET search_path TO 'public', 'pg_temp'
AS $function$
      begin
        insert into lake_changes (fact, key) select 'trend_projections', jsonb_build_object('ticker', made.ticker, 'horizon', made.horizon, 'as_of', made.as_of) from made where true;
        return null;
      end $function$;

CREATE OR REPLACE FUNCTION public.note_new_trends()
 RETURNS trigger
 LANGUAGE plpgsql
 SECURITY DEFINER
 SET search_path TO 'public', 'pg_temp'
AS $function$
      begin
        insert into lake_changes (fact, key) select 'trends', jsonb_build_object('trend_id', made.trend_id) from made where true;
        return null;
      end $function$;

CREATE OR REPLACE FUNCTION public.refuse_change()
 RETURNS trigger
 LANGUAGE plpgsql
AS $function$
begin
  raise exception '% is append-only', tg_table_name using errcode = 'check_violation';
end $function$;

CREATE OR REPLACE FUNCTION public.remember_trend_before()
 RETURNS trigger
 LANGUAGE plpgsql
AS $function$
begin
  if tg_op = 'UPDATE' then
    new.previous_sentiment := case when new.as_of > old.as_of then old.sentiment_mean
      else old.previous_sentiment end;
  else
    new.previous_sentiment := (select h.sentiment_mean from trend_history h
      where h.ticker = new.ticker and h.trend_window = new.trend_window and h.as_of < new.as_of
      order by h.as_of desc limit 1);
  end if;
  return new;
end $function$;

CREATE OR REPLACE FUNCTION public.words_of_title(title text)
 RETURNS tsvector
 LANGUAGE sql
 IMMUTABLE PARALLEL SAFE
AS $function$
  select to_tsvector('simple', translate(left(title, 1000), $s$!"#$%&'()*+,-./:;<=>?@[\]^_`{|}~“”‘’„–—…«»·•$s$, repeat(' ', 44)))
$function$;

create table account_activities (
  account_id text default current_account_id() not null,
  activity_id text not null,
  activity_type text not null,
  kind text not null,
  ticker text,
  quantity numeric(20,9),
  price numeric(20,6),
  amount numeric(20,6) default 0 not null,
  status text not null,
  at timestamp with time zone not null,
  told jsonb not null,
  recorded_at timestamp with time zone not null,
  constraint account_activities_pkey PRIMARY KEY (account_id, activity_id),
  constraint account_activities_kind_check CHECK (kind = ANY (ARRAY['income'::text, 'charge'::text, 'transfer'::text, 'split'::text, 'shares'::text, 'trade'::text, 'unknown'::text]))
);
CREATE INDEX account_activities_at ON account_activities USING btree (account_id, at DESC, activity_id);

create table account_differences (
  account_id text default current_account_id() not null,
  what text not null,
  ticker text default ''::text not null,
  ours numeric not null,
  theirs numeric not null,
  since timestamp with time zone not null,
  seen_at timestamp with time zone not null,
  readings integer not null,
  constraint account_differences_pkey PRIMARY KEY (account_id, what, ticker),
  constraint account_differences_what_check CHECK (what = ANY (ARRAY['cash'::text, 'position'::text]))
);

create table agent_performance_log (
  agent_performance_id bigint generated always as identity not null,
  agent_id uuid not null,
  variant_id uuid,
  document_id uuid,
  at timestamp with time zone not null,
  latency_ms integer not null,
  tokens_in integer,
  tokens_out integer,
  outcome text not null,
  model text not null,
  model_version text default ''::text not null,
  prompt_version text default ''::text not null,
  compared integer default 0 not null,
  agreed integer default 0 not null,
  input_was_cut boolean default false not null,
  tokens_estimated boolean default false not null,
  schema_version text default ''::text not null,
  constraint agent_performance_log_pkey PRIMARY KEY (agent_performance_id),
  constraint agent_performance_log_agent_id_fkey FOREIGN KEY (agent_id) REFERENCES ai_agents(agent_id) ON DELETE CASCADE,
  constraint agent_performance_log_check CHECK (agreed >= 0 AND agreed <= compared),
  constraint agent_performance_log_compared_check CHECK (compared >= 0)
);
CREATE INDEX agent_performance_log_agent ON agent_performance_log USING btree (agent_id, agent_performance_id DESC);
CREATE INDEX agent_performance_log_at ON agent_performance_log USING btree (at DESC);
CREATE TRIGGER note_changed_agent_calls AFTER UPDATE ON agent_performance_log FOR EACH ROW WHEN (true AND old.* IS DISTINCT FROM new.*) EXECUTE FUNCTION note_changed_agent_calls();
CREATE TRIGGER note_new_agent_calls AFTER INSERT ON agent_performance_log REFERENCING NEW TABLE AS made FOR EACH STATEMENT EXECUTE FUNCTION note_new_agent_calls();

create table agent_token_hours (
  token_hour_id uuid not null,
  agent_id uuid not null,
  variant_id uuid,
  hour timestamp with time zone not null,
  reserved bigint default 0 not null,
  spent bigint default 0 not null,
  constraint agent_token_hours_pkey PRIMARY KEY (token_hour_id),
  constraint agent_token_hours_agent_id_fkey FOREIGN KEY (agent_id) REFERENCES ai_agents(agent_id) ON DELETE CASCADE,
  constraint agent_token_hours_reserved_check CHECK (reserved >= 0),
  constraint agent_token_hours_spent_check CHECK (spent >= 0)
);
CREATE INDEX agent_token_hours_hour ON agent_token_hours USING btree (hour);

create table agent_variants (
  variant_id uuid not null,
  agent_id uuid not null,
  name text not null,
  model text,
  system_prompt text,
  traffic_share double precision not null,
  tokens_per_hour_max integer,
  active boolean default true not null,
  input_tokens_max integer,
  version integer default 1 not null,
  constraint agent_variants_pkey PRIMARY KEY (variant_id),
  constraint agent_variants_agent_id_name_key UNIQUE (agent_id, name),
  constraint agent_variants_agent_id_fkey FOREIGN KEY (agent_id) REFERENCES ai_agents(agent_id) ON DELETE CASCADE,
  constraint agent_variants_input_tokens_max_check CHECK (input_tokens_max >= 50 AND input_tokens_max <= 200000),
  constraint agent_variants_tokens_per_hour_max_check CHECK (tokens_per_hour_max > 0),
  constraint agent_variants_traffic_share_check CHECK (traffic_share >= 0::double precision AND traffic_share <= 1::double precision)
);
CREATE TRIGGER agent_variants_whole AFTER INSERT OR UPDATE ON agent_variants FOR EACH ROW EXECUTE FUNCTION keep_traffic_whole();

create table ai_agents (
  agent_id uuid not null,
  slug text not null,
  purpose text not null,
  document_types text[] default '{}'::text[] not null,
  model text default ''::text not null,
  system_prompt text default ''::text not null,
  system_owned boolean default false not null,
  enabled boolean default true not null,
  tokens_per_hour_max integer,
  updated_at timestamp with time zone default clock_timestamp() not null,
  input_tokens_max integer default 3000 not null,
  when_away text default 'hold'::text not null,
  version integer default 1 not null,
  constraint ai_agents_pkey PRIMARY KEY (agent_id),
  constraint ai_agents_slug_key UNIQUE (slug),
  constraint ai_agents_input_tokens_max_check CHECK (input_tokens_max >= 50 AND input_tokens_max <= 200000),
  constraint ai_agents_tokens_per_hour_max_check CHECK (tokens_per_hour_max > 0),
  constraint ai_agents_when_away_check CHECK (when_away = ANY (ARRAY['hold'::text, 'rules'::text]))
);
CREATE TRIGGER ai_agents_keep BEFORE DELETE ON ai_agents FOR EACH ROW EXECUTE FUNCTION keep_system_agents();

create table alert_firings (
  firing_id uuid default gen_random_uuid() not null,
  alert text not null,
  labels jsonb not null,
  severity text not null,
  summary text not null,
  began_at timestamp with time zone not null,
  ended_at timestamp with time zone,
  acked_at timestamp with time zone,
  acked_by text,
  acked_because text,
  told_at timestamp with time zone,
  constraint alert_firings_pkey PRIMARY KEY (firing_id),
  constraint alert_firings_acked CHECK ((acked_at IS NULL) = (acked_by IS NULL)),
  constraint alert_firings_severity_check CHECK (severity = ANY (ARRAY['critical'::text, 'warning'::text, 'info'::text]))
);
CREATE INDEX alert_firings_began ON alert_firings USING btree (began_at DESC, firing_id DESC);
CREATE INDEX alert_firings_ended ON alert_firings USING btree (ended_at) WHERE ended_at IS NOT NULL;
CREATE UNIQUE INDEX alert_firings_open ON alert_firings USING btree (alert, labels) WHERE ended_at IS NULL;

create table alert_silences (
  alert text not null,
  until timestamp with time zone not null,
  silenced_at timestamp with time zone default clock_timestamp() not null,
  silenced_by text not null,
  reason text not null,
  constraint alert_silences_pkey PRIMARY KEY (alert)
);

create table api_tokens (
  token_id uuid default gen_random_uuid() not null,
  token_hash bytea not null,
  person_id uuid not null,
  name text not null,
  role text not null,
  areas text[] not null,
  created_at timestamp with time zone not null,
  last_used_at timestamp with time zone,
  ends_at timestamp with time zone,
  revoked_at timestamp with time zone,
  constraint api_tokens_pkey PRIMARY KEY (token_id),
  constraint api_tokens_token_hash_key UNIQUE (token_hash),
  constraint api_tokens_person_id_fkey FOREIGN KEY (person_id) REFERENCES people(person_id),
  constraint api_tokens_role_check CHECK (role = ANY (ARRAY['viewer'::text, 'operator'::text, 'admin'::text]))
);
CREATE INDEX api_tokens_person ON api_tokens USING btree (person_id);

create table approval_requests (
  approval_id uuid not null,
  decision_id uuid not null,
  order_hash text not null,
  requested_at timestamp with time zone not null,
  expires_at timestamp with time zone not null,
  status text default 'pending'::text not null,
  reviewed_by text,
  reviewed_at timestamp with time zone,
  note text default ''::text not null,
  account_id text default current_account_id() not null,
  requested_by text default 'trading-engine'::text not null,
  requester_id text default ''::text not null,
  reviewer_id text default ''::text not null,
  ended_at timestamp with time zone,
  constraint approval_requests_pkey PRIMARY KEY (approval_id),
  constraint approval_requests_decision_id_key UNIQUE (decision_id),
  constraint approval_requests_decision_id_fkey FOREIGN KEY (decision_id) REFERENCES trading_decisions(decision_id),
  constraint approval_requests_answered CHECK ((status <> ALL (ARRAY['approved'::text, 'denied'::text])) OR reviewed_by IS NOT NULL) NOT VALID,
  constraint approval_requests_by_another CHECK (reviewer_id = ''::text OR reviewer_id <> requester_id),
  constraint approval_requests_status_check CHECK (status = ANY (ARRAY['pending'::text, 'approved'::text, 'denied'::text, 'expired'::text, 'void'::text]))
);
CREATE INDEX approval_requests_approved ON approval_requests USING btree (expires_at) WHERE status = 'approved'::text;
CREATE INDEX approval_requests_pending ON approval_requests USING btree (expires_at) WHERE status = 'pending'::text;
CREATE INDEX approval_requests_requested ON approval_requests USING btree (requested_at DESC, approval_id);
CREATE TRIGGER approval_requests_guard BEFORE INSERT OR UPDATE ON approval_requests FOR EACH ROW EXECUTE FUNCTION guard_approval();

create table audit_events (
  audit_event_id bigint generated always as identity not null,
  at timestamp with time zone default clock_timestamp() not null,
  business_at timestamp with time zone not null,
  actor text not null,
  action text not null,
  entity_type text not null,
  entity_id text not null,
  detail jsonb default '{}'::jsonb not null,
  actor_kind text default 'service'::text not null,
  actor_id text default ''::text not null,
  asked_from text default ''::text not null,
  does text default ''::text not null,
  before jsonb,
  reason text default ''::text not null,
  outcome text default 'done'::text not null,
  trace_id text,
  digest bytea,
  position bigint,
  hash bytea,
  constraint audit_events_pkey PRIMARY KEY (audit_event_id),
  constraint audit_events_actor_kind_check CHECK (actor_kind = ANY (ARRAY['person'::text, 'token'::text, 'service'::text, 'anyone'::text])),
  constraint audit_events_outcome_check CHECK (outcome ~ '^[a-z][a-z0-9_]{0,60}$'::text)
);
CREATE INDEX audit_events_actor ON audit_events USING btree (actor, audit_event_id);
CREATE INDEX audit_events_business ON audit_events USING btree (business_at);
CREATE INDEX audit_events_entity ON audit_events USING btree (entity_type, entity_id);
CREATE UNIQUE INDEX audit_events_position ON audit_events USING btree ("position");
CREATE TRIGGER audit_events_append_only BEFORE DELETE OR UPDATE ON audit_events FOR EACH ROW EXECUTE FUNCTION guard_audit();
CREATE CONSTRAINT TRIGGER audit_events_chain AFTER INSERT ON audit_events DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION chain_audit();
CREATE TRIGGER audit_events_digest BEFORE INSERT ON audit_events FOR EACH ROW EXECUTE FUNCTION digest_audit();
CREATE TRIGGER audit_events_kept_whole BEFORE TRUNCATE ON audit_events FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();

create table audit_forgotten (
  position bigint not null,
  digest bytea not null,
  went_at timestamp with time zone default clock_timestamp() not null,
  constraint audit_forgotten_pkey PRIMARY KEY ("position")
);
CREATE TRIGGER audit_forgotten_append_only BEFORE DELETE OR UPDATE ON audit_forgotten FOR EACH ROW EXECUTE FUNCTION refuse_change();
CREATE TRIGGER audit_forgotten_kept_whole BEFORE TRUNCATE ON audit_forgotten FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();

create table audit_head (
  only_row boolean default true not null,
  position bigint not null,
  hash bytea not null,
  constraint audit_head_pkey PRIMARY KEY (only_row),
  constraint audit_head_only_row_check CHECK (only_row)
);

create table backtest_runs (
  run_id uuid not null,
  job_id uuid not null,
  asked_at timestamp with time zone not null,
  asked_by text not null,
  strategy text not null,
  first_day date not null,
  last_day date not null,
  settings jsonb not null,
  state text default 'queued'::text not null,
  reason text,
  says text,
  attempt integer default 0 not null,
  sessions_done integer default 0 not null,
  sessions_total integer default 0 not null,
  seconds_left double precision,
  seconds double precision,
  begun_at timestamp with time zone,
  ended_at timestamp with time zone,
  cancel_asked_by text,
  results jsonb,
  total_return double precision generated always as (
CASE
    WHEN (jsonb_typeof((results #> '{measures,return}'::text[])) = 'number'::text) THEN ((results #>> '{measures,return}'::text[]))::double precision
    ELSE NULL::double precision
END) stored,
  benchmark_return double precision generated always as (
CASE
    WHEN (jsonb_typeof((results #> '{benchmark,return}'::text[])) = 'number'::text) THEN ((results #>> '{benchmark,return}'::text[]))::double precision
    ELSE NULL::double precision
END) stored,
  sharpe_deflated double precision generated always as (
CASE
    WHEN (jsonb_typeof((results #> '{measures,sharpeDeflated}'::text[])) = 'number'::text) THEN ((results #>> '{measures,sharpeDeflated}'::text[]))::double precision
    ELSE NULL::double precision
END) stored,
  constraint backtest_runs_pkey PRIMARY KEY (run_id),
  constraint backtest_runs_attempt_check CHECK (attempt >= 0),
  constraint backtest_runs_check CHECK (last_day > first_day),
  constraint backtest_runs_check1 CHECK (sessions_done >= 0 AND sessions_done <= sessions_total),
  constraint backtest_runs_check2 CHECK ((state = ANY (ARRAY['done'::text, 'failed'::text, 'cancelled'::text])) = (ended_at IS NOT NULL)),
  constraint backtest_runs_check3 CHECK ((state = 'failed'::text) = (reason IS NOT NULL)),
  constraint backtest_runs_check4 CHECK ((state = 'done'::text) = (results IS NOT NULL)),
  constraint backtest_runs_state_check CHECK (state = ANY (ARRAY['queued'::text, 'running'::text, 'done'::text, 'failed'::text, 'cancelled'::text]))
);
CREATE INDEX backtest_runs_asked ON backtest_runs USING btree (asked_at DESC, run_id DESC);
CREATE INDEX backtest_runs_open ON backtest_runs USING btree (state) WHERE state = ANY (ARRAY['queued'::text, 'running'::text]);

create table backtest_trades (
  trade_id uuid not null,
  run_id uuid not null,
  place integer not null,
  ticker text not null,
  entry_date date not null,
  exit_date date not null,
  quantity numeric(24,9) not null,
  paid numeric(24,6) not null,
  profit numeric(24,6) not null,
  fees numeric(24,6) not null,
  spread numeric(24,6) not null,
  slippage numeric(24,6) not null,
  is_open boolean not null,
  why text not null,
  constraint backtest_trades_pkey PRIMARY KEY (trade_id),
  constraint backtest_trades_run_id_place_key UNIQUE (run_id, place),
  constraint backtest_trades_run_id_fkey FOREIGN KEY (run_id) REFERENCES backtest_runs(run_id) ON DELETE CASCADE,
  constraint backtest_trades_check CHECK (exit_date >= entry_date),
  constraint backtest_trades_place_check CHECK (place >= 0),
  constraint backtest_trades_quantity_check CHECK (quantity >= 0::numeric)
);
CREATE INDEX backtest_trades_ticker ON backtest_trades USING btree (run_id, ticker, place);

create table breaker_baselines (
  account_id text default current_account_id() not null,
  breaker text not null,
  ticker text default ''::text not null,
  level numeric(20,6) not null,
  deposit numeric(20,6) not null,
  since timestamp with time zone not null,
  constraint breaker_baselines_pkey PRIMARY KEY (account_id, breaker, ticker),
  constraint breaker_baselines_account_id_fkey FOREIGN KEY (account_id) REFERENCES broker_accounts(account_id) ON DELETE CASCADE
);

create table broker_accounts (
  account_id text not null,
  mode text not null,
  status text not null,
  cash numeric(20,6) not null,
  equity numeric(20,6) not null,
  buying_power numeric(20,6) not null,
  opened_with numeric not null,
  synced_at timestamp with time zone not null,
  is_current boolean default false not null,
  begun_at timestamp with time zone default clock_timestamp(),
  transferred numeric default 0 not null,
  earned numeric default 0 not null,
  unexplained numeric default 0 not null,
  last_equity numeric(20,6),
  reset_at timestamp with time zone,
  blocked boolean default false not null,
  day_trades integer,
  owed_opening numeric default 0 not null,
  constraint broker_accounts_pkey PRIMARY KEY (account_id),
  constraint broker_accounts_numbers CHECK ('NaN'::numeric <> cash AND 'NaN'::numeric <> equity AND 'NaN'::numeric <> buying_power AND 'NaN'::numeric <> opened_with) NOT VALID,
  constraint broker_accounts_owed_opening_check CHECK (owed_opening <= 0::numeric)
);
CREATE UNIQUE INDEX broker_accounts_current ON broker_accounts USING btree (is_current) WHERE is_current;
CREATE TRIGGER broker_accounts_balances_none AFTER TRUNCATE ON broker_accounts FOR EACH STATEMENT EXECUTE FUNCTION forget_balances();
CREATE TRIGGER broker_accounts_first BEFORE INSERT ON broker_accounts FOR EACH ROW EXECUTE FUNCTION adopt_first_account();
CREATE CONSTRAINT TRIGGER broker_accounts_identity AFTER UPDATE OF opened_with, transferred, earned, unexplained, begun_at ON broker_accounts DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION guard_identity();
CREATE TRIGGER broker_accounts_identity_begins AFTER INSERT ON broker_accounts FOR EACH ROW EXECUTE FUNCTION begin_account_identity();
CREATE TRIGGER broker_accounts_none AFTER TRUNCATE ON broker_accounts FOR EACH STATEMENT EXECUTE FUNCTION forget_accounts();

create table broker_assets (
  ticker text not null,
  tradable boolean not null,
  fractionable boolean not null,
  halted boolean not null,
  status text not null,
  read_at timestamp with time zone not null,
  constraint broker_assets_pkey PRIMARY KEY (ticker)
);

create table circuit_breaker_events (
  circuit_breaker_event_id bigint generated always as identity not null,
  breaker text not null,
  ticker text,
  opened_at timestamp with time zone not null,
  closes_at timestamp with time zone,
  reset_at timestamp with time zone,
  numbers jsonb default '{}'::jsonb not null,
  opened_by text default 'engine'::text not null,
  account_id text default current_account_id() not null,
  reset_by text,
  reset_reason text,
  constraint circuit_breaker_events_pkey PRIMARY KEY (circuit_breaker_event_id),
  constraint circuit_breaker_events_breaker_check CHECK (breaker = ANY (ARRAY['daily_loss'::text, 'single_position'::text, 'volatility'::text, 'manual'::text, 'emergency'::text]))
);
CREATE INDEX circuit_breaker_events_open ON circuit_breaker_events USING btree (COALESCE(closes_at, 'infinity'::timestamp with time zone)) WHERE reset_at IS NULL;
CREATE INDEX circuit_breaker_events_opened ON circuit_breaker_events USING btree (account_id, opened_at);
CREATE INDEX circuit_breaker_events_reset ON circuit_breaker_events USING btree (account_id, breaker, reset_at DESC) WHERE reset_at IS NOT NULL;

create table companies (
  company_id uuid not null,
  ticker text not null,
  legal_name text not null,
  sector text default ''::text not null,
  industry text default ''::text not null,
  cik text,
  active boolean default true not null,
  created_at timestamp with time zone default clock_timestamp() not null,
  version integer default 1 not null,
  rivals_derived boolean default false not null,
  constraint companies_pkey PRIMARY KEY (company_id),
  constraint companies_ticker_key UNIQUE (ticker),
  constraint companies_cik_check CHECK (cik ~ '^[0-9]{10}$'::text),
  constraint companies_ticker_check CHECK (ticker ~ '^[A-Z][A-Z0-9.-]{0,9}$'::text),
  constraint companies_version_check CHECK (version > 0)
);
CREATE TRIGGER companies_have_a_security AFTER INSERT ON companies FOR EACH ROW EXECUTE FUNCTION add_primary_security();
CREATE TRIGGER companies_tracked AFTER INSERT OR DELETE OR UPDATE OF company_id, ticker, active ON companies FOR EACH ROW EXECUTE FUNCTION keep_tracking();
CREATE TRIGGER companies_versioned BEFORE UPDATE ON companies FOR EACH ROW EXECUTE FUNCTION count_company_version();

create table company_aliases (
  company_id uuid not null,
  alias text not null,
  origin text default 'hand'::text not null,
  constraint company_aliases_pkey PRIMARY KEY (company_id, alias),
  constraint company_aliases_company_id_fkey FOREIGN KEY (company_id) REFERENCES companies(company_id) ON DELETE CASCADE,
  constraint company_aliases_alias_check CHECK (length(alias) >= 2),
  constraint company_aliases_origin_check CHECK (origin = ANY (ARRAY['hand'::text, 'file'::text]))
);
CREATE TRIGGER company_aliases_added AFTER INSERT ON company_aliases REFERENCING NEW TABLE AS touched FOR EACH STATEMENT EXECUTE FUNCTION count_names_version();
CREATE TRIGGER company_aliases_removed AFTER DELETE ON company_aliases REFERENCING OLD TABLE AS touched FOR EACH STATEMENT EXECUTE FUNCTION count_names_version();

create table company_facts (
  company_id uuid not null,
  concept text not null,
  unit text not null,
  period_from date not null,
  period_to date not null,
  accession_number text not null,
  value numeric not null,
  form text not null,
  filed_on date not null,
  source_id uuid,
  known_at timestamp with time zone not null,
  constraint company_facts_pkey PRIMARY KEY (company_id, concept, unit, period_from, period_to, accession_number),
  constraint company_facts_company_id_fkey FOREIGN KEY (company_id) REFERENCES companies(company_id) ON DELETE CASCADE,
  constraint company_facts_check CHECK (period_from <= period_to)
);
CREATE INDEX company_facts_known ON company_facts USING btree (known_at);

create table company_tracking (
  company_id uuid not null,
  ticker text not null,
  tracked_from timestamp with time zone not null,
  tracked_until timestamp with time zone,
  is_guess boolean default false not null,
  constraint company_tracking_pkey PRIMARY KEY (company_id, tracked_from),
  constraint company_tracking_check CHECK (tracked_until >= tracked_from)
);
CREATE INDEX company_tracking_begun ON company_tracking USING btree (tracked_from);
CREATE UNIQUE INDEX company_tracking_open ON company_tracking USING btree (company_id) WHERE tracked_until IS NULL;
CREATE INDEX company_tracking_ticker ON company_tracking USING btree (ticker, tracked_from);

create table competitive_signal_records (
  competitive_signal_id uuid not null,
  source_ticker text not null,
  target_ticker text not null,
  document_id uuid not null,
  catalyst text not null,
  direction smallint not null,
  strength double precision not null,
  pattern_confidence double precision not null,
  created_at timestamp with time zone not null,
  impact_id uuid not null,
  relationship_type text not null,
  relationship_strength double precision not null,
  components jsonb default '{}'::jsonb not null,
  published_at timestamp with time zone not null,
  constraint competitive_signal_records_pkey PRIMARY KEY (competitive_signal_id),
  constraint competitive_signal_records_document_id_fkey FOREIGN KEY (document_id) REFERENCES documents(document_id) ON DELETE CASCADE,
  constraint competitive_signal_records_direction_check CHECK (direction = ANY (ARRAY['-1'::integer, 0, 1])),
  constraint competitive_signal_records_strength_check CHECK (strength >= 0::double precision AND strength <= 1::double precision)
);
CREATE INDEX competitive_signal_records_created ON competitive_signal_records USING btree (created_at);
CREATE INDEX competitive_signal_records_impact ON competitive_signal_records USING btree (impact_id);
CREATE INDEX competitive_signal_records_published ON competitive_signal_records USING btree (published_at, competitive_signal_id);
CREATE INDEX competitive_signal_records_source ON competitive_signal_records USING btree (source_ticker, created_at DESC);
CREATE INDEX competitive_signal_records_target ON competitive_signal_records USING btree (target_ticker, published_at DESC);
CREATE TRIGGER note_changed_competitive_signals AFTER UPDATE ON competitive_signal_records FOR EACH ROW WHEN (true AND old.* IS DISTINCT FROM new.*) EXECUTE FUNCTION note_changed_competitive_signals();
CREATE TRIGGER note_new_competitive_signals AFTER INSERT ON competitive_signal_records REFERENCING NEW TABLE AS made FOR EACH STATEMENT EXECUTE FUNCTION note_new_competitive_signals();

create table competitor_relationships (
  company_id uuid not null,
  competitor_id uuid not null,
  relationship_type text not null,
  strength double precision not null,
  relationship_id uuid not null,
  version integer default 1 not null,
  changed_at timestamp with time zone default clock_timestamp() not null,
  changed_by text default ''::text not null,
  constraint competitor_relationships_pkey PRIMARY KEY (company_id, competitor_id),
  constraint competitor_relationships_company_id_fkey FOREIGN KEY (company_id) REFERENCES companies(company_id) ON DELETE CASCADE,
  constraint competitor_relationships_competitor_id_fkey FOREIGN KEY (competitor_id) REFERENCES companies(company_id) ON DELETE CASCADE,
  constraint competitor_relationships_check CHECK (company_id <> competitor_id),
  constraint competitor_relationships_relationship_type_check CHECK (relationship_type = ANY (ARRAY['direct_rival'::text, 'same_sector'::text, 'overlapping_products'::text, 'supply_chain_adjacent'::text])),
  constraint competitor_relationships_strength_check CHECK (strength >= 0::double precision AND strength <= 1::double precision),
  constraint competitor_relationships_version_check CHECK (version > 0)
);
CREATE UNIQUE INDEX competitor_relationships_id ON competitor_relationships USING btree (relationship_id);
CREATE INDEX competitor_relationships_other ON competitor_relationships USING btree (competitor_id);
CREATE UNIQUE INDEX competitor_relationships_pair ON competitor_relationships USING btree (LEAST(company_id, competitor_id), GREATEST(company_id, competitor_id));
CREATE TRIGGER note_changed_competitor_relationships AFTER UPDATE ON competitor_relationships FOR EACH ROW WHEN (true AND old.* IS DISTINCT FROM new.*) EXECUTE FUNCTION note_changed_competitor_relationships();
CREATE TRIGGER note_new_competitor_relationships AFTER INSERT ON competitor_relationships REFERENCING NEW TABLE AS made FOR EACH STATEMENT EXECUTE FUNCTION note_new_competitor_relationships();

create table corporate_actions (
  action_id uuid not null,
  ticker text not null,
  kind text not null,
  ex_date date not null,
  ratio_from numeric,
  ratio_to numeric,
  amount numeric,
  currency text,
  dividend_type text,
  declared_on date,
  record_on date,
  pay_on date,
  source_id uuid,
  known_at timestamp with time zone not null,
  replaced_at timestamp with time zone,
  constraint corporate_actions_pkey PRIMARY KEY (action_id, known_at),
  constraint corporate_actions_amount_check CHECK (amount > 0::numeric),
  constraint corporate_actions_check CHECK (kind <> 'split'::text OR ratio_from IS NOT NULL AND ratio_to IS NOT NULL),
  constraint corporate_actions_check1 CHECK (kind <> 'dividend'::text OR amount IS NOT NULL),
  constraint corporate_actions_kind_check CHECK (kind = ANY (ARRAY['split'::text, 'dividend'::text])),
  constraint corporate_actions_ratio_from_check CHECK (ratio_from > 0::numeric),
  constraint corporate_actions_ratio_to_check CHECK (ratio_to > 0::numeric)
);
CREATE UNIQUE INDEX corporate_actions_standing ON corporate_actions USING btree (action_id) WHERE replaced_at IS NULL;
CREATE INDEX corporate_actions_ticker ON corporate_actions USING btree (ticker, kind, ex_date);

create table counterfactuals (
  account_id text default current_account_id() not null,
  recommendation_id uuid not null,
  kind text not null,
  code text not null,
  ticker text not null,
  decided_at timestamp with time zone not null,
  state text not null,
  says text default ''::text not null,
  entered_on date,
  at_open boolean,
  price numeric(20,6),
  quantity numeric(20,9),
  levels jsonb,
  profit numeric(20,6),
  reason text,
  ended_on date,
  looked_at timestamp with time zone not null,
  constraint counterfactuals_pkey PRIMARY KEY (account_id, recommendation_id, kind),
  constraint counterfactuals_check CHECK (state <> 'ended'::text OR profit IS NOT NULL AND reason IS NOT NULL AND ended_on IS NOT NULL),
  constraint counterfactuals_kind_check CHECK (kind = ANY (ARRAY['skipped'::text, 'suppressed'::text, 'clipped'::text])),
  constraint counterfactuals_price_check CHECK (price > 0::numeric),
  constraint counterfactuals_quantity_check CHECK (quantity >= 0::numeric),
  constraint counterfactuals_state_check CHECK (state = ANY (ARRAY['open'::text, 'ended'::text, 'unpriced'::text]))
);
CREATE INDEX counterfactuals_decided ON counterfactuals USING btree (account_id, decided_at);
CREATE INDEX counterfactuals_open ON counterfactuals USING btree (looked_at) WHERE state = 'open'::text;
CREATE TRIGGER note_changed_counterfactuals AFTER UPDATE ON counterfactuals FOR EACH ROW WHEN (true AND (old.state IS DISTINCT FROM new.state OR old.code IS DISTINCT FROM new.code OR old.entered_on IS DISTINCT FROM new.entered_on OR old.at_open IS DISTINCT FROM new.at_open OR old.price IS DISTINCT FROM new.price OR old.quantity IS DISTINCT FROM new.quantity OR old.profit IS DISTINCT FROM new.profit OR old.reason IS DISTINCT FROM new.reason OR old.ended_on IS DISTINCT FROM new.ended_on)) EXECUTE FUNCTION note_changed_counterfactuals();
CREATE TRIGGER note_new_counterfactuals AFTER INSERT ON counterfactuals REFERENCING NEW TABLE AS made FOR EACH STATEMENT EXECUTE FUNCTION note_new_counterfactuals();

create table daily_risk_snapshots (
  session_date date not null,
  opening_equity numeric(20,6) not null,
  lowest_equity numeric(20,6) not null,
  orders_sent integer default 0 not null,
  account_id text default current_account_id() not null,
  constraint daily_risk_snapshots_pkey PRIMARY KEY (account_id, session_date)
);

create table decision_inputs (
  decision_id uuid not null,
  decided_at timestamp with time zone not null,
  judged_by text not null,
  build text not null,
  inputs jsonb not null,
  inputs_sha256 text not null,
  constraint decision_inputs_pkey PRIMARY KEY (decision_id),
  constraint decision_inputs_decision_id_fkey FOREIGN KEY (decision_id) REFERENCES trading_decisions(decision_id) ON DELETE CASCADE,
  constraint decision_inputs_inputs_sha256_check CHECK (inputs_sha256 ~ '^[0-9a-f]{64}$'::text),
  constraint decision_inputs_judged_by_check CHECK (judged_by = ANY (ARRAY['entry'::text, 'aside'::text, 'unheld'::text, 'tranche'::text, 'exit'::text, 'resting'::text]))
);
CREATE INDEX decision_inputs_at ON decision_inputs USING btree (decided_at);
CREATE INDEX decision_inputs_later ON decision_inputs USING btree (decided_at) WHERE judged_by = ANY (ARRAY['tranche'::text, 'exit'::text, 'resting'::text]);

create table document_claims (
  impact_id uuid not null,
  kind text not null,
  company_id uuid not null,
  ticker text not null,
  quote text not null,
  direction smallint,
  percent double precision,
  published_at timestamp with time zone not null,
  read_at timestamp with time zone not null,
  state text default 'open'::text not null,
  says text default ''::text not null,
  looked_at timestamp with time zone,
  decided_at timestamp with time zone,
  form text,
  amount numeric,
  unit numeric,
  constraint document_claims_pkey PRIMARY KEY (impact_id, kind),
  constraint document_claims_company_id_fkey FOREIGN KEY (company_id) REFERENCES companies(company_id) ON DELETE CASCADE,
  constraint document_claims_impact_id_fkey FOREIGN KEY (impact_id) REFERENCES document_impact_records(impact_id) ON DELETE CASCADE,
  constraint document_claims_check CHECK ((kind = 'price_move'::text) = (direction IS NOT NULL)),
  constraint document_claims_decided_check CHECK ((state = ANY (ARRAY['open'::text, 'waiting'::text])) = (decided_at IS NULL)),
  constraint document_claims_direction_check CHECK (direction = ANY (ARRAY['-1'::integer, 1])),
  constraint document_claims_figure_check CHECK ((kind = ANY (ARRAY['price_move'::text, 'filing'::text])) = (amount IS NULL) AND (amount IS NULL) = (unit IS NULL)),
  constraint document_claims_form_check CHECK (form = ANY (ARRAY['8-K'::text, '10-Q'::text, '10-K'::text])),
  constraint document_claims_kind_check CHECK (kind = ANY (ARRAY['price_move'::text, 'filing'::text, 'revenue'::text, 'net_income'::text, 'earnings_per_share'::text, 'dividend'::text, 'split'::text])),
  constraint document_claims_percent_check CHECK (percent > 0::double precision),
  constraint document_claims_state_check CHECK (state = ANY (ARRAY['open'::text, 'waiting'::text, 'borne_out'::text, 'refuted'::text, 'unknown'::text])),
  constraint document_claims_unit_check CHECK (unit > 0::numeric),
  constraint document_claims_waiting_check CHECK (state <> 'open'::text OR amount IS NULL AND (form IS NULL OR form = '8-K'::text))
);
CREATE INDEX document_claims_open ON document_claims USING btree (looked_at NULLS FIRST, published_at) WHERE state = ANY (ARRAY['open'::text, 'waiting'::text]);

create table document_company_mentions (
  document_id uuid not null,
  company_id uuid not null,
  ticker text not null,
  alias text not null,
  first_offset integer default '-1'::integer not null,
  mention_count integer default 1 not null,
  in_title boolean default false not null,
  published_at timestamp with time zone,
  constraint document_company_mentions_pkey PRIMARY KEY (document_id, company_id),
  constraint document_company_mentions_company_id_fkey FOREIGN KEY (company_id) REFERENCES companies(company_id) ON DELETE CASCADE,
  constraint document_company_mentions_document_id_fkey FOREIGN KEY (document_id) REFERENCES documents(document_id) ON DELETE CASCADE
);
CREATE INDEX document_company_mentions_company ON document_company_mentions USING btree (company_id);
CREATE INDEX document_company_mentions_newest ON document_company_mentions USING btree (ticker, published_at DESC, document_id);
CREATE TRIGGER document_company_mentions_dated BEFORE INSERT ON document_company_mentions FOR EACH ROW EXECUTE FUNCTION date_mention();

create table document_impact_records (
  impact_id uuid not null,
  document_id uuid not null,
  company_id uuid not null,
  ticker text not null,
  sentiment text not null,
  sentiment_score double precision not null,
  impact_score double precision not null,
  confidence double precision not null,
  catalyst text default 'other'::text not null,
  quotes jsonb default '[]'::jsonb not null,
  horizon text,
  published_at timestamp with time zone not null,
  extracted_at timestamp with time zone not null,
  reading_id uuid not null,
  is_current boolean default true not null,
  raw_confidence double precision,
  turned_at timestamp with time zone,
  read_by text,
  again_at timestamp with time zone[] default '{}'::timestamp with time zone[] not null,
  rules_sentiment text,
  rules_impact double precision,
  rules_confidence double precision,
  constraint document_impact_records_pkey PRIMARY KEY (impact_id),
  constraint document_impact_records_reading_id_company_id_key UNIQUE (reading_id, company_id),
  constraint document_impact_records_company_id_fkey FOREIGN KEY (company_id) REFERENCES companies(company_id) ON DELETE CASCADE,
  constraint document_impact_records_reading_id_fkey FOREIGN KEY (reading_id) REFERENCES document_intelligence(reading_id) ON DELETE CASCADE,
  constraint document_impact_records_confidence_check CHECK (confidence >= 0::double precision AND confidence <= 1::double precision),
  constraint document_impact_records_impact_score_check CHECK (impact_score >= 0::double precision AND impact_score <= 1::double precision),
  constraint document_impact_records_raw_confidence_check CHECK (raw_confidence >= 0::double precision AND raw_confidence <= 1::double precision),
  constraint document_impact_records_rules_confidence_check CHECK (rules_confidence >= 0::double precision AND rules_confidence <= 1::double precision),
  constraint document_impact_records_rules_impact_check CHECK (rules_impact >= 0::double precision AND rules_impact <= 1::double precision),
  constraint document_impact_records_rules_sentiment_check CHECK (rules_sentiment = ANY (ARRAY['positive'::text, 'negative'::text, 'neutral'::text, 'mixed'::text])),
  constraint document_impact_records_rules_whole CHECK ((rules_sentiment IS NULL) = (rules_impact IS NULL) AND (rules_impact IS NULL) = (rules_confidence IS NULL)),
  constraint document_impact_records_sentiment_check CHECK (sentiment = ANY (ARRAY['positive'::text, 'negative'::text, 'neutral'::text, 'mixed'::text])),
  constraint document_impact_records_sentiment_score_check CHECK (sentiment_score >= '-1'::integer::double precision AND sentiment_score <= 1::double precision)
);
CREATE INDEX document_impact_records_known ON document_impact_records USING btree (ticker, extracted_at);
CREATE INDEX document_impact_records_ticker ON document_impact_records USING btree (ticker, published_at DESC) WHERE is_current;
CREATE TRIGGER impacts_counted_changed AFTER UPDATE ON document_impact_records REFERENCING OLD TABLE AS before_it NEW TABLE AS after_it FOR EACH STATEMENT EXECUTE FUNCTION count_changed_impacts();
CREATE TRIGGER impacts_counted_gone AFTER DELETE ON document_impact_records REFERENCING OLD TABLE AS gone FOR EACH STATEMENT EXECUTE FUNCTION count_gone_impacts();
CREATE TRIGGER impacts_counted_new AFTER INSERT ON document_impact_records REFERENCING NEW TABLE AS made FOR EACH STATEMENT EXECUTE FUNCTION count_new_impacts();
CREATE TRIGGER impacts_counted_none AFTER TRUNCATE ON document_impact_records FOR EACH STATEMENT EXECUTE FUNCTION forget_row_counts('impacts');
CREATE TRIGGER note_changed_impacts AFTER UPDATE ON document_impact_records FOR EACH ROW WHEN (true AND old.* IS DISTINCT FROM new.*) EXECUTE FUNCTION note_changed_impacts();
CREATE TRIGGER note_new_impacts AFTER INSERT ON document_impact_records REFERENCING NEW TABLE AS made FOR EACH STATEMENT EXECUTE FUNCTION note_new_impacts();

create table document_intelligence (
  document_id uuid not null,
  model text not null,
  model_version text not null,
  prompt_version text not null,
  summary text default ''::text not null,
  key_facts jsonb default '[]'::jsonb not null,
  confidence double precision not null,
  novelty double precision default 0 not null,
  input_sha256 text not null,
  input_length integer not null,
  extracted_at timestamp with time zone not null,
  reading_id uuid not null,
  number integer default 1 not null,
  is_current boolean default true not null,
  asked text[],
  version integer default 1 not null,
  held jsonb default '[]'::jsonb not null,
  addressed integer default 0 not null,
  constraint document_intelligence_pkey PRIMARY KEY (reading_id),
  constraint document_intelligence_document_id_number_key UNIQUE (document_id, number),
  constraint document_intelligence_document_id_fkey FOREIGN KEY (document_id) REFERENCES documents(document_id) ON DELETE CASCADE,
  constraint document_intelligence_addressed_check CHECK (addressed >= 0),
  constraint document_intelligence_confidence_check CHECK (confidence >= 0::double precision AND confidence <= 1::double precision),
  constraint document_intelligence_novelty_check CHECK (novelty >= 0::double precision AND novelty <= 1::double precision),
  constraint document_intelligence_number_check CHECK (number >= 1),
  constraint document_intelligence_version_check CHECK (version >= 1)
);
CREATE UNIQUE INDEX document_intelligence_current ON document_intelligence USING btree (document_id) WHERE is_current;
CREATE INDEX document_intelligence_extracted ON document_intelligence USING btree (extracted_at);
CREATE INDEX document_intelligence_held ON document_intelligence USING btree (extracted_at) WHERE held <> '[]'::jsonb;
CREATE TRIGGER note_changed_extractions AFTER UPDATE ON document_intelligence FOR EACH ROW WHEN (true AND old.* IS DISTINCT FROM new.*) EXECUTE FUNCTION note_changed_extractions();
CREATE TRIGGER note_new_extractions AFTER INSERT ON document_intelligence REFERENCING NEW TABLE AS made FOR EACH STATEMENT EXECUTE FUNCTION note_new_extractions();

create table document_keys (
  key text not null,
  document_id uuid,
  is_alias boolean default false not null,
  source_id uuid,
  constraint document_keys_pkey PRIMARY KEY (key),
  constraint document_keys_document_id_fkey FOREIGN KEY (document_id) REFERENCES documents(document_id) ON DELETE CASCADE,
  constraint document_keys_source_id_fkey FOREIGN KEY (source_id) REFERENCES sources(source_id) ON DELETE CASCADE,
  constraint document_keys_key_check CHECK (key ~ '^(own|link):'::text)
);
CREATE INDEX document_keys_document ON document_keys USING btree (document_id);

create table document_versions (
  document_id uuid not null,
  version integer not null,
  content_sha256 text,
  told_at timestamp with time zone,
  published_at timestamp with time zone not null,
  came_at timestamp with time zone not null,
  replaced_at timestamp with time zone not null,
  status text not null,
  raw_bucket text not null,
  raw_key text not null,
  raw_sha256 text not null,
  raw_media_type text not null,
  url text,
  title text not null,
  author text,
  publisher text not null,
  publisher_domain text,
  date_flags text[] default '{}'::text[] not null,
  summary text not null,
  credibility_score double precision not null,
  normalized_bucket text,
  normalized_key text,
  normalized_sha256 text,
  normalized_length integer,
  quality_score double precision,
  owner_record text,
  constraint document_versions_pkey PRIMARY KEY (document_id, version),
  constraint document_versions_document_id_fkey FOREIGN KEY (document_id) REFERENCES documents(document_id) ON DELETE CASCADE,
  constraint document_versions_owner_record_check CHECK (owner_record = ANY (ARRAY['known'::text, 'earned'::text, 'none'::text])),
  constraint document_versions_version_check CHECK (version >= 1)
);

create table documents (
  document_id uuid not null,
  source_id uuid,
  source_type text not null,
  document_type text not null,
  content_hash text not null,
  raw_bucket text not null,
  raw_key text not null,
  raw_sha256 text not null,
  raw_media_type text default 'application/json'::text not null,
  url text,
  canonical_url text,
  title text default ''::text not null,
  author text,
  publisher text default ''::text not null,
  summary text default ''::text not null,
  credibility_score double precision default 0.5 not null,
  published_at timestamp with time zone not null,
  ingested_at timestamp with time zone not null,
  hour_is_synthetic boolean default false not null,
  status text default 'ingested'::text not null,
  status_reason text,
  status_at timestamp with time zone not null,
  normalized_bucket text,
  normalized_key text,
  normalized_sha256 text,
  normalized_length integer,
  quality_score double precision,
  quality_confidence text,
  language text,
  version integer default 1 not null,
  content_sha256 text,
  told_at timestamp with time zone,
  version_at timestamp with time zone,
  publisher_domain text,
  date_flags text[] default '{}'::text[] not null,
  quality_parts jsonb,
  quality_reasons text[],
  story_id uuid,
  owner_record text,
  extraction_tries integer default 0 not null,
  confirmed_at timestamp with time zone,
  constraint documents_pkey PRIMARY KEY (document_id),
  constraint documents_content_hash_key UNIQUE (content_hash),
  constraint documents_source_id_fkey FOREIGN KEY (source_id) REFERENCES sources(source_id) ON DELETE SET NULL,
  constraint documents_content_hash_check CHECK (content_hash ~ '^[0-9a-f]{64}$'::text),
  constraint documents_content_sha256_check CHECK (content_sha256 ~ '^[0-9a-f]{64}$'::text),
  constraint documents_credibility_score_check CHECK (credibility_score >= 0::double precision AND credibility_score <= 1::double precision),
  constraint documents_date_flags_check CHECK (date_flags <@ ARRAY['undated'::text, 'date_implausible'::text, 'zone_assumed'::text]),
  constraint documents_document_type_check CHECK (document_type = ANY (ARRAY['article'::text, 'filing'::text, 'transcript'::text, 'press_release'::text, 'macro_event'::text])),
  constraint documents_extraction_tries_check CHECK (extraction_tries >= 0),
  constraint documents_owner_record_check CHECK (owner_record = ANY (ARRAY['known'::text, 'earned'::text, 'none'::text])),
  constraint documents_quality_confidence_check CHECK (quality_confidence = ANY (ARRAY['high'::text, 'medium'::text, 'low'::text])),
  constraint documents_quality_score_check CHECK (quality_score >= 0::double precision AND quality_score <= 1::double precision),
  constraint documents_raw_sha256_check CHECK (raw_sha256 ~ '^[0-9a-f]{64}$'::text),
  constraint documents_status_check CHECK (status = ANY (ARRAY['ingested'::text, 'parsed'::text, 'low_quality'::text, 'no_text'::text, 'untracked'::text, 'extracted'::text, 'classified'::text, 'parse_failed'::text, 'extraction_failed'::text])),
  constraint documents_version_check CHECK (version >= 1)
);
CREATE INDEX documents_failed ON documents USING btree (published_at) WHERE status = 'extraction_failed'::text;
CREATE INDEX documents_filings ON documents USING btree (source_id, published_at DESC) WHERE document_type = 'filing'::text;
CREATE INDEX documents_ingested ON documents USING btree (ingested_at DESC);
CREATE INDEX documents_published ON documents USING btree (published_at DESC);
CREATE INDEX documents_source ON documents USING btree (source_id, published_at DESC);
CREATE INDEX documents_status ON documents USING btree (status, status_at);
CREATE INDEX documents_status_at ON documents USING btree (status_at DESC);
CREATE INDEX documents_status_published ON documents USING btree (status, published_at DESC);
CREATE INDEX documents_story ON documents USING btree (story_id, published_at) WHERE story_id IS NOT NULL;
CREATE INDEX documents_title_words ON documents USING gin (words_of_title(title));
CREATE INDEX documents_yearly_reports ON documents USING btree (source_id, published_at DESC) WHERE document_type = 'filing'::text AND normalized_key IS NOT NULL AND title ~ ' (10-K|10-K405|20-F|40-F)(?!/)(\W|$)'::text;
CREATE TRIGGER documents_counted_changed AFTER UPDATE ON documents REFERENCING OLD TABLE AS before_it NEW TABLE AS after_it FOR EACH STATEMENT EXECUTE FUNCTION count_changed_documents();
CREATE TRIGGER documents_counted_gone AFTER DELETE ON documents REFERENCING OLD TABLE AS gone FOR EACH STATEMENT EXECUTE FUNCTION count_gone_documents();
CREATE TRIGGER documents_counted_new AFTER INSERT ON documents REFERENCING NEW TABLE AS made FOR EACH STATEMENT EXECUTE FUNCTION count_new_documents();
CREATE TRIGGER documents_counted_none AFTER TRUNCATE ON documents FOR EACH STATEMENT EXECUTE FUNCTION forget_row_counts('documents');
CREATE TRIGGER note_changed_documents AFTER UPDATE ON documents FOR EACH ROW WHEN (true AND (old.published_at IS DISTINCT FROM new.published_at OR old.title IS DISTINCT FROM new.title OR old.url IS DISTINCT FROM new.url OR old.author IS DISTINCT FROM new.author OR old.publisher IS DISTINCT FROM new.publisher OR old.credibility_score IS DISTINCT FROM new.credibility_score OR old.status IS DISTINCT FROM new.status OR old.status_reason IS DISTINCT FROM new.status_reason OR old.quality_score IS DISTINCT FROM new.quality_score OR old.language IS DISTINCT FROM new.language OR old.story_id IS DISTINCT FROM new.story_id OR old.version IS DISTINCT FROM new.version OR old.content_hash IS DISTINCT FROM new.content_hash OR old.raw_key IS DISTINCT FROM new.raw_key OR old.owner_record IS DISTINCT FROM new.owner_record)) EXECUTE FUNCTION note_changed_documents();
CREATE TRIGGER note_new_documents AFTER INSERT ON documents REFERENCING NEW TABLE AS made FOR EACH STATEMENT EXECUTE FUNCTION note_new_documents();

create table earnings_dates (
  company_id uuid not null,
  accession_number text not null,
  basis text not null,
  announced_at timestamp with time zone not null,
  is_sure boolean not null,
  source_id uuid,
  known_at timestamp with time zone not null,
  constraint earnings_dates_pkey PRIMARY KEY (company_id, accession_number),
  constraint earnings_dates_company_id_fkey FOREIGN KEY (company_id) REFERENCES companies(company_id) ON DELETE CASCADE,
  constraint earnings_dates_basis_check CHECK (basis = ANY (ARRAY['results'::text, 'report'::text]))
);
CREATE INDEX earnings_dates_known ON earnings_dates USING btree (known_at);

create table edge_days (
  kind text not null,
  name text not null,
  session_date date not null,
  horizon smallint not null,
  companies integer not null,
  ic double precision,
  spread double precision not null,
  turnover double precision,
  capacity double precision,
  constraint edge_days_pkey PRIMARY KEY (kind, name, session_date, horizon),
  constraint edge_days_companies_check CHECK (companies > 0),
  constraint edge_days_horizon_check CHECK (horizon > 0)
);
CREATE INDEX edge_days_session ON edge_days USING btree (session_date);

create table entry_tranches (
  account_id text default current_account_id() not null,
  plan_id uuid not null,
  part smallint not null,
  parts smallint not null,
  ticker text not null,
  recommendation_id uuid not null,
  quantity numeric(20,9) not null,
  price numeric(20,6) not null,
  atr numeric(20,6) not null,
  planned_at timestamp with time zone not null,
  due_at timestamp with time zone not null,
  state text default 'waiting'::text not null,
  code text default ''::text not null,
  settled_at timestamp with time zone,
  constraint entry_tranches_pkey PRIMARY KEY (plan_id, part),
  constraint entry_tranches_account_id_fkey FOREIGN KEY (account_id) REFERENCES broker_accounts(account_id) ON DELETE CASCADE,
  constraint entry_tranches_plan_id_fkey FOREIGN KEY (plan_id) REFERENCES trading_decisions(decision_id) ON DELETE CASCADE,
  constraint entry_tranches_atr_check CHECK (atr > 0::numeric),
  constraint entry_tranches_check CHECK (parts >= part),
  constraint entry_tranches_check1 CHECK ((state = 'waiting'::text) = (settled_at IS NULL)),
  constraint entry_tranches_part_check CHECK (part > 1),
  constraint entry_tranches_price_check CHECK (price > 0::numeric),
  constraint entry_tranches_quantity_check CHECK (quantity > 0::numeric),
  constraint entry_tranches_state_check CHECK (state = ANY (ARRAY['waiting'::text, 'sent'::text, 'dropped'::text]))
);
CREATE INDEX entry_tranches_settled ON entry_tranches USING btree (settled_at) WHERE settled_at IS NOT NULL;
CREATE INDEX entry_tranches_waiting ON entry_tranches USING btree (account_id, ticker) WHERE state = 'waiting'::text;

create table exposure_profiles (
  company_id uuid not null,
  market_position text default 'domestic'::text not null,
  revenue_regions jsonb default '{}'::jsonb not null,
  supply_regions jsonb default '[]'::jsonb not null,
  key_inputs jsonb default '[]'::jsonb not null,
  produces jsonb default '[]'::jsonb not null,
  changed_at timestamp with time zone default clock_timestamp() not null,
  version integer default 1 not null,
  is_current boolean default true not null,
  is_withdrawn boolean default false not null,
  changed_by text default ''::text not null,
  reason text default ''::text not null,
  constraint exposure_profiles_pkey PRIMARY KEY (company_id, version),
  constraint exposure_profiles_company_id_fkey FOREIGN KEY (company_id) REFERENCES companies(company_id) ON DELETE CASCADE,
  constraint exposure_profiles_market_position_check CHECK (market_position = ANY (ARRAY['global_leader'::text, 'multinational'::text, 'regional'::text, 'domestic'::text])),
  constraint exposure_profiles_version_check CHECK (version > 0)
);
CREATE UNIQUE INDEX exposure_profiles_current ON exposure_profiles USING btree (company_id) WHERE is_current;

create table fill_busts (
  account_id text default current_account_id() not null,
  execution_id text not null,
  busted_at timestamp with time zone not null,
  recorded_at timestamp with time zone not null,
  constraint fill_busts_pkey PRIMARY KEY (account_id, execution_id)
);

create table foreign_orders (
  account_id text default current_account_id() not null,
  broker_order_id text not null,
  client_order_id text not null,
  ticker text not null,
  side text not null,
  quantity numeric(20,9),
  filled_quantity numeric(20,9) not null,
  limit_price numeric(20,6),
  status text not null,
  submitted_at timestamp with time zone not null,
  seen_at timestamp with time zone not null,
  constraint foreign_orders_pkey PRIMARY KEY (account_id, broker_order_id),
  constraint foreign_orders_filled_quantity_check CHECK (filled_quantity >= 0::numeric),
  constraint foreign_orders_quantity_check CHECK (quantity > 0::numeric),
  constraint foreign_orders_side_check CHECK (side = ANY (ARRAY['buy'::text, 'sell'::text]))
);
CREATE INDEX foreign_orders_ticker ON foreign_orders USING btree (account_id, ticker);

create table global_events (
  global_event_id uuid not null,
  document_id uuid not null,
  event_type text not null,
  severity text not null,
  direction text not null,
  affected_regions jsonb default '[]'::jsonb not null,
  affected_sectors jsonb default '[]'::jsonb not null,
  affected_commodities jsonb default '[]'::jsonb not null,
  duration text default 'medium_term'::text not null,
  is_international boolean default false not null,
  confidence double precision not null,
  summary text default ''::text not null,
  quotes jsonb default '[]'::jsonb not null,
  model text not null,
  model_version text not null,
  prompt_version text not null,
  occurred_at timestamp with time zone not null,
  classified_at timestamp with time zone not null,
  version integer default 1 not null,
  constraint global_events_pkey PRIMARY KEY (global_event_id),
  constraint global_events_document_id_key UNIQUE (document_id),
  constraint global_events_document_id_fkey FOREIGN KEY (document_id) REFERENCES documents(document_id) ON DELETE CASCADE,
  constraint global_events_confidence_check CHECK (confidence >= 0::double precision AND confidence <= 1::double precision),
  constraint global_events_duration_check CHECK (duration = ANY (ARRAY['short_term'::text, 'medium_term'::text, 'long_term'::text])),
  constraint global_events_severity_check CHECK (severity = ANY (ARRAY['critical'::text, 'high'::text, 'moderate'::text, 'low'::text])),
  constraint global_events_version_check CHECK (version > 0)
);
CREATE INDEX global_events_occurred ON global_events USING btree (occurred_at DESC);
CREATE TRIGGER note_changed_global_events AFTER UPDATE ON global_events FOR EACH ROW WHEN (true AND old.* IS DISTINCT FROM new.*) EXECUTE FUNCTION note_changed_global_events();
CREATE TRIGGER note_new_global_events AFTER INSERT ON global_events REFERENCING NEW TABLE AS made FOR EACH STATEMENT EXECUTE FUNCTION note_new_global_events();

create table ingestion_runs (
  ingestion_run_id uuid not null,
  source_id uuid not null,
  status text not null,
  started_at timestamp with time zone not null,
  items_found integer default 0 not null,
  items_new integer default 0 not null,
  error text,
  job_id uuid,
  ended_at timestamp with time zone,
  items_rejected integer default 0 not null,
  noted_at timestamp with time zone default clock_timestamp() not null,
  items_missing integer,
  constraint ingestion_runs_pkey PRIMARY KEY (ingestion_run_id),
  constraint ingestion_runs_source_id_fkey FOREIGN KEY (source_id) REFERENCES sources(source_id) ON DELETE CASCADE,
  constraint ingestion_runs_items_missing_check CHECK (items_missing >= 0),
  constraint ingestion_runs_status_check CHECK (status = ANY (ARRAY['succeeded'::text, 'partly'::text, 'failed'::text, 'put_off'::text]))
);
CREATE INDEX ingestion_runs_job ON ingestion_runs USING btree (job_id);
CREATE INDEX ingestion_runs_of_source ON ingestion_runs USING btree (source_id, started_at DESC, ingestion_run_id DESC);
CREATE INDEX ingestion_runs_started ON ingestion_runs USING btree (started_at DESC);

create table job_counts (
  backend integer not null,
  list text not null,
  queued bigint not null,
  unrelayed bigint not null,
  dead bigint not null,
  enqueued bigint not null,
  done bigint not null,
  cancelled bigint not null,
  buried bigint not null,
  deliveries bigint not null,
  failures bigint not null,
  replays bigint not null,
  constraint job_counts_pkey PRIMARY KEY (backend, list)
) with (fillfactor=40);

create table jobs (
  job_id uuid not null,
  seq bigint generated always as identity not null,
  list text not null,
  payload jsonb not null,
  state text default 'queued'::text not null,
  caused_by uuid,
  traceparent text,
  business_at timestamp with time zone not null,
  enqueued_at timestamp with time zone default clock_timestamp() not null,
  relayed_at timestamp with time zone,
  settled_at timestamp with time zone,
  deliveries integer default 0 not null,
  swept integer default 0 not null,
  replayed integer default 0 not null,
  reason text,
  last_error text,
  history jsonb default '[]'::jsonb not null,
  producer text default 'pipeline'::text not null,
  covered_by uuid,
  covered_at timestamp with time zone,
  discarded_by text,
  discarded_because text,
  began_at timestamp with time zone,
  constraint jobs_pkey PRIMARY KEY (job_id),
  constraint jobs_check CHECK ((state = 'queued'::text) = (settled_at IS NULL)),
  constraint jobs_check1 CHECK (state <> 'dead'::text OR reason IS NOT NULL),
  constraint jobs_covered_check CHECK ((covered_by IS NULL) = (covered_at IS NULL) AND (covered_by IS NULL OR state = 'cancelled'::text AND reason IS NOT NULL)),
  constraint jobs_deliveries_check CHECK (deliveries >= 0),
  constraint jobs_discarded_check CHECK ((discarded_by IS NULL) = (discarded_because IS NULL) AND (discarded_by IS NULL OR state = 'cancelled'::text)),
  constraint jobs_state_check CHECK (state = ANY (ARRAY['queued'::text, 'done'::text, 'dead'::text, 'cancelled'::text]))
);
CREATE INDEX jobs_asked_ticker ON jobs USING btree (list, (payload ->> 'ticker'::text), business_at) WHERE list = ANY (ARRAY['strategy'::text, 'signal_engine'::text]);
CREATE INDEX jobs_cancelled ON jobs USING btree (settled_at, seq) WHERE state = 'cancelled'::text;
CREATE INDEX jobs_dead ON jobs USING btree (list, settled_at) WHERE state = 'dead'::text;
CREATE INDEX jobs_dead_business ON jobs USING btree (business_at) WHERE state = 'dead'::text;
CREATE INDEX jobs_dead_fetches ON jobs USING btree ((payload ->> 'source_id'::text), seq) WHERE state = 'dead'::text AND (list = ANY (ARRAY['ingestion'::text, 'broker_sync'::text]));
CREATE INDEX jobs_dead_settled ON jobs USING btree (settled_at DESC) WHERE state = 'dead'::text;
CREATE INDEX jobs_done_of_list ON jobs USING btree (list, settled_at) WHERE state = 'done'::text;
CREATE INDEX jobs_left_to_keeper ON jobs USING btree (seq) WHERE state = 'done'::text AND reason = 'left_to_keeper'::text;
CREATE INDEX jobs_of_any_document ON jobs USING btree ((payload ->> 'document_id'::text)) WHERE list = ANY (ARRAY['parsing'::text, 'extraction'::text, 'macro_classification'::text]);
CREATE INDEX jobs_of_decision ON jobs USING btree ((payload ->> 'idempotency_key'::text)) WHERE list = 'broker_orders'::text;
CREATE INDEX jobs_oldest ON jobs USING btree (list, enqueued_at) WHERE state = 'queued'::text;
CREATE INDEX jobs_outbox ON jobs USING btree (list, seq) WHERE state = 'queued'::text AND relayed_at IS NULL;
CREATE INDEX jobs_queued ON jobs USING btree (list, relayed_at) WHERE state = 'queued'::text;
CREATE INDEX jobs_settled ON jobs USING btree (settled_at) WHERE state = 'done'::text;
CREATE INDEX jobs_trace ON jobs USING btree (substr(traceparent, 4, 32)) WHERE traceparent IS NOT NULL;
CREATE INDEX jobs_unfit ON jobs USING btree (list) WHERE state = 'dead'::text AND last_error ~~ '%Read the model''s reply:%'::text;
CREATE INDEX jobs_waiting_source ON jobs USING btree ((payload ->> 'source_id'::text)) WHERE state = 'queued'::text AND (list = ANY (ARRAY['ingestion'::text, 'broker_sync'::text]));
CREATE INDEX jobs_waiting_ticker ON jobs USING btree (list, (payload ->> 'ticker'::text)) WHERE state = 'queued'::text AND (list = ANY (ARRAY['aggregation'::text, 'recommendation'::text]));
CREATE INDEX jobs_waiting_turn ON jobs USING btree ((payload ->> 'scheduled_at'::text)) WHERE state = 'queued'::text AND list = 'ingestion'::text;
CREATE TRIGGER jobs_announce AFTER INSERT ON jobs FOR EACH STATEMENT EXECUTE FUNCTION announce_jobs();
CREATE TRIGGER jobs_counted_changed AFTER UPDATE ON jobs REFERENCING OLD TABLE AS before_it NEW TABLE AS after_it FOR EACH STATEMENT EXECUTE FUNCTION count_changed_jobs();
CREATE TRIGGER jobs_counted_gone AFTER DELETE ON jobs REFERENCING OLD TABLE AS gone FOR EACH STATEMENT EXECUTE FUNCTION count_gone_jobs();
CREATE TRIGGER jobs_counted_new AFTER INSERT ON jobs REFERENCING NEW TABLE AS made FOR EACH STATEMENT EXECUTE FUNCTION count_new_jobs();
CREATE TRIGGER jobs_counted_none AFTER TRUNCATE ON jobs FOR EACH STATEMENT EXECUTE FUNCTION forget_job_counts();
CREATE TRIGGER note_changed_jobs AFTER UPDATE ON jobs FOR EACH ROW WHEN ((new.state = ANY (ARRAY['done'::text, 'dead'::text, 'cancelled'::text])) AND new.list <> 'lake_publish'::text AND (old.state IS DISTINCT FROM new.state OR old.settled_at IS DISTINCT FROM new.settled_at OR old.deliveries IS DISTINCT FROM new.deliveries OR old.replayed IS DISTINCT FROM new.replayed OR old.reason IS DISTINCT FROM new.reason)) EXECUTE FUNCTION note_changed_jobs();
CREATE TRIGGER note_new_jobs AFTER INSERT ON jobs REFERENCING NEW TABLE AS made FOR EACH STATEMENT EXECUTE FUNCTION note_new_jobs();

create table lake_changes (
  seq bigint generated always as identity not null,
  fact text not null,
  key jsonb not null,
  changed_at timestamp with time zone default clock_timestamp() not null,
  batch uuid,
  withdrawn jsonb,
  asked boolean default false not null,
  constraint lake_changes_pkey PRIMARY KEY (seq)
);
CREATE INDEX lake_changes_batch ON lake_changes USING btree (batch) WHERE batch IS NOT NULL;
CREATE INDEX lake_changes_waiting ON lake_changes USING btree (fact, seq) WHERE batch IS NULL;

create table lake_days (
  fact text not null,
  day date not null,
  changes integer default 1 not null,
  told integer default 0 not null,
  files integer default 0 not null,
  changed_at timestamp with time zone default clock_timestamp() not null,
  tried integer default 0 not null,
  constraint lake_days_pkey PRIMARY KEY (fact, day)
);
CREATE INDEX lake_days_small ON lake_days USING btree (changed_at) WHERE files > 1 AND tried < changes;
CREATE INDEX lake_days_untold ON lake_days USING btree (changed_at) WHERE told < changes;

create table lake_files (
  key text not null,
  fact text not null,
  day date not null,
  rows integer not null,
  bytes bigint not null,
  sha256 text not null,
  first_version bigint not null,
  last_version bigint not null,
  written_at timestamp with time zone default clock_timestamp() not null,
  replaced_by text,
  replaced_at timestamp with time zone,
  constraint lake_files_pkey PRIMARY KEY (key),
  constraint lake_files_check CHECK ((replaced_by IS NULL) = (replaced_at IS NULL)),
  constraint lake_files_rows_check CHECK (rows > 0)
);
CREATE INDEX lake_files_held ON lake_files USING btree (fact, day) WHERE replaced_at IS NULL;
CREATE INDEX lake_files_replaced ON lake_files USING btree (replaced_at) WHERE replaced_at IS NOT NULL;

create table lake_writes (
  key text not null,
  begun_at timestamp with time zone default clock_timestamp() not null,
  is_doomed boolean default false not null,
  constraint lake_writes_pkey PRIMARY KEY (key)
);
CREATE INDEX lake_writes_age ON lake_writes USING btree (begun_at);

create table latest_quotes (
  ticker text not null,
  trade_price numeric(20,6),
  trade_size numeric(24,4),
  traded_at timestamp with time zone,
  bid numeric(20,6),
  bid_size numeric(24,4),
  ask numeric(20,6),
  ask_size numeric(24,4),
  quoted_at timestamp with time zone,
  vendor text not null,
  received_at timestamp with time zone not null,
  constraint latest_quotes_pkey PRIMARY KEY (ticker),
  constraint latest_quotes_ask_check CHECK (ask > 0::numeric),
  constraint latest_quotes_bid_check CHECK (bid > 0::numeric),
  constraint latest_quotes_trade_price_check CHECK (trade_price > 0::numeric),
  constraint latest_quotes_vendor_check CHECK (vendor = ANY (ARRAY['polygon'::text, 'alpaca_sip'::text, 'alpaca_iex'::text]))
);

create table layer_failures (
  layer text not null,
  failures integer not null,
  failed_at timestamp with time zone not null,
  reason text not null,
  constraint layer_failures_pkey PRIMARY KEY (layer),
  constraint layer_failures_failures_check CHECK (failures >= 0),
  constraint layer_failures_layer_check CHECK (layer = ANY (ARRAY['macro'::text, 'competitive'::text]))
);

create table learning_adjustments (
  adjustment_id bigint generated always as identity not null,
  at timestamp with time zone not null,
  code text not null,
  trades_waiting integer not null,
  trades_counted integer not null,
  version_before integer not null,
  version_after integer not null,
  weights_before jsonb not null,
  weights_after jsonb not null,
  rewards jsonb not null,
  why text not null,
  constraint learning_adjustments_pkey PRIMARY KEY (adjustment_id),
  constraint learning_adjustments_check CHECK (trades_counted >= 0 AND trades_counted <= trades_waiting),
  constraint learning_adjustments_check1 CHECK (version_after >= version_before),
  constraint learning_adjustments_check2 CHECK ((code = 'weights_moved'::text) = (version_after > version_before)),
  constraint learning_adjustments_code_check CHECK (code = ANY (ARRAY['weights_moved'::text, 'too_few_trades'::text, 'nothing_to_compare'::text, 'nothing_earned'::text, 'weights_unchanged'::text])),
  constraint learning_adjustments_trades_waiting_check CHECK (trades_waiting >= 0),
  constraint learning_adjustments_version_before_check CHECK (version_before >= 0)
);
CREATE INDEX learning_adjustments_at ON learning_adjustments USING btree (at DESC, adjustment_id);

create table ledger_balances (
  account_id text not null,
  cash numeric default 0 not null,
  securities numeric default 0 not null,
  fees numeric default 0 not null,
  profit numeric default 0 not null,
  cash_before numeric default 0 not null,
  securities_before numeric default 0 not null,
  fees_before numeric default 0 not null,
  profit_before numeric default 0 not null,
  constraint ledger_balances_pkey PRIMARY KEY (account_id)
);

create table ledger_closings (
  execution_id text not null,
  ticker text not null,
  filled_at timestamp with time zone not null,
  side text not null,
  profit numeric not null,
  account_id text default current_account_id() not null,
  constraint ledger_closings_pkey PRIMARY KEY (account_id, execution_id)
);
CREATE INDEX ledger_closings_ticker ON ledger_closings USING btree (account_id, ticker);

create table ledger_entries (
  account_id text default current_account_id() not null,
  ledger_entry_id bigint generated always as identity not null,
  transaction_id text not null,
  at timestamp with time zone not null,
  book text not null,
  ticker text,
  debit numeric default 0 not null,
  credit numeric default 0 not null,
  constraint ledger_entries_pkey PRIMARY KEY (ledger_entry_id),
  constraint ledger_entries_book_check CHECK (book = ANY (ARRAY['cash'::text, 'securities'::text, 'opening'::text, 'transfers'::text, 'income'::text, 'charges'::text, 'fees'::text, 'profit'::text, 'unexplained'::text])),
  constraint ledger_entries_check CHECK ((debit = 0::numeric) <> (credit = 0::numeric)),
  constraint ledger_entries_credit_check CHECK (credit >= 0::numeric),
  constraint ledger_entries_debit_check CHECK (debit >= 0::numeric)
);
CREATE INDEX ledger_entries_account ON ledger_entries USING btree (account_id, ledger_entry_id);
CREATE INDEX ledger_entries_transaction ON ledger_entries USING btree (account_id, transaction_id);
CREATE TRIGGER ledger_entries_append_only BEFORE DELETE OR UPDATE ON ledger_entries FOR EACH ROW EXECUTE FUNCTION refuse_change();
CREATE CONSTRAINT TRIGGER ledger_entries_balance AFTER INSERT ON ledger_entries DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION guard_entries();
CREATE TRIGGER ledger_entries_balances AFTER INSERT ON ledger_entries REFERENCING NEW TABLE AS added FOR EACH STATEMENT EXECUTE FUNCTION add_balances();
CREATE CONSTRAINT TRIGGER ledger_entries_identity AFTER INSERT ON ledger_entries DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION guard_identity();
CREATE TRIGGER ledger_entries_none AFTER TRUNCATE ON ledger_entries FOR EACH STATEMENT EXECUTE FUNCTION forget_balances();

create table ledger_lots (
  execution_id text not null,
  ticker text not null,
  filled_at timestamp with time zone not null,
  quantity numeric(20,9) not null,
  price numeric(20,6) not null,
  account_id text default current_account_id() not null,
  cost numeric not null,
  constraint ledger_lots_pkey PRIMARY KEY (account_id, execution_id),
  constraint ledger_lots_quantity_check CHECK (quantity <> 0::numeric)
);
CREATE INDEX ledger_lots_ticker ON ledger_lots USING btree (account_id, ticker, filled_at);
CREATE CONSTRAINT TRIGGER ledger_lots_held AFTER INSERT OR DELETE OR UPDATE ON ledger_lots DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION guard_lots();

create table ledger_tickers (
  ticker text not null,
  quantity numeric(20,9) not null,
  cost numeric not null,
  cash numeric not null,
  fees numeric not null,
  realised numeric not null,
  trade_profit numeric not null,
  trades_won integer not null,
  trades_lost integer not null,
  won_dollars numeric not null,
  lost_dollars numeric not null,
  opened_at timestamp with time zone,
  newest_filled_at timestamp with time zone,
  newest_side text,
  newest_execution_id text,
  account_id text default current_account_id() not null,
  moved numeric default 0 not null,
  constraint ledger_tickers_pkey PRIMARY KEY (account_id, ticker),
  constraint ledger_tickers_check CHECK (realised = (cash + fees + cost - moved)),
  constraint ledger_tickers_check1 CHECK ((quantity = 0::numeric) = (opened_at IS NULL)),
  constraint ledger_tickers_newest_side_check CHECK (newest_side = ANY (ARRAY['split'::text, 'buy'::text, 'sell'::text]))
);
CREATE INDEX ledger_tickers_held ON ledger_tickers USING btree (account_id, ticker) WHERE quantity <> 0::numeric;
CREATE CONSTRAINT TRIGGER ledger_tickers_identity AFTER INSERT OR DELETE OR UPDATE ON ledger_tickers DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION guard_identity();
CREATE CONSTRAINT TRIGGER ledger_tickers_lots AFTER INSERT OR UPDATE OF quantity, cost ON ledger_tickers DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION guard_lots();
CREATE TRIGGER ledger_tickers_none AFTER TRUNCATE ON ledger_tickers FOR EACH STATEMENT EXECUTE FUNCTION forget_balances();

create table ledger_trades (
  execution_id text not null,
  ticker text not null,
  closed_at timestamp with time zone not null,
  profit numeric not null,
  account_id text default current_account_id() not null,
  trade_id uuid generated always as ((md5(((account_id || ' '::text) || execution_id)))::uuid) stored not null,
  opened_at timestamp with time zone,
  quantity numeric(20,9),
  paid numeric,
  received numeric,
  fees numeric,
  entry_order_id uuid,
  exit_order_id uuid,
  recommendation_id uuid,
  trend_window text,
  catalyst text,
  publisher text,
  exit_code text,
  stop_price numeric(20,6),
  low_price numeric(20,6),
  high_price numeric(20,6),
  prices_from text,
  prices_lack text,
  kept_at timestamp with time zone,
  is_settled boolean default false not null,
  constraint ledger_trades_pkey PRIMARY KEY (account_id, execution_id),
  constraint ledger_trades_check CHECK (high_price >= low_price),
  constraint ledger_trades_exit_code_check CHECK (exit_code ~ '^[a-z][a-z0-9_]*$'::text),
  constraint ledger_trades_low_price_check CHECK (low_price > 0::numeric),
  constraint ledger_trades_prices_from_check CHECK (prices_from = ANY (ARRAY['minutes'::text, 'days'::text, 'minutes_and_days'::text])),
  constraint ledger_trades_prices_lack_check CHECK (prices_lack = ANY (ARRAY['no_prices'::text, 'split'::text, 'uneven'::text])),
  constraint ledger_trades_quantity_check CHECK (quantity >= 0::numeric),
  constraint ledger_trades_stop_price_check CHECK (stop_price > 0::numeric)
);
CREATE INDEX ledger_trades_by_catalyst ON ledger_trades USING btree (account_id, catalyst, closed_at DESC, trade_id DESC);
CREATE INDEX ledger_trades_by_closing ON ledger_trades USING btree (account_id, closed_at DESC, trade_id DESC);
CREATE INDEX ledger_trades_by_exit ON ledger_trades USING btree (account_id, exit_code, closed_at DESC, trade_id DESC);
CREATE INDEX ledger_trades_by_ticker ON ledger_trades USING btree (account_id, ticker, closed_at DESC, trade_id DESC);
CREATE UNIQUE INDEX ledger_trades_id ON ledger_trades USING btree (trade_id);
CREATE INDEX ledger_trades_unsettled ON ledger_trades USING btree (account_id, closed_at) WHERE NOT is_settled;

create table live_consents (
  account_id text not null,
  build text not null,
  given_by text not null,
  given_at timestamp with time zone not null,
  reason text default ''::text not null,
  withdrawn_at timestamp with time zone,
  withdrawn_by text,
  constraint live_consents_pkey PRIMARY KEY (account_id, build),
  constraint live_consents_account_id_check CHECK (account_id <> ''::text),
  constraint live_consents_given_by_check CHECK (given_by <> ''::text),
  constraint live_consents_withdrawn_check CHECK ((withdrawn_at IS NULL) = (withdrawn_by IS NULL))
);

create table macro_impact_records (
  macro_impact_id uuid not null,
  global_event_id uuid not null,
  company_id uuid not null,
  ticker text not null,
  score double precision not null,
  direction smallint not null,
  components jsonb default '{}'::jsonb not null,
  computed_at timestamp with time zone not null,
  document_id uuid not null,
  document_version integer default 1 not null,
  event_version integer default 1 not null,
  profile_version integer not null,
  duration text not null,
  occurred_at timestamp with time zone not null,
  known_at timestamp with time zone not null,
  is_current boolean default true not null,
  constraint macro_impact_records_pkey PRIMARY KEY (macro_impact_id),
  constraint macro_impact_records_company_id_fkey FOREIGN KEY (company_id) REFERENCES companies(company_id) ON DELETE CASCADE,
  constraint macro_impact_records_document_id_fkey FOREIGN KEY (document_id) REFERENCES documents(document_id) ON DELETE CASCADE,
  constraint macro_impact_records_global_event_id_fkey FOREIGN KEY (global_event_id) REFERENCES global_events(global_event_id) ON DELETE CASCADE,
  constraint macro_impact_records_direction_check CHECK (direction = ANY (ARRAY['-1'::integer, 0, 1])),
  constraint macro_impact_records_duration_check CHECK (duration = ANY (ARRAY['short_term'::text, 'medium_term'::text, 'long_term'::text])),
  constraint macro_impact_records_score_check CHECK (score >= 0::double precision AND score <= 1::double precision)
);
CREATE INDEX macro_impact_records_computed ON macro_impact_records USING btree (computed_at);
CREATE UNIQUE INDEX macro_impact_records_current ON macro_impact_records USING btree (global_event_id, company_id) WHERE is_current;
CREATE INDEX macro_impact_records_occurred ON macro_impact_records USING btree (occurred_at, macro_impact_id) WHERE is_current;
CREATE INDEX macro_impact_records_ticker ON macro_impact_records USING btree (ticker, occurred_at DESC) WHERE is_current;
CREATE TRIGGER note_changed_macro_impacts AFTER UPDATE ON macro_impact_records FOR EACH ROW WHEN (true AND old.* IS DISTINCT FROM new.*) EXECUTE FUNCTION note_changed_macro_impacts();
CREATE TRIGGER note_new_macro_impacts AFTER INSERT ON macro_impact_records REFERENCING NEW TABLE AS made FOR EACH STATEMENT EXECUTE FUNCTION note_new_macro_impacts();

create table market_snapshots (
  ticker text not null,
  timespan text not null,
  starts_at timestamp with time zone not null,
  session_date date not null,
  open numeric(20,6) not null,
  high numeric(20,6) not null,
  low numeric(20,6) not null,
  close numeric(20,6) not null,
  volume numeric(24,4) not null,
  vwap numeric(20,6),
  source_id uuid,
  raw_key text,
  fetched_at timestamp with time zone not null,
  basis text default 'raw'::text not null,
  vendor text default 'polygon'::text not null,
  constraint market_snapshots_pkey PRIMARY KEY (ticker, timespan, starts_at),
  constraint market_snapshots_basis_check CHECK (basis = ANY (ARRAY['raw'::text, 'adjusted'::text])),
  constraint market_snapshots_check CHECK (high >= GREATEST(open, close, low) AND low <= LEAST(open, close, high)),
  constraint market_snapshots_close_check CHECK (close > 0::numeric),
  constraint market_snapshots_low_check CHECK (low > 0::numeric),
  constraint market_snapshots_open_check CHECK (open > 0::numeric),
  constraint market_snapshots_vendor_check CHECK (vendor = ANY (ARRAY['polygon'::text, 'alpaca_sip'::text, 'alpaca_iex'::text])),
  constraint market_snapshots_volume_check CHECK (volume >= 0::numeric)
);
CREATE INDEX market_snapshots_session ON market_snapshots USING btree (timespan, session_date);
CREATE TRIGGER note_changed_market_bars AFTER UPDATE ON market_snapshots FOR EACH ROW WHEN (true AND old.* IS DISTINCT FROM new.*) EXECUTE FUNCTION note_changed_market_bars();
CREATE TRIGGER note_new_market_bars AFTER INSERT ON market_snapshots REFERENCING NEW TABLE AS made FOR EACH STATEMENT EXECUTE FUNCTION note_new_market_bars();

create table market_stream_rejects (
  reject_id bigint generated always as identity not null,
  feed text not null,
  reason text not null,
  item bytea not null,
  item_bytes integer not null,
  sha256 text not null,
  first_seen_at timestamp with time zone not null,
  last_seen_at timestamp with time zone not null,
  times integer not null,
  constraint market_stream_rejects_pkey PRIMARY KEY (reject_id),
  constraint market_stream_rejects_sha256_reason_key UNIQUE (sha256, reason)
);
CREATE INDEX market_stream_rejects_age ON market_stream_rejects USING btree (last_seen_at);

create table market_streams (
  feed text not null,
  state text not null,
  reason text not null,
  since timestamp with time zone not null,
  failures integer default 0 not null,
  next_try_at timestamp with time zone,
  tracked integer default 0 not null,
  followed integer default 0 not null,
  last_message_at timestamp with time zone,
  whole_until timestamp with time zone,
  rejected bigint default 0 not null,
  seen_at timestamp with time zone,
  connects bigint default 0 not null,
  constraint market_streams_pkey PRIMARY KEY (feed),
  constraint market_streams_failures_check CHECK (failures >= 0),
  constraint market_streams_feed_check CHECK (feed = ANY (ARRAY['iex'::text, 'sip'::text, 'trade_updates'::text])),
  constraint market_streams_state_check CHECK (state = ANY (ARRAY['resting'::text, 'connecting'::text, 'live'::text, 'waiting'::text]))
);

create table migrations (
  name text not null,
  checksum text not null,
  ran_at timestamp with time zone default clock_timestamp() not null,
  breaks text,
  constraint migrations_pkey PRIMARY KEY (name)
);

create table minute_bars (
  ticker text not null,
  starts_at timestamp with time zone not null,
  session_date date not null,
  open numeric(20,6) not null,
  high numeric(20,6) not null,
  low numeric(20,6) not null,
  close numeric(20,6) not null,
  volume numeric(24,4) not null,
  vwap numeric(20,6),
  is_extended boolean default false not null,
  vendor text not null,
  source_id uuid,
  fetched_at timestamp with time zone not null,
  constraint minute_bars_pkey PRIMARY KEY (ticker, starts_at),
  constraint minute_bars_check CHECK (high >= GREATEST(open, close, low) AND low <= LEAST(open, close, high)),
  constraint minute_bars_close_check CHECK (close > 0::numeric),
  constraint minute_bars_low_check CHECK (low > 0::numeric),
  constraint minute_bars_open_check CHECK (open > 0::numeric),
  constraint minute_bars_vendor_check CHECK (vendor = ANY (ARRAY['polygon'::text, 'alpaca_sip'::text, 'alpaca_iex'::text])),
  constraint minute_bars_volume_check CHECK (volume >= 0::numeric)
);
CREATE INDEX minute_bars_age ON minute_bars USING btree (starts_at);

create table model_performance_metrics (
  metric_id bigint generated always as identity not null,
  at timestamp with time zone not null,
  model text not null,
  metric text not null,
  value double precision not null,
  detail jsonb default '{}'::jsonb not null,
  constraint model_performance_metrics_pkey PRIMARY KEY (metric_id)
);
CREATE INDEX model_performance_metrics_at ON model_performance_metrics USING btree (at);
CREATE INDEX model_performance_metrics_newest ON model_performance_metrics USING btree (model, metric, at DESC);

create table model_places (
  server text not null,
  place integer not null,
  holder uuid not null,
  held_until timestamp with time zone not null,
  constraint model_places_pkey PRIMARY KEY (server, place),
  constraint model_places_place_check CHECK (place >= 1)
);

create table model_replies (
  reply_id uuid not null,
  asked_sha256 text not null,
  model text not null,
  model_version text not null,
  text text not null,
  code text,
  tokens_in integer not null,
  tokens_out integer not null,
  latency_ms integer not null,
  replied_at timestamp with time zone not null,
  tokens_estimated boolean default false not null,
  constraint model_replies_pkey PRIMARY KEY (reply_id)
);
CREATE INDEX model_replies_asked ON model_replies USING btree (asked_sha256);
CREATE INDEX model_replies_at ON model_replies USING btree (replied_at);

create table model_servers (
  server text not null,
  kind text not null,
  model text not null,
  model_version text default ''::text not null,
  state text not null,
  said text default ''::text not null,
  since timestamp with time zone not null,
  asked_at timestamp with time zone not null,
  constraint model_servers_pkey PRIMARY KEY (server, model),
  constraint model_servers_kind_check CHECK (kind = ANY (ARRAY['ollama'::text, 'openai'::text])),
  constraint model_servers_state_check CHECK (state = ANY (ARRAY['answers'::text, 'away'::text, 'busy'::text, 'no_model'::text, 'no_key'::text, 'unwell'::text]))
);

create table notification_attempts (
  notification_id uuid not null,
  attempt integer not null,
  began_at timestamp with time zone not null,
  ended_at timestamp with time zone,
  outcome text,
  said text default ''::text not null,
  constraint notification_attempts_pkey PRIMARY KEY (notification_id, attempt),
  constraint notification_attempts_notification_id_fkey FOREIGN KEY (notification_id) REFERENCES notifications(notification_id) ON DELETE CASCADE,
  constraint notification_attempts_attempt_check CHECK (attempt > 0),
  constraint notification_attempts_outcome_check CHECK (outcome = ANY (ARRAY['sent'::text, 'again'::text, 'refused'::text]))
);

create table notification_settings_versions (
  version bigint generated always as identity not null,
  settings jsonb not null,
  changed_by text not null,
  changed_at timestamp with time zone not null,
  reason text default ''::text not null,
  constraint notification_settings_versions_pkey PRIMARY KEY (version),
  constraint notification_settings_versions_changed_by_check CHECK (changed_by <> ''::text),
  constraint notification_settings_versions_settings_check CHECK (jsonb_typeof(settings) = 'object'::text)
);
CREATE TRIGGER notification_settings_versions_stand BEFORE DELETE OR UPDATE ON notification_settings_versions FOR EACH ROW EXECUTE FUNCTION refuse_change();

create table notification_wishes (
  wish_id uuid not null,
  kind text not null,
  subject text not null,
  says text not null,
  detail jsonb default '{}'::jsonb not null,
  made_at timestamp with time zone not null,
  taken_at timestamp with time zone,
  constraint notification_wishes_pkey PRIMARY KEY (wish_id),
  constraint notification_wishes_kind_check CHECK (kind ~ '^[a-z][a-z0-9_]*$'::text)
);
CREATE INDEX notification_wishes_made ON notification_wishes USING btree (made_at);
CREATE INDEX notification_wishes_waiting ON notification_wishes USING btree (made_at) WHERE taken_at IS NULL;

create table notifications (
  notification_id uuid not null,
  seq bigint generated always as identity not null,
  channel text not null,
  kind text not null,
  severity text not null,
  about text not null,
  wish_id uuid,
  digest_id uuid,
  subject text not null,
  body text not null,
  state text not null,
  reason text default ''::text not null,
  made_at timestamp with time zone not null,
  planned_at timestamp with time zone not null,
  waits_until timestamp with time zone,
  attempts integer default 0 not null,
  tries_left integer default 0 not null,
  next_try_at timestamp with time zone,
  leased_until timestamp with time zone,
  sent_at timestamp with time zone,
  constraint notifications_pkey PRIMARY KEY (notification_id),
  constraint notifications_digest_id_fkey FOREIGN KEY (digest_id) REFERENCES notifications(notification_id) ON DELETE SET NULL,
  constraint notifications_attempts_check CHECK (attempts >= 0),
  constraint notifications_channel_check CHECK (channel = ANY (ARRAY['email'::text, 'sms'::text])),
  constraint notifications_check CHECK ((state = 'sent'::text) = (sent_at IS NOT NULL)),
  constraint notifications_check1 CHECK (state <> 'waiting'::text OR waits_until IS NOT NULL),
  constraint notifications_check2 CHECK (state <> 'wanted'::text OR next_try_at IS NOT NULL),
  constraint notifications_check3 CHECK ((state <> ALL (ARRAY['failed'::text, 'suppressed'::text])) OR reason <> ''::text),
  constraint notifications_kind_check CHECK (kind ~ '^[a-z][a-z0-9_]*$'::text),
  constraint notifications_severity_check CHECK (severity = ANY (ARRAY['info'::text, 'warning'::text, 'critical'::text])),
  constraint notifications_state_check CHECK (state = ANY (ARRAY['wanted'::text, 'waiting'::text, 'sent'::text, 'failed'::text, 'suppressed'::text, 'digested'::text])),
  constraint notifications_tries_left_check CHECK (tries_left >= 0)
);
CREATE INDEX notifications_about ON notifications USING btree (channel, kind, about, planned_at);
CREATE INDEX notifications_due ON notifications USING btree (next_try_at) WHERE state = 'wanted'::text;
CREATE INDEX notifications_left ON notifications USING btree (channel, planned_at) WHERE state = ANY (ARRAY['wanted'::text, 'sent'::text, 'failed'::text]);
CREATE INDEX notifications_made ON notifications USING btree (made_at);
CREATE INDEX notifications_newest ON notifications USING btree (seq);
CREATE INDEX notifications_of_digest ON notifications USING btree (digest_id) WHERE digest_id IS NOT NULL;
CREATE INDEX notifications_planned ON notifications USING btree (planned_at, seq);
CREATE INDEX notifications_waiting ON notifications USING btree (channel, seq) WHERE state = 'waiting'::text;

create table oidc_identities (
  issuer text not null,
  subject text not null,
  person_id uuid not null,
  created_at timestamp with time zone not null,
  constraint oidc_identities_pkey PRIMARY KEY (issuer, subject),
  constraint oidc_identities_person_id_fkey FOREIGN KEY (person_id) REFERENCES people(person_id)
);
CREATE INDEX oidc_identities_person ON oidc_identities USING btree (person_id);

create table one_time_links (
  link_hash bytea not null,
  person_id uuid not null,
  made_by text not null,
  created_at timestamp with time zone not null,
  ends_at timestamp with time zone not null,
  used_at timestamp with time zone,
  constraint one_time_links_pkey PRIMARY KEY (link_hash),
  constraint one_time_links_person_id_fkey FOREIGN KEY (person_id) REFERENCES people(person_id)
);
CREATE INDEX one_time_links_ends ON one_time_links USING btree (ends_at);

create table order_events (
  order_event_id bigint generated always as identity not null,
  order_id uuid not null,
  at timestamp with time zone not null,
  event text not null,
  detail jsonb default '{}'::jsonb not null,
  constraint order_events_pkey PRIMARY KEY (order_event_id),
  constraint order_events_order_id_fkey FOREIGN KEY (order_id) REFERENCES orders(order_id) ON DELETE CASCADE
);
CREATE INDEX order_events_at ON order_events USING btree (at);
CREATE INDEX order_events_judged ON order_events USING btree (at) WHERE event = 'cancel_asked'::text;
CREATE INDEX order_events_order ON order_events USING btree (order_id, order_event_id);

create table order_fills (
  execution_id text not null,
  order_id uuid,
  broker_order_id text not null,
  ticker text not null,
  side text not null,
  quantity numeric(20,9) not null,
  price numeric(20,6) not null,
  fee numeric(20,6) default 0 not null,
  filled_at timestamp with time zone not null,
  recorded_at timestamp with time zone not null,
  booked boolean default false not null,
  account_id text default current_account_id() not null,
  busted_at timestamp with time zone,
  constraint order_fills_pkey PRIMARY KEY (account_id, execution_id),
  constraint order_fills_order_id_fkey FOREIGN KEY (order_id) REFERENCES orders(order_id),
  constraint order_fills_numbers CHECK ('NaN'::numeric <> quantity AND 'NaN'::numeric <> price AND 'NaN'::numeric <> fee) NOT VALID,
  constraint order_fills_price_check CHECK (price > 0::numeric),
  constraint order_fills_quantity_check CHECK (quantity > 0::numeric),
  constraint order_fills_side_check CHECK (side = ANY (ARRAY['buy'::text, 'sell'::text]))
);
CREATE INDEX order_fills_filled ON order_fills USING btree (account_id, filled_at);
CREATE INDEX order_fills_order ON order_fills USING btree (order_id);
CREATE INDEX order_fills_recorded ON order_fills USING btree (account_id, recorded_at DESC);
CREATE INDEX order_fills_ticker ON order_fills USING btree (account_id, ticker, filled_at);
CREATE INDEX order_fills_unbooked ON order_fills USING btree (account_id, ticker) WHERE NOT booked;
CREATE TRIGGER note_changed_fills AFTER UPDATE ON order_fills FOR EACH ROW WHEN (true AND old.* IS DISTINCT FROM new.*) EXECUTE FUNCTION note_changed_fills();
CREATE TRIGGER note_new_fills AFTER INSERT ON order_fills REFERENCING NEW TABLE AS made FOR EACH STATEMENT EXECUTE FUNCTION note_new_fills();
CREATE TRIGGER order_fills_append_only BEFORE DELETE OR UPDATE ON order_fills FOR EACH ROW EXECUTE FUNCTION guard_fill();
CREATE TRIGGER order_fills_none AFTER TRUNCATE ON order_fills FOR EACH STATEMENT EXECUTE FUNCTION forget_ledger();

create table orders (
  order_id uuid not null,
  seq bigint generated always as identity not null,
  decision_id uuid not null,
  risk_evaluation_id uuid not null,
  risk_passed boolean default true not null,
  inputs_sha256 text not null,
  client_order_id text not null,
  broker_order_id text,
  ticker text not null,
  sector text default ''::text not null,
  side text not null,
  order_type text not null,
  quantity numeric(20,9) not null,
  limit_price numeric(20,6),
  stop_price numeric(20,6),
  reference_price numeric(20,6) not null,
  state text default 'intent'::text not null,
  filled_quantity numeric(20,9) default 0 not null,
  filled_price_avg numeric(20,6),
  reject_reason text,
  raw_status text,
  intended_at timestamp with time zone not null,
  submitted_at timestamp with time zone,
  closed_at timestamp with time zone,
  booked_quantity numeric(20,9) default 0 not null,
  account_id text default current_account_id() not null,
  posted_at timestamp with time zone,
  posts integer default 0 not null,
  may_be_sent boolean default false not null,
  looked_at timestamp with time zone,
  missing_since timestamp with time zone,
  cancel_asked_at timestamp with time zone,
  cancel_asked_by text,
  cancel_reason text,
  cancel_sent_at timestamp with time zone,
  end_code text,
  replaced_by text,
  busted_quantity numeric(20,9) default 0 not null,
  replaces_order_id uuid,
  protects boolean default false not null,
  constraint orders_pkey PRIMARY KEY (order_id),
  constraint orders_account_id_broker_order_id_key UNIQUE (account_id, broker_order_id),
  constraint orders_client_order_id_key UNIQUE (client_order_id),
  constraint orders_decision_id_key UNIQUE (decision_id),
  constraint orders_decision_id_fkey FOREIGN KEY (decision_id) REFERENCES trading_decisions(decision_id),
  constraint orders_risk_evaluation_id_risk_passed_inputs_sha256_fkey FOREIGN KEY (risk_evaluation_id, risk_passed, inputs_sha256) REFERENCES risk_evaluations(risk_evaluation_id, passed, inputs_sha256),
  constraint orders_cancel_check CHECK ((cancel_asked_at IS NULL) = (cancel_asked_by IS NULL)),
  constraint orders_check CHECK (filled_quantity >= 0::numeric AND filled_quantity <= quantity),
  constraint orders_check1 CHECK (busted_quantity >= 0::numeric AND busted_quantity <= filled_quantity),
  constraint orders_client_order_id_check CHECK (length(client_order_id) <= 128),
  constraint orders_end_code_check CHECK (end_code ~ '^[a-z][a-z0-9_]*$'::text),
  constraint orders_numbers CHECK ('NaN'::numeric <> quantity AND 'NaN'::numeric <> filled_quantity AND 'NaN'::numeric <> reference_price AND 'NaN'::numeric <> limit_price AND 'NaN'::numeric <> stop_price) NOT VALID,
  constraint orders_posts_check CHECK (posts >= 0),
  constraint orders_quantity_check CHECK (quantity > 0::numeric),
  constraint orders_reference_price_check CHECK (reference_price > 0::numeric),
  constraint orders_risk_passed_check CHECK (risk_passed),
  constraint orders_side_check CHECK (side = ANY (ARRAY['buy'::text, 'sell'::text])),
  constraint orders_state_check CHECK (state = ANY (ARRAY['intent'::text, 'submitted'::text, 'partially_filled'::text, 'filled'::text, 'canceled'::text, 'expired'::text, 'rejected'::text, 'replaced'::text, 'unknown'::text]))
);
CREATE INDEX orders_cancel_asked ON orders USING btree (cancel_asked_at) WHERE cancel_asked_at IS NOT NULL AND (state = ANY (ARRAY['intent'::text, 'submitted'::text, 'partially_filled'::text, 'unknown'::text]));
CREATE INDEX orders_evaluation ON orders USING btree (risk_evaluation_id);
CREATE INDEX orders_intended ON orders USING btree (account_id, intended_at DESC);
CREATE INDEX orders_on_their_way ON orders USING btree (account_id, seq) WHERE (state = ANY (ARRAY['intent'::text, 'submitted'::text, 'partially_filled'::text, 'unknown'::text])) OR filled_quantity > booked_quantity;
CREATE INDEX orders_open ON orders USING btree (ticker) WHERE state = ANY (ARRAY['intent'::text, 'submitted'::text, 'partially_filled'::text, 'unknown'::text]);
CREATE INDEX orders_protecting ON orders USING btree (account_id, ticker) WHERE protects AND (state = ANY (ARRAY['intent'::text, 'submitted'::text, 'partially_filled'::text, 'unknown'::text]));
CREATE INDEX orders_state_intended ON orders USING btree (account_id, state, intended_at DESC);
CREATE INDEX orders_ticker ON orders USING btree (ticker, seq DESC);
CREATE INDEX orders_ticker_intended ON orders USING btree (account_id, ticker, intended_at DESC);
CREATE TRIGGER note_changed_orders AFTER UPDATE ON orders FOR EACH ROW WHEN (true AND (old.account_id IS DISTINCT FROM new.account_id OR old.posted_at IS DISTINCT FROM new.posted_at OR old.submitted_at IS DISTINCT FROM new.submitted_at OR old.closed_at IS DISTINCT FROM new.closed_at OR old.broker_order_id IS DISTINCT FROM new.broker_order_id OR old.state IS DISTINCT FROM new.state OR old.filled_quantity IS DISTINCT FROM new.filled_quantity OR old.filled_price_avg IS DISTINCT FROM new.filled_price_avg OR old.protects IS DISTINCT FROM new.protects OR old.end_code IS DISTINCT FROM new.end_code OR old.reject_reason IS DISTINCT FROM new.reject_reason OR old.sector IS DISTINCT FROM new.sector)) EXECUTE FUNCTION note_changed_orders();
CREATE TRIGGER note_new_orders AFTER INSERT ON orders REFERENCING NEW TABLE AS made FOR EACH STATEMENT EXECUTE FUNCTION note_new_orders();
CREATE TRIGGER orders_announce_wishes AFTER UPDATE OF cancel_asked_at ON orders FOR EACH ROW WHEN (old.cancel_asked_at IS NULL AND new.cancel_asked_at IS NOT NULL) EXECUTE FUNCTION announce_wishes();
CREATE TRIGGER orders_counted_changed AFTER UPDATE ON orders REFERENCING OLD TABLE AS before_it NEW TABLE AS after_it FOR EACH STATEMENT EXECUTE FUNCTION count_changed_orders();
CREATE TRIGGER orders_counted_new AFTER INSERT ON orders REFERENCING NEW TABLE AS made FOR EACH STATEMENT EXECUTE FUNCTION count_new_orders();
CREATE TRIGGER orders_counted_none AFTER TRUNCATE ON orders FOR EACH STATEMENT EXECUTE FUNCTION forget_row_counts('orders');
CREATE TRIGGER orders_guard BEFORE UPDATE ON orders FOR EACH ROW EXECUTE FUNCTION guard_order();
CREATE TRIGGER orders_intent BEFORE INSERT OR UPDATE ON orders FOR EACH ROW EXECUTE FUNCTION guard_intent();
CREATE TRIGGER orders_protecting_once BEFORE INSERT ON orders FOR EACH ROW WHEN (new.protects) EXECUTE FUNCTION guard_protecting_order();

create table other_holdings (
  account_id text default current_account_id() not null,
  symbol text not null,
  asset_class text not null,
  quantity numeric(20,9) not null,
  price numeric(20,6) not null,
  seen_at timestamp with time zone not null,
  constraint other_holdings_pkey PRIMARY KEY (account_id, symbol)
);

create table own_strategies (
  file text not null,
  name text,
  summary text not null,
  sha256 text not null,
  fault text,
  found_at timestamp with time zone not null,
  checked_at timestamp with time zone not null,
  gone_at timestamp with time zone,
  constraint own_strategies_pkey PRIMARY KEY (file),
  constraint own_strategies_check CHECK (name IS NOT NULL OR fault IS NOT NULL),
  constraint own_strategies_check1 CHECK (gone_at >= found_at),
  constraint own_strategies_name_check CHECK (name ~ '^[a-z][a-z0-9-]{1,39}$'::text)
);
CREATE UNIQUE INDEX own_strategies_asked ON own_strategies USING btree (name) WHERE fault IS NULL AND gone_at IS NULL;

create table parity_certificates (
  certificate_id uuid not null,
  day date not null,
  build text not null,
  made_at timestamp with time zone not null,
  body jsonb not null,
  signature text not null,
  key_id text not null,
  summary jsonb,
  summary_signature text,
  constraint parity_certificates_pkey PRIMARY KEY (certificate_id),
  constraint parity_certificates_signature_check CHECK (signature ~ '^[0-9a-f]{64}$'::text),
  constraint parity_certificates_summary_signature_check CHECK (summary_signature ~ '^[0-9a-f]{64}$'::text),
  constraint parity_certificates_summary_signed CHECK ((summary IS NULL) = (summary_signature IS NULL))
);
CREATE INDEX parity_certificates_day ON parity_certificates USING btree (day, made_at);

create table parity_turn (
  only_row boolean default true not null,
  holder uuid,
  held_until timestamp with time zone default '-infinity'::timestamp with time zone not null,
  constraint parity_turn_pkey PRIMARY KEY (only_row),
  constraint parity_turn_only_row_check CHECK (only_row)
);

create table passkeys (
  passkey_id uuid default gen_random_uuid() not null,
  person_id uuid not null,
  name text not null,
  credential_id text not null,
  public_key bytea not null,
  counter bigint not null,
  transports text[] not null,
  is_synced boolean not null,
  created_at timestamp with time zone not null,
  last_used_at timestamp with time zone,
  constraint passkeys_pkey PRIMARY KEY (passkey_id),
  constraint passkeys_credential_id_key UNIQUE (credential_id),
  constraint passkeys_person_id_fkey FOREIGN KEY (person_id) REFERENCES people(person_id),
  constraint passkeys_counter_check CHECK (counter >= 0)
);
CREATE INDEX passkeys_person ON passkeys USING btree (person_id);

create table paused_stages (
  stage text not null,
  paused_at timestamp with time zone default clock_timestamp() not null,
  paused_by text not null,
  reason text default ''::text not null,
  constraint paused_stages_pkey PRIMARY KEY (stage)
);

create table people (
  person_id uuid default gen_random_uuid() not null,
  name text not null,
  role text not null,
  disabled boolean default false not null,
  created_at timestamp with time zone not null,
  last_seen_at timestamp with time zone,
  constraint people_pkey PRIMARY KEY (person_id),
  constraint people_name_check CHECK (length(name) >= 1 AND length(name) <= 100),
  constraint people_role_check CHECK (role = ANY (ARRAY['viewer'::text, 'operator'::text, 'admin'::text]))
);
CREATE UNIQUE INDEX people_name ON people USING btree (lower(name));

create table pipeline_control (
  only_row boolean default true not null,
  enabled boolean not null,
  changed_at timestamp with time zone default clock_timestamp() not null,
  changed_by text default 'install'::text not null,
  reason text default ''::text not null,
  constraint pipeline_control_pkey PRIMARY KEY (only_row),
  constraint pipeline_control_only_row_check CHECK (only_row)
);

create table portfolio_days (
  session_date date not null,
  taken_at timestamp with time zone not null,
  equity numeric(20,6) not null,
  cash numeric(20,6) not null,
  positions_value numeric(20,6) not null,
  reserve numeric(20,6) not null,
  account_id text default current_account_id() not null,
  flows numeric,
  constraint portfolio_days_pkey PRIMARY KEY (account_id, session_date)
);
CREATE INDEX portfolio_days_taken ON portfolio_days USING btree (account_id, taken_at);

create table portfolio_snapshots (
  taken_at timestamp with time zone not null,
  session_date date not null,
  cash numeric(20,6) not null,
  positions_value numeric(20,6) not null,
  equity numeric(20,6) not null,
  realised_pnl numeric(20,6) not null,
  unrealised_pnl numeric(20,6) not null,
  reserve numeric(20,6) default 0 not null,
  active_pool numeric(20,6) not null,
  open_positions integer not null,
  highest_equity numeric(20,6) not null,
  account_id text default current_account_id() not null,
  flows numeric,
  ledger_entry_id bigint,
  constraint portfolio_snapshots_pkey PRIMARY KEY (account_id, taken_at),
  constraint portfolio_snapshots_check CHECK (equity = (cash + positions_value)),
  constraint portfolio_snapshots_check1 CHECK (equity = (active_pool + reserve)),
  constraint portfolio_snapshots_numbers CHECK ('NaN'::numeric <> cash AND 'NaN'::numeric <> positions_value AND 'NaN'::numeric <> equity AND 'NaN'::numeric <> reserve AND 'NaN'::numeric <> active_pool) NOT VALID
);
CREATE INDEX portfolio_snapshots_session ON portfolio_snapshots USING btree (account_id, session_date, taken_at);
CREATE TRIGGER note_changed_equity AFTER UPDATE ON portfolio_snapshots FOR EACH ROW WHEN (true AND old.* IS DISTINCT FROM new.*) EXECUTE FUNCTION note_changed_equity();
CREATE TRIGGER note_new_equity AFTER INSERT ON portfolio_snapshots REFERENCING NEW TABLE AS made FOR EACH STATEMENT EXECUTE FUNCTION note_new_equity();
CREATE TRIGGER portfolio_snapshots_day AFTER INSERT OR UPDATE ON portfolio_snapshots FOR EACH ROW EXECUTE FUNCTION keep_portfolio_day();
CREATE TRIGGER portfolio_snapshots_highest BEFORE INSERT OR UPDATE ON portfolio_snapshots FOR EACH ROW EXECUTE FUNCTION carry_highest_equity();
CREATE TRIGGER portfolio_snapshots_none AFTER TRUNCATE ON portfolio_snapshots FOR EACH STATEMENT EXECUTE FUNCTION forget_portfolio_days();

create table position_days (
  account_id text default current_account_id() not null,
  day_date date not null,
  ticker text not null,
  taken_at timestamp with time zone not null,
  sector text default ''::text not null,
  quantity numeric(20,9) not null,
  entry_price_avg numeric(20,6) not null,
  mark_price numeric(20,6) not null,
  marked_at timestamp with time zone not null,
  opened_at timestamp with time zone not null,
  realised_pnl numeric(20,6) default 0 not null,
  constraint position_days_pkey PRIMARY KEY (account_id, day_date, ticker)
);
CREATE TRIGGER note_changed_position_days AFTER UPDATE ON position_days FOR EACH ROW WHEN (true AND old.* IS DISTINCT FROM new.*) EXECUTE FUNCTION note_changed_position_days();
CREATE TRIGGER note_new_position_days AFTER INSERT ON position_days REFERENCING NEW TABLE AS made FOR EACH STATEMENT EXECUTE FUNCTION note_new_position_days();

create table position_exits (
  account_id text default current_account_id() not null,
  ticker text not null,
  code text not null,
  state text not null,
  quantity numeric(20,9),
  held numeric(20,9),
  level numeric(20,6),
  price numeric(20,6),
  refusals integer default 0 not null,
  attempts integer default 0 not null,
  next_try_at timestamp with time zone,
  said text default ''::text not null,
  since timestamp with time zone not null,
  recommendation_id uuid,
  decision_id uuid,
  job_id uuid,
  updated_at timestamp with time zone not null,
  sent_at timestamp with time zone,
  constraint position_exits_pkey PRIMARY KEY (account_id, ticker),
  constraint position_exits_decision_id_fkey FOREIGN KEY (decision_id) REFERENCES trading_decisions(decision_id),
  constraint position_exits_recommendation_id_fkey FOREIGN KEY (recommendation_id) REFERENCES recommendations(recommendation_id),
  constraint position_exits_attempts_check CHECK (attempts >= 0),
  constraint position_exits_quantity_check CHECK (quantity >= 0::numeric),
  constraint position_exits_refusals_check CHECK (refusals >= 0),
  constraint position_exits_state_check CHECK (state = ANY (ARRAY['wanted'::text, 'sent'::text, 'refused'::text, 'done'::text]))
);
CREATE INDEX position_exits_decision ON position_exits USING btree (decision_id) WHERE decision_id IS NOT NULL;
CREATE INDEX position_exits_recommendation ON position_exits USING btree (recommendation_id) WHERE recommendation_id IS NOT NULL;
CREATE INDEX position_exits_updated ON position_exits USING btree (updated_at);

create table position_stop_levels (
  ticker text not null,
  decision_id uuid,
  atr numeric(20,6) not null,
  stop_price numeric(20,6) not null,
  target_1 numeric(20,6),
  target_2 numeric(20,6),
  trailing_stop numeric(20,6),
  half_taken boolean default false not null,
  updated_at timestamp with time zone not null,
  account_id text default current_account_id() not null,
  basis text default 'atr'::text not null,
  bought_execution text,
  placed_at timestamp with time zone,
  on_date date,
  doubted_price numeric(20,6),
  doubted_print_at timestamp with time zone,
  doubted_at timestamp with time zone,
  constraint position_stop_levels_pkey PRIMARY KEY (account_id, ticker),
  constraint position_stop_levels_decision_id_fkey FOREIGN KEY (decision_id) REFERENCES trading_decisions(decision_id),
  constraint position_stop_levels_basis_check CHECK (basis = ANY (ARRAY['atr'::text, 'percent'::text]))
);

create table positions (
  ticker text not null,
  sector text default ''::text not null,
  quantity numeric(20,9) not null,
  entry_price_avg numeric(20,6) not null,
  mark_price numeric(20,6) not null,
  marked_at timestamp with time zone not null,
  opened_at timestamp with time zone not null,
  realised_pnl numeric(20,6) default 0 not null,
  account_id text default current_account_id() not null,
  constraint positions_pkey PRIMARY KEY (account_id, ticker),
  constraint positions_numbers CHECK ('NaN'::numeric <> quantity AND 'NaN'::numeric <> entry_price_avg AND 'NaN'::numeric <> mark_price AND 'NaN'::numeric <> realised_pnl) NOT VALID,
  constraint positions_quantity_check CHECK (quantity >= 0::numeric)
);

create table publisher_records (
  domain text not null,
  tried integer not null,
  borne_out integer not null,
  through date not null,
  counted_at timestamp with time zone,
  tried_before integer default 0 not null,
  borne_out_before integer default 0 not null,
  constraint publisher_records_pkey PRIMARY KEY (domain),
  constraint publisher_records_before_check CHECK (borne_out_before >= 0 AND borne_out_before <= tried_before AND tried_before <= tried AND borne_out_before <= borne_out),
  constraint publisher_records_check CHECK (borne_out >= 0 AND borne_out <= tried),
  constraint publisher_records_domain_check CHECK (domain <> ''::text),
  constraint publisher_records_tried_check CHECK (tried > 0)
);

create table publishers (
  domain text not null,
  name text not null,
  owner text not null,
  first_seen_at timestamp with time zone not null,
  documents integer default 0 not null,
  credibility double precision not null,
  stories integer default 0 not null,
  confirmed integer default 0 not null,
  confirmed_days integer default 0 not null,
  confirmed_on date,
  constraint publishers_pkey PRIMARY KEY (domain),
  constraint publishers_confirmed_check CHECK (confirmed >= 0),
  constraint publishers_confirmed_days_check CHECK (confirmed_days >= 0),
  constraint publishers_credibility_check CHECK (credibility >= 0::double precision AND credibility <= 1::double precision),
  constraint publishers_documents_check CHECK (documents >= 0),
  constraint publishers_domain_check CHECK (domain <> ''::text),
  constraint publishers_owner_check CHECK (owner <> ''::text),
  constraint publishers_stories_check CHECK (stories >= 0)
);

create table reader_calibrations (
  model text not null,
  model_version text not null,
  prompt_version text not null,
  method text not null,
  points jsonb not null,
  fitted_on integer not null,
  checked_on integer not null,
  ece_before double precision not null,
  ece_after double precision not null,
  fitted_at timestamp with time zone not null,
  constraint reader_calibrations_pkey PRIMARY KEY (model, model_version, prompt_version),
  constraint reader_calibrations_checked_on_check CHECK (checked_on > 0),
  constraint reader_calibrations_fitted_on_check CHECK (fitted_on > 0),
  constraint reader_calibrations_method_check CHECK (method = ANY (ARRAY['isotonic'::text, 'platt'::text])),
  constraint reader_calibrations_points_check CHECK (jsonb_array_length(points) > 0)
);

create table rebalance_looks (
  account_id text default current_account_id() not null,
  looked_at timestamp with time zone not null,
  pairs jsonb not null,
  outgrown jsonb not null,
  constraint rebalance_looks_pkey PRIMARY KEY (account_id),
  constraint rebalance_looks_outgrown_check CHECK (jsonb_typeof(outgrown) = 'array'::text),
  constraint rebalance_looks_pairs_check CHECK (jsonb_typeof(pairs) = 'array'::text)
);

create table recent_prices (
  ticker text not null,
  at timestamp with time zone not null,
  price numeric(20,6) not null,
  constraint recent_prices_pkey PRIMARY KEY (ticker, at),
  constraint recent_prices_ticker_fkey FOREIGN KEY (ticker) REFERENCES companies(ticker) ON UPDATE CASCADE ON DELETE CASCADE,
  constraint recent_prices_price_check CHECK (price > 0::numeric)
);
CREATE INDEX recent_prices_age ON recent_prices USING btree (at);

create table recommendation_evidence (
  recommendation_id uuid not null,
  side text not null,
  place smallint not null,
  impact_id uuid not null,
  document_id uuid not null,
  rank_score double precision not null,
  constraint recommendation_evidence_pkey PRIMARY KEY (recommendation_id, side, place),
  constraint recommendation_evidence_recommendation_id_fkey FOREIGN KEY (recommendation_id) REFERENCES recommendations(recommendation_id) ON DELETE CASCADE,
  constraint recommendation_evidence_side_check CHECK (side = ANY (ARRAY['supporting'::text, 'opposing'::text]))
);
CREATE INDEX recommendation_evidence_document ON recommendation_evidence USING btree (document_id);

create table recommendations (
  recommendation_id uuid not null,
  ticker text not null,
  trend_window text not null,
  trend_id uuid not null,
  generated_at timestamp with time zone not null,
  action text not null,
  mode text not null,
  confidence double precision not null,
  strength double precision not null,
  contradiction double precision not null,
  direction text not null,
  suppressions text[] default '{}'::text[] not null,
  ineligibilities text[] default '{}'::text[] not null,
  checks jsonb not null,
  portfolio_pct double precision not null,
  max_loss_pct double precision not null,
  thesis text not null,
  thesis_model text not null,
  rule_version text default 'recommendation-1'::text not null,
  stories integer,
  owners integer,
  would_change text[] default '{}'::text[] not null,
  risk text,
  constraint recommendations_pkey PRIMARY KEY (recommendation_id),
  constraint recommendations_ticker_trend_window_generated_at_key UNIQUE (ticker, trend_window, generated_at),
  constraint recommendations_trend_id_fkey FOREIGN KEY (trend_id) REFERENCES trend_history(trend_id),
  constraint recommendations_action_check CHECK (action = ANY (ARRAY['buy'::text, 'sell'::text, 'hold'::text, 'watch'::text])),
  constraint recommendations_confidence_check CHECK (confidence >= 0::double precision AND confidence <= 1::double precision),
  constraint recommendations_mode_check CHECK (mode = ANY (ARRAY['informational'::text, 'paper_eligible'::text, 'live_eligible'::text])),
  constraint recommendations_owners_check CHECK (owners >= 0),
  constraint recommendations_risk_check CHECK (risk = ANY (ARRAY['low'::text, 'medium'::text, 'high'::text])),
  constraint recommendations_stories_check CHECK (stories >= 0)
);
CREATE INDEX recommendations_action ON recommendations USING btree (action, generated_at DESC);
CREATE INDEX recommendations_actionable ON recommendations USING btree (generated_at) WHERE (action = ANY (ARRAY['buy'::text, 'sell'::text])) AND mode <> 'informational'::text;
CREATE INDEX recommendations_generated ON recommendations USING btree (generated_at DESC);
CREATE INDEX recommendations_mode ON recommendations USING btree (mode, generated_at DESC);
CREATE INDEX recommendations_ticker ON recommendations USING btree (ticker, generated_at DESC);
CREATE INDEX recommendations_trend ON recommendations USING btree (trend_id);
CREATE TRIGGER note_changed_recommendations AFTER UPDATE ON recommendations FOR EACH ROW WHEN (true AND old.* IS DISTINCT FROM new.*) EXECUTE FUNCTION note_changed_recommendations();
CREATE TRIGGER note_new_recommendations AFTER INSERT ON recommendations REFERENCING NEW TABLE AS made FOR EACH STATEMENT EXECUTE FUNCTION note_new_recommendations();

create table recovery_codes (
  code_hash bytea not null,
  person_id uuid not null,
  created_at timestamp with time zone not null,
  used_at timestamp with time zone,
  constraint recovery_codes_pkey PRIMARY KEY (code_hash),
  constraint recovery_codes_person_id_fkey FOREIGN KEY (person_id) REFERENCES people(person_id)
);
CREATE INDEX recovery_codes_person ON recovery_codes USING btree (person_id);

create table rejects (
  reject_id bigint generated always as identity not null,
  source_id uuid,
  ingestion_run_id uuid,
  reason text not null,
  says text not null,
  item bytea not null,
  item_bytes integer not null,
  sha256 text not null,
  first_seen_at timestamp with time zone not null,
  last_seen_at timestamp with time zone not null,
  times integer default 1 not null,
  constraint rejects_pkey PRIMARY KEY (reject_id),
  constraint rejects_source_id_sha256_reason_key UNIQUE NULLS NOT DISTINCT (source_id, sha256, reason),
  constraint rejects_source_id_fkey FOREIGN KEY (source_id) REFERENCES sources(source_id) ON DELETE CASCADE,
  constraint rejects_item_bytes_check CHECK (item_bytes >= 0),
  constraint rejects_item_check CHECK (octet_length(item) <= 65536),
  constraint rejects_sha256_check CHECK (sha256 ~ '^[0-9a-f]{64}$'::text),
  constraint rejects_times_check CHECK (times >= 1)
);
CREATE INDEX rejects_newest ON rejects USING btree (source_id, last_seen_at DESC);
CREATE INDEX rejects_seen ON rejects USING btree (last_seen_at);

create table relay_turn (
  only_row boolean default true not null,
  turn bigint default 0 not null,
  ends_at timestamp with time zone default '-infinity'::timestamp with time zone not null,
  constraint relay_turn_pkey PRIMARY KEY (only_row),
  constraint relay_turn_only_row_check CHECK (only_row)
);

create table reserve_pool_ledger (
  reserve_entry_id bigint generated always as identity not null,
  at timestamp with time zone not null,
  amount numeric(20,6) not null,
  balance_after numeric(20,6) not null,
  trigger_type text not null,
  closing_execution_id text,
  notes text default ''::text not null,
  account_id text default current_account_id() not null,
  constraint reserve_pool_ledger_pkey PRIMARY KEY (reserve_entry_id),
  constraint reserve_pool_ledger_account_id_closing_execution_id_key UNIQUE (account_id, closing_execution_id),
  constraint reserve_pool_ledger_amount_check CHECK (amount <> 0::numeric),
  constraint reserve_pool_ledger_balance_after_check CHECK (balance_after >= 0::numeric),
  constraint reserve_pool_ledger_numbers CHECK ('NaN'::numeric <> amount AND 'NaN'::numeric <> balance_after) NOT VALID,
  constraint reserve_pool_ledger_siphon_check CHECK (trigger_type <> 'siphon'::text OR amount > 0::numeric AND closing_execution_id IS NOT NULL) NOT VALID
);
CREATE INDEX reserve_pool_ledger_newest ON reserve_pool_ledger USING btree (account_id, reserve_entry_id DESC);
CREATE TRIGGER reserve_append_only BEFORE DELETE OR UPDATE ON reserve_pool_ledger FOR EACH ROW EXECUTE FUNCTION guard_reserve_change();
CREATE TRIGGER reserve_guard BEFORE INSERT ON reserve_pool_ledger FOR EACH ROW EXECUTE FUNCTION guard_reserve();

create table resting_stops (
  account_id text default current_account_id() not null,
  ticker text not null,
  decision_id uuid not null,
  job_id uuid,
  state text not null,
  refusals integer default 0 not null,
  next_try_at timestamp with time zone,
  said text default ''::text not null,
  updated_at timestamp with time zone not null,
  constraint resting_stops_pkey PRIMARY KEY (account_id, ticker),
  constraint resting_stops_decision_id_fkey FOREIGN KEY (decision_id) REFERENCES trading_decisions(decision_id),
  constraint resting_stops_refusals_check CHECK (refusals >= 0),
  constraint resting_stops_state_check CHECK (state = ANY (ARRAY['sent'::text, 'refused'::text, 'ended'::text]))
);
CREATE INDEX resting_stops_decision ON resting_stops USING btree (decision_id);

create table retention_marks (
  rule text not null,
  reached timestamp with time zone not null,
  began_at timestamp with time zone not null,
  constraint retention_marks_pkey PRIMARY KEY (rule)
);

create table risk_config_changes (
  risk_config_change_id uuid not null,
  seq bigint generated always as identity not null,
  name text not null,
  before jsonb,
  after jsonb not null,
  at timestamp with time zone not null,
  changed_by text not null,
  changed_by_id text default ''::text not null,
  reason text default ''::text not null,
  constraint risk_config_changes_pkey PRIMARY KEY (risk_config_change_id)
);
CREATE INDEX risk_config_changes_at ON risk_config_changes USING btree (at DESC, risk_config_change_id);
CREATE TRIGGER risk_config_changes_append_only BEFORE DELETE OR UPDATE ON risk_config_changes FOR EACH ROW EXECUTE FUNCTION refuse_change();

create table risk_configs (
  name text not null,
  value jsonb not null,
  changed_at timestamp with time zone default clock_timestamp() not null,
  changed_by text default 'install'::text not null,
  constraint risk_configs_pkey PRIMARY KEY (name)
);

create table risk_evaluations (
  risk_evaluation_id uuid not null,
  decision_id uuid,
  evaluated_at timestamp with time zone not null,
  passed boolean not null,
  code text not null,
  checks jsonb not null,
  inputs jsonb not null,
  inputs_sha256 text not null,
  needs_approval boolean default false not null,
  rule_version text default 'risk-1'::text not null,
  account_id text default current_account_id() not null,
  constraint risk_evaluations_pkey PRIMARY KEY (risk_evaluation_id),
  constraint risk_evaluations_risk_evaluation_id_passed_inputs_sha256_key UNIQUE (risk_evaluation_id, passed, inputs_sha256),
  constraint risk_evaluations_decision_id_fkey FOREIGN KEY (decision_id) REFERENCES trading_decisions(decision_id),
  constraint risk_evaluations_inputs_sha256_check CHECK (inputs_sha256 ~ '^[0-9a-f]{64}$'::text)
);
CREATE INDEX risk_evaluations_decision ON risk_evaluations USING btree (decision_id, evaluated_at);
CREATE INDEX risk_evaluations_evaluated ON risk_evaluations USING btree (evaluated_at DESC);
CREATE TRIGGER note_changed_risk_checks AFTER UPDATE ON risk_evaluations FOR EACH ROW WHEN (true AND old.* IS DISTINCT FROM new.*) EXECUTE FUNCTION note_changed_risk_checks();
CREATE TRIGGER note_new_risk_checks AFTER INSERT ON risk_evaluations REFERENCING NEW TABLE AS made FOR EACH STATEMENT EXECUTE FUNCTION note_new_risk_checks();

create table risk_tier_history (
  risk_tier_change_id bigint generated always as identity not null,
  at timestamp with time zone not null,
  from_tier text not null,
  to_tier text not null,
  reason text not null,
  numbers jsonb default '{}'::jsonb not null,
  account_id text default current_account_id() not null,
  constraint risk_tier_history_pkey PRIMARY KEY (risk_tier_change_id)
);

create table row_counts (
  backend integer not null,
  kind text not null,
  key text not null,
  rows bigint not null,
  constraint row_counts_pkey PRIMARY KEY (kind, key, backend),
  constraint row_counts_kind_check CHECK (kind = ANY (ARRAY['documents'::text, 'impacts'::text, 'orders'::text, 'lake_delays'::text]))
) with (fillfactor=40);

create table saved_queries (
  saved_query_id uuid not null,
  name text not null,
  statement text not null,
  created_by text not null,
  created_at timestamp with time zone default clock_timestamp() not null,
  constraint saved_queries_pkey PRIMARY KEY (saved_query_id),
  constraint saved_queries_name_key UNIQUE (name)
);

create table saved_questions (
  question_id uuid not null,
  name text not null,
  says text default ''::text not null,
  statement text not null,
  chart jsonb,
  version integer default 1 not null,
  created_at timestamp with time zone not null,
  changed_at timestamp with time zone not null,
  changed_by text not null,
  constraint saved_questions_pkey PRIMARY KEY (question_id),
  constraint saved_questions_name_check CHECK (length(name) >= 1 AND length(name) <= 200),
  constraint saved_questions_statement_check CHECK (length(statement) >= 1 AND length(statement) <= 20000),
  constraint saved_questions_version_check CHECK (version > 0)
);
CREATE UNIQUE INDEX saved_questions_name ON saved_questions USING btree (lower(name));

create table scheduler_duties (
  duty text not null,
  says text default ''::text not null,
  last_good_at timestamp with time zone,
  last_tried_at timestamp with time zone,
  failures integer default 0 not null,
  last_error text,
  last_error_at timestamp with time zone,
  next_at timestamp with time zone,
  constraint scheduler_duties_pkey PRIMARY KEY (duty),
  constraint scheduler_duties_failures_check CHECK (failures >= 0)
);

create table scheduler_marks (
  name text not null,
  at timestamp with time zone not null,
  constraint scheduler_marks_pkey PRIMARY KEY (name)
);

create table securities (
  ticker text not null,
  company_id uuid not null,
  share_class text default ''::text not null,
  name text default ''::text not null,
  is_primary boolean not null,
  active boolean default true not null,
  constraint securities_pkey PRIMARY KEY (ticker),
  constraint securities_company_id_fkey FOREIGN KEY (company_id) REFERENCES companies(company_id) ON DELETE CASCADE,
  constraint securities_ticker_check CHECK (ticker ~ '^[A-Z][A-Z0-9.-]{0,9}$'::text)
);
CREATE INDEX securities_of_company ON securities USING btree (company_id, ticker);
CREATE UNIQUE INDEX securities_primary ON securities USING btree (company_id) WHERE is_primary;

create table security_details (
  ticker text not null,
  known_at timestamp with time zone not null,
  name text,
  security_type text,
  primary_exchange text,
  cik text,
  composite_figi text,
  share_class_figi text,
  active boolean not null,
  listed_on date,
  delisted_on date,
  currency text,
  shares_outstanding numeric,
  weighted_shares numeric,
  market_cap numeric,
  ticker_changes jsonb default '[]'::jsonb not null,
  source_id uuid,
  constraint security_details_pkey PRIMARY KEY (ticker, known_at),
  constraint security_details_market_cap_check CHECK (market_cap >= 0::numeric),
  constraint security_details_shares_outstanding_check CHECK (shares_outstanding >= 0::numeric),
  constraint security_details_weighted_shares_check CHECK (weighted_shares >= 0::numeric)
);

create table service_beats (
  service text not null,
  instance text not null,
  started_at timestamp with time zone default clock_timestamp() not null,
  at timestamp with time zone default clock_timestamp() not null,
  every_ms integer,
  round_at timestamp with time zone,
  running_since timestamp with time zone,
  running_ms_max integer,
  failures integer default 0 not null,
  said text default ''::text not null,
  revision text default ''::text not null,
  constraint service_beats_pkey PRIMARY KEY (service, instance),
  constraint service_beats_every_ms_check CHECK (every_ms >= 0),
  constraint service_beats_failures_check CHECK (failures >= 0),
  constraint service_beats_running_ms_max_check CHECK (running_ms_max > 0)
) with (fillfactor=50);

create table sessions (
  session_id uuid default gen_random_uuid() not null,
  person_id uuid not null,
  way text not null,
  enrol_only boolean default false not null,
  from_address text not null,
  agent text not null,
  created_at timestamp with time zone not null,
  last_seen_at timestamp with time zone not null,
  ends_at timestamp with time zone not null,
  ended_at timestamp with time zone,
  ended_why text,
  stepped_up_at timestamp with time zone,
  refresh_serial integer not null,
  refresh_hash bytea not null,
  refreshed_at timestamp with time zone not null,
  constraint sessions_pkey PRIMARY KEY (session_id),
  constraint sessions_person_id_fkey FOREIGN KEY (person_id) REFERENCES people(person_id),
  constraint sessions_check CHECK ((ended_at IS NULL) = (ended_why IS NULL)),
  constraint sessions_refresh_serial_check CHECK (refresh_serial > 0),
  constraint sessions_way_check CHECK (way = ANY (ARRAY['link'::text, 'passkey'::text, 'recovery_code'::text, 'oidc'::text]))
);
CREATE INDEX sessions_person ON sessions USING btree (person_id, created_at);

create table share_events (
  account_id text default current_account_id() not null,
  event_id text not null,
  ticker text not null,
  kind text not null,
  because text not null,
  ratio numeric(30,15),
  side text,
  quantity numeric(20,9),
  price numeric(20,6),
  at timestamp with time zone not null,
  booked boolean default false not null,
  constraint share_events_pkey PRIMARY KEY (account_id, event_id),
  constraint share_events_because_check CHECK (because = ANY (ARRAY['opening'::text, 'unexplained'::text, 'activity'::text, 'corporate_action'::text, 'accepted'::text])),
  constraint share_events_check CHECK ((kind = 'split'::text) = (ratio IS NOT NULL)),
  constraint share_events_check1 CHECK ((kind = 'move'::text) = (side IS NOT NULL AND quantity IS NOT NULL AND price IS NOT NULL)),
  constraint share_events_kind_check CHECK (kind = ANY (ARRAY['split'::text, 'move'::text])),
  constraint share_events_price_check CHECK (price >= 0::numeric),
  constraint share_events_quantity_check CHECK (quantity > 0::numeric),
  constraint share_events_ratio_check CHECK (ratio > 0::numeric),
  constraint share_events_side_check CHECK (side = ANY (ARRAY['buy'::text, 'sell'::text]))
);
CREATE INDEX share_events_guessed ON share_events USING btree (account_id, ticker) WHERE because = 'unexplained'::text;
CREATE INDEX share_events_ticker ON share_events USING btree (account_id, ticker, at);
CREATE INDEX share_events_unbooked ON share_events USING btree (account_id, ticker) WHERE NOT booked;

create table sign_in_challenges (
  challenge_hash bytea not null,
  purpose text not null,
  bound_to bytea not null,
  ends_at timestamp with time zone not null,
  constraint sign_in_challenges_pkey PRIMARY KEY (challenge_hash),
  constraint sign_in_challenges_purpose_check CHECK (purpose = ANY (ARRAY['sign_in'::text, 'step_up'::text, 'enrol'::text, 'oidc'::text]))
);
CREATE INDEX sign_in_challenges_ends ON sign_in_challenges USING btree (ends_at);

create table signal_engine_outputs (
  output_id uuid not null,
  ticker text not null,
  evaluated_at timestamp with time zone not null,
  mode text not null,
  rule_version text not null,
  digest text not null,
  session_date date,
  close_price numeric(20,6),
  bars integer not null,
  heuristic_verdict text,
  heuristic_confidence double precision,
  heuristic_total double precision,
  heuristic_fault text,
  probabilistic_verdict text,
  log_odds double precision,
  up double precision,
  entropy double precision,
  reward double precision,
  probabilistic_fault text,
  agreement boolean,
  difference text,
  codes text[] default '{}'::text[] not null,
  regime text not null,
  trend smallint not null,
  volatility double precision,
  macro_bias double precision not null,
  competitive_bias double precision not null,
  sentinels text[] default '{}'::text[] not null,
  filters jsonb default '[]'::jsonb not null,
  frames jsonb default '[]'::jsonb not null,
  signals jsonb default '[]'::jsonb not null,
  confluences jsonb default '[]'::jsonb not null,
  exits jsonb,
  moved double precision,
  hit_rates jsonb default '[]'::jsonb not null,
  constraint signal_engine_outputs_pkey PRIMARY KEY (output_id),
  constraint signal_engine_outputs_ticker_evaluated_at_key UNIQUE (ticker, evaluated_at),
  constraint signal_engine_outputs_bars_check CHECK (bars >= 0),
  constraint signal_engine_outputs_check CHECK ((heuristic_verdict IS NULL) = (heuristic_fault IS NOT NULL)),
  constraint signal_engine_outputs_check1 CHECK ((probabilistic_verdict IS NULL) = (probabilistic_fault IS NOT NULL)),
  constraint signal_engine_outputs_competitive_bias_check CHECK (competitive_bias >= '-1'::integer::double precision AND competitive_bias <= 1::double precision),
  constraint signal_engine_outputs_entropy_check CHECK (entropy >= 0::double precision AND entropy <= 1::double precision),
  constraint signal_engine_outputs_heuristic_verdict_check CHECK (heuristic_verdict = ANY (ARRAY['buy'::text, 'watch'::text, 'skip'::text])),
  constraint signal_engine_outputs_macro_bias_check CHECK (macro_bias >= '-1'::integer::double precision AND macro_bias <= 1::double precision),
  constraint signal_engine_outputs_mode_check CHECK (mode = ANY (ARRAY['shadow'::text, 'traded'::text])),
  constraint signal_engine_outputs_probabilistic_verdict_check CHECK (probabilistic_verdict = ANY (ARRAY['buy'::text, 'watch'::text, 'skip'::text])),
  constraint signal_engine_outputs_trend_check CHECK (trend >= '-1'::integer AND trend <= 1),
  constraint signal_engine_outputs_up_check CHECK (up >= 0::double precision AND up <= 1::double precision)
);
CREATE INDEX signal_engine_outputs_at ON signal_engine_outputs USING btree (evaluated_at DESC, output_id);
CREATE INDEX signal_engine_outputs_session ON signal_engine_outputs USING btree (session_date);
CREATE INDEX signal_engine_outputs_unsettled ON signal_engine_outputs USING btree (session_date, ticker) WHERE moved IS NULL;
CREATE TRIGGER note_changed_signal_engine_outputs AFTER UPDATE ON signal_engine_outputs FOR EACH ROW WHEN (old.* IS DISTINCT FROM new.*) EXECUTE FUNCTION note_changed_signal_engine_outputs();
CREATE TRIGGER note_new_signal_engine_outputs AFTER INSERT ON signal_engine_outputs REFERENCING NEW TABLE AS made FOR EACH STATEMENT EXECUTE FUNCTION note_new_signal_engine_outputs();

create table signal_hit_days (
  name text not null,
  session_date date not null,
  companies integer not null,
  hits integer not null,
  constraint signal_hit_days_pkey PRIMARY KEY (name, session_date),
  constraint signal_hit_days_check CHECK (hits >= 0 AND hits <= companies),
  constraint signal_hit_days_companies_check CHECK (companies > 0),
  constraint signal_hit_days_name_check CHECK (name = ANY (ARRAY['fibonacci'::text, 'ma_stack'::text, 'rsi'::text, 'cup_handle'::text, 'elliott'::text]))
);

create table signal_hit_rates (
  name text not null,
  measured_at timestamp with time zone not null,
  sessions integer not null,
  share double precision not null,
  constraint signal_hit_rates_pkey PRIMARY KEY (name),
  constraint signal_hit_rates_name_check CHECK (name = ANY (ARRAY['fibonacci'::text, 'ma_stack'::text, 'rsi'::text, 'cup_handle'::text, 'elliott'::text])),
  constraint signal_hit_rates_sessions_check CHECK (sessions > 0),
  constraint signal_hit_rates_share_check CHECK (share >= 0::double precision AND share <= 1::double precision)
);

create table source_records (
  source_id uuid not null,
  tried integer not null,
  borne_out integer not null,
  through date not null,
  constraint source_records_pkey PRIMARY KEY (source_id),
  constraint source_records_source_id_fkey FOREIGN KEY (source_id) REFERENCES sources(source_id) ON DELETE CASCADE,
  constraint source_records_check CHECK (borne_out >= 0 AND borne_out <= tried),
  constraint source_records_tried_check CHECK (tried > 0)
);

create table source_trials (
  trial_id uuid not null,
  type text not null,
  of text not null,
  file bytea,
  ticker text,
  cik text,
  fetched_at timestamp with time zone not null,
  state text default 'waiting'::text not null,
  lines jsonb default '[]'::jsonb not null,
  lines_left_out integer default 0 not null,
  asked_at timestamp with time zone not null,
  ended_at timestamp with time zone,
  constraint source_trials_pkey PRIMARY KEY (trial_id),
  constraint source_trials_file_check CHECK (octet_length(file) <= 1000000),
  constraint source_trials_state_check CHECK (state = ANY (ARRAY['waiting'::text, 'done'::text, 'failed'::text]))
);
CREATE INDEX source_trials_asked ON source_trials USING btree (asked_at);

create table sources (
  source_id uuid not null,
  company_id uuid,
  source_type text not null,
  source_name text not null,
  config jsonb default '{}'::jsonb not null,
  credibility_score double precision default 0.5 not null,
  active boolean default true not null,
  last_published_at timestamp with time zone,
  last_scheduled_at timestamp with time zone,
  state jsonb default '{}'::jsonb not null,
  failures integer default 0 not null,
  failing_since timestamp with time zone,
  last_error text,
  last_succeeded_at timestamp with time zone,
  next_try_at timestamp with time zone,
  newest_item_at timestamp with time zone,
  version integer default 1 not null,
  constraint sources_pkey PRIMARY KEY (source_id),
  constraint sources_company_id_source_type_source_name_key UNIQUE NULLS NOT DISTINCT (company_id, source_type, source_name),
  constraint sources_company_id_fkey FOREIGN KEY (company_id) REFERENCES companies(company_id) ON DELETE CASCADE,
  constraint sources_credibility_score_check CHECK (credibility_score >= 0::double precision AND credibility_score <= 1::double precision),
  constraint sources_failures_check CHECK (failures >= 0),
  constraint sources_source_type_check CHECK (source_type ~ '^[a-z][a-z0-9_]{1,39}$'::text),
  constraint sources_version_check CHECK (version > 0)
);
CREATE TRIGGER sources_versioned BEFORE UPDATE ON sources FOR EACH ROW EXECUTE FUNCTION count_source_version();

create table split_suspicions (
  ticker text not null,
  session_date date not null,
  previous_close numeric(20,6) not null,
  open numeric(20,6) not null,
  flagged_at timestamp with time zone not null,
  settled_at timestamp with time zone,
  settled_as text,
  constraint split_suspicions_pkey PRIMARY KEY (ticker, session_date),
  constraint split_suspicions_check CHECK ((settled_at IS NULL) = (settled_as IS NULL)),
  constraint split_suspicions_settled_as_check CHECK (settled_as = ANY (ARRAY['split'::text, 'news'::text, 'no_split'::text, 'bar_changed'::text]))
);

create table stage_samples (
  stage text not null,
  sampled_at timestamp with time zone not null,
  business_at timestamp with time zone not null,
  pending integer not null,
  in_flight integer not null,
  paused boolean not null,
  replicas integer,
  constraint stage_samples_pkey PRIMARY KEY (stage, sampled_at)
);
CREATE INDEX stage_samples_age ON stage_samples USING btree (business_at);
CREATE TRIGGER note_changed_scaling AFTER UPDATE ON stage_samples FOR EACH ROW WHEN (true AND old.* IS DISTINCT FROM new.*) EXECUTE FUNCTION note_changed_scaling();
CREATE TRIGGER note_new_scaling AFTER INSERT ON stage_samples REFERENCING NEW TABLE AS made FOR EACH STATEMENT EXECUTE FUNCTION note_new_scaling();

create table story_keys (
  key bigint not null,
  document_id uuid not null,
  published_at timestamp with time zone not null,
  constraint story_keys_pkey PRIMARY KEY (key, document_id),
  constraint story_keys_document_id_fkey FOREIGN KEY (document_id) REFERENCES documents(document_id) ON DELETE CASCADE
);
CREATE INDEX story_keys_document ON story_keys USING btree (document_id);
CREATE INDEX story_keys_published ON story_keys USING btree (published_at);

create table strategy_outputs (
  output_id uuid not null,
  ticker text not null,
  session_date date not null,
  strategy text not null,
  evaluated_at timestamp with time zone not null,
  acts_on date not null,
  mode text not null,
  reading double precision not null,
  direction text not null,
  weight double precision,
  why text not null,
  weights_version integer not null,
  weights jsonb not null,
  close_price numeric(20,6) not null,
  bars integer not null,
  lacks text[] default '{}'::text[] not null,
  constraint strategy_outputs_pkey PRIMARY KEY (output_id),
  constraint strategy_outputs_ticker_session_date_strategy_key UNIQUE (ticker, session_date, strategy),
  constraint strategy_outputs_bars_check CHECK (bars > 0),
  constraint strategy_outputs_check CHECK (acts_on > session_date),
  constraint strategy_outputs_check1 CHECK ((direction = 'none'::text) = (weight IS NULL)),
  constraint strategy_outputs_close_price_check CHECK (close_price > 0::numeric),
  constraint strategy_outputs_direction_check CHECK (direction = ANY (ARRAY['long'::text, 'short'::text, 'none'::text])),
  constraint strategy_outputs_mode_check CHECK (mode = 'shadow'::text),
  constraint strategy_outputs_strategy_check CHECK (strategy ~ '^[a-z][a-z0-9-]{1,39}$'::text),
  constraint strategy_outputs_weight_check CHECK (weight >= 0::double precision AND weight <= 1::double precision),
  constraint strategy_outputs_weights_version_check CHECK (weights_version >= 0)
);
CREATE INDEX strategy_outputs_at ON strategy_outputs USING btree (evaluated_at DESC, output_id);
CREATE INDEX strategy_outputs_ticker ON strategy_outputs USING btree (ticker, strategy, evaluated_at DESC);

create table strategy_trades (
  trade_id uuid not null,
  strategy text not null,
  ticker text not null,
  state text not null,
  decided_on date not null,
  entered_on date,
  exited_on date,
  quantity numeric not null,
  entry_price numeric(20,6),
  exit_price numeric(20,6),
  paid numeric not null,
  profit numeric not null,
  fees numeric not null,
  spread numeric not null,
  slippage numeric not null,
  why text not null,
  credits jsonb not null,
  weights_version integer not null,
  seen_at timestamp with time zone not null,
  closed_at timestamp with time zone,
  counted_in bigint,
  constraint strategy_trades_pkey PRIMARY KEY (trade_id),
  constraint strategy_trades_check CHECK (entered_on > decided_on),
  constraint strategy_trades_check1 CHECK (exited_on >= entered_on),
  constraint strategy_trades_check2 CHECK ((state = 'closed'::text) = (closed_at IS NOT NULL)),
  constraint strategy_trades_check3 CHECK (state <> 'closed'::text OR exited_on IS NOT NULL AND paid > 0::numeric),
  constraint strategy_trades_check4 CHECK (counted_in IS NULL OR state = 'closed'::text),
  constraint strategy_trades_quantity_check CHECK (quantity >= 0::numeric),
  constraint strategy_trades_state_check CHECK (state = ANY (ARRAY['waiting'::text, 'open'::text, 'closed'::text, 'void'::text])),
  constraint strategy_trades_strategy_check CHECK (strategy ~ '^[a-z][a-z0-9-]{1,39}$'::text),
  constraint strategy_trades_weights_version_check CHECK (weights_version >= 0)
);
CREATE INDEX strategy_trades_closed ON strategy_trades USING btree (exited_on, strategy) WHERE state = 'closed'::text;
CREATE INDEX strategy_trades_seen ON strategy_trades USING btree (seen_at, trade_id);
CREATE UNIQUE INDEX strategy_trades_standing ON strategy_trades USING btree (ticker, strategy) WHERE state = ANY (ARRAY['waiting'::text, 'open'::text]);
CREATE INDEX strategy_trades_uncounted ON strategy_trades USING btree (strategy, closed_at DESC) WHERE state = 'closed'::text AND counted_in IS NULL;

create table strategy_weights (
  version integer not null,
  weights jsonb not null,
  made_at timestamp with time zone not null,
  made_by text not null,
  reverts_to integer,
  reason text not null,
  constraint strategy_weights_pkey PRIMARY KEY (version),
  constraint strategy_weights_check CHECK (reverts_to >= 0 AND reverts_to < version),
  constraint strategy_weights_version_check CHECK (version > 0)
);

create table ticker_faults (
  ticker text not null,
  part text not null,
  said text not null,
  failures integer not null,
  since timestamp with time zone not null,
  failed_at timestamp with time zone not null,
  next_try_at timestamp with time zone not null,
  constraint ticker_faults_pkey PRIMARY KEY (ticker, part),
  constraint ticker_faults_failures_check CHECK (failures > 0),
  constraint ticker_faults_part_check CHECK (part = ANY (ARRAY['price'::text, 'stop'::text, 'entry'::text, 'book'::text, 'split'::text]))
);

create table tier_reviews (
  account_id text default current_account_id() not null,
  reviewed_on date not null,
  constraint tier_reviews_pkey PRIMARY KEY (account_id),
  constraint tier_reviews_account_id_fkey FOREIGN KEY (account_id) REFERENCES broker_accounts(account_id) ON DELETE CASCADE
);

create table trading_builds (
  part text not null,
  build text not null,
  since timestamp with time zone not null,
  accepted_by text,
  constraint trading_builds_pkey PRIMARY KEY (part)
);

create table trading_config_versions (
  version bigint generated always as identity not null,
  settings jsonb not null,
  by_hand text[] default '{}'::text[] not null,
  changed_by text not null,
  changed_at timestamp with time zone not null,
  reason text default ''::text not null,
  constraint trading_config_versions_pkey PRIMARY KEY (version),
  constraint trading_config_versions_changed_by_check CHECK (changed_by <> ''::text),
  constraint trading_config_versions_settings_check CHECK (jsonb_typeof(settings) = 'object'::text)
);
CREATE TRIGGER trading_config_versions_stand BEFORE DELETE OR UPDATE ON trading_config_versions FOR EACH ROW EXECUTE FUNCTION refuse_change();

create table trading_decisions (
  decision_id uuid not null,
  seq bigint generated always as identity not null,
  recommendation_id uuid,
  ticker text not null,
  decided_at timestamp with time zone not null,
  kind text not null,
  action text not null,
  code text not null,
  side text,
  quantity numeric(20,9),
  reference_price numeric(20,6),
  checks jsonb not null,
  sizing jsonb default '{}'::jsonb not null,
  risk_tier text not null,
  source text default 'engine'::text not null,
  rule_version text default 'trading-1'::text not null,
  order_type text default 'market'::text not null,
  limit_price numeric(20,6),
  stop_price numeric(20,6),
  account_id text default current_account_id() not null,
  dropped_code text,
  dropped_at timestamp with time zone,
  part smallint default 1 not null,
  first_decided_at timestamp with time zone,
  signal_engine jsonb,
  constraint trading_decisions_pkey PRIMARY KEY (decision_id),
  constraint trading_decisions_account_id_recommendation_id_kind_part_key UNIQUE (account_id, recommendation_id, kind, part),
  constraint trading_decisions_recommendation_id_fkey FOREIGN KEY (recommendation_id) REFERENCES recommendations(recommendation_id),
  constraint trading_decisions_action_check CHECK (action = ANY (ARRAY['act'::text, 'skip'::text])),
  constraint trading_decisions_check CHECK (action = 'skip'::text OR side IS NOT NULL AND quantity IS NOT NULL),
  constraint trading_decisions_code_check CHECK (code ~ '^[a-z][a-z0-9_]*$'::text),
  constraint trading_decisions_dropped CHECK ((dropped_code IS NULL) = (dropped_at IS NULL)),
  constraint trading_decisions_dropped_code_check CHECK (dropped_code ~ '^[a-z][a-z0-9_]*$'::text),
  constraint trading_decisions_entry_has_a_cause CHECK (kind = 'exit'::text OR recommendation_id IS NOT NULL OR source = 'override'::text),
  constraint trading_decisions_kind_check CHECK (kind = ANY (ARRAY['entry'::text, 'exit'::text])),
  constraint trading_decisions_limit_price_check CHECK (limit_price > 0::numeric),
  constraint trading_decisions_numbers CHECK ('NaN'::numeric <> quantity AND 'NaN'::numeric <> reference_price AND 'NaN'::numeric <> limit_price AND 'NaN'::numeric <> stop_price) NOT VALID,
  constraint trading_decisions_order_type_check CHECK (order_type = ANY (ARRAY['market'::text, 'limit'::text, 'stop'::text, 'stop_limit'::text])),
  constraint trading_decisions_part_check CHECK (part > 0),
  constraint trading_decisions_quantity_check CHECK (quantity > 0::numeric),
  constraint trading_decisions_side_check CHECK (side = ANY (ARRAY['buy'::text, 'sell'::text])),
  constraint trading_decisions_signal_engine_check CHECK (signal_engine IS NULL OR kind = 'entry'::text AND jsonb_typeof(signal_engine) = 'object'::text AND length(signal_engine::text) <= 8192) NOT VALID,
  constraint trading_decisions_source_check CHECK (source = ANY (ARRAY['engine'::text, 'override'::text])),
  constraint trading_decisions_stop_price_check CHECK (stop_price > 0::numeric)
);
CREATE INDEX trading_decisions_account ON trading_decisions USING btree (account_id, decided_at DESC);
CREATE INDEX trading_decisions_acted ON trading_decisions USING btree (ticker, decided_at DESC) WHERE action = 'act'::text;
CREATE INDEX trading_decisions_action ON trading_decisions USING btree (account_id, action, decided_at DESC);
CREATE INDEX trading_decisions_code ON trading_decisions USING btree (account_id, code, decided_at DESC);
CREATE INDEX trading_decisions_decided ON trading_decisions USING btree (decided_at DESC);
CREATE INDEX trading_decisions_entered ON trading_decisions USING btree (account_id, decided_at) WHERE kind = 'entry'::text AND action = 'act'::text;
CREATE INDEX trading_decisions_entries ON trading_decisions USING btree (account_id, ticker, decided_at DESC, seq DESC) WHERE kind = 'entry'::text AND action = 'act'::text;
CREATE INDEX trading_decisions_repeats ON trading_decisions USING btree (account_id, ticker, kind, code, decided_at DESC, seq DESC) WHERE action = 'skip'::text;
CREATE INDEX trading_decisions_ticker ON trading_decisions USING btree (account_id, ticker, decided_at DESC);
CREATE TRIGGER keep_first_decided BEFORE INSERT OR UPDATE ON trading_decisions FOR EACH ROW EXECUTE FUNCTION keep_first_decided();
CREATE TRIGGER note_changed_decisions AFTER UPDATE ON trading_decisions FOR EACH ROW WHEN (true AND old.* IS DISTINCT FROM new.*) EXECUTE FUNCTION note_changed_decisions();
CREATE TRIGGER note_new_decisions AFTER INSERT ON trading_decisions REFERENCING NEW TABLE AS made FOR EACH STATEMENT EXECUTE FUNCTION note_new_decisions();

create table trading_engine_config (
  only_row boolean default true not null,
  mode text default 'paper'::text not null,
  paused boolean default false not null,
  risk_tier text default 'moderate'::text not null,
  settings jsonb default '{}'::jsonb not null,
  heartbeat_at timestamp with time zone default clock_timestamp() not null,
  constraint trading_engine_config_pkey PRIMARY KEY (only_row),
  constraint trading_engine_config_mode_check CHECK (mode = ANY (ARRAY['paper'::text, 'live'::text, 'disabled'::text])),
  constraint trading_engine_config_only_row_check CHECK (only_row),
  constraint trading_engine_config_risk_tier_check CHECK (risk_tier = ANY (ARRAY['conservative'::text, 'moderate'::text, 'aggressive'::text]))
);

create table trading_holds (
  code text not null,
  state text not null,
  says text not null,
  since timestamp with time zone not null,
  set_by text not null,
  until timestamp with time zone,
  constraint trading_holds_pkey PRIMARY KEY (code),
  constraint trading_holds_code_check CHECK (code ~ '^[a-z][a-z0-9_]{0,63}$'::text),
  constraint trading_holds_state_check CHECK (state = ANY (ARRAY['reducing'::text, 'halted'::text]))
);
CREATE TRIGGER trading_holds_announce_wishes AFTER INSERT OR UPDATE ON trading_holds FOR EACH ROW WHEN (new.code = 'kill_switch'::text) EXECUTE FUNCTION announce_wishes();

create table trading_loops (
  loop text not null,
  every_seconds integer not null,
  began_at timestamp with time zone not null,
  good_at timestamp with time zone,
  failures integer default 0 not null,
  said text default ''::text not null,
  constraint trading_loops_pkey PRIMARY KEY (loop),
  constraint trading_loops_every_seconds_check CHECK (every_seconds > 0),
  constraint trading_loops_failures_check CHECK (failures >= 0)
);

create table trading_mode (
  only_row boolean default true not null,
  mode text not null,
  derived_from jsonb default '{}'::jsonb not null,
  disagreements jsonb default '[]'::jsonb not null,
  derived_at timestamp with time zone,
  account_id text default ''::text not null,
  account_number text default ''::text not null,
  build text default ''::text not null,
  constraint trading_mode_pkey PRIMARY KEY (only_row),
  constraint trading_mode_mode_check CHECK (mode = ANY (ARRAY['disabled'::text, 'paper'::text, 'live'::text])),
  constraint trading_mode_only_row_check CHECK (only_row)
);

create table trading_reports (
  report_id uuid not null,
  report_type text not null,
  period_end timestamp with time zone not null,
  body jsonb not null,
  account_id text default ''::text not null,
  period_start timestamp with time zone default '1970-01-01 00:00:00+00'::timestamp with time zone not null,
  version integer default 1 not null,
  made_at timestamp with time zone default '1970-01-01 00:00:00+00'::timestamp with time zone not null,
  body_sha256 text default ''::text not null,
  reconciles boolean default true not null,
  constraint trading_reports_pkey PRIMARY KEY (report_id),
  constraint trading_reports_report_type_period_end_key UNIQUE (report_type, period_end),
  constraint trading_reports_report_type_check CHECK (report_type = ANY (ARRAY['daily'::text, 'weekly'::text])),
  constraint trading_reports_version_check CHECK (version > 0)
);
CREATE INDEX trading_reports_period ON trading_reports USING btree (period_end DESC, report_id);

create table trend_evidence (
  trend_id uuid not null,
  side text not null,
  place smallint not null,
  impact_id uuid not null,
  document_id uuid not null,
  layer text default 'company'::text not null,
  rank_score double precision not null,
  weight double precision not null,
  impact double precision not null,
  recency double precision not null,
  credibility double precision not null,
  gate double precision not null,
  novelty double precision not null,
  market_context double precision not null,
  voice double precision default 1 not null,
  constraint trend_evidence_pkey PRIMARY KEY (trend_id, side, place),
  constraint trend_evidence_layer_check CHECK (layer = ANY (ARRAY['company'::text, 'macro'::text, 'competitive'::text])),
  constraint trend_evidence_place_check CHECK (place >= 1 AND place <= 10),
  constraint trend_evidence_side_check CHECK (side = ANY (ARRAY['supporting'::text, 'opposing'::text]))
);

create table trend_history (
  trend_id uuid not null,
  ticker text not null,
  trend_window text not null,
  as_of timestamp with time zone not null,
  direction text not null,
  strength double precision not null,
  confidence double precision not null,
  contradiction double precision not null,
  sentiment_mean double precision not null,
  signal_count integer not null,
  source_count integer not null,
  market jsonb not null,
  scoring_version text not null,
  impact_ids uuid[] not null,
  macro_ids uuid[] default '{}'::uuid[] not null,
  competitive_ids uuid[] default '{}'::uuid[] not null,
  macro_only boolean default false not null,
  pattern_only boolean default false not null,
  facts jsonb default '{}'::jsonb not null,
  signal_digest text default ''::text not null,
  layers jsonb,
  disagreements jsonb default '[]'::jsonb not null,
  company_signals integer,
  constraint trend_history_pkey PRIMARY KEY (trend_id),
  constraint trend_history_ticker_trend_window_as_of_key UNIQUE (ticker, trend_window, as_of),
  constraint trend_history_direction_check CHECK (direction = ANY (ARRAY['bullish'::text, 'bearish'::text, 'mixed'::text, 'neutral'::text]))
);
CREATE INDEX trend_history_as_of ON trend_history USING btree (as_of);
CREATE INDEX trend_history_ticker ON trend_history USING btree (ticker, trend_window, as_of DESC);
CREATE TRIGGER note_changed_trends AFTER UPDATE ON trend_history FOR EACH ROW WHEN (true AND old.* IS DISTINCT FROM new.*) EXECUTE FUNCTION note_changed_trends();
CREATE TRIGGER note_new_trends AFTER INSERT ON trend_history REFERENCING NEW TABLE AS made FOR EACH STATEMENT EXECUTE FUNCTION note_new_trends();

create table trend_projections (
  ticker text not null,
  horizon text not null,
  as_of timestamp with time zone not null,
  trend_id uuid not null,
  direction text not null,
  strength double precision not null,
  confidence double precision not null,
  low_confidence boolean not null,
  macro_contribution_pct double precision not null,
  diverges_from_current boolean not null,
  components jsonb not null,
  constraint trend_projections_pkey PRIMARY KEY (ticker, horizon, as_of),
  constraint trend_projections_horizon_check CHECK (horizon = ANY (ARRAY['1d'::text, '7d'::text, '30d'::text]))
);
CREATE INDEX trend_projections_as_of ON trend_projections USING btree (as_of);
CREATE INDEX trend_projections_trend ON trend_projections USING btree (trend_id);
CREATE TRIGGER note_changed_trend_projections AFTER UPDATE ON trend_projections FOR EACH ROW WHEN (true AND old.* IS DISTINCT FROM new.*) EXECUTE FUNCTION note_changed_trend_projections();
CREATE TRIGGER note_new_trend_projections AFTER INSERT ON trend_projections REFERENCING NEW TABLE AS made FOR EACH STATEMENT EXECUTE FUNCTION note_new_trend_projections();

create table trend_windows (
  ticker text not null,
  trend_window text not null,
  trend_id uuid not null,
  as_of timestamp with time zone not null,
  direction text not null,
  strength double precision not null,
  confidence double precision not null,
  contradiction double precision not null,
  sentiment_mean double precision not null,
  signal_count integer not null,
  source_count integer not null,
  previous_sentiment double precision,
  constraint trend_windows_pkey PRIMARY KEY (ticker, trend_window),
  constraint trend_windows_confidence_check CHECK (confidence >= 0::double precision AND confidence <= 1::double precision),
  constraint trend_windows_contradiction_check CHECK (contradiction >= 0::double precision AND contradiction <= 1::double precision),
  constraint trend_windows_direction_check CHECK (direction = ANY (ARRAY['bullish'::text, 'bearish'::text, 'mixed'::text, 'neutral'::text])),
  constraint trend_windows_previous_sentiment_check CHECK (previous_sentiment >= '-1'::integer::double precision AND previous_sentiment <= 1::double precision),
  constraint trend_windows_sentiment_mean_check CHECK (sentiment_mean >= '-1'::integer::double precision AND sentiment_mean <= 1::double precision),
  constraint trend_windows_strength_check CHECK (strength >= 0::double precision AND strength <= 1::double precision),
  constraint trend_windows_trend_window_check CHECK (trend_window = ANY (ARRAY['intraday'::text, '1d'::text, '7d'::text, '30d'::text, '90d'::text]))
);
CREATE TRIGGER trend_windows_before BEFORE INSERT OR UPDATE ON trend_windows FOR EACH ROW EXECUTE FUNCTION remember_trend_before();

create table watchlist_members (
  watchlist_id uuid not null,
  company_id uuid not null,
  constraint watchlist_members_pkey PRIMARY KEY (watchlist_id, company_id),
  constraint watchlist_members_company_id_fkey FOREIGN KEY (company_id) REFERENCES companies(company_id) ON DELETE CASCADE,
  constraint watchlist_members_watchlist_id_fkey FOREIGN KEY (watchlist_id) REFERENCES watchlists(watchlist_id) ON DELETE CASCADE
);
CREATE INDEX watchlist_members_company ON watchlist_members USING btree (company_id);

create table watchlists (
  watchlist_id uuid not null,
  name text not null,
  created_at timestamp with time zone default clock_timestamp() not null,
  description text default ''::text not null,
  version integer default 1 not null,
  constraint watchlists_pkey PRIMARY KEY (watchlist_id),
  constraint watchlists_name_key UNIQUE (name),
  constraint watchlists_version_check CHECK (version > 0)
);

create view audit_past as
 SELECT audit_event_id,
    business_at,
    entity_type,
    entity_id
   FROM audit_events;
CREATE TRIGGER audit_past_forgets INSTEAD OF DELETE ON audit_past FOR EACH ROW EXECUTE FUNCTION forget_audit();

create view job_totals as
 SELECT list,
    sum(queued)::bigint AS queued,
    sum(unrelayed)::bigint AS unrelayed,
    sum(dead)::bigint AS dead,
    sum(enqueued)::bigint AS enqueued,
    sum(done)::bigint AS done,
    sum(cancelled)::bigint AS cancelled,
    sum(buried)::bigint AS buried,
    sum(deliveries)::bigint AS deliveries,
    sum(failures)::bigint AS failures,
    sum(replays)::bigint AS replays
   FROM job_counts
  GROUP BY list;

create view reserve_balance as
 SELECT COALESCE(( SELECT reserve_pool_ledger.balance_after
           FROM reserve_pool_ledger
          WHERE reserve_pool_ledger.account_id = current_account_id()
          ORDER BY reserve_pool_ledger.reserve_entry_id DESC
         LIMIT 1), 0::numeric)::numeric(20,6) AS balance;

create view row_totals as
 SELECT kind,
    key,
    sum(rows)::bigint AS rows
   FROM row_counts
  GROUP BY kind, key;

create view view_decisions as
 SELECT decision_id,
    recommendation_id,
    ticker,
    decided_at,
    kind,
    action,
    code,
    side,
    quantity,
    reference_price,
    risk_tier,
    rule_version
   FROM trading_decisions
  WHERE account_id = current_account_id();

create view view_documents as
 SELECT document_id,
    source_type,
    document_type,
    title,
    publisher,
    url,
    published_at,
    ingested_at,
    status,
    quality_score,
    language
   FROM documents;

create view view_equity as
 SELECT session_date,
    equity,
    cash,
    positions_value,
    reserve
   FROM portfolio_days
  WHERE account_id = current_account_id();

create view view_orders as
 SELECT order_id,
    decision_id,
    ticker,
    sector,
    side,
    order_type,
    quantity,
    reference_price,
    state,
    filled_quantity,
    filled_price_avg,
    reject_reason,
    intended_at,
    submitted_at,
    closed_at
   FROM orders
  WHERE account_id = current_account_id();

create view view_positions as
 SELECT ticker,
    sector,
    quantity,
    entry_price_avg,
    mark_price,
    marked_at,
    opened_at,
    realised_pnl
   FROM positions
  WHERE account_id = current_account_id();

create view view_recommendations as
 SELECT recommendation_id,
    ticker,
    trend_window,
    generated_at,
    action,
    mode,
    confidence,
    strength,
    contradiction,
    direction,
    portfolio_pct,
    max_loss_pct,
    rule_version
   FROM recommendations;
