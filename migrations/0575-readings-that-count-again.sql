-- Since when a reading counts that counted before, did not, and does again: what it vouches for begins to stand anew.
-- works with older code: a column with a default is added.

-- The newest first, a hundred at most; empty where it never came back. When it was read stays as it is.
alter table document_impact_records add column again_at timestamptz[] not null default '{}';
