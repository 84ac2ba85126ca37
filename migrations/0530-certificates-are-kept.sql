-- A day replayed again keeps what was found before: a later certificate may be of fewer decisions.
-- works with older code: nothing of the release before reads or writes them.
alter table parity_certificates drop constraint parity_certificates_day_build_key;
create index parity_certificates_day on parity_certificates (day, made_at);
