-- A person's word for real money may be taken back; who gave it when stays.
alter table live_consents add column withdrawn_at timestamptz,
  add column withdrawn_by text,
  add constraint live_consents_withdrawn_check check ((withdrawn_at is null) = (withdrawn_by is null));
