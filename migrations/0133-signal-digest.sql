-- What a trend was made of, in one word, written by the one function that compares it. It was added up
-- anew from all ids at each look.
alter table trend_history add column signal_digest text not null default '';
update trend_history set signal_digest = encode(sha256(convert_to(
  impact_ids::text || macro_ids::text || competitive_ids::text, 'UTF8')), 'hex');
