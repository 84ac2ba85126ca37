-- When the delivery began that ended a job, for how long a stage takes; and why a person paused a stage.
alter table jobs add column began_at timestamptz;
alter table paused_stages add column reason text not null default '';
-- What a stage did last, by its list; and every job of a trace.
create index jobs_done_of_list on jobs (list, settled_at) where state = 'done';
create index jobs_trace on jobs (substr(traceparent, 4, 32)) where traceparent is not null;
