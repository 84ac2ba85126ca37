-- What lists of backtests and certificates tell stands in columns of its own: they opened whole results for it.
alter table backtest_runs
  -- Shares of 1; of what is not done none.
  add column made double precision,
  add column benchmark_made double precision,
  add column sharpe_deflated double precision;
update backtest_runs set
  made = (results #>> '{measures,return}')::double precision,
  benchmark_made = (results #>> '{benchmark,return}')::double precision,
  sharpe_deflated = (results #>> '{measures,sharpeDeflated}')::double precision
where results is not null;

alter table parity_certificates
  -- The body without its findings, counted, and signed by itself; null of one from before it was kept.
  add column summary jsonb,
  add column summary_signature text check (summary_signature ~ '^[0-9a-f]{64}$'),
  add constraint parity_certificates_summary_signed check ((summary is null) = (summary_signature is null));

-- Which process replays a day just now, of all there are; a turn that was never given back ends by itself.
create table parity_turn (
  only_row boolean primary key default true check (only_row),
  holder uuid,
  -- Real time.
  held_until timestamptz not null default '-infinity'
);
insert into parity_turn default values;
