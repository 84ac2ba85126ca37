-- Which build of the code each instance of an always-on program is.
alter table service_beats add column revision text not null default '';
