-- The list of notifications goes by when they were planned.
create index notifications_planned on notifications (planned_at, seq);
