-- As it is installed, the cap on a position follows the account's size.
insert into trading_config_versions (settings, by_hand, changed_by, changed_at, reason)
select settings || '{"positionCap": null}', by_hand, changed_by, clock_timestamp(), 'the cap follows the size'
from (select * from trading_config_versions order by version desc limit 1) newest
where changed_by = 'install';
