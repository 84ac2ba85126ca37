-- What an account owed as its books began, as of shares sold short: 0 or less, and no loss of ours.
alter table broker_accounts add column owed_opening numeric not null default 0 check (owed_opening <= 0);
update broker_accounts set owed_opening = (
  select coalesce(sum(quantity * price * case asset_class when 'us_option' then 100 else 1 end), 0)
  from other_holdings o where o.account_id = broker_accounts.account_id and quantity < 0);
