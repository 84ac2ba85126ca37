-- A run that sees everything a waiting job asks for settles that job too; it looks for them here.
create index jobs_waiting_ticker on jobs (list, (payload ->> 'ticker'))
  where state = 'queued' and list in ('aggregation', 'recommendation');
