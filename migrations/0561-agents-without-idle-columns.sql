-- Versions of prompt and schema that nobody read: a reading names the ones it was made by, from the code that asks.
-- works with older code: nothing of any release reads or writes these columns.
alter table ai_agents drop column prompt_version, drop column schema_version;
alter table agent_variants drop column prompt_version, drop column schema_version;
