-- What happens to a company and reaches its rivals is looked up by the company too: its page shows both ways.
create index competitive_signal_records_source
  on competitive_signal_records (source_ticker, created_at desc);
