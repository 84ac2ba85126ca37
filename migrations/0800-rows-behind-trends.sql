-- Lists of projections, hits of events and rivals' signals go on after a row, in the order of their moments.

create index trend_projections_trend on trend_projections (trend_id);
create index macro_impact_records_occurred on macro_impact_records (occurred_at, macro_impact_id) where is_current;
create index competitive_signal_records_published on competitive_signal_records (published_at, competitive_signal_id);
