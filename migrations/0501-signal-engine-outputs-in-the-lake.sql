-- What the signal engine says is a fact of the lake: rows that are new, and those whose outcome became known.
create function note_new_signal_engine_outputs() returns trigger language plpgsql security definer
set search_path to 'public', 'pg_temp' as $body$
begin
  insert into lake_changes (fact, key)
    select 'signal_engine_outputs', jsonb_build_object('output_id', made.output_id) from made;
  return null;
end $body$;
create function note_changed_signal_engine_outputs() returns trigger language plpgsql security definer
set search_path to 'public', 'pg_temp' as $body$
begin
  insert into lake_changes (fact, key)
    values ('signal_engine_outputs', jsonb_build_object('output_id', new.output_id));
  return null;
end $body$;
create trigger note_new_signal_engine_outputs after insert on signal_engine_outputs
  referencing new table as made for each statement execute function note_new_signal_engine_outputs();
create trigger note_changed_signal_engine_outputs after update on signal_engine_outputs for each row
  when (old.* is distinct from new.*) execute function note_changed_signal_engine_outputs();

-- What was said before there was such a fact.
insert into lake_changes (fact, key)
  select 'signal_engine_outputs', jsonb_build_object('output_id', output_id) from signal_engine_outputs;
