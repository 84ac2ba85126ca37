-- A ticker whose fills cannot be booked costs itself alone.
alter table ticker_faults drop constraint ticker_faults_part_check;
alter table ticker_faults add constraint ticker_faults_part_check
  check (part in ('price', 'stop', 'entry', 'book'));
