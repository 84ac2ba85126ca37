-- Retention takes away exits that are done, of what is held no more, by when they last changed.
create index position_exits_updated on position_exits (updated_at);
