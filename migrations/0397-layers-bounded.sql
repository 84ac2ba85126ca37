-- When a signal last came to count or ceased to, and what layers are looked up by.
-- works with older code: a column that may be null and indexes are added.

-- Rivals see what was so before their moment: no trend depends on which of two jobs of one moment came first.
alter table document_impact_records add column turned_at timestamptz;

create index competitive_signal_records_impact on competitive_signal_records (impact_id);

create index documents_yearly_reports on documents (source_id, published_at desc)
  where document_type = 'filing' and normalized_key is not null
    and title ~ ' (10-K|10-K405|20-F|40-F)(?!/)(\W|$)';
