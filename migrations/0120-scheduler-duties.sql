-- What the scheduler does on its own account, one row a duty. Times are business time.
-- It takes over from scheduler_marks, which stays for images that still read it.
create table scheduler_duties (
  duty text primary key,
  -- What it does, in a few words for people.
  says text not null default '',
  last_good_at timestamptz,
  last_tried_at timestamptz,
  -- In a row; 0 once it went well.
  failures integer not null default 0 check (failures >= 0),
  last_error text,
  last_error_at timestamptz,
  -- When it comes next: by its cadence, or by its back-off after a failure.
  next_at timestamptz
);

insert into scheduler_duties (duty, last_good_at, last_tried_at)
select case name when 'lake_daily' then 'lake' else name end, at, at from scheduler_marks;
