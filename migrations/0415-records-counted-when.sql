-- When a publisher's record was last counted, and what it was before: a document is judged by what was counted
-- before its moment, whichever of the two comes first in a moment that both share.
alter table publisher_records
  add column counted_at timestamptz,
  add column tried_before integer not null default 0,
  add column borne_out_before integer not null default 0,
  add constraint publisher_records_before_check
    check (borne_out_before between 0 and tried_before and tried_before <= tried and borne_out_before <= borne_out);
