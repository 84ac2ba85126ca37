-- Which version of the rules made what; explain computes it again by that one. What stands without
-- a name was made by the first, as is what a release writes that knows of no names.
alter table risk_evaluations add column rule_version text not null default 'risk-1';
alter table recommendations add column rule_version text not null default 'recommendation-1';
alter table trading_decisions add column rule_version text not null default 'trading-1';
