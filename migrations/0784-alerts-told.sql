-- When people were told of a firing: what begins in a silence and outlasts it is told as the silence ends.
alter table alert_firings add column told_at timestamptz;
update alert_firings set told_at = began_at;
