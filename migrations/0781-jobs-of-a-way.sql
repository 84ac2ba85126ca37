-- Every job of a document, done or not, and the job of an order: for the way of a thing through the stages.
-- works with older code: what asked the index of jobs that wait or are dead is served by that of all
create index jobs_of_any_document on jobs ((payload ->> 'document_id'))
  where list in ('parsing', 'extraction', 'macro_classification');
drop index jobs_of_document;
create index jobs_of_decision on jobs ((payload ->> 'idempotency_key')) where list = 'broker_orders';
