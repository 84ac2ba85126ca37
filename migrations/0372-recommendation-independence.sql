-- How many independent stories and owners a recommendation rests on, what would change it, its risk.
alter table recommendations
  add column stories integer check (stories >= 0),
  add column owners integer check (owners >= 0),
  add column would_change text[] not null default '{}',
  add column risk text check (risk in ('low', 'medium', 'high'));
-- Whether the owner of its publisher had a record when a document came; null in what an earlier release
-- stored, which is told by how far it is believed.
alter table documents add column owner_record text check (owner_record in ('known', 'earned', 'none'));
alter table document_versions add column owner_record text check (owner_record in ('known', 'earned', 'none'));
