-- The signal engine may have a say in entries, and what it said is kept with each entry that is decided on.
alter table signal_engine_outputs drop constraint signal_engine_outputs_mode_check;
alter table signal_engine_outputs add constraint signal_engine_outputs_mode_check
  check (mode in ('shadow', 'traded'));

-- As it stood when the decision was made, by value; null where the engine was off or nobody asked.
alter table trading_decisions add column signal_engine jsonb;
alter table trading_decisions add constraint trading_decisions_signal_engine_check check (
  signal_engine is null
  or kind = 'entry' and jsonb_typeof(signal_engine) = 'object' and length(signal_engine::text) <= 8192
) not valid;
