-- What rules read of a company in a text that a model read: a purchase rests on both, and never on the model alone.
-- works with older code: columns without a value are added; readings from before have none, and count as they did.
alter table document_impact_records
  add column rules_sentiment text check (rules_sentiment in ('positive', 'negative', 'neutral', 'mixed')),
  add column rules_impact double precision check (rules_impact between 0 and 1),
  add column rules_confidence double precision check (rules_confidence between 0 and 1),
  add constraint document_impact_records_rules_whole check ((rules_sentiment is null) = (rules_impact is null)
    and (rules_impact is null) = (rules_confidence is null));
