-- What a trend rests on, gathered once where its signals are read: counts and means of its documents.
alter table trend_history add column facts jsonb not null default '{}';

-- Failed readings are few; a recommendation counts those of one company.
create index documents_failed on documents (published_at) where status = 'extraction_failed';
