-- What lists of backtests and certificates tell stands in columns of its own: they opened whole results for it.
alter table backtest_runs
  -- Shares of 1, out of the results, whichever release wrote them; of what is not done none.
  add column total_return double precision generated always as (
    case when jsonb_typeof(results #> '{measures,return}') = 'number' then (results #>> '{measures,return}')::double precision end) stored,
  add column benchmark_return double precision generated always as (
    case when jsonb_typeof(results #> '{benchmark,return}') = 'number' then (results #>> '{benchmark,return}')::double precision end) stored,
  add column sharpe_deflated double precision generated always as (
    case when jsonb_typeof(results #> '{measures,sharpeDeflated}') = 'number' then (results #>> '{measures,sharpeDeflated}')::double precision end) stored;

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
