-- Limits of the checks that risk-2 makes beside those of risk-1. A person may change every one.
insert into risk_configs (name, value) values
  ('price_move_pct_max', '0.08'),
  ('day_trade_equity_min', '"25000"'),
  ('cash_short_pct_max', '0.05'),
  ('orders_per_second_max', '10'),
  ('orders_per_day_max', '200'),
  ('ticker_orders_per_day_max', '20'),
  ('runaway_orders_max', '10'),
  ('day_trades_max', '3'),
  ('account_age_seconds_max', '300'),
  ('marks_age_seconds_max', '120'),
  ('duplicate_seconds', '60'),
  ('approval_minutes', '15');
