-- Who asked for the work: a stage, or the service that enqueued it. It becomes the event's source.
alter table jobs add column producer text not null default 'pipeline';

-- Dead letters are listed newest first over all lists.
create index jobs_dead_settled on jobs (settled_at desc) where state = 'dead';
