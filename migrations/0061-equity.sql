-- The engine asks for the highest equity each minute.
create index portfolio_snapshots_equity on portfolio_snapshots (equity);
