-- How far each rule of retention has looked, so that what is kept is not looked at each time.
create table retention_marks (
  rule text primary key,
  reached timestamptz not null,
  -- When it began at the beginning: now and then it does so again, for what came late.
  began_at timestamptz not null
);

-- What retention asks by.
create index competitive_signal_records_created on competitive_signal_records (created_at);
create index macro_impact_records_computed on macro_impact_records (computed_at);
create index audit_events_business on audit_events (business_at);
create index order_events_at on order_events (at);
create index model_performance_metrics_at on model_performance_metrics (at);
create index document_intelligence_extracted on document_intelligence (extracted_at);
create index trend_history_as_of on trend_history (as_of);

-- What points at a row that goes is looked for by its key, and not by reading all of the table.
create index recommendations_trend on recommendations (trend_id);
create index orders_evaluation on orders (risk_evaluation_id);
