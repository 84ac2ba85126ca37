-- Up to a hundred rows a trend, each checked one by one, for rows that one function alone writes and
-- always together with their trend. The check cost more than all else in summing a ticker up.
alter table trend_evidence drop constraint trend_evidence_trend_id_fkey;
