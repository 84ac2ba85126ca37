-- What a document's quality is made of, and why it is not more: the parts of its score, each in
-- [0, 1], and the codes of what lowers it (docs/CODES.md, Documents). Null where it was parsed before.
alter table documents
  add column quality_parts jsonb,
  add column quality_reasons text[];
