-- When a person asked that the books begin anew: what the account told until then is history.
alter table broker_accounts add column reset_at timestamptz;
