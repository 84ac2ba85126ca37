-- Whether the engine sizes what it buys under what a person must approve. As it is installed it does,
-- so that it trades by itself; without it larger orders wait for a person.
insert into risk_configs (name, value) values ('size_within_approval', 'true');
