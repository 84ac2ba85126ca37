-- Switches of layers that nobody set: the environment's count until a person says otherwise.
-- works with older code: what the table does not name is as the environment says there, too.

delete from risk_configs
where name in ('macro_enabled', 'competitive_enabled') and changed_by = 'install' and value = 'true';
