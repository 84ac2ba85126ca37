-- Who seldom acts is found without walking the chain of all others.
create index audit_events_actor on audit_events (actor, audit_event_id);
