-- The scheduler looks each second whether a ticker was asked about already, by jobs of any state.
create index jobs_asked_ticker on jobs (list, (payload ->> 'ticker'), business_at)
  where list in ('strategy', 'signal_engine');
