-- Which JSON schema a model's reply was held to, derived from the contract as the version of the prompt is from its words.
-- works with older code: a column with a default is added.
alter table agent_performance_log add column schema_version text not null default '';
