-- Whose turn it is to relay: one relay at a time, by a number that only grows. What is noted under
-- an old number counts for nothing, so whoever lost the turn, or pushed into a Redis that forgot it
-- since, cannot say that a job is where it is not.
create table relay_turn (
  only_row boolean primary key default true check (only_row),
  turn bigint not null default 0,
  -- Real time; a relay that dies holds the others up no longer than this.
  ends_at timestamptz not null default '-infinity'
);
insert into relay_turn default values;
