-- What scores of companies knew of prices, a row a session, horizon and name: the page adds them up.
-- works with older code: nothing of the release before reads or writes it.
create table edge_days (
  kind text not null,
  name text not null,
  -- The session at whose close it was known what prices did.
  session_date date not null,
  -- Sessions from the open after which the score was known to that close, both counted.
  horizon smallint not null check (horizon > 0),
  companies integer not null check (companies > 0),
  -- Spearman's rank correlation of score and move; null where one side does not move.
  ic double precision,
  -- What a dollar, half long and half short by rank, earned before costs.
  spread double precision not null,
  -- Of horizon 1 alone, and where there was a session before.
  turnover double precision,
  capacity double precision,
  primary key (kind, name, session_date, horizon)
);
create index edge_days_session on edge_days (session_date);
