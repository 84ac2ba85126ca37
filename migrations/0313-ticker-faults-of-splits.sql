-- A price that jumped as over a split, while the broker does not say how many shares there are.
alter table ticker_faults drop constraint ticker_faults_part_check;
alter table ticker_faults add constraint ticker_faults_part_check check (part in ('price', 'stop', 'entry', 'book', 'split'));
