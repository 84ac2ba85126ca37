-- A variant that is deleted leaves its calls behind under its own id: they are none of its agent's.
-- works with older code: the column stays, and only what a deletion did to it goes.

alter table agent_performance_log drop constraint agent_performance_log_variant_id_fkey;
