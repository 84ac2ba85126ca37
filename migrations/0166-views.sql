-- What analysts read by SQL: views of their own, so that their role needs no table and sees neither
-- people nor secrets (shared/sql/schema/rights.ts).

create view view_documents as
  select document_id, source_type, document_type, title, publisher, url, published_at, ingested_at, status,
    quality_score, language
  from documents;

create view view_recommendations as
  select recommendation_id, ticker, trend_window, generated_at, action, mode, confidence, strength,
    contradiction, direction, portfolio_pct, max_loss_pct, rule_version
  from recommendations;

create view view_decisions as
  select decision_id, recommendation_id, ticker, decided_at, kind, action, code, side, quantity,
    reference_price, risk_tier, rule_version
  from trading_decisions;

create view view_orders as
  select order_id, decision_id, ticker, sector, side, order_type, quantity, reference_price, state,
    filled_quantity, filled_price_avg, reject_reason, intended_at, submitted_at, closed_at
  from orders;

create view view_positions as
  select ticker, sector, quantity, entry_price_avg, mark_price, marked_at, opened_at, realised_pnl
  from positions;

create view view_equity as
  select session_date, equity, cash, positions_value, reserve from portfolio_days;
