-- The stream of order updates stands beside those of the market: trading-engine writes its row.
alter table market_streams drop constraint market_streams_feed_check;
alter table market_streams add constraint market_streams_feed_check
  check (feed in ('iex', 'sip', 'trade_updates'));
-- When whoever keeps the stream last said how it stands; how often it came alive.
alter table market_streams add column seen_at timestamptz;
alter table market_streams add column connects bigint not null default 0;
