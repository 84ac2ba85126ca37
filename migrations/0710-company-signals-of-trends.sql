-- How many of a trend's signals are the company's own, so that the lake can tell whose they are. Files of before have no
-- such column, and trends of before have none here: the two stay alike, and nothing is written anew.
-- works with older code: a column that may be null is added; trends that the release before writes have none.
alter table trend_history add column company_signals integer;
