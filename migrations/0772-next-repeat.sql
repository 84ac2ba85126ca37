-- The next skip of the same company for the same reason: whether a newer one folds it in is one probe.
-- works with older code: an index more
create index trading_decisions_repeats on trading_decisions (account_id, ticker, kind, code, decided_at desc, seq desc)
  where action = 'skip';
