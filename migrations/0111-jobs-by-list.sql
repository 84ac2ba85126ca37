-- The relay asks list by list, and a list with a million jobs before the others must not hide them.
drop index jobs_outbox;
create index jobs_outbox on jobs (list, seq) where state = 'queued' and relayed_at is null;

-- How long the oldest job of a list has waited, however many wait.
create index jobs_oldest on jobs (list, enqueued_at) where state = 'queued';
