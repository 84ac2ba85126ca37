-- A document whose parsing ended for good without a result says so, as one that could not be read.

alter table documents drop constraint documents_status_check;
alter table documents add constraint documents_status_check check (status in
  ('ingested', 'parsed', 'low_quality', 'no_text', 'untracked', 'extracted', 'classified',
   'parse_failed', 'extraction_failed'));
