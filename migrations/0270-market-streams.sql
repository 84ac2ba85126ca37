-- How market-stream fares: one row a feed of Alpaca's, written by whoever holds the connection.
create table market_streams (
  feed text primary key check (feed in ('iex', 'sip')),
  state text not null check (state in ('resting', 'connecting', 'live', 'waiting')),
  -- Why, in words; since when that has been so.
  reason text not null,
  since timestamptz not null,
  failures integer not null default 0 check (failures >= 0),
  next_try_at timestamptz,
  tracked integer not null default 0,
  followed integer not null default 0,
  last_message_at timestamptz,
  -- Up to here every minute told is stored; what comes after is asked for once it is connected again.
  whole_until timestamptz,
  rejected bigint not null default 0
);

-- Messages that could not be used, as they came; the same one again counts.
create table market_stream_rejects (
  reject_id bigint generated always as identity primary key,
  feed text not null,
  reason text not null,
  item bytea not null,
  item_bytes integer not null,
  sha256 text not null,
  first_seen_at timestamptz not null,
  last_seen_at timestamptz not null,
  times integer not null,
  unique (sha256, reason)
);
create index market_stream_rejects_age on market_stream_rejects (last_seen_at);
