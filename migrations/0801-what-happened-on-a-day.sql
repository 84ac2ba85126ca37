-- What was filled and what was given up in a stretch of time, for reports and the diary of a day.
create index order_fills_filled on order_fills (account_id, filled_at);
create index jobs_dead_business on jobs (business_at) where state = 'dead';
