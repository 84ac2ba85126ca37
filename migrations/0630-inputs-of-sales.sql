-- What a sale, a later part of an entry and a stop at the broker were judged on is kept as well.
-- works with older code: a release before this one writes the three kinds that it knows, as ever
alter table decision_inputs drop constraint decision_inputs_judged_by_check;
alter table decision_inputs add constraint decision_inputs_judged_by_check
  check (judged_by in ('entry', 'aside', 'unheld', 'tranche', 'exit', 'resting'));
-- Since when the later kinds are kept is asked of each replay.
create index decision_inputs_later on decision_inputs (decided_at) where judged_by in ('tranche', 'exit', 'resting');
-- So are the orders that the engine took back on a day.
create index order_events_judged on order_events (at) where event = 'cancel_asked';
-- And the later parts of entries that were settled on it.
create index entry_tranches_settled on entry_tranches (settled_at) where settled_at is not null;
